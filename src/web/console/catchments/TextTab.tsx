// The texts: edited with what is read of them beside it, an address to try, and what the texts claim twice or leave out.

import { Alert, Button, Card, Form, Input, Select, Space, Tag } from 'antd';
import { useDeferredValue, useMemo } from 'react';
import { findGaps, findOverlaps, type SchoolBox } from '../../../engines/catchment/boxes.ts';
import { locate, type CatchmentIndex } from '../../../engines/catchment/catchment.ts';
import { doubleClaims, numberGaps } from '../../../engines/catchment/claims.ts';
import { parseZone } from '../../../engines/catchment/zone-parser.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';
import { PartsView } from './PartsView.tsx';
import type { Overview, WorkingCopy } from './working-copy.ts';

interface TextTabProps {
  readonly overview: Overview;
  readonly copy: WorkingCopy;
  readonly selected: string | undefined;
  readonly select: (key: string) => void;
  readonly tried: string;
  readonly tryAddress: (address: string) => void;
  readonly mayEdit: boolean;
}

export function TextTab({ overview, copy, selected, select, tried, tryAddress, mayEdit }: TextTabProps) {
  const { c } = useCatchmentWords();
  const site = copy.sites.find(({ key }) => key === selected) ?? copy.sites[0];
  const zone = useDeferredValue(site?.item.zone ?? '');
  const reading = useMemo(() => parseZone(zone), [zone]);
  if (!site) return <Alert title={c('nothingEdited')} />;
  return (
    <div className="catchment-text">
      <div className="stack">
        <Card size="small" title={c('text')}>
          <Form layout="vertical">
            <Form.Item label={c('school')} htmlFor="text-school">
              <Select
                id="text-school"
                showSearch
                optionFilterProp="label"
                value={site.key}
                onChange={select}
                options={copy.sites.map(({ key, name, edited }) => ({
                  value: key,
                  label: edited ? `${name}（${c('edited')}）` : name,
                }))}
              />
            </Form.Item>
            <Form.Item label={c('text')} htmlFor="text-zone">
              <Input.TextArea
                id="text-zone"
                autoSize={{ minRows: 6, maxRows: 16 }}
                readOnly={!mayEdit}
                value={site.item.zone}
                onChange={(event) => copy.edit(site.key, { zone: event.target.value })}
              />
            </Form.Item>
            <Form.Item label={c('note')} htmlFor="text-note">
              <Input.TextArea
                id="text-note"
                autoSize
                readOnly={!mayEdit}
                value={site.item.note}
                onChange={(event) => copy.edit(site.key, { note: event.target.value })}
              />
            </Form.Item>
            <Form.Item label={c('source')} htmlFor="text-source">
              <Input
                id="text-source"
                readOnly={!mayEdit}
                value={site.item.source}
                onChange={(event) => copy.edit(site.key, { source: event.target.value })}
              />
            </Form.Item>
          </Form>
          <Space>
            {site.edited ? <Button onClick={() => copy.undo(site.key)}>{c('undo')}</Button> : null}
            {site.version.invented ? <Tag>{c('invented')}</Tag> : null}
          </Space>
        </Card>
        <Versions overview={overview} schoolId={site.item.schoolId} campus={site.item.campus} />
      </div>
      <div className="stack">
        <Card size="small" title={c('tryAddress')}>
          <Try index={copy.index} overview={overview} address={tried} onChange={tryAddress} />
        </Card>
        <Card size="small" title={c('parts')}>
          <PartsView text={zone} reading={reading} />
        </Card>
        <Claims copy={copy} select={select} />
      </div>
    </div>
  );
}

