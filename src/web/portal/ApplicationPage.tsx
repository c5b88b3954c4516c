// One application for its family: where it stands, what to do and by when, why, and what happened.

import { lazy, Suspense, useState } from 'react';
import { addressOf, type Answer } from '../client/call.ts';
import { useRead, useSend } from '../client/queries.ts';
import { Because, Button, ButtonLink, Loaded, Notice, Page, Refused, Tag, Timeline } from '../parts/basic.tsx';
import { Field } from '../parts/form.tsx';
import { timeText, untilText } from '../texts/dates.ts';
import { useTexts } from '../texts/texts.ts';
import { AppealsCard } from './AppealsCard.tsx';
import { AssessmentWords } from './AssessmentWords.tsx';
import { RatingCard } from './RatingCard.tsx';
import { toneOf } from './TasksPage.tsx';

const FileViews = lazy(() => import('./papers/FileViews.tsx').then(({ FileViews }) => ({ default: FileViews })));
const AfterResults = lazy(() => import('./AfterResults.tsx').then(({ AfterResults }) => ({ default: AfterResults })));
const OpenOffers = lazy(() => import('./AfterResults.tsx').then(({ OpenOffers }) => ({ default: OpenOffers })));
const RequestsCard = lazy(() => import('./RequestsCard.tsx').then(({ RequestsCard }) => ({ default: RequestsCard })));
const TicketCard = lazy(() => import('./draws/TicketCard.tsx').then(({ TicketCard }) => ({ default: TicketCard })));

type Application = Answer<'GET /api/applications/:id'>;

export function ApplicationPage({ id }: { id: string }) {
  const { t } = useTexts();
  const reading = useRead('GET /api/applications/:id', [{ params: { id } }], { every: 15_000 });
  return (
    <Page key={reading.data?.id ?? 'waiting'} title={reading.data?.child.name ?? t.tasks.applications} back="/tasks">
      <Loaded reading={reading}>{(application) => <Body application={application} />}</Loaded>
    </Page>
  );
}

