// One request: what the family says with its papers, what granting does, and the decision with reasons.

import { App, Button, Card, Descriptions, Space, Tag, Timeline } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { requestWorkflow } from '../../../modules/requests/workflow.ts';
import { addressOf, type Answer } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { contentFacts } from '../../portal/requests/content.ts';
import { useWords } from '../../texts/console.ts';
import { timeText, untilText } from '../../texts/dates.ts';
import { useRequestTexts } from '../../texts/requests.ts';
import { Head, Loaded } from '../parts.tsx';
import { RequestDialog } from '../RequestDialog.tsx';
import { RequestPromise } from './RequestsPage.tsx';

type Request = Answer<'GET /api/requests/:id'>;

export function RequestPage({ id }: { id: string }) {
  const reading = useRead('GET /api/requests/:id', [{ params: { id } }]);
  return <Loaded reading={reading}>{(request) => <One request={request} />}</Loaded>;
}

/** Decisions and their keys. */
const STEPS = [
  { step: 'grant', key: 'g' },
  { step: 'refuse', key: 'r' },
] as const;

function One({ request }: { request: Request }) {
  const { w, say, language } = useWords();
  const { r } = useRequestTexts();
  const { message } = App.useApp();
  const [step, setStep] = useState<'grant' | 'refuse'>();
  const { id, actions, state, kind } = request;
  const steps = STEPS.filter((one) => actions.includes(one.step));
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (step || event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.target as HTMLElement).closest('input, textarea, select, [role="dialog"]')) return;
      const pressed = steps.find(({ key }) => key === event.key.toLowerCase());
      if (!pressed) return;
      // Else the letter would be the first of the reasons.
      event.preventDefault();
      setStep(pressed.step);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });
  const texts = requestWorkflow.states[state].staff;
  return (
    <>
      <Head
        title={
          <>
            {r.kinds[kind][0]} {request.number} <Tag>{say(texts.zh, texts.en)}</Tag>
          </>
        }
      >
        <Link href="/requests">{w('back')}</Link>
        {request.decidedAt ? (
          <a
            href={addressOf('GET /api/requests/:id/decision.pdf', { params: { id } })}
            target="_blank"
            rel="noreferrer"
          >
            {w('openPdf')}
          </a>
        ) : null}
      </Head>
      <div className="stack">
        {steps.length > 0 || request.promise ? (
          <Card size="small">
            <Space wrap>
              {steps.map((one) => (
                <Button
                  key={one.step}
                  type={one.step === 'grant' ? 'primary' : 'default'}
                  danger={one.step === 'refuse'}
                  onClick={() => setStep(one.step)}
                >
                  {say(requestWorkflow.on[one.step].zh, requestWorkflow.on[one.step].en)} ({one.key.toUpperCase()})
                </Button>
              ))}
              <RequestPromise row={request} />
            </Space>
          </Card>
        ) : null}
        <div className="case">
          <div className="stack">
            <Card size="small" title={w('requestAsked')}>
              <Descriptions column={1} size="small" items={itemsOf(request, { w, say, language, r })} />
            </Card>
            {request.files.length > 0 ? <Papers request={request} /> : null}
          </div>
          <div className="stack">
            {request.means.length > 0 ? (
              <Card size="small" title={w('requestMeans')}>
                <ul className="because">
                  {request.means.map((line) => (
                    <li key={line.zh}>
                      <span aria-hidden="true">·</span>
                      <span>{say(line.zh, line.en)}</span>
                    </li>
                  ))}
                </ul>
              </Card>
            ) : null}
            <Card size="small" title={w('timeline')}>
              <Timeline
                items={request.timeline.toReversed().map((entry) => ({
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
      </div>
      {step ? (
        <RequestDialog
          request={request}
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

type Texts = ReturnType<typeof useWords> & Pick<ReturnType<typeof useRequestTexts>, 'r'>;

function itemsOf(request: Request, { w, say, language, r }: Texts) {
  const link = (end: Request['from']) => end && `${say(end.districtName, end.districtNameEn)} · ${end.receiptNo ?? ''}`;
  const lines: readonly (readonly [string, React.ReactNode])[] = [
    [w('child'), `${request.childName} · ${w('birthDate')} ${request.birthDate}`],
    [
      w('receipt'),
      <Link key="case" href={`/cases/${request.applicationId}`}>
        {request.receiptNo} · {say(request.applicationState.zh, request.applicationState.en)}
      </Link>,
    ],
    [w('inSeason'), request.seasonName],
    ...contentFacts(request.content, r).map(({ label, value }) => [label, value] as const),
    [w('requestBefore'), request.deferredBefore ? w('requestBeforeYes') : null],
    [w('requestFrom'), link(request.from)],
    [w('requestTo'), link(request.to)],
    [w('correctOn'), request.correctUntil ? untilText(request.correctUntil, language) : null],
    [w('reasonsToFamily'), request.words],
    [w('requestByStaff'), request.byStaff ? '✓' : null],
  ];
  return lines.flatMap(([label, children]) => (children ? [{ key: label, label, children }] : []));
}

function Papers({ request }: { request: Request }) {
  const { w } = useWords();
  return (
    <Card size="small" title={w('evidence')}>
      <div className="evidence">
        {request.files.map((file) => {
          const address = (size: 'small' | 'full') =>
            addressOf('GET /api/applications/:id/files/:fileId', {
              params: { id: request.applicationId, fileId: file.id },
              query: { size },
            });
          return (
            <figure key={file.id}>
              <a href={address('full')} target="_blank" rel="noreferrer">
                {file.mediaType.startsWith('image/') ? (
                  <img src={address('small')} alt={file.fileName} loading="lazy" />
                ) : (
                  w('openPdf')
                )}
              </a>
              <figcaption className="soft">{file.fileName}</figcaption>
            </figure>
          );
        })}
      </div>
    </Card>
  );
}