function Try({
  index,
  overview,
  address,
  onChange,
}: {
  index: CatchmentIndex;
  overview: Overview;
  address: string;
  onChange: (address: string) => void;
}) {
  const { c } = useCatchmentWords();
  const point = overview.points.find((one) => address.includes(one.address));
  const found = address.trim().length >= 2 ? locate(index, { address, ...(point ? { point } : {}) }) : undefined;
  return (
    <div className="stack">
      <Input
        aria-label={c('tryAddress')}
        value={address}
        onChange={(event) => onChange(event.target.value)}
        placeholder={c('address')}
        allowClear
      />
      {found ? (
        <Alert
          type={found.result === 'matched' ? 'success' : 'warning'}
          showIcon
          title={`${c(found.result)}${found.schools.length > 0 ? '：' : ''}${found.schools
            .map(({ school, campus }) => (campus ? `${school}（${campus}）` : school))
            .join('、')}`}
          description={found.basis}
        />
      ) : (
        <span className="soft">{c('tryHint')}</span>
      )}
    </div>
  );
}

/** What two texts both claim, and what none has; pressing leads to the text. */
function Claims({ copy, select }: { copy: WorkingCopy; select: (key: string) => void }) {
  const { c } = useCatchmentWords();
  const { index, sites } = copy;
  const found = useMemo(() => {
    const boxes = index.readings.flatMap(({ boxes: own }, i) =>
      own.map((box): SchoolBox => ({ school: sites[i]?.name ?? '', box })),
    );
    return {
      claims: doubleClaims(index),
      numbers: numberGaps(index),
      corners: findGaps(boxes),
      overlaps: findOverlaps(boxes),
    };
  }, [index, sites]);
  const siteByName = (name: string) => sites.find((one) => one.name === name);
  const rows = [
    ...found.claims.map(({ name, door, zones, words, unclear }) => ({
      key: words.join('|') + zones.join('/'),
      tone: 'red',
      tag: c('overlaps'),
      words:
        c(door === undefined ? 'claim' : 'claimDoor', { name, door: door ?? '' }) +
        (unclear ? ` · ${c('unclear')}` : ''),
      to: zones.map((zone) => sites[zone]),
    })),
    ...found.overlaps.map(({ boxes, words }) => ({
      key: words + boxes.map(({ school }) => school).join('/'),
      tone: 'red',
      tag: c('overlaps'),
      words: c('boxOverlap', { words }),
      to: boxes.map(({ school }) => siteByName(school)),
    })),
    ...found.numbers.map(({ road, words, zones }) => ({
      key: road + words,
      tone: 'orange',
      tag: c('gaps'),
      words: c('gapWords', { road, words }),
      to: zones.map((zone) => sites[zone]),
    })),
    ...found.corners.map(({ between, words }) => ({
      key: words,
      tone: 'orange',
      tag: c('gaps'),
      words: c('cornerGap', { words }),
      to: between.map(({ school }) => siteByName(school)),
    })),
  ];
  return (
    <Card size="small" title={`${c('claims')} ${rows.length}`}>
      {rows.length === 0 ? <p>{c('noClaims')}</p> : null}
      <ul className="problem-list">
        {rows.map((row) => (
          <li key={row.key}>
            <div>
              <Tag color={row.tone}>{row.tag}</Tag>
              {row.words}
            </div>
            <Space wrap size={4}>
              {row.to.map((site) =>
                site ? (
                  <Button key={site.key} size="small" type="link" onClick={() => select(site.key)}>
                    {site.name}
                  </Button>
                ) : null,
              )}
            </Space>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Versions({ overview, schoolId, campus }: { overview: Overview; schoolId: string; campus: string }) {
  const { c } = useCatchmentWords();
  const versions = overview.versions.filter((one) => one.schoolId === schoolId && one.campus === campus);
  return (
    <Card size="small" title={c('history')}>
      <ul className="problem-list">
        {versions.map((version) => (
          <li key={version.id}>
            <div>
              <Tag color={version.state === 'current' ? 'green' : 'default'}>
                {c(version.state === 'current' ? 'currentState' : version.state)}
              </Tag>
              {version.effectiveFrom} – {version.effectiveTo ?? ''} <Tag>{c(version.area ? 'drawn' : 'notDrawn')}</Tag>
            </div>
            <div className="soft">{version.zone}</div>
            <div className="soft">
              {c('source')}：{version.source}
              {version.areaSource ? ` · ${c('map')}：${version.areaSource}` : ''}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
