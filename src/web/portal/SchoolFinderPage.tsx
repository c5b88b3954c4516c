// Finds the school of an address, or a school by its name.

import { useState } from 'react';
import { useRead, useSend } from '../client/queries.ts';
import { Button, EmptyState, Loaded, Page, Refused, Tag, TaskList } from '../parts/basic.tsx';
import { Choice, Field, Form, Select } from '../parts/form.tsx';
import { useTexts } from '../texts/texts.ts';
import { AddressPicker, LocationWords, useRested } from './AddressPicker.tsx';

export function SchoolFinderPage() {
  const { t, say } = useTexts();
  const districts = useRead('GET /api/districts', []);
  const [chosen, setDistrict] = useState<string>();
  const [stage, setStage] = useState<'primary' | 'junior'>('primary');
  const [address, setAddress] = useState('');
  const [q, setQ] = useState('');
  const district = chosen ?? districts.data?.[0]?.code ?? '';
  const locate = useSend('POST /api/locate');
  const schools = useRead('GET /api/schools', [{ query: { district, stage, q: useRested(q) } }], { off: !district });
  return (
    <Page title={t.finder.title} lead={t.finder.lead}>
      <Loaded reading={districts}>
        {(list) => (
          <>
            <div className="card">
              <Form onSubmit={() => locate.mutate([{ body: { district, stage, address } }])}>
                <Select
                  label={t.finder.district}
                  options={list.map((item) => ({ value: item.code, label: say(item.name, item.nameEn) }))}
                  value={district}
                  onChange={setDistrict}
                />
                <Choice
                  label={t.finder.stage}
                  pair
                  options={[
                    { value: 'primary', label: t.stages.primary },
                    { value: 'junior', label: t.stages.junior },
                  ]}
                  value={stage}
                  onChange={setStage}
                />
                <AddressPicker
                  label={t.finder.address}
                  hint={t.apply.home.addressHint}
                  district={district}
                  stage={stage}
                  value={address}
                  onChange={setAddress}
                  fault={locate.error?.of('address')}
                />
                <Refused problem={locate.error} />
                <div className="actions">
                  <Button type="submit" busy={locate.isPending} disabled={address.trim().length < 2}>
                    {t.finder.look}
                  </Button>
                </div>
              </Form>
              {locate.data ? (
                <>
                  <LocationWords location={locate.data} />
                  <p className="small soft">{t.finder.notBinding}</p>
                </>
              ) : null}
            </div>
            <section className="stack-tight">
              <h2>{t.finder.schools}</h2>
              <Field label={t.finder.search} kind="search" value={q} onChange={setQ} maxLength={60} />
              <Loaded reading={schools}>
                {(found) =>
                  found.length === 0 ? (
                    <EmptyState title={t.finder.none} words={t.finder.noneWords} />
                  ) : (
                    <TaskList
                      tasks={found.map((school) => ({
                        key: school.id,
                        to: `/schools/${school.id}`,
                        title: say(school.name, school.nameEn),
                        words: `${t.schoolStages[school.stage]} · ${t.ownerships[school.ownership]}${school.address ? ` · ${school.address}` : ''}`,
                        tag:
                          school.status === 'open' ? undefined : <Tag tone="wait">{t.schoolStatus[school.status]}</Tag>,
                      }))}
                    />
                  )
                }
              </Loaded>
            </section>
          </>
        )}
      </Loaded>
    </Page>
  );
}
