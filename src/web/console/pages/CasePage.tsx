// One case: what was declared, its evidence, what departments hold, and the decision, side by side.

import { Alert, App, Button, Card, Descriptions, Space, Tag, Timeline } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { applicationWorkflow, SETTLED } from '../../../modules/registration/workflow.ts';
import { addressOf, type Answer } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { useTexts } from '../../texts/texts.ts';
import { AssessmentHistory, CategoryDifference } from '../CaseAssessments.tsx';
import { CaseChecks } from '../CaseChecks.tsx';
import { CaseRequests } from '../CaseRequests.tsx';
import { CategoryDialog } from '../CategoryDialog.tsx';
import { neighboursOf } from '../case-neighbours.ts';
import { DECISIONS, DecisionDialog, type Outcome } from '../DecisionDialog.tsx';
import { Head, Loaded, Refused } from '../parts.tsx';

type Application = Answer<'GET /api/applications/:id'>;

export function CasePage({ id }: { id: string }) {
  const reading = useRead('GET /api/applications/:id', [{ params: { id } }]);
  return <Loaded reading={reading}>{(application) => <Case application={application} />}</Loaded>;
}

function Case({ application }: { application: Application }) {
  const { w, say, language } = useWords();
  const { message } = App.useApp();
  const [, go] = useLocation();
  const { id } = application;
  const [deciding, setDeciding] = useState<Outcome>();
  const review = useRead('GET /api/applications/:id/review', [{ params: { id } }]);
  const claim = useSend('POST /api/applications/:id/claim');
  const unclaim = useSend('DELETE /api/applications/:id/claim');
  const { previous, next } = neighboursOf(id);
  const outcomes = DECISIONS.filter(({ events }) => events.some((event) => application.actions.includes(event)));
  const mine = review.data?.claim?.mine ?? false;
  const toggleClaim = () => (mine ? unclaim : claim).mutate([{ params: { id } }]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (
        deciding ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        (event.target as HTMLElement).closest('input, textarea, select, [role="dialog"]')
      )
        return;
      const key = event.key.toLowerCase();
      if (key === 'j' && next) go(`/cases/${next}`);
      else if (key === 'k' && previous) go(`/cases/${previous}`);
      else if (key === 'c') toggleClaim();
      else setDeciding(outcomes.find((item) => item.key === key)?.outcome);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });
  const texts = applicationWorkflow.states[application.state].staff;
  return (
    <>
      <Head
        title={
          <>
            {application.child.name} <Tag>{say(texts.zh, texts.en)}</Tag>{' '}
            {application.late ? <Tag>{w('late')}</Tag> : null}
          </>
        }
      >
        <Link href="/worklist">{w('back')}</Link>
        <Button disabled={!previous} onClick={() => previous && go(`/cases/${previous}`)}>
          {w('previous')}
        </Button>
        <Button disabled={!next} onClick={() => next && go(`/cases/${next}`)}>
          {w('next')}
        </Button>
      </Head>
      <div className="stack">
        <Card size="small">
          <Space wrap>
            {outcomes.map(({ outcome, events, key }) => {
              const event = events.find((name) => application.actions.includes(name));
              const words = event && applicationWorkflow.on[event];
              return (
                <Button
                  key={outcome}
                  type={outcome === 'approved' || outcome === 'endorsed' ? 'primary' : 'default'}
                  danger={outcome === 'refused'}
                  onClick={() => setDeciding(outcome)}
                >
                  {words ? say(words.zh, words.en) : outcome}
                  {key ? ` (${key.toUpperCase()})` : ''}
                </Button>
              );
            })}
            {outcomes.length > 0 ? (
              <Button loading={claim.isPending || unclaim.isPending} onClick={toggleClaim}>
                {mine ? w('unclaim') : w('claim')}
              </Button>
            ) : null}
            <span className="soft">{w('shortcuts')}</span>
          </Space>
        </Card>
        {review.data?.claim && !mine ? (
          <Alert
            type="warning"
            showIcon
            title={w('claimedBy', {
              name: review.data.claim.byName,
              until: timeText(review.data.claim.expiresAt, language),
            })}
          />
        ) : null}
        <Refused problem={claim.error ?? unclaim.error} />
        {review.data ? (
          <CategoryDifference
            review={review.data}
            standing={application.assessment?.category?.name ?? w('noCategory')}
            find={application.actions.includes('find_category') ? () => setDeciding('category_changed') : undefined}
          />
        ) : null}
        {(review.data?.similar.length ?? 0) > 0 ? (
          <Alert
            type="warning"
            showIcon
            title={w('similar')}
            description={review.data?.similar.map((item) => (
              <div key={`${item.applicationId}${item.what}`}>
                <Link href={`/cases/${item.applicationId}`}>
                  {item.childName} {item.receiptNo}
                </Link>{' '}
                {item.what}
              </div>
            ))}
          />
        ) : null}
        <div className="case">
          <div className="stack">
            <Declared application={application} />
            <Evidence application={application} />
            <Card size="small" title={w('timeline')}>
              <Timeline
                items={[...application.timeline].reverse().map((entry) => ({
                  key: entry.at + entry.event,
                  content: (
                    <>
                      {say(entry.zh, entry.en)} · {say(entry.byZh, entry.byEn)}{' '}
                      <span className="soft">{timeText(entry.at, language)}</span>
                      {entry.words ? <div>{say(entry.words, entry.wordsEn)}</div> : null}
                    </>
                  ),
                }))}
              />
            </Card>
          </div>
          <div className="stack">
            <CaseRequests application={application} />
            <CaseChecks id={id} closed={SETTLED.includes(application.state)} />
            <Policy application={application} />
            {review.data && review.data.assessments.length > 0 ? (
              <Card size="small" title={w('assessments')}>
                <AssessmentHistory review={review.data} />
              </Card>
            ) : null}
            {(review.data?.decisions.length ?? 0) > 0 ? (
              <Card size="small" title={w('decisions')}>
                {review.data?.decisions.map((item) => (
                  <p key={item.id}>
                    <strong>{w(item.outcome)}</strong> · {item.decidedByName} · {timeText(item.decidedAt, language)}
                    <br />
                    {item.words}
                  </p>
                ))}
              </Card>
            ) : null}
          </div>
        </div>
      </div>
      {deciding === 'category_changed' && review.data ? (
        <CategoryDialog
          application={application}
          review={review.data}
          close={() => setDeciding(undefined)}
          done={() => {
            void message.success(w('decided'));
            setDeciding(undefined);
          }}
        />
      ) : null}
      {deciding && deciding !== 'category_changed' ? (
        <DecisionDialog
          application={application}
          outcome={deciding}
          close={() => setDeciding(undefined)}
          done={(nextId) => {
            void message.success(w('decided'));
            setDeciding(undefined);
            if (nextId ?? next) go(`/cases/${nextId ?? next}`);
          }}
        />
      ) : null}
    </>
  );
}