function Body({ application }: { application: Application }) {
  const { t, say, language } = useTexts();
  const { id, assessment, outcome, decision } = application;
  // A child has died: nothing is asked, offered or shown again.
  if (application.state === 'closed') return <Closed application={application} />;
  return (
    <>
      <p className="soft">{say(application.seasonName, application.seasonNameEn)}</p>
      {outcome ? (
        <Suspense fallback={null}>
          <OpenOffers id={id} />
        </Suspense>
      ) : null}
      <section className="card">
        <Tag tone={toneOf(application.state)}>{say(application.stateZh, application.stateEn)}</Tag>
        <p>
          <strong>
            {t.application.next}
            {t.colon}
          </strong>
          {say(application.nextZh, application.nextEn)}
        </p>
        <dl className="facts small">
          {application.actBy ? (
            <>
              <dt>{t.application.by}</dt>
              <dd>
                <strong>{untilText(application.actBy, language)}</strong>
              </dd>
            </>
          ) : null}
          {application.receiptNo ? (
            <>
              <dt>{t.application.receipt}</dt>
              <dd>
                {application.receiptNo}
                {application.late ? ` · ${t.application.late}` : ''}
              </dd>
            </>
          ) : null}
          {application.schoolName ? (
            <>
              <dt>{t.application.school}</dt>
              <dd>{application.schoolName}</dd>
            </>
          ) : null}
        </dl>
        {application.holder ? <Actions application={application} /> : <Notice title={t.application.looking} />}
      </section>
      {decision && (decision.outcome === 'asked_material' || decision.outcome === 'refused') ? (
        <Notice
          tone={decision.outcome === 'refused' ? 'bad' : 'act'}
          title={decision.outcome === 'refused' ? t.application.refused : t.application.asked}
        >
          {decision.reasonZh ? <strong>{say(decision.reasonZh, decision.reasonEn)}</strong> : null}
          <p>{decision.words}</p>
          {decision.cure ? (
            <p>
              {t.application.cure}
              {t.colon}
              {decision.cure}
            </p>
          ) : null}
          {decision.dueAt ? (
            <p>
              {t.application.by}
              {t.colon}
              <strong>{untilText(decision.dueAt, language)}</strong>
            </p>
          ) : null}
        </Notice>
      ) : null}
      {outcome ? (
        <section className="card">
          <h2>{t.application.result}</h2>
          {outcome.schoolName ? (
            <p className="seal">{say(outcome.schoolName, outcome.schoolNameEn)}</p>
          ) : (
            <p>{say(application.stateZh, application.stateEn)}</p>
          )}
          <h3>{t.application.why}</h3>
          <Because lines={outcome.because} />
          {outcome.noticeNumber && application.state !== 'declined' && application.state !== 'deferred' ? (
            <div className="actions">
              <ButtonLink
                to={`/applications/${id}/notice`}
                look={application.actions.includes('accept') ? 'quiet' : 'main'}
              >
                {t.application.notice}
              </ButtonLink>
            </div>
          ) : null}
        </section>
      ) : null}
      {outcome ? (
        <Suspense fallback={null}>
          <AfterResults id={id} />
        </Suspense>
      ) : null}
      {application.revision > 0 ? (
        <Suspense fallback={null}>
          <TicketCard applicationId={id} />
        </Suspense>
      ) : null}
      {application.revision > 0 ? (
        <Suspense fallback={null}>
          <RequestsCard id={id} />
        </Suspense>
      ) : null}
      <AppealsCard id={id} holder={application.holder} />
      <RatingCard id={id} />
      <GuardianRequests application={application} />
      {application.checks.length > 0 ? <Checks application={application} /> : null}
      {assessment ? <AssessmentWords assessment={assessment} /> : null}
      {application.files.length > 0 ? (
        <section className="card">
          <h2>{t.application.files}</h2>
          <ul className="stack-tight">
            {application.files.map((file) => (
              <li key={file.id}>
                {file.state === 'deleted' ? (
                  <span className="soft">
                    {file.fileName} {t.application.fileGone}
                  </span>
                ) : (
                  <a
                    href={addressOf('GET /api/applications/:id/files/:fileId', {
                      params: { id, fileId: file.id },
                      query: {},
                    })}
                  >
                    {file.fileName}
                  </a>
                )}
              </li>
            ))}
          </ul>
          <Suspense fallback={null}>
            <FileViews id={id} />
          </Suspense>
        </section>
      ) : null}
      <section className="card">
        <h2>{t.application.timeline}</h2>
        <Timeline
          items={[...application.timeline]
            .sort((a, b) => (a.at < b.at ? 1 : -1))
            .map((entry) => ({
              key: `${entry.at}${entry.event}`,
              title: say(entry.zh, entry.en),
              by: say(entry.byZh, entry.byEn),
              at: timeText(entry.at, language),
              words: entry.words && say(entry.words, entry.wordsEn),
            }))}
        />
        {application.receiptNo ? (
          <div>
            <ButtonLink
              file
              look="quiet"
              small
              to={addressOf('GET /api/applications/:id/receipt.pdf', { params: { id } })}
            >
              {t.application.receiptPdf}
            </ButtonLink>
          </div>
        ) : null}
      </section>
    </>
  );
}

function Closed({ application }: { application: Application }) {
  const { say } = useTexts();
  return (
    <section className="card">
      <p>{say(application.stateZh, application.stateEn)}</p>
      <p>{say(application.nextZh, application.nextEn)}</p>
    </section>
  );
}

