// Residence permit and work, only for families registered elsewhere.

import { useState } from 'react';
import { Choice, Field, optionsOf } from '../../parts/form.tsx';
import { useTexts } from '../../texts/texts.ts';
import type { StepProps } from './ApplyPage.tsx';

export function PermitStep({ saver, faultOf }: StepProps) {
  const { t } = useTexts();
  const { residencePermit, work } = saver.draft;
  const [has, setHas] = useState<'yes' | 'no' | undefined>(residencePermit ? 'yes' : undefined);
  return (
    <>
      <Choice
        label={t.apply.permit.has}
        pair
        options={[
          { value: 'yes', label: t.apply.permit.hasYes },
          { value: 'no', label: t.apply.permit.hasNo },
        ]}
        value={has}
        onChange={(answer) => {
          setHas(answer);
          saver.change({ residencePermit: answer === 'yes' ? { number: residencePermit?.number ?? '' } : null });
        }}
        fault={faultOf('residencePermit')}
      />
      {residencePermit ? (
        <Field
          label={t.apply.permit.number}
          value={residencePermit.number ?? ''}
          onChange={(number) => saver.change({ residencePermit: { number } })}
          fault={faultOf('residencePermit.number')}
          maxLength={40}
        />
      ) : null}
      <Choice
        label={t.apply.permit.work}
        options={optionsOf(t.works)}
        value={work?.kind}
        onChange={(kind) => saver.change({ work: { kind, creditCode: work?.creditCode ?? null } })}
        fault={faultOf('work') ?? faultOf('work.kind')}
      />
      {work?.kind === 'labour_contract' || work?.kind === 'business_licence' ? (
        <Field
          label={t.apply.permit.credit}
          hint={t.apply.permit.creditHint}
          optional
          value={work.creditCode ?? ''}
          onChange={(code) => saver.change({ work: { kind: work.kind, creditCode: code.toUpperCase() || null } })}
          fault={faultOf('work.creditCode')}
          maxLength={18}
        />
      ) : null}
    </>
  );
}
