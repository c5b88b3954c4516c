// Addresses of the season that nothing decides: what to mend in the texts, or a finding on the map; and the findings kept.

import { Alert, App, Button, Form, Input, InputNumber, Modal, Select, Space, Tag } from 'antd';
import { useState } from 'react';
import { indexPolygons, zonesAt, type Point } from '../../../engines/catchment/polygons.ts';
import type { Answer } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';
import { timeText } from '../../texts/dates.ts';
import { DataTable, Loaded, Refused } from '../parts.tsx';
import { AreaMap } from './AreaMap.tsx';
import type { Overview, Site, WorkingCopy } from './working-copy.ts';

type OpenAddress = Answer<'GET /api/catchments/open-addresses'>['addresses'][number];

interface AddressesTabProps {
  readonly overview: Overview;
  readonly copy: WorkingCopy;
  readonly place: { readonly district: string; readonly stage: 'primary' | 'junior' };
  /** Opens the text of a school with an address to try. */
  readonly mend: (key: string | undefined, address: string) => void;
}

export function AddressesTab({ overview, copy, place, mend }: AddressesTabProps) {
  const { c } = useCatchmentWords();
  const me = useMe();
  const mayFind = me?.role === 'district_reviewer' || me?.role === 'district_admin';
  const reading = useRead('GET /api/catchments/open-addresses', [{ query: place }]);
  const [asked, setAsked] = useState<OpenAddress>();
  return (
    <div className="stack">
      <Loaded reading={reading}>
        {({ looked, addresses }) => (
          <>
            <p>{c('openCount', { looked, n: addresses.length })}</p>
            <DataTable
              rowKey="applicationId"
              dataSource={addresses}
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              scroll={{ x: 900 }}
              locale={{ emptyText: c('noOpen') }}
              columns={[
                { title: c('address'), render: (_, one) => one.address },
                {
                  title: c('result'),
                  render: (_, one) => <Tag color={one.result === 'overlap' ? 'red' : 'orange'}>{c(one.result)}</Tag>,
                },
                { title: c('school'), render: (_, one) => one.schools.map(({ school }) => school).join('、') || '—' },
                { title: c('why'), width: '34%', render: (_, one) => one.basis },
                {
                  title: c('mend'),
                  render: (_, one) => (
                    <Space wrap>
                      <Button size="small" onClick={() => mend(keyOf(one, copy), one.address)}>
                        {c('mendText')}
                      </Button>
                      {mayFind ? (
                        <Button size="small" type="primary" onClick={() => setAsked(one)}>
                          {c('find')}
                        </Button>
                      ) : null}
                    </Space>
                  ),
                },
              ]}
            />
          </>
        )}
      </Loaded>
      <Findings overview={overview} mayFind={mayFind} />
      {asked ? (
        <FindDialog
          key={asked.applicationId}
          asked={asked}
          overview={overview}
          copy={copy}
          place={place}
          close={() => setAsked(undefined)}
        />
      ) : null}
    </div>
  );
}

/** The text to mend first: that of the first school in question. */
function keyOf(one: OpenAddress, copy: WorkingCopy): string | undefined {
  const [first] = one.schools;
  return first ? `${first.schoolId}/${first.campus}` : copy.sites[0]?.key;
}

/** The school in whose area a place lies, when there is exactly one. */
function siteAt(sites: readonly Site[], point: Point): Site | undefined {
  const index = indexPolygons(
    sites.map(({ version }) => (version.state === 'current' ? version.area : null) ?? undefined),
  );
  const [only, ...more] = index ? zonesAt(index, point) : [];
  return only === undefined || more.length > 0 ? undefined : sites[only];
}

