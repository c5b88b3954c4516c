// Changes: what each alters, whom it touches, and the second officer's decision.

import { Button, Card, Empty, Input, Space, Tag } from 'antd';
import { useState } from 'react';
import { areaOf } from '../../../engines/catchment/polygons.ts';
import { changeWorkflow } from '../../../modules/catchments/workflow.ts';
import type { Answer } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';
import { timeText } from '../../texts/dates.ts';
import { DataTable, Loaded, Refused } from '../parts.tsx';
import { areaWords } from './MapTab.tsx';
import type { Overview } from './working-copy.ts';

type Change = Answer<'GET /api/catchments/changes'>[number];

export function ChangesTab({
  overview,
  place,
}: {
  overview: Overview;
  place: { readonly district: string; readonly stage: 'primary' | 'junior' };
}) {
  const { c } = useCatchmentWords();
  const reading = useRead('GET /api/catchments/changes', [{ query: place }]);
  return (
    <Loaded reading={reading}>
      {(changes) =>
        changes.length === 0 ? (
          <Empty description={c('noChanges')} />
        ) : (
          <div className="stack">
            {changes.map((change) => (
              <ChangeCard key={change.id} change={change} overview={overview} />
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

function ChangeCard({ change, overview }: { change: Change; overview: Overview }) {
  const { c, say, language } = useCatchmentWords();
  const state = changeWorkflow.states[change.state].staff;
  return (
    <Card
      size="small"
      title={
        <Space wrap>
          <Tag color={change.state === 'approved' ? 'green' : change.state === 'proposed' ? 'orange' : 'default'}>
            {say(state.zh, state.en)}
          </Tag>
          {`${c('from')} ${change.effectiveFrom}`}
        </Space>
      }
    >
      <div className="stack">
        <div>
          <div>{change.reason}</div>
          {change.seasonReason ? <div className="soft">{`${c('seasonReason')}：${change.seasonReason}`}</div> : null}
          <div className="soft">
            {c('proposedBy', { name: change.proposedByName, at: timeText(change.proposedAt, language) })}
            {change.decidedAt && change.decidedByName
              ? `；${c('decidedBy', { name: change.decidedByName, at: timeText(change.decidedAt, language) })}`
              : ''}
            {change.decisionWords ? `：${change.decisionWords}` : ''}
          </div>
        </div>
        {change.items.map((item) => {
          const before = overview.versions.find(({ id }) => id === item.basedOn);
          return (
            <div key={item.schoolId + item.campus} className="change-item">
              <strong>{item.school}</strong>
              <div className="change-sides">
                <Side title={c('before')} zone={before?.zone} other={item.zone} area={before?.area ?? null} />
                <Side title={c('after')} zone={item.zone} other={before?.zone} area={item.area} />
              </div>
            </div>
          );
        })}
        {change.state === 'proposed' ? <Touched id={change.id} /> : null}
        {change.actions.length > 0 ? <Decide change={change} /> : null}
      </div>
    </Card>
  );
}

function Side({
  title,
  zone,
  other,
  area,
}: {
  title: string;
  zone: string | undefined;
  other: string | undefined;
  area: Change['items'][number]['area'];
}) {
  const { c } = useCatchmentWords();
  return (
    <div>
      <div className="soft">{title}</div>
      <div>{zone === undefined ? c('none') : zone === other ? <span className="soft">{zone}</span> : zone}</div>
      <div>{`${c('area')}：${area ? areaWords(areaOf(area)) : c('notDrawn')}`}</div>
    </div>
  );
}

function Touched({ id }: { id: string }) {
  const { c } = useCatchmentWords();
  const reading = useRead('GET /api/catchments/changes/:id/touched', [{ params: { id } }]);
  return (
    <Loaded reading={reading}>
      {({ looked, count, applications }) => (
        <div>
          <strong>{c('touched')}</strong> {c(count === 0 ? 'touchedNone' : 'touchedSome', { looked, n: count })}
          {count > 0 ? (
            <DataTable
              size="small"
              rowKey="applicationId"
              dataSource={applications}
              pagination={{ pageSize: 10, hideOnSinglePage: true }}
              scroll={{ x: 700 }}
              columns={[
                { title: c('address'), dataIndex: 'address' },
                { title: c('before'), render: (_, one) => one.before.join('、') || c('none') },
                { title: c('after'), render: (_, one) => one.after.join('、') || c('none') },
                { title: c('result'), render: (_, one) => c(one.follows ? 'follows' : 'stays') },
              ]}
            />
          ) : null}
        </div>
      )}
    </Loaded>
  );
}

function Decide({ change }: { change: Change }) {
  const { c, say } = useCatchmentWords();
  const [words, setWords] = useState('');
  const decide = useSend('POST /api/catchments/changes/:id/decision');
  return (
    <div className="stack">
      <Space wrap>
        <Input
          aria-label={c('opinion')}
          placeholder={c('opinion')}
          style={{ width: 320 }}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {change.actions.map((event) => (
          <Button
            key={event}
            type={event === 'approve' ? 'primary' : 'default'}
            loading={decide.isPending}
            onClick={() =>
              decide.mutate([
                { params: { id: change.id }, body: { event, version: change.version, words: words.trim() } },
              ])
            }
          >
            {say(changeWorkflow.on[event].zh, changeWorkflow.on[event].en)}
          </Button>
        ))}
      </Space>
      <Refused problem={decide.error} />
    </div>
  );
}
