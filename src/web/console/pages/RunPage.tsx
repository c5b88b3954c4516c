// One run: demand and fill of every school, who was not placed and why, approval and publication.

import { Alert, App, Button, Card, Descriptions, Form, Input, Modal, Statistic, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { FillChart } from '../FillChart.tsx';
import { DataTable, Head, Loaded, Refused } from '../parts.tsx';
import { AskWhy, Why } from '../placement/AskWhy.tsx';
import { CompareRuns } from '../placement/CompareRuns.tsx';
import { RunProgress } from '../placement/RunProgress.tsx';
import { stateWord } from '../placement/state-word.ts';

type Run = Answer<'GET /api/runs/:id'>;

export function RunPage({ id }: { id: string }) {
  const [atWork, setAtWork] = useState(true);
  const reading = useRead('GET /api/runs/:id', [{ params: { id } }], atWork ? { every: 500 } : {});
  const running = reading.data === undefined || reading.data.state === 'running';
  if (running !== atWork) setAtWork(running);
  return (
    <Loaded reading={reading}>
      {(run) => (run.resultHash === null ? <Unfinished run={run} /> : <RunBody run={run} />)}
    </Loaded>
  );
}

function RunHead({ run }: { run: Run }) {
  const { w, language } = useWords();
  const color = run.state === 'published' ? 'green' : run.state === 'failed' ? 'red' : 'cyan';
  return (
    <Head
      title={
        <>
          {w(run.kind)} {timeText(run.createdAt, language)} <Tag color={color}>{w(stateWord(run))}</Tag>
        </>
      }
    >
      <Link href={`/runs?season=${run.seasonId}`}>{w('runs')}</Link>
    </Head>
  );
}

/** At work, cancelled or failed: there is nothing to show of it but how far it came. */
function Unfinished({ run }: { run: Run }) {
  return (
    <>
      <RunHead run={run} />
      <RunProgress run={run} />
    </>
  );
}

function RunBody({ run }: { run: Run }) {
  const { w, say, language } = useWords();
  const [asked, setAsked] = useState<string>();
  return (
    <>
      <RunHead run={run} />
      <div className="stack">
        <RunActions run={run} />
        {run.faults.length > 0 ? (
          <Alert
            type="error"
            showIcon
            title={w('faults')}
            description={run.faults.map((fault) => (
              <div key={fault}>{fault}</div>
            ))}
          />
        ) : (
          <Alert type="success" showIcon title={w('sound')} />
        )}
        <Card size="small">
          <div className="numbers">
            <Statistic title={w('applicants')} value={run.applicants} />
            <Statistic title={w('placed')} value={run.placed} />
            <Statistic title={w('fromCatchment')} value={run.fromCatchment} />
            <Statistic title={w('fromOverall')} value={run.fromOverall} />
            <Statistic title={w('private')} value={run.fromPrivate} />
            <Statistic title={w('unplaced')} value={run.unplaced} />
          </div>
        </Card>
        <Card size="small" title={w('askWhy')}>
          <AskWhy runId={run.id} />
        </Card>
        <Card
          size="small"
          title={w('chart')}
          extra={<span className="soft">{w('sampleSize', { n: run.applicants, schools: run.schools.length })}</span>}
        >
          <FillChart schools={run.schools} />
          <DataTable
            rowKey="schoolId"
            size="small"
            pagination={false}
            dataSource={run.schools}
            scroll={{ x: 800 }}
            expandable={{
              columnTitle: w('detail'),
              columnWidth: 72,
              expandedRowRender: (school) =>
                school.categories.map((item) => (
                  <div key={item.categoryId}>{`${item.name}: ${item.placed} / ${item.demand}`}</div>
                )),
              rowExpandable: (school) => school.categories.length > 0,
            }}
            columns={[
              { title: w('school'), render: (_, school) => say(school.schoolName, school.schoolNameEn) },
              { title: w('seats'), dataIndex: 'seats', align: 'right' },
              { title: w('demand'), dataIndex: 'demand', align: 'right' },
              { title: w('placed'), dataIndex: 'placed', align: 'right' },
              { title: w('fromCatchment'), dataIndex: 'fromCatchment', align: 'right' },
              { title: w('fromOverall'), dataIndex: 'fromOverall', align: 'right' },
              { title: w('waitingList'), dataIndex: 'waiting', align: 'right' },
              {
                title: w('cutOff'),
                render: (_, school) => (school.cutOff ? say(school.cutOff.zh, school.cutOff.en) : '—'),
              },
            ]}
          />
        </Card>
        <CompareRuns run={run} />
        <Card size="small" title={`${w('unplaced')} (${run.unplacedApplications.length})`}>
          <DataTable
            rowKey="applicationId"
            size="small"
            dataSource={run.unplacedApplications}
            scroll={{ x: 640 }}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            columns={[
              {
                title: w('child'),
                render: (_, row) => <Link href={`/cases/${row.applicationId}`}>{row.childName}</Link>,
              },
              { title: w('receipt'), dataIndex: 'receiptNo' },
              { title: w('reason'), render: (_, row) => say(row.because.zh, row.because.en) },
              {
                title: w('whyHere'),
                render: (_, row) => (
                  <Button size="small" onClick={() => setAsked(row.applicationId)}>
                    {w('whyHere')}
                  </Button>
                ),
              },
            ]}
          />
        </Card>
        <Card size="small">
          <Descriptions
            size="small"
            column={1}
            items={[
              { key: 'hash', label: w('hash'), children: <span className="mono">{run.resultHash}</span> },
              {
                key: 'seed',
                label: w('seed'),
                children: run.draw ? (
                  <>
                    <Link href={`/draws/${run.draw.id}`}>{run.draw.id}</Link>{' '}
                    <span className="mono">{run.draw.transcriptHash}</span>
                  </>
                ) : run.lotterySeed ? (
                  <>
                    {w('simulatedSeed')} <span className="mono">{run.lotterySeed}</span>
                  </>
                ) : (
                  w('noNumbers')
                ),
              },
              {
                key: 'approved',
                label: w('approved'),
                children: run.approvedByName
                  ? `${run.approvedByName} · ${run.approvedAt ? timeText(run.approvedAt, language) : ''}`
                  : '—',
              },
              {
                key: 'published',
                label: w('published'),
                children: run.publishedByName
                  ? `${run.publishedByName} · ${run.publishedAt ? timeText(run.publishedAt, language) : ''}`
                  : '—',
              },
            ]}
          />
        </Card>
      </div>
      {asked ? <Why runId={run.id} applicationId={asked} close={() => setAsked(undefined)} /> : null}
    </>
  );
}

function RunActions({ run }: { run: Run }) {
  const { w } = useWords();
  const me = useMe();
  const { modal } = App.useApp();
  const [discarding, setDiscarding] = useState(false);
  const approve = useSend('POST /api/runs/:id/approve');
  const publish = useSend('POST /api/runs/:id/publish');
  const params = { id: run.id };
  if (run.actions.length === 0) return null;
  const mayApprove = me?.role === 'district_admin' || me?.role === 'district_reviewer';
  const isOwn = mayApprove && run.state === 'ready' && run.kind !== 'simulation' && !run.actions.includes('approve');
  return (
    <Card size="small">
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
        {run.actions.includes('approve') ? (
          <Button type="primary" loading={approve.isPending} onClick={() => approve.mutate([{ params }])}>
            {w('approve')}
          </Button>
        ) : null}
        {run.actions.includes('publish') ? (
          <Button
            type="primary"
            loading={publish.isPending}
            onClick={() =>
              void modal.confirm({
                title: w('publish'),
                content: w('publishSure'),
                okText: w('publish'),
                onOk: () => publish.mutate([{ params }]),
              })
            }
          >
            {w('publish')}
          </Button>
        ) : null}
        {run.actions.includes('discard') ? (
          <Button danger onClick={() => setDiscarding(true)}>
            {w('discard')}
          </Button>
        ) : null}
        {isOwn ? <span className="soft">{w('ownRun')}</span> : null}
      </div>
      <Refused problem={approve.error ?? publish.error} />
      {discarding ? <DiscardDialog id={run.id} close={() => setDiscarding(false)} /> : null}
    </Card>
  );
}

function DiscardDialog({ id, close }: { id: string; close: () => void }) {
  const { w } = useWords();
  const [reason, setReason] = useState('');
  const discard = useSend('POST /api/runs/:id/discard', close);
  return (
    <Modal
      open
      title={w('discard')}
      okText={w('discard')}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 2, loading: discard.isPending }}
      onOk={() => discard.mutate([{ params: { id }, body: { reason } }])}
      onCancel={close}
    >
      <Form layout="vertical">
        <Form.Item label={w('discardWhy')} htmlFor="discard-why">
          <Input id="discard-why" maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
      </Form>
      <Refused problem={discard.error} />
    </Modal>
  );
}