function FindDialog({
  asked,
  overview,
  copy,
  place,
  close,
}: {
  asked: OpenAddress;
  overview: Overview;
  copy: WorkingCopy;
  place: AddressesTabProps['place'];
  close: () => void;
}) {
  const { c } = useCatchmentWords();
  const { message } = App.useApp();
  const [point, setPoint] = useState<Point | null>(asked.point);
  const [key, setKey] = useState<string | undefined>(() =>
    asked.point ? siteAt(copy.sites, asked.point)?.key : undefined,
  );
  const [reason, setReason] = useState('');
  const keep = useSend('POST /api/catchments/findings', ({ relocated }) => {
    void message.success(c('kept', { n: relocated }));
    close();
  });
  const site = copy.sites.find((one) => one.key === key);
  const pointAt = (next: Point) => {
    setPoint(next);
    setKey((before) => siteAt(copy.sites, next)?.key ?? before);
  };
  const axis = (name: 'lng' | 'lat') => (
    <InputNumber
      aria-label={c(name)}
      step={0.0001}
      precision={6}
      value={point?.[name] ?? null}
      onChange={(value) => value !== null && pointAt({ lng: 0, lat: 0, ...point, [name]: value })}
    />
  );
  return (
    <Modal
      open
      width={860}
      title={c('findTitle', { address: asked.address })}
      onCancel={close}
      okText={c('keep')}
      cancelText={c('cancel')}
      okButtonProps={{ disabled: !site || reason.trim().length < 4, loading: keep.isPending }}
      onOk={() =>
        site &&
        keep.mutate([
          {
            body: {
              ...place,
              address: asked.address,
              schoolId: site.item.schoolId,
              campus: site.item.campus,
              point,
              reason: reason.trim(),
            },
          },
        ])
      }
    >
      <div className="stack">
        <Alert type="warning" title={asked.basis} />
        <span className="soft">{c('pointHint')}</span>
        <AreaMap overview={overview} sites={copy.sites} point={point} onPoint={pointAt} selected={key} height={360} />
        <Form layout="vertical">
          <Space wrap>
            {axis('lng')}
            {axis('lat')}
          </Space>
          <Form.Item label={c('school')} htmlFor="find-school">
            <Select
              id="find-school"
              value={key ?? null}
              onChange={(next: string | null) => setKey(next ?? undefined)}
              options={copy.sites.map((one) => ({ value: one.key, label: one.name }))}
            />
          </Form.Item>
          <Form.Item label={c('reason')} htmlFor="find-reason" extra={c('findReason')}>
            <Input.TextArea id="find-reason" value={reason} onChange={(event) => setReason(event.target.value)} />
          </Form.Item>
        </Form>
        <Refused problem={keep.error} />
      </div>
    </Modal>
  );
}

function Findings({ overview, mayFind }: { overview: Overview; mayFind: boolean }) {
  const { c, language } = useCatchmentWords();
  const revoke = useSend('POST /api/catchments/findings/:id/revoke');
  const [asked, setAsked] = useState<string>();
  const [reason, setReason] = useState('');
  if (overview.findings.length === 0) return null;
  return (
    <section className="stack">
      <h2>{c('findings')}</h2>
      <DataTable
        rowKey="id"
        dataSource={overview.findings}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 800 }}
        columns={[
          { title: c('address'), render: (_, one) => one.address },
          { title: c('school'), render: (_, one) => one.school + (one.campus ? `（${one.campus}）` : '') },
          { title: c('reason'), render: (_, one) => one.reason },
          { title: c('why'), render: (_, one) => `${one.foundByName} · ${timeText(one.foundAt, language)}` },
          {
            title: c('revoke'),
            render: (_, one) =>
              one.revokedAt ? (
                `${c('revoked')}：${one.revokeReason ?? ''}`
              ) : mayFind ? (
                <Button size="small" onClick={() => setAsked(one.id)}>
                  {c('revoke')}
                </Button>
              ) : null,
          },
        ]}
      />
      <Modal
        open={asked !== undefined}
        title={c('revoke')}
        onCancel={() => setAsked(undefined)}
        okText={c('revoke')}
        cancelText={c('cancel')}
        okButtonProps={{ disabled: reason.trim().length < 4, loading: revoke.isPending }}
        onOk={() => {
          if (asked) revoke.mutate([{ params: { id: asked }, body: { reason: reason.trim() } }]);
          setAsked(undefined);
        }}
      >
        <Input.TextArea
          aria-label={c('reason')}
          placeholder={c('reason')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Modal>
      <Refused problem={revoke.error} />
    </section>
  );
}
