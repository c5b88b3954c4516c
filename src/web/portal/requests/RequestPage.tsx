// One request, a question a page: what is asked, the papers, and what it means before it is sent.

import { useState } from 'react';
import { useLocation } from 'wouter';
import type { CHANGES, DEFER_GROUNDS, LEAVE_REASONS, RequestKind } from '../../../modules/requests/contract.ts';
import type { Answer, Request as RequestTo } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { Button, EmptyState, Loaded, Notice, Page, Refused } from '../../parts/basic.tsx';
import { Choice, Field, Form, optionsOf, Select, Tick } from '../../parts/form.tsx';
import { untilText } from '../../texts/dates.ts';
import { useRequestTexts } from '../../texts/requests.ts';
import { fill, useTexts } from '../../texts/texts.ts';
import { contentFacts } from './content.ts';
import { RequestFiles, type SentFile } from './RequestFiles.tsx';

type Content = RequestTo<'POST /api/applications/:id/requests'>['body']['content'];
type Ways = Answer<'GET /api/applications/:id/requests'>;

/** All answers that any kind asks for; each kind reads its own. */
interface Answers {
  readonly reason?: (typeof LEAVE_REASONS)[number];
  readonly ground?: (typeof DEFER_GROUNDS)[number];
  readonly what?: (typeof CHANGES)[number];
  readonly since: string;
  readonly words: string;
  readonly seasonId?: string;
  readonly address: string;
  readonly files: readonly SentFile[];
}

type Step = 'first' | 'files' | 'check';
const STEPS: Readonly<Record<RequestKind, readonly Step[]>> = {
  leave: ['first', 'check'],
  defer: ['first', 'files', 'check'],
  change: ['first', 'files', 'check'],
  move: ['first', 'check'],
};

export function RequestPage({ id, kind }: { id: string; kind: string }) {
  const { r, say } = useRequestTexts();
  const reading = useRead('GET /api/applications/:id/requests', [{ params: { id } }]);
  const way = reading.data?.ways.find((one) => one.kind === kind);
  if (reading.data && way?.barred === null) return <Asking id={id} way={way} data={reading.data} />;
  return (
    <Page title={kind in r.kinds ? r.kinds[kind as RequestKind][0] : r.title} back={`/applications/${id}/requests`}>
      <Loaded reading={reading}>
        {() => <EmptyState title={r.notNow} words={way?.barred ? say(way.barred.zh, way.barred.en) : ''} />}
      </Loaded>
    </Page>
  );
}

function Asking({ id, way, data }: { id: string; way: Ways['ways'][number]; data: Ways }) {
  const { r, say } = useRequestTexts();
  const [, go] = useLocation();
  const { kind } = way;
  const [step, setStep] = useState<Step>('first');
  const [answers, setAnswers] = useState<Answers>({ since: '', words: '', address: '', files: [] });
  const [sure, setSure] = useState(false);
  const set = (change: Partial<Answers>) => setAnswers({ ...answers, ...change });
  const application = useRead('GET /api/applications/:id', [{ params: { id } }]).data;
  const send = useSend('POST /api/applications/:id/requests', ({ to }) =>
    go(`/applications/${to?.applicationId ?? id}`, { replace: true }),
  );
  const content = contentOf(kind, answers);
  const steps = STEPS[kind];
  const onward = () => setStep(steps[steps.indexOf(step) + 1] ?? 'check');
  const died = content?.kind === 'leave' && content.reason === 'death';
  const means = died ? [] : way.means;
  const titles = {
    first: { leave: r.reasonTitle, defer: r.groundTitle, change: r.whatTitle, move: r.whereTitle }[kind],
    files: r.filesTitle,
    check: died ? r.kinds.leave[0] : r.checkTitle,
  };
  const enough = content !== null && (kind !== 'defer' || step === 'first' || answers.files.length > 0);
  return (
    <Page key={step} title={titles[step]} back={`/applications/${id}/requests`}>
      {step === 'first' ? (
        <Form onSubmit={() => (enough ? onward() : undefined)}>
          <First kind={kind} answers={answers} set={set} seasons={data.seasons} />
          <div className="actions">
            <Button type="submit" disabled={!enough}>
              {r.next}
            </Button>
          </div>
        </Form>
      ) : step === 'files' ? (
        <>
          <p>{kind === 'defer' ? r.filesDefer : r.filesChange}</p>
          <RequestFiles id={id} files={answers.files} change={(files) => set({ files })} />
          <div className="actions">
            <Button disabled={!enough} onClick={onward}>
              {r.next}
            </Button>
            <Button look="text" onClick={() => setStep('first')}>
              {r.change}
            </Button>
          </div>
        </>
      ) : content ? (
        <Form
          onSubmit={() => {
            if (application && sure) send.mutate([{ params: { id }, body: { version: application.version, content } }]);
          }}
        >
          {died ? (
            <p>{r.sorry}</p>
          ) : (
            <Notice tone={way.atOnce ? 'act' : 'plain'} title={r.kinds[kind][0]}>
              <ul>
                {means.map((line) => (
                  <li key={line.zh}>{say(line.zh, line.en)}</li>
                ))}
              </ul>
            </Notice>
          )}
          <section className="card">
            <div className="row between">
              <h2>{r.answers}</h2>
              <Button look="text" onClick={() => setStep('first')}>
                {r.change}
              </Button>
            </div>
            <dl className="facts">
              {contentFacts(content, r).map(({ label, value }) => (
                <Line key={label} label={label} value={value} />
              ))}
              <Line label={r.files} value={answers.files.map(({ fileName }) => fileName).join('、')} />
            </dl>
          </section>
          <Tick checked={sure} onChange={setSure}>
            {r.sure}
          </Tick>
          <Refused problem={send.error} />
          <div className="actions">
            <Button type="submit" look={way.atOnce && !died ? 'danger' : 'main'} busy={send.isPending} disabled={!sure}>
              {way.atOnce ? r.confirm : r.send}
            </Button>
          </div>
        </Form>
      ) : null}
    </Page>
  );
}

