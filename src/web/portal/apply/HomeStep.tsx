// Where the family lives, with the live answer of the catchments.

import type { Declaration } from '../../../modules/registration/declaration.ts';
import { useQuery } from '@tanstack/react-query';
import { call, type Problem } from '../../client/call.ts';
import { Button, Refused } from '../../parts/basic.tsx';
import { Choice, Field, optionsOf, Select, Tick } from '../../parts/form.tsx';
import { useTexts } from '../../texts/texts.ts';
import { AddressPicker, LocationWords, useRested } from '../AddressPicker.tsx';
import type { StepProps } from './ApplyPage.tsx';

/** Kinds of home of which someone is the owner. */
const OWNED = ['owned', 'contract', 'self_built', 'demolition'];

export function HomeStep({ application, saver, faultOf }: StepProps) {
  const { t } = useTexts();
  const dwelling = saver.draft.dwelling ?? {};
  const { district, stage } = application;
  const set = (part: Partial<Declaration['dwelling']>) => saver.change({ dwelling: { ...dwelling, ...part } });
  const address = useRested(dwelling.address ?? '').trim();
  const location = useQuery<Awaited<ReturnType<typeof locate>>, Problem>({
    queryKey: ['POST /api/locate', district, stage, address],
    queryFn: () => locate(district, stage, address),
    enabled: address.length >= 4,
  });
  const isNumbered = dwelling.kind === 'owned' || dwelling.kind === 'contract';
  const registered = saver.draft.household?.address;
  return (
    <>
      <Select
        label={t.apply.home.kind}
        options={optionsOf(t.dwellings)}
        value={dwelling.kind}
        onChange={(kind) => set({ kind })}
        fault={faultOf('dwelling.kind')}
      />
      <AddressPicker
        label={t.apply.home.address}
        hint={t.apply.home.addressHint}
        district={district}
        stage={stage}
        value={dwelling.address ?? ''}
        onChange={(text) => {
          saver.change({ dwelling: { ...dwelling, address: text }, preferredSchoolId: null });
        }}
        fault={faultOf('dwelling.address')}
      />
      {registered && !dwelling.address ? (
        <Button look="text" onClick={() => set({ address: registered })}>
          {t.apply.home.same}
        </Button>
      ) : null}
      {location.isFetching ? (
        <p className="soft" role="status">
          {t.apply.home.looking}
        </p>
      ) : null}
      <Refused problem={location.error} />
      {location.data && address.length >= 4 ? (
        <LocationWords
          location={location.data}
          preferred={saver.draft.preferredSchoolId ?? undefined}
          prefer={(preferredSchoolId) => saver.change({ preferredSchoolId })}
        />
      ) : null}
      <Field
        label={t.apply.home.number}
        hint={isNumbered ? undefined : t.apply.home.numberHint}
        optional={!isNumbered}
        value={dwelling.documentNumber ?? ''}
        onChange={(text) => set({ documentNumber: text || null })}
        fault={faultOf('dwelling.documentNumber')}
        maxLength={60}
      />
      {OWNED.includes(dwelling.kind ?? '') ? (
        <>
          <Choice
            label={t.apply.home.owner}
            options={optionsOf(t.owners)}
            value={dwelling.ownedBy ?? undefined}
            onChange={(ownedBy) => set({ ownedBy })}
            fault={faultOf('dwelling.ownedBy')}
          />
          <Tick checked={dwelling.onlyHome ?? false} onChange={(onlyHome) => set({ onlyHome })}>
            {t.apply.home.onlyHome}
          </Tick>
        </>
      ) : null}
    </>
  );
}

function locate(district: string, stage: 'primary' | 'junior', address: string) {
  return call('POST /api/locate', { body: { district, stage, address } });
}