function Checks({ application }: { application: Application }) {
  const { t, say } = useTexts();
  const tones = {
    pending: 'wait',
    matched: 'good',
    mismatch: 'bad',
    no_record: 'act',
    source_down: 'wait',
    manual: 'wait',
  } as const;
  return (
    <section className="card">
      <h2>{t.application.checks}</h2>
      <p className="soft small">{t.application.checksWords}</p>
      <ul className="stack">
        {application.checks.map((check) => (
          <li key={check.kind} className="stack-tight">
            <div className="row between">
              <strong>{say(check.zh, check.en)}</strong>
              <Tag tone={tones[check.state]}>{t.application.checkStates[check.state]}</Tag>
            </div>
            <span className="small soft">{say(check.explanationZh, check.explanationEn)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The buttons that the workflow allows now; what cannot be undone is asked twice. */
function Actions({ application }: { application: Application }) {
  const { t } = useTexts();
  const { id, version, actions, state } = application;
  const [asking, setAsking] = useState<'withdraw' | 'decline'>();
  const [reason, setReason] = useState('');
  const done = () => setAsking(undefined);
  const withdraw = useSend('POST /api/applications/:id/withdraw', done);
  const decline = useSend('POST /api/applications/:id/decline', done);
  const accept = useSend('POST /api/applications/:id/accept', done);
  const can = (event: Application['actions'][number]) => actions.includes(event);
  const request = { params: { id }, body: { version, reason } };
  const fixing = state === 'needs_material' || state === 'refused';
  return (
    <>
      {application.hasUnsentChanges && state !== 'draft' ? <Notice tone="act" title={t.application.unsent} /> : null}
      <Refused problem={withdraw.error ?? decline.error ?? accept.error} />
      {asking ? (
        <Notice tone="act" title={asking === 'withdraw' ? t.application.withdrawSure : t.application.declineSure}>
          <p>{asking === 'withdraw' ? t.application.withdrawWords : t.application.declineWords}</p>
          <Field label={t.application.reason} optional value={reason} onChange={setReason} maxLength={500} />
          <div className="actions">
            <Button
              look="danger"
              busy={withdraw.isPending || decline.isPending}
              onClick={() => (asking === 'withdraw' ? withdraw : decline).mutate([request])}
            >
              {asking === 'withdraw' ? t.application.withdraw : t.application.decline}
            </Button>
            <Button look="text" onClick={done}>
              {t.cancel}
            </Button>
          </div>
        </Notice>
      ) : (
        <div className="actions">
          {state === 'draft' ? (
            <ButtonLink to={`/applications/${id}/edit/household`}>{t.application.continue}</ButtonLink>
          ) : null}
          {state === 'withdrawn' ? (
            <ButtonLink to={`/apply?child=${application.childId}&season=${application.seasonId}`} look="quiet">
              {t.application.applyAgain}
            </ButtonLink>
          ) : null}
          {can('resubmit') ? (
            <ButtonLink to={`/applications/${id}/edit/${fixing ? 'files' : 'check'}`} look={fixing ? 'main' : 'quiet'}>
              {fixing ? t.application.correct : t.application.edit}
            </ButtonLink>
          ) : null}
          {can('accept') ? (
            <Button busy={accept.isPending} onClick={() => accept.mutate([{ params: { id }, body: { version } }])}>
              {t.application.accept}
            </Button>
          ) : null}
          {can('decline') ? (
            <Button look="danger" onClick={() => setAsking('decline')}>
              {t.application.decline}
            </Button>
          ) : null}
          {can('withdraw') ? (
            <Button look="text" onClick={() => setAsking('withdraw')}>
              {t.application.withdraw}
            </Button>
          ) : null}
        </div>
      )}
    </>
  );
}

function GuardianRequests({ application }: { application: Application }) {
  const { t } = useTexts();
  const answer = useSend('POST /api/guardian-requests/:id');
  const open = application.guardianRequests.filter(({ state }) => state === 'requested');
  if (!application.holder || open.length === 0) return null;
  return (
    <Notice tone="act" title={t.application.requests}>
      <Refused problem={answer.error} />
      {open.map((request) => (
        <div key={request.id} className="stack-tight">
          <p>
            <strong>{request.name}</strong> {request.phone}
            {request.words ? ` · ${request.words}` : ''}
          </p>
          <div className="actions">
            <Button
              small
              busy={answer.isPending}
              onClick={() => answer.mutate([{ params: { id: request.id }, body: { accept: true } }])}
            >
              {t.application.allow}
            </Button>
            <Button
              small
              look="quiet"
              onClick={() => answer.mutate([{ params: { id: request.id }, body: { accept: false } }])}
            >
              {t.application.deny}
            </Button>
          </div>
        </div>
      ))}
    </Notice>
  );
}