function Line({ label, value }: { label: string; value: string }) {
  if (value === '') return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

interface FirstProps {
  readonly kind: RequestKind;
  readonly answers: Answers;
  readonly set: (change: Partial<Answers>) => void;
  readonly seasons: Ways['seasons'];
}

function First({ kind, answers, set, seasons }: FirstProps) {
  const { t } = useTexts();
  const { r, say, language } = useRequestTexts();
  const words = (label: string, hint?: string) => (
    <Field
      kind="long"
      label={label}
      hint={hint}
      optional={kind === 'leave' && answers.reason !== 'other'}
      value={answers.words}
      onChange={(value) => set({ words: value })}
      maxLength={2000}
    />
  );
  const since = (
    <Field
      kind="date"
      label={answers.what === 'mistake' ? r.sinceMistake : r.since}
      value={answers.since}
      onChange={(value) => set({ since: value })}
    />
  );
  switch (kind) {
    case 'leave':
      return (
        <>
          <Choice
            label={t.choose}
            options={optionsOf(r.reasons)}
            value={answers.reason}
            onChange={(reason) => set({ reason })}
          />
          {answers.reason === undefined || answers.reason === 'death'
            ? null
            : words(answers.reason === 'other' ? r.otherWords : r.moreWords)}
        </>
      );
    case 'defer':
      return (
        <>
          <Choice
            label={t.choose}
            options={optionsOf(r.grounds)}
            value={answers.ground}
            onChange={(ground) => set({ ground })}
          />
          {words(r.groundWords, r.groundHint)}
        </>
      );
    case 'change':
      return (
        <>
          <Choice
            label={t.choose}
            options={optionsOf(r.whats)}
            value={answers.what}
            onChange={(what) => set({ what })}
          />
          {since}
          {words(r.changeWords)}
        </>
      );
    case 'move':
      return (
        <>
          <Select
            label={r.season}
            options={seasons.map((season) => ({
              value: season.id,
              label: fill(r.until, {
                district: say(season.districtName, season.districtNameEn),
                until: untilText(season.until, language),
              }),
            }))}
            value={answers.seasonId}
            onChange={(seasonId) => set({ seasonId })}
          />
          <Field
            label={r.address}
            hint={r.addressHint}
            value={answers.address}
            onChange={(address) => set({ address })}
            maxLength={200}
          />
          {since}
        </>
      );
  }
}

/** The request of a kind, or null while something is missing. */
function contentOf(kind: RequestKind, answers: Answers): Content | null {
  const { reason, ground, what, since, seasonId } = answers;
  const words = answers.words.trim();
  const address = answers.address.trim();
  const files = answers.files.map((file) => file.id);
  switch (kind) {
    case 'leave':
      if (!reason || (reason === 'other' && words.length < 4)) return null;
      return { kind, reason, words: reason === 'death' ? '' : words };
    case 'defer':
      return ground && words.length >= 10 ? { kind, ground, words, files } : null;
    case 'change':
      return what && since !== '' && words.length >= 10 ? { kind, what, since, words, files } : null;
    case 'move':
      return seasonId && since !== '' && address.length >= 4 ? { kind, seasonId, address, since } : null;
  }
}
