// One appeal: what the family says, what happened, and the officer's steps with a hearing note.

import { Alert, App, Button, Card, Descriptions, Space, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { appealWorkflow } from '../../../modules/appeals/workflow.ts';
import { addressOf, type Answer } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { AppealDialog, type AppealStep } from '../AppealDialog.tsx';
import { Head, Loaded, Refused } from '../parts.tsx';
import { Promised } from './AppealsPage.tsx';

type Appeal = Answer<'GET /api/appeals/:id'>;

export function AppealPage({ id }: { id: string }) {
  const reading = useRead('GET /api/appeals/:id', [{ params: { id } }]);
  return <Loaded reading={reading}>{(appeal) => <One appeal={appeal} />}</Loaded>;
}

const STEPS: readonly AppealStep[] = ['uphold', 'dismiss', 'ask', 'release'];

function One({ appeal }: { appeal: Appeal }) {
  const { w, say, language } = useWords();
  const { message } = App.useApp();
  const [step, setStep] = useState<AppealStep>();
  const take = useSend('POST /api/appeals/:id/take');
  const goOn = useSend('POST /api/appeals/:id/go-on');
  const { id, version, actions } = appeal;
  const texts = appealWorkflow.states[appeal.state].staff;
  const stepWords = (event: Appeal['actions'][number]) => say(appealWorkflow.on[event].zh, appealWorkflow.on[event].en);
  const request = [{ params: { id }, body: { version } }] as const;
  return (
    <>
      <Head
        title={
          <>
            {w(appeal.kind)} {appeal.number} <Tag>{say(texts.zh, texts.en)}</Tag>
          </>
        }
      >
        <Link href="/appeals">{w('back')}</Link>
        {appeal.decidedAt ? (
          <a href={addressOf('GET /api/appeals/:id/decision.pdf', { params: { id } })} target="_blank" rel="noreferrer">
            {w('openPdf')}
          </a>
        ) : null}
      </Head>
      <div className="stack">
        <Card size="small">
          <Space wrap>
            {actions.includes('take') ? (
              <Button type="primary" loading={take.isPending} onClick={() => take.mutate([...request])}>
                {stepWords('take')}
              </Button>
            ) : null}
            {actions.includes('go_on') ? (
              <Button type="primary" loading={goOn.isPending} onClick={() => goOn.mutate([...request])}>
                {stepWords('go_on')}
              </Button>
            ) : null}
            {STEPS.filter((one) => actions.includes(one)).map((one) => (
              <Button key={one} type={one === 'uphold' ? 'primary' : 'default'} onClick={() => setStep(one)}>
                {stepWords(one)}
              </Button>
            ))}
            <Promised promise={appeal.promise} state={appeal.state} />
          </Space>
        </Card>
        {appeal.barred ? <Alert type="info" showIcon title={say(appeal.barred.zh, appeal.barred.en)} /> : null}
        <Refused problem={take.error ?? goOn.error} />
        <div className="case">
          <div className="stack">
            <Card size="small" title={w('statement')}>
              <Descriptions
                column={1}
                size="small"
                items={[
                  { key: 'child', label: w('child'), children: appeal.childName },
                  {
                    key: 'receipt',
                    label: w('receipt'),
                    children: (
                      <Link href={`/cases/${appeal.applicationId}`}>
                        {appeal.receiptNo} · {appeal.applicationState}
                      </Link>
                    ),
                  },
                  { key: 'season', label: w('inSeason'), children: appeal.seasonName },
                  {
                    key: 'about',
                    label: w('appealAbout'),
                    children: w(appeal.subject === 'category' ? 'category_subject' : appeal.subject),
                  },
                  { key: 'statement', label: w('statement'), children: appeal.statement },
                  { key: 'wish', label: w('wish'), children: appeal.wish },
                  ...(appeal.helper ? [{ key: 'helper', label: w('helper'), children: appeal.helper }] : []),
                  ...(appeal.officerName
                    ? [{ key: 'officer', label: w('officer'), children: appeal.officerName }]
                    : []),
                ]}
              />
            </Card>
            {appeal.hearing ? (
              <Card size="small" title={w('hearingNote')}>
                <Descriptions
                  column={1}
                  size="small"
                  items={[
                    { key: 'on', label: w('heldOn'), children: appeal.hearing.heldOn },
                    { key: 'present', label: w('present'), children: appeal.hearing.present },
                    { key: 'note', label: w('whatFound'), children: appeal.hearing.note },
                    { key: 'words', label: w('reasonsToFamily'), children: appeal.words },
                  ]}
                />
              </Card>
            ) : null}
          </div>
          <Card size="small" title={w('timeline')}>
            <Timeline
              items={appeal.timeline.toReversed().map((entry) => ({
                key: entry.at + entry.zh,
                content: (
                  <>
                    {say(entry.zh, entry.en)} · {say(entry.byZh, entry.byEn)}{' '}
                    <span className="soft">{timeText(entry.at, language)}</span>
                    {entry.words ? <div>{entry.words}</div> : null}
                  </>
                ),
              }))}
            />
          </Card>
        </div>
      </div>
      {step ? (
        <AppealDialog
          appeal={appeal}
          step={step}
          close={() => setStep(undefined)}
          done={() => {
            setStep(undefined);
            void message.success(w('decided'));
          }}
        />
      ) : null}
    </>
  );
}
