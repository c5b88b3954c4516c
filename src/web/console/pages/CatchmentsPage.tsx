// Catchments of a district: drawing, texts, addresses that nothing decides, names of places, changes.

import { Button, Segmented, Select, Tabs } from 'antd';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useMe, useRead } from '../../client/queries.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';
import { useWords } from '../../texts/console.ts';
import { AddressesTab } from '../catchments/AddressesTab.tsx';
import { ChangesTab } from '../catchments/ChangesTab.tsx';
import { MapTab } from '../catchments/MapTab.tsx';
import { NamesTab } from '../catchments/NamesTab.tsx';
import { ProposeDialog } from '../catchments/ProposeDialog.tsx';
import { TextTab } from '../catchments/TextTab.tsx';
import { useWorkingCopy, type Overview } from '../catchments/working-copy.ts';
import { Head, Loaded } from '../parts.tsx';

interface Place {
  readonly district: string;
  readonly stage: 'primary' | 'junior';
}

export function CatchmentsPage() {
  const { w } = useWords();
  const { c, say } = useCatchmentWords();
  const [params, setParams] = useSearchParams();
  const me = useMe();
  const districts = useRead('GET /api/districts', []);
  const own = me?.organization?.district ?? null;
  const district = own ?? params.get('district') ?? districts.data?.[0]?.code ?? '';
  const stage = params.get('stage') === 'junior' ? 'junior' : 'primary';
  const reading = useRead('GET /api/catchments', [{ query: { district, stage } }], { off: district === '' });
  return (
    <>
      <Head title={w('catchments')}>
        {own === null ? (
          <Select
            aria-label={c('district')}
            style={{ minWidth: 160 }}
            value={district}
            onChange={(code) => setParams({ district: code, stage })}
            options={(districts.data ?? []).map(({ code, name, nameEn }) => ({
              value: code,
              label: say(name, nameEn),
            }))}
          />
        ) : null}
        <Segmented
          aria-label={c('stage')}
          value={stage}
          onChange={(next) => setParams({ ...(own === null ? { district } : {}), stage: next })}
          options={(['primary', 'junior'] as const).map((value) => ({ value, label: c(value) }))}
        />
      </Head>
      <Loaded reading={reading}>
        {(overview) => <Workplace key={`${district}/${stage}`} overview={overview} place={{ district, stage }} />}
      </Loaded>
    </>
  );
}

function Workplace({ overview, place }: { overview: Overview; place: Place }) {
  const { c } = useCatchmentWords();
  const me = useMe();
  const mayEdit = me?.role === 'district_admin';
  const copy = useWorkingCopy(overview);
  const [tab, setTab] = useState('map');
  const [selected, setSelected] = useState<string>();
  const [tried, setTried] = useState('');
  const [proposing, setProposing] = useState(false);
  const unsent = copy.items.length > 0;
  useEffect(() => {
    if (!unsent) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [unsent]);
  const tabs = [
    { key: 'map', children: <MapTab overview={overview} copy={copy} place={place} mayEdit={mayEdit} /> },
    {
      key: 'words',
      children: (
        <TextTab
          overview={overview}
          copy={copy}
          selected={selected}
          select={setSelected}
          tried={tried}
          tryAddress={setTried}
          mayEdit={mayEdit}
        />
      ),
    },
    {
      key: 'open',
      children: (
        <AddressesTab
          overview={overview}
          copy={copy}
          place={place}
          mend={(key, address) => {
            setSelected(key);
            setTried(address);
            setTab('words');
          }}
        />
      ),
    },
    { key: 'names', children: <NamesTab overview={overview} district={place.district} mayEdit={mayEdit} /> },
    { key: 'changes', children: <ChangesTab overview={overview} place={place} /> },
  ] as const;
  return (
    <>
      {mayEdit && unsent ? (
        <div className="unsent" role="status">
          <span>{c('unsent')}</span>
          <Button type="primary" onClick={() => setProposing(true)}>
            {c('propose', { n: copy.items.length })}
          </Button>
        </div>
      ) : null}
      <Tabs
        activeKey={tab}
        onChange={setTab}
        destroyOnHidden
        items={tabs.map(({ key, children }) => ({ key, label: c(key), children }))}
      />
      {proposing ? (
        <ProposeDialog
          overview={overview}
          copy={copy}
          place={place}
          close={(proposed) => {
            setProposing(false);
            if (proposed) setTab('changes');
          }}
        />
      ) : null}
    </>
  );
}
