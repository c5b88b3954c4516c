// The form, one thing a page: which page comes next, how far one is, and whether all is saved.

import { useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useMe, useRead } from '../../client/queries.ts';
import { Button, Failure, Notice, Page, Skeleton } from '../../parts/basic.tsx';
import { Form } from '../../parts/form.tsx';
import { fill, useTexts } from '../../texts/texts.ts';
import { CheckStep } from './CheckStep.tsx';
import { isElsewhere, useDraft, type Application, type DraftSaver } from './draft.ts';
import { FamilyStep } from './FamilyStep.tsx';
import { FilesStep } from './FilesStep.tsx';
import { GuardiansStep } from './GuardiansStep.tsx';
import { HomeStep } from './HomeStep.tsx';
import { HouseholdStep } from './HouseholdStep.tsx';
import { PermitStep } from './PermitStep.tsx';

export type Preview = Answer<'POST /api/applications/:id/preview'>;

/** What every page of the form gets. */
export interface StepProps {
  readonly application: Application;
  readonly saver: DraftSaver;
  /** The words of a fault at a field, once the answers were checked. */
  readonly faultOf: (field: string) => string | undefined;
}

const STEPS = ['household', 'guardians', 'home', 'permit', 'family', 'files', 'check'] as const;
export type Step = (typeof STEPS)[number];

export function ApplyPage({ id, step }: { id: string; step: string }) {
  const me = useMe();
  const reading = useRead('GET /api/applications/:id', [{ params: { id } }]);
  const { data, error, refetch } = reading;
  if (error && !data) {
    return (
      <main id="main">
        <Failure problem={error} retry={() => void refetch()} />
      </main>
    );
  }
  if (!data || !me) {
    return (
      <main id="main">
        <Skeleton />
      </main>
    );
  }
  if (!data.actions.includes('submit') && !data.actions.includes('resubmit') && data.state !== 'draft')
    return <Redirect to={`/applications/${id}`} replace />;
  return <ApplyForm key={id} application={data} phone={me.phone} step={step} />;
}

function ApplyForm({ application, phone, step }: { application: Application; phone: string; step: string }) {
  const { t, say, language } = useTexts();
  const [, go] = useLocation();
  const saver = useDraft(application, phone);
  const [faults, setFaults] = useState<Preview['faults']>([]);
  const steps = STEPS.filter((name) => name !== 'permit' || isElsewhere(saver.draft, application));
  const at = steps.findIndex((name) => name === step);
  const current = steps[at];
  if (!current) return <Redirect to={`/applications/${application.id}/edit/household`} replace />;
  const address = (name: string | undefined) =>
    name ? `/applications/${application.id}/edit/${name}` : `/applications/${application.id}`;
  const props: StepProps = {
    application,
    saver,
    faultOf: (field) => {
      const fault = faults.find((item) => item.field === field);
      return fault && (language === 'en' ? fault.en : fault.zh);
    },
  };
  const section = t.apply[current];
  return (
    <Page key={current} title={section.title} lead={section.lead} back={address(steps[at - 1])}>
      <div className="stack-tight">
        <div className="row between small soft">
          <span>
            {application.child.name} · {say(application.seasonName, application.seasonNameEn)}
          </span>
          <span>{fill(t.apply.step, { n: at + 1, of: steps.length })}</span>
        </div>
        <div
          className="steps-bar"
          role="progressbar"
          aria-valuemin={1}
          aria-valuemax={steps.length}
          aria-valuenow={at + 1}
          aria-label={fill(t.apply.step, { n: at + 1, of: steps.length })}
        >
          <i style={{ width: `${((at + 1) / steps.length) * 100}%` }} />
        </div>
        <SaveWords saver={saver} />
      </div>
      {current === 'check' ? (
        <CheckStep {...props} setFaults={setFaults} faults={faults} addressOf={address} />
      ) : (
        <Form
          onSubmit={() => {
            void saver.flush();
            go(address(steps[at + 1]));
          }}
        >
          {current === 'household' ? <HouseholdStep {...props} /> : null}
          {current === 'guardians' ? <GuardiansStep {...props} /> : null}
          {current === 'home' ? <HomeStep {...props} /> : null}
          {current === 'permit' ? <PermitStep {...props} /> : null}
          {current === 'family' ? <FamilyStep {...props} /> : null}
          {current === 'files' ? <FilesStep {...props} /> : null}
          <div className="actions">
            <Button type="submit">{t.next}</Button>
            <Button look="text" onClick={() => void saver.flush().then((safe) => safe && go('/tasks'))}>
              {t.apply.later}
            </Button>
          </div>
        </Form>
      )}
    </Page>
  );
}

/** Whether what was typed is safe, and what to do if someone else changed it. */
function SaveWords({ saver }: { saver: DraftSaver }) {
  const { t } = useTexts();
  if (saver.state === 'conflict') {
    return (
      <Notice tone="bad" title={t.apply.conflict}>
        <p>{t.apply.conflictWords}</p>
        <div className="actions">
          <Button small onClick={() => void saver.keepMine()}>
            {t.apply.keepMine}
          </Button>
          <Button small look="quiet" onClick={() => void saver.takeTheirs()}>
            {t.apply.takeTheirs}
          </Button>
        </div>
      </Notice>
    );
  }
  if (saver.state === 'failed') {
    return (
      <Notice tone="bad" title={`${t.apply.saveFailed}${saver.problem?.title ?? ''}`}>
        <div>
          <Button small look="quiet" onClick={() => void saver.flush()}>
            {t.retry}
          </Button>
        </div>
      </Notice>
    );
  }
  const words = { saved: `✓ ${t.apply.saved}`, saving: t.apply.saving, unsaved: `● ${t.apply.unsaved}` }[saver.state];
  return (
    <span className="small soft" role="status">
      {words}
    </span>
  );
}
