// Where the child is registered; fetched from household records when the family wishes.

import { useState } from 'react';
import type { Declaration } from '../../../modules/registration/declaration.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { Button, Notice, Refused } from '../../parts/basic.tsx';
import { Choice, Field, optionsOf, Select, Tick } from '../../parts/form.tsx';
import { useTexts } from '../../texts/texts.ts';
import type { StepProps } from './ApplyPage.tsx';

const ELSEWHERE = 'elsewhere';

export function HouseholdStep({ application, saver, faultOf }: StepProps) {
  const { t, say } = useTexts();
  const household = saver.draft.household ?? {};
  const districts = useRead('GET /api/districts', []).data ?? [];
  const [other, setOther] = useState(false);
  const set = (part: Partial<Declaration['household']>) => saver.change({ household: { ...household, ...part } });
  const known = districts.some(({ code }) => code === household.district);
  const elsewhere = other || (household.district !== undefined && districts.length > 0 && !known);
  return (
    <>
      <Prefill application={application} saver={saver} faultOf={faultOf} />
      <Choice
        label={t.apply.household.kind}
        pair
        options={optionsOf(t.booklets)}
        value={household.kind}
        fault={faultOf('household.kind')}
        // Without a registration there is nothing more to ask on this page.
        onChange={(kind) =>
          set(
            kind === 'none'
              ? { kind, district: '000000', address: t.none, householder: 'other', movedInOn: null, sinceBirth: false }
              : { kind },
          )
        }
      />
      {household.kind === 'none' ? null : (
        <>
          <Select
            label={t.apply.household.district}
            options={[
              ...districts.map((item) => ({ value: item.code, label: say(item.name, item.nameEn) })),
              { value: ELSEWHERE, label: t.apply.household.elsewhere },
            ]}
            value={elsewhere ? ELSEWHERE : household.district}
            fault={elsewhere ? undefined : faultOf('household.district')}
            onChange={(district) => {
              setOther(district === ELSEWHERE);
              set({ district: district === ELSEWHERE ? '' : district });
            }}
          />
          {elsewhere ? (
            <Field
              label={t.apply.household.elsewhereCode}
              kind="code"
              maxLength={6}
              value={household.district ?? ''}
              onChange={(district) => set({ district })}
              fault={faultOf('household.district')}
            />
          ) : null}
          <Field
            label={t.apply.household.address}
            value={household.address ?? ''}
            onChange={(address) => set({ address })}
            fault={faultOf('household.address')}
            maxLength={200}
          />
          <Choice
            label={t.apply.household.householder}
            options={optionsOf(t.householders)}
            value={household.householder}
            onChange={(householder) => set({ householder })}
            fault={faultOf('household.householder')}
          />
          <Tick
            checked={household.sinceBirth ?? false}
            onChange={(sinceBirth) => set({ sinceBirth, ...(sinceBirth ? { movedInOn: null } : {}) })}
          >
            {t.apply.household.sinceBirth}
          </Tick>
          {household.sinceBirth ? null : (
            <Field
              label={t.apply.household.movedInOn}
              kind="date"
              value={household.movedInOn ?? ''}
              onChange={(movedInOn) => set({ movedInOn: movedInOn || null })}
              fault={faultOf('household.movedInOn')}
            />
          )}
        </>
      )}
    </>
  );
}

function Prefill({ application, saver }: StepProps) {
  const { t, say } = useTexts();
  const [first] = saver.draft.guardians ?? [];
  const [guardianName, setName] = useState(first?.name ?? '');
  const [guardianIdNumber, setNumber] = useState(first?.idNumber ?? '');
  const fetchIt = useSend('POST /api/applications/:id/prefill', ({ household }) => {
    if (!household) return;
    saver.change({
      household,
      guardians: [
        { ...first, name: guardianName, idNumber: guardianIdNumber },
        ...(saver.draft.guardians ?? []).slice(1),
      ],
    });
  });
  return (
    <details className="card">
      <summary>{t.apply.household.prefill}</summary>
      <div className="stack">
        <Field label={t.apply.household.prefillName} value={guardianName} onChange={setName} maxLength={60} />
        <Field
          label={t.apply.household.prefillId}
          value={guardianIdNumber}
          onChange={(value) => setNumber(value.toUpperCase())}
          maxLength={18}
        />
        <Refused problem={fetchIt.error} />
        {fetchIt.data ? (
          <Notice tone={fetchIt.data.household ? 'good' : 'act'} title={say(fetchIt.data.zh, fetchIt.data.en)} />
        ) : null}
        <div>
          <Button
            look="quiet"
            busy={fetchIt.isPending}
            disabled={!guardianName.trim() || guardianIdNumber.trim().length < 4}
            onClick={() =>
              fetchIt.mutate([{ params: { id: application.id }, body: { guardianName, guardianIdNumber } }])
            }
          >
            {t.apply.household.prefillGo}
          </Button>
        </div>
      </div>
    </details>
  );
}