function Declared({ application }: { application: Application }) {
  const { w, say } = useWords();
  const { t } = useTexts();
  const { child, declared } = application;
  const code = declared?.household.district ?? '000000';
  const district = useRead('GET /api/regions/:code', [{ params: { code } }]).data;
  const items = [
    {
      key: 'child',
      label: w('child'),
      children: `${child.name} · ${t.sexes[child.sex]} · ${child.birthDate} · ${child.idNumber}`,
    },
    { key: 'receipt', label: w('receipt'), children: application.receiptNo ?? '—' },
    ...(declared
      ? [
          {
            key: 'household',
            label: w('household'),
            children: `${t.booklets[declared.household.kind]} · ${district ? `${say(district.name, district.nameEn)} · ` : ''}${declared.household.address} · ${t.apply.household.householder}${t.householders[declared.household.householder]}${
              declared.household.movedInOn ? ` · ${declared.household.movedInOn}` : ''
            }`,
          },
          {
            key: 'guardians',
            label: w('guardians'),
            children: declared.guardians.map((item) => (
              <div key={item.idNumber}>
                {t.relations[item.relation]} {item.name} · {item.idNumber} · {item.phone}
              </div>
            )),
          },
          {
            key: 'dwelling',
            label: w('dwelling'),
            children: `${t.dwellings[declared.dwelling.kind]} · ${declared.dwelling.address}${declared.dwelling.documentNumber ? ` · ${declared.dwelling.documentNumber}` : ''}${
              declared.dwelling.ownedBy ? ` · ${t.apply.home.owner}${t.owners[declared.dwelling.ownedBy]}` : ''
            }`,
          },
          ...(declared.residencePermit
            ? [{ key: 'permit', label: w('permit'), children: declared.residencePermit.number }]
            : []),
          ...(declared.work
            ? [
                {
                  key: 'work',
                  label: w('work'),
                  children: `${t.works[declared.work.kind]} ${declared.work.creditCode ?? ''}`,
                },
              ]
            : []),
          ...(declared.sibling ? [{ key: 'sibling', label: w('sibling'), children: declared.sibling.name }] : []),
          ...(declared.note ? [{ key: 'note', label: w('note'), children: declared.note }] : []),
        ]
      : []),
  ];
  return (
    <Card size="small" title={w('declared')}>
      <Descriptions column={1} size="small" items={items} />
    </Card>
  );
}

