// A draft of rules: its text with line numbers, checked while it is written, saved whole.

import { Alert, App, Button, Card, Collapse, Spin, Tag } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { call, type Answer, type Problem } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { timeText } from '../../texts/dates.ts';
import { usePolicyWords } from '../../texts/policies.ts';
import { Head, Loaded, Refused } from '../parts.tsx';
import { LinkButton, useMayWrite } from './parts.tsx';
import { ProposeDialog } from './ProposeDialog.tsx';
import type { Mark } from './YamlEditor.tsx';

const YamlEditor = lazy(() => import('./YamlEditor.tsx').then(({ YamlEditor }) => ({ default: YamlEditor })));

type Draft = Answer<'GET /api/policy-drafts/:id'>;
type Fault = Draft['faultList'][number];

export function DraftPage({ id }: { id: string }) {
  const reading = useRead('GET /api/policy-drafts/:id', [{ params: { id } }]);
  return <Loaded reading={reading}>{(draft) => <DraftBody key={draft.id} draft={draft} />}</Loaded>;
}

/** The value once it has rested for a moment. */
function useRested<T>(value: T, milliseconds: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}

function DraftBody({ draft }: { draft: Draft }) {
  const { w, language } = usePolicyWords();
  const { message, modal } = App.useApp();
  const [, go] = useLocation();
  const mayWrite = useMayWrite();
  const [first, ...others] = draft.sources;
  const saved = first?.text ?? '';
  const [text, setText] = useState(saved);
  const [goTo, setGoTo] = useState<Mark | null>(null);
  const [proposing, setProposing] = useState(false);
  const rested = useRested(text, 400);
  const check = useQuery<Answer<'POST /api/policies/check'>, Problem>({
    queryKey: ['check', draft.id, rested],
    queryFn: () =>
      call('POST /api/policies/check', {
        body: { sources: draft.sources.map((source, index) => (index === 0 ? { ...source, text: rested } : source)) },
      }),
    enabled: mayWrite,
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
  const save = useSend('PUT /api/policy-drafts/:id', (answer) => {
    void (answer.faults === 0
      ? message.success(w('saved'))
      : message.warning(w('savedWithFaults', { n: answer.faults })));
  });
  const discard = useSend('POST /api/policy-drafts/:id/discard', () => go('/rules'));
  const faults: readonly Fault[] = check.data?.faults ?? draft.faultList;
  const changed = text !== saved;
  useEffect(() => {
    if (!changed) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [changed]);
  const ruleSet = useRead('GET /api/policies/:hash', [{ params: { hash: draft.hash ?? '' } }], {
    off: draft.hash === null,
  });
  const ready = draft.hash !== null && !changed;
  return (
    <>
      <Head
        title={
          <>
            {draft.title} <Tag color="cyan">{w('draft')}</Tag>
            {changed ? <Tag color="orange">{w('unsaved')}</Tag> : null}
          </>
        }
      >
        {mayWrite ? (
          <>
            <Button
              type="primary"
              loading={save.isPending}
              disabled={!changed}
              onClick={() => save.mutate([{ params: { id: draft.id }, body: { version: draft.version, text } }])}
            >
              {w('save')}
            </Button>
            <Button disabled={!ready || !ruleSet.data} onClick={() => setProposing(true)}>
              {w('propose')}
            </Button>
          </>
        ) : null}
        {ready ? (
          <>
            <LinkButton to={`/rules/${draft.hash ?? ''}`}>{w('read')}</LinkButton>
            <LinkButton to={`/rules/${draft.hash ?? ''}/try`}>{w('try')}</LinkButton>
            {draft.begunFrom && draft.begunFrom !== draft.hash ? (
              <LinkButton to={`/rules/${draft.hash ?? ''}/compare?from=${draft.begunFrom}`}>{w('compare')}</LinkButton>
            ) : null}
            <LinkButton to={`/rule-simulations?hash=${draft.hash ?? ''}&from=${draft.begunFrom ?? ''}`}>
              {w('simulate')}
            </LinkButton>
          </>
        ) : null}
        <Button href={`data:text/yaml;charset=utf-8,${encodeURIComponent(text)}`} download={first?.file}>
          {w('download')}
        </Button>
        {mayWrite ? (
          <Button
            danger
            onClick={() =>
              void modal.confirm({
                title: w('discardSure'),
                okText: w('discard'),
                cancelText: w('cancel'),
                onOk: () => discard.mutate([{ params: { id: draft.id }, body: { version: draft.version } }]),
              })
            }
          >
            {w('discard')}
          </Button>
        ) : null}
      </Head>
      <Refused problem={save.error ?? discard.error ?? check.error} />
      {proposing && ruleSet.data ? (
        <ProposeDialog ruleSet={ruleSet.data.summary} close={() => setProposing(false)} />
      ) : null}
      <p className="soft">{w('lastSaved', { name: draft.updatedByName, time: timeText(draft.updatedAt, language) })}</p>
      <div className="rule-edit">
        <Suspense fallback={<Spin />}>
          <YamlEditor
            text={saved}
            label={w('editor')}
            marks={faults.filter((fault) => fault.file === first?.file)}
            goTo={goTo}
            readOnly={!mayWrite}
            change={setText}
          />
        </Suspense>
        <aside aria-live="polite" aria-label={w('checked')}>
          <Verdict check={check.data} faults={faults} checking={check.isFetching || rested !== text} />
          {faults.map((fault, index) => (
            <button
              key={index}
              type="button"
              className="rule-fault"
              onClick={() => setGoTo({ line: fault.line, column: fault.column, words: fault.words })}
            >
              <strong>
                {fault.file === first?.file ? '' : `${fault.file} `}
                {w('goTo', { line: fault.line })}
              </strong>
              {fault.words}
            </button>
          ))}
          {others.length > 0 ? (
            <Card size="small" title={w('extended')}>
              <Collapse
                size="small"
                items={others.map(({ file, text: inherited }) => ({
                  key: file,
                  label: file,
                  children: <pre className="rule-inherited">{inherited}</pre>,
                }))}
              />
            </Card>
          ) : null}
        </aside>
      </div>
    </>
  );
}

function Verdict({
  check,
  faults,
  checking,
}: {
  check: Answer<'POST /api/policies/check'> | undefined;
  faults: readonly Fault[];
  checking: boolean;
}) {
  const { w } = usePolicyWords();
  if (faults.length > 0) return <Alert type="error" showIcon title={w('faults', { n: faults.length })} />;
  if (checking || !check) return <Alert type="info" showIcon title={w('checking')} />;
  return (
    <Alert type="success" showIcon title={w('noFaults', { categories: check.categories, examples: check.examples })} />
  );
}
