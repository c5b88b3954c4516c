// A rule set to be read: contents, rules in words with clauses and quotations, and the file's lines beside.

import { Alert, Button, Tag } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { Markdown } from '../../parts/markdown.tsx';
import { usePolicyWords } from '../../texts/policies.ts';
import { Head, Loaded, Refused } from '../parts.tsx';
import { BatchGraph } from './BatchGraph.tsx';
import { LinkButton, StandingTag, useMayWrite, useRuleSetName } from './parts.tsx';
import { ProposeDialog } from './ProposeDialog.tsx';
import { SourceText } from './SourceText.tsx';

type Page = Answer<'GET /api/policies/:hash'>;
type Rule = Page['sections'][number]['rules'][number];

export function PolicyPage({ hash }: { hash: string }) {
  const reading = useRead('GET /api/policies/:hash', [{ params: { hash } }]);
  return <Loaded reading={reading}>{(page) => <PolicyBody page={page} />}</Loaded>;
}

function PolicyBody({ page }: { page: Page }) {
  const { w, say } = usePolicyWords();
  const name = useRuleSetName();
  const [, go] = useLocation();
  const mayWrite = useMayWrite();
  const [beside, setBeside] = useState(window.innerWidth >= 1360);
  const [place, setPlace] = useState<Rule['place']>(null);
  const [proposing, setProposing] = useState(false);
  const begin = useSend('POST /api/policy-drafts', (draft) => go(`/rule-drafts/${draft.id}`));
  const { summary } = page;
  const show = (rule: Rule) => {
    setPlace(rule.place);
    setBeside(true);
  };
  return (
    <>
      <Head
        title={
          <>
            {name(summary)} <StandingTag standing={summary.standing} />
            {summary.demo ? <Tag>{w('demo')}</Tag> : null}
          </>
        }
      >
        <LinkButton to={`/rules/${summary.hash}/try`} primary>
          {w('try')}
        </LinkButton>
        <LinkButton to={`/rules/${summary.hash}/compare`}>{w('compare')}</LinkButton>
        {summary.ours ? <LinkButton to={`/rule-simulations?hash=${summary.hash}`}>{w('simulate')}</LinkButton> : null}
        {mayWrite ? (
          <Button loading={begin.isPending} onClick={() => begin.mutate([{ body: { from: summary.hash } }])}>
            {w('draftFrom')}
          </Button>
        ) : null}
        {mayWrite && summary.ours ? <Button onClick={() => setProposing(true)}>{w('propose')}</Button> : null}
        <Button aria-expanded={beside} onClick={() => setBeside(!beside)}>
          {beside ? w('hideFile') : w('showFile')}
        </Button>
      </Head>
      <Refused problem={begin.error} />
      {proposing ? <ProposeDialog ruleSet={summary} close={() => setProposing(false)} /> : null}
      <div className={beside ? 'rule-page beside' : 'rule-page'}>
        <nav aria-label={w('contents')} className="rule-contents">
          <strong>{w('contents')}</strong>
          {page.sections.map((section) => (
            <a key={section.id} href={`#${section.id}`}>
              {section.title}
            </a>
          ))}
        </nav>
        <div className="rule-reading">
          {page.derivedFrom ? (
            <Alert type="warning" showIcon title={say(page.derivedFrom.zh, page.derivedFrom.en)} />
          ) : null}
          <Basics page={page} />
          {page.sections.map((section) => (
            <section key={section.id} id={section.id} className={`rule-section rule-${section.id}`}>
              <h2>{section.title}</h2>
              {section.id === 'exclusivity' ? <BatchGraph page={page} /> : null}
              {section.id === 'points' ? <PointsTable page={page} /> : null}
              {(section.id === 'points' ? section.rules.slice(0, 1) : section.rules).map((rule, index) => (
                <RuleBlock
                  key={`${rule.path}${String(index)}`}
                  rule={rule}
                  quotes={page.quotes}
                  silent={section.id === 'assumptions'}
                  current={place !== null && rule.place?.line === place.line && rule.place.file === place.file}
                  show={show}
                />
              ))}
            </section>
          ))}
        </div>
        {beside ? <SourceText sources={page.sources} place={place} /> : null}
      </div>
    </>
  );
}

function Basics({ page }: { page: Page }) {
  const { w } = usePolicyWords();
  const { source, summary } = page;
  return (
    <dl className="rule-basics">
      <dt>{w('source')}</dt>
      <dd>
        {source.issuer ? `${source.issuer} · ` : ''}
        {source.url ? (
          <a href={source.url} target="_blank" rel="noreferrer">
            {source.document}
          </a>
        ) : (
          source.document
        )}
        {source.number ? ` · ${source.number}` : ''}（{source.year}）
        {summary.quality ? <Tag style={{ marginLeft: 8 }}>{w(summary.quality)}</Tag> : null}
      </dd>
      <dt>{w('region')}</dt>
      <dd>
        {summary.region} · {w(summary.stage)} · {summary.entryYear}
      </dd>
      <dt>{w('reviewSteps')}</dt>
      <dd>
        {w(page.review.steps === 1 ? 'steps1' : 'steps2')}
        {page.review.autoPass ? ` · ${w('autoPass')}` : ''} · {w('cureDays', { n: page.cureDays })}
      </dd>
    </dl>
  );
}

function RuleBlock({
  rule,
  quotes,
  silent,
  current,
  show,
}: {
  rule: Rule;
  quotes: Page['quotes'];
  silent: boolean;
  current: boolean;
  show: (rule: Rule) => void;
}) {
  const { w } = usePolicyWords();
  const quoted = rule.clauses.filter((clause) => quotes[clause] !== undefined);
  return (
    <div className={current ? 'rule-block current' : 'rule-block'}>
      <div className="rule-words">
        {silent ? <Tag color="orange">{w('silent')}</Tag> : null}
        <Markdown text={rule.words} />
        {quoted.map((clause) => (
          <blockquote key={clause} className="rule-quote">
            <strong>
              {w('quote')} · {clause}
            </strong>
            {quotes[clause]}
          </blockquote>
        ))}
      </div>
      {rule.place ? (
        <button type="button" className="rule-line" title={rule.place.file} onClick={() => show(rule)}>
          {w('line', { n: rule.place.line })}
        </button>
      ) : null}
    </div>
  );
}

function PointsTable({ page }: { page: Page }) {
  const { w } = usePolicyWords();
  return (
    <div className="rule-table" role="region" aria-label={w('points')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{w('pointsItem')}</th>
            <th scope="col">{w('pointsHow')}</th>
            <th scope="col">{w('bounds')}</th>
            <th scope="col">{w('when')}</th>
            <th scope="col">{w('clause')}</th>
          </tr>
        </thead>
        <tbody>
          {page.points.map((row, index) => (
            <tr key={`${row.id}${String(index)}`}>
              <th scope="row" style={{ paddingLeft: 8 + row.depth * 20, fontWeight: row.depth === 0 ? 600 : 400 }}>
                {row.label}
              </th>
              <td>{row.how}</td>
              <td>{row.bounds}</td>
              <td>{row.when}</td>
              <td>{row.clause}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
