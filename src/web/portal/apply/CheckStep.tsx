// The last page: what is still missing, what the rules say, the answers, the declaration.

import { useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useRead, useSend } from '../../client/queries.ts';
import { Button, Notice, Refused, Skeleton } from '../../parts/basic.tsx';
import { Form, Tick } from '../../parts/form.tsx';
import { fill, useTexts } from '../../texts/texts.ts';
import { LocationWords } from '../AddressPicker.tsx';
import { AssessmentWords } from '../AssessmentWords.tsx';
import { SecondGuardianWay } from '../SecondGuardianPage.tsx';
import type { Preview, Step, StepProps } from './ApplyPage.tsx';
import { isElsewhere } from './draft.ts';

type CheckProps = StepProps & {
  readonly faults: Preview['faults'];
  readonly setFaults: (faults: Preview['faults']) => void;
  readonly addressOf: (step: Step) => string;
};

/** The page on which a field stands. */
function stepOf(field: string): Step {
  const [root] = field.split('.');
  if (root === 'household' || root === 'guardians') return root;
  if (root === 'dwelling' || root === 'preferredSchoolId') return 'home';
  if (root === 'residencePermit' || root === 'work') return 'permit';
  return root === 'files' || root === 'evidence' ? 'files' : 'family';
}

export function CheckStep({ application, saver, faults, setFaults, addressOf }: CheckProps) {
  const { t, say } = useTexts();
  const [, go] = useLocation();
  const { id } = application;
  const [asked, setAsked] = useState(false);
  const [accepted, setAccepted] = useState(false);
  const [tried, setTried] = useState(false);
  const [key] = useState(() => `${id}:${Date.now()}`);
  const preview = useSend('POST /api/applications/:id/preview', (answer) => setFaults(answer.faults));
  const submit = useSend('POST /api/applications/:id/submit', () =>
    go(`/applications/${id}/receipt`, { replace: true }),
  );
  useEffect(() => {
    if (asked) return;
    setAsked(true);
    void saver.flush().then(() => preview.mutate([{ params: { id } }]));
  }, [asked, saver, preview, id]);
  const send = async () => {
    setTried(true);
    if (!accepted || !(await saver.flush())) return;
    submit.mutate([{ params: { id }, body: { version: saver.version(), declarationAccepted: true, key } }]);
  };
  const { assessment, location } = preview.data ?? {};
  return (
    <>
      {preview.isPending ? <Skeleton /> : null}
      <Refused problem={preview.error} />
      {faults.length > 0 ? (
        <Notice tone="bad" title={t.apply.check.faults}>
          <ul>
            {faults.map((fault) => (
              <li key={fault.field}>
                <Link href={addressOf(stepOf(fault.field))}>
                  {t.apply[stepOf(fault.field)].title}
                  {t.colon}
                  {say(fault.zh, fault.en)}
                </Link>
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {assessment ? <AssessmentWords assessment={assessment} /> : null}
      {location ? <LocationWords location={location} /> : null}
      <Answers application={application} saver={saver} addressOf={addressOf} />
      <Form onSubmit={() => void send()}>
        <Tick checked={accepted} onChange={setAccepted}>
          {t.apply.check.accept}
        </Tick>
        {tried && !accepted ? <span className="fault">{t.apply.check.acceptNeeded}</span> : null}
        <Refused problem={submit.error} />
        <SecondGuardianWay problem={submit.error} seasonId={application.seasonId} />
        <div className="actions">
          <Button type="submit" busy={submit.isPending} disabled={preview.isPending || faults.length > 0}>
            {application.state === 'draft' ? t.apply.check.submit : t.apply.check.again}
          </Button>
        </div>
      </Form>
    </>
  );
}

/** Everything that was answered, each part with a way back to it. */
function Answers({ application, saver, addressOf }: Pick<CheckProps, 'application' | 'saver' | 'addressOf'>) {
  const { t, say } = useTexts();
  const code = saver.draft.household?.district || '000000';
  const district = useRead('GET /api/regions/:code', [{ params: { code } }]).data;
  const { household, guardians, dwelling, residencePermit, work, sibling, twin, note } = saver.draft;
  const word = <T extends string>(words: Readonly<Record<T, string>>, value: T | null | undefined) =>
    value ? words[value] : '';
  const parts: [Step, [string, string | null | undefined][]][] = [
    [
      'household',
      [
        [t.apply.household.kind, word(t.booklets, household?.kind)],
        [t.apply.household.district, district && say(district.name, district.nameEn)],
        [t.apply.household.address, household?.address],
        [t.apply.household.householder, word(t.householders, household?.householder)],
      ],
    ],
    [
      'guardians',
      (guardians ?? []).map((item) => [
        word(t.relations, item.relation) || t.apply.guardians.title,
        [item.name, item.phone].filter(Boolean).join(' · '),
      ]),
    ],
    [
      'home',
      [
        [t.apply.home.kind, word(t.dwellings, dwelling?.kind)],
        [t.apply.home.address, dwelling?.address],
        [t.apply.home.number, dwelling?.documentNumber || t.none],
        ...(dwelling?.ownedBy ? [[t.apply.home.owner, t.owners[dwelling.ownedBy]] satisfies [string, string]] : []),
      ],
    ],
    ...(isElsewhere(saver.draft, application)
      ? [
          [
            'permit',
            [
              [t.apply.permit.number, residencePermit?.number ?? t.none],
              [t.apply.permit.work, work?.kind ? t.works[work.kind] : t.none],
            ],
          ] satisfies [Step, [string, string | undefined][]],
        ]
      : []),
    [
      'family',
      [
        [t.apply.family.sibling, sibling?.name ?? t.none],
        [t.apply.family.twin, twin ? t.yes : t.no],
        [t.apply.family.note, note || t.none],
      ],
    ],
    ['files', [[t.apply.check.papers, fill(t.apply.check.papersCount, { n: application.files.length })]]],
  ];
  return (
    <>
      {parts.map(([step, lines]) => (
        <section className="card" key={step}>
          <div className="row between">
            <h2>{t.apply[step].title}</h2>
            <Link href={addressOf(step)} className="button text small">
              {t.apply.check.change}
              <span className="hidden-visually"> {t.apply[step].title}</span>
            </Link>
          </div>
          <dl className="facts wide">
            {lines.map(([label, value], index) => (
              <div key={`${label}${index}`} style={{ display: 'contents' }}>
                <dt>{label}</dt>
                <dd>{value || <span className="fault">{t.apply.check.empty}</span>}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
