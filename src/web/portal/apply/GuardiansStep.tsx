// Who the guardians are.

import type { Draft } from '../../../modules/registration/declaration.ts';
import { Button } from '../../parts/basic.tsx';
import { Choice, Field, optionsOf, Select, Tick } from '../../parts/form.tsx';
import { fill, useTexts } from '../../texts/texts.ts';
import type { StepProps } from './ApplyPage.tsx';

type Guardian = NonNullable<Draft['guardians']>[number];

export function GuardiansStep({ saver, faultOf }: StepProps) {
  const { t } = useTexts();
  const guardians = saver.draft.guardians ?? [];
  const put = (list: Guardian[]) => saver.change({ guardians: list });
  const set = (index: number, part: Guardian) =>
    put(guardians.map((item, at) => (at === index ? { ...item, ...part } : item)));
  return (
    <>
      {guardians.map((guardian, index) => (
        <section className="card" key={index}>
          <h2>{fill(t.apply.guardians.nth, { n: index + 1 })}</h2>
          <Choice
            label={t.apply.guardians.relation}
            pair
            options={optionsOf(t.relations)}
            value={guardian.relation}
            onChange={(relation) => set(index, { relation })}
            fault={faultOf(`guardians.${index}.relation`)}
          />
          <Field
            label={t.apply.guardians.name}
            value={guardian.name ?? ''}
            autoComplete={index === 0 ? 'name' : 'off'}
            onChange={(name) => set(index, { name })}
            fault={faultOf(`guardians.${index}.name`)}
            maxLength={60}
          />
          <Select
            label={t.apply.guardians.idKind}
            options={optionsOf(t.idKinds)}
            value={guardian.idKind}
            onChange={(idKind) => set(index, { idKind })}
          />
          <Field
            label={t.apply.guardians.idNumber}
            hint={guardian.idKind === 'resident_id' ? t.child.idHint : undefined}
            value={guardian.idNumber ?? ''}
            onChange={(idNumber) => set(index, { idNumber: idNumber.toUpperCase() })}
            fault={faultOf(`guardians.${index}.idNumber`)}
            maxLength={40}
          />
          <Field
            label={t.apply.guardians.phone}
            kind="tel"
            value={guardian.phone ?? ''}
            onChange={(phone) => set(index, { phone })}
            fault={faultOf(`guardians.${index}.phone`)}
            maxLength={11}
          />
          <Tick checked={guardian.sameBooklet ?? false} onChange={(sameBooklet) => set(index, { sameBooklet })}>
            {t.apply.guardians.sameBooklet}
          </Tick>
          {index > 0 ? (
            <Button look="text" onClick={() => put(guardians.filter((_, at) => at !== index))}>
              {t.apply.guardians.remove}
            </Button>
          ) : null}
        </section>
      ))}
      {guardians.length < 4 ? (
        <div>
          <Button look="quiet" onClick={() => put([...guardians, { idKind: 'resident_id', sameBooklet: true }])}>
            {t.apply.guardians.add}
          </Button>
        </div>
      ) : null}
    </>
  );
}