/** Why a file cannot be opened. */
const FILE_STATE_WORDS = { waiting: 'fileWaiting', infected: 'fileInfected', deleted: 'fileDeleted' } as const;

function Evidence({ application }: { application: Application }) {
  const { w, say } = useWords();
  const names = new Map(application.assessment?.evidence.map((item) => [item.kind, say(item.zh, item.en)]));
  names.set('request', w('requests'));
  return (
    <Card size="small" title={w('evidence')}>
      {application.files.length === 0 ? <span className="soft">{w('noEvidence')}</span> : null}
      <div className="evidence">
        {application.files.map((file) => {
          const address = (size: 'small' | 'full') =>
            addressOf('GET /api/applications/:id/files/:fileId', {
              params: { id: application.id, fileId: file.id },
              query: { size },
            });
          const words = `${names.get(file.kind) ?? file.kind} · ${file.fileName}`;
          return (
            <figure key={file.id}>
              {file.state === 'ready' ? (
                <a href={address('full')} target="_blank" rel="noreferrer">
                  {file.mediaType.startsWith('image/') ? (
                    <img src={address('small')} alt={words} loading="lazy" />
                  ) : (
                    w('openPdf')
                  )}
                </a>
              ) : (
                <span className="soft">{w(FILE_STATE_WORDS[file.state])}</span>
              )}
              <figcaption className="soft">{words}</figcaption>
            </figure>
          );
        })}
      </div>
    </Card>
  );
}

function Policy({ application }: { application: Application }) {
  const { w, say } = useWords();
  const { assessment, location } = application;
  const lines = (list: NonNullable<Application['assessment']>['because']) => (
    <ul className="because">
      {list.map((line) => (
        <li key={line.zh}>
          <span aria-hidden="true">{line.holds === null ? '?' : line.holds ? '✓' : '✗'}</span>
          <span>
            {say(line.zh, line.en)} {line.clause ? <span className="soft">({line.clause})</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
  return (
    <Card size="small" title={w('policy')}>
      <div className="stack">
        {assessment ? (
          <>
            {assessment.refusals.map((item) => (
              <Alert key={item.code} type="error" title={say(item.zh, item.en)} />
            ))}
            <div>
              <strong>
                {assessment.category
                  ? `${assessment.category.order}. ${say(assessment.category.name, assessment.category.nameEn)}`
                  : '—'}
              </strong>
              {lines(assessment.because)}
            </div>
            {assessment.missed ? (
              <div>
                <strong>
                  {w('missed')} · {say(assessment.missed.name, assessment.missed.nameEn)}
                </strong>
                {lines(assessment.missed.lacking)}
              </div>
            ) : null}
          </>
        ) : null}
        {location ? (
          <div>
            <strong>
              {w('location')} · {location.schools.map(({ school }) => school).join('、') || '—'}
            </strong>
            <div className="soft">{say(location.basis, location.basisEn)}</div>
            {[...(location.alternatives ?? []), ...(location.transitions ?? []).map(({ text }) => text)].map(
              (words) => (
                <div key={words} className="soft">
                  {w('otherSchool')} · {words}
                </div>
              ),
            )}
          </div>
        ) : null}
      </div>
    </Card>
  );
}
