// Two rule sets side by side, rule by rule, and whose result changes among a season's applicants.

import { Alert, Button, Card, Select, Spin, Tag } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useMe, useRead } from '../../client/queries.ts';
import { usePolicyWords } from '../../texts/policies.ts';
import { Head, Loaded, Refused } from '../parts.tsx';
import { ImpactView } from './ImpactView.tsx';
import { useRuleSetName, type RuleSet } from './parts.tsx';

type Change = Answer<'GET /api/policies/:hash/changes'>['changes'][number];

export function ComparePage({ hash }: { hash: string }) {
  const { w } = usePolicyWords();
  const name = useRuleSetName();
  const [params, setParams] = useSearchParams();
  const library = useRead('GET /api/policies', []);
  return (
    <Loaded reading={library}>
      {({ ruleSets }) => {
        const own = ruleSets.find((one) => one.hash === hash);
        const near = (one: RuleSet) =>
          Number(one.policyId === own?.policyId) * 4 +
          Number(one.region === own?.region) * 2 +
          Number(one.stage === own?.stage);
        const others = ruleSets.filter((one) => one.hash !== hash).toSorted((a, b) => near(b) - near(a));
        const from = params.get('from') ?? others[0]?.hash;
        return (
          <>
            <Head title={own ? `${w('compare')} · ${name(own)}` : w('compare')}>
              <Select
                aria-label={w('choose')}
                style={{ minWidth: 320 }}
                showSearch={{ optionFilterProp: 'label' }}
                value={from}
                onChange={(one) => setParams({ from: one })}
                options={others.map((one) => ({ value: one.hash, label: `${w('before')}：${name(one)}` }))}
              />
              <Link href={`/rules/${hash}`}>{w('read')}</Link>
            </Head>
            {from ? <Comparison key={from} hash={hash} from={from} /> : null}
          </>
        );
      }}
    </Loaded>
  );
}

function Comparison({ hash, from }: { hash: string; from: string }) {
  const name = useRuleSetName();
  const reading = useRead('GET /api/policies/:hash/changes', [{ params: { hash }, query: { from } }]);
  return (
    <Loaded reading={reading}>
      {({ before, after, changes }) => (
        <div className="stack">
          <Changes changes={changes} titles={[name(before), name(after)]} />
          <Whose hash={hash} from={from} districts={after.districts} stage={after.stage} />
        </div>
      )}
    </Loaded>
  );
}

const COLOURS = { added: 'green', removed: 'red', changed: 'orange' } as const;

/** What changes, rule by rule, old beside new. */
export function Changes({ changes, titles }: { changes: readonly Change[]; titles: readonly [string, string] }) {
  const { w } = usePolicyWords();
  if (changes.length === 0) return <Alert type="info" showIcon title={w('noChanges')} />;
  return (
    <Card size="small" title={w('changes', { n: changes.length })}>
      <div className="rule-table rule-changes" role="region" aria-label={w('whatChanges')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" style={{ width: '22%' }}>
                {w('ruleSet')}
              </th>
              <th scope="col">
                {w('before')} · {titles[0]}
              </th>
              <th scope="col">
                {w('after')} · {titles[1]}
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.path}>
                <th scope="row">
                  <Tag color={COLOURS[change.kind]}>{w(change.kind)}</Tag> {titleOf(change)}
                </th>
                <td>
                  <Text text={change.before} other={change.after} kind="del" />
                </td>
                <td>
                  <Text text={change.after} other={change.before} kind="ins" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

/** The rule's name, which stands before the texts in the sentence. */
function titleOf({ words, before, kind }: Change): string {
  if (kind === 'changed') return words.slice(0, words.indexOf(`由“${before ?? ''}”改为`));
  return words.slice(2, words.indexOf('：'));
}

/** A text with the part marked that the other does not have: what is between the common beginning and end. */
function Text({ text, other, kind }: { text: string | null; other: string | null; kind: 'ins' | 'del' }) {
  if (text === null) return <span className="soft">—</span>;
  const Mark = kind;
  if (other === null) return <Mark>{text}</Mark>;
  let start = 0;
  while (start < text.length && text[start] === other[start]) start += 1;
  let end = 0;
  while (end < text.length - start && end < other.length - start && text.at(-1 - end) === other.at(-1 - end)) end += 1;
  return (
    <>
      {text.slice(0, start)}
      {start < text.length - end ? <Mark>{text.slice(start, text.length - end)}</Mark> : null}
      {text.slice(text.length - end)}
    </>
  );
}

function Whose({
  hash,
  from,
  districts,
  stage,
}: {
  hash: string;
  from: string;
  districts: readonly string[];
  stage: string;
}) {
  const { w, say } = usePolicyWords();
  const me = useMe();
  const seasons = (useRead('GET /api/seasons', []).data ?? []).filter(
    (one) =>
      one.stage === stage &&
      districts.includes(one.district) &&
      (!me?.organization?.district || me.organization.district === one.district),
  );
  const [chosen, setChosen] = useState<string>();
  const [asked, setAsked] = useState<string>();
  const seasonId = chosen ?? seasons[0]?.id;
  const reading = useRead(
    'GET /api/policies/:hash/impact',
    [{ params: { hash }, query: { from, seasonId: asked ?? '' } }],
    { off: asked === undefined },
  );
  if (seasons.length === 0) return null;
  return (
    <Card
      size="small"
      title={w('whose')}
      extra={
        <span className="rule-filters" style={{ margin: 0 }}>
          <Select
            aria-label={w('season')}
            style={{ minWidth: 260 }}
            value={seasonId}
            onChange={setChosen}
            options={seasons.map((one) => ({ value: one.id, label: say(one.name, one.nameEn) }))}
          />
          <Button type="primary" loading={reading.isFetching} onClick={() => setAsked(seasonId)}>
            {w('count')}
          </Button>
        </span>
      }
    >
      {reading.error ? <Refused problem={reading.error} /> : null}
      {reading.data ? <ImpactView impact={reading.data} /> : reading.isFetching ? <Spin /> : null}
    </Card>
  );
}
