// Drawing: the schools, the map with its problems, the corners of the chosen area, and files in and out.

import { Alert, Button, Card, Select, Space, Tag } from 'antd';
import { useState } from 'react';
import { areaFaults } from '../../../engines/catchment/geojson.ts';
import { areaOf, joinedArea, withoutArea, type ZonePolygon } from '../../../engines/catchment/polygons.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';
import { AreaMap } from './AreaMap.tsx';
import { MapFiles } from './MapFiles.tsx';
import { VertexTable } from './VertexTable.tsx';
import { extentOf, type Overview, type Problem, type WorkingCopy } from './working-copy.ts';

interface MapTabProps {
  readonly overview: Overview;
  readonly copy: WorkingCopy;
  readonly place: { readonly district: string; readonly stage: 'primary' | 'junior' };
  readonly mayEdit: boolean;
}

/** Square metres for people: hectares from one on. */
export function areaWords(squareMetres: number): string {
  return squareMetres >= 10_000 ? `${(squareMetres / 10_000).toFixed(1)} ha` : `${Math.round(squareMetres)} m²`;
}

export function MapTab({ overview, copy, place, mayEdit }: MapTabProps) {
  const { c, language } = useCatchmentWords();
  const [selected, setSelected] = useState<string>();
  const [drawing, setDrawing] = useState(false);
  const [focus, setFocus] = useState<ZonePolygon>();
  const site = copy.sites.find(({ key }) => key === selected);
  const faults = site?.item.area ? areaFaults(site.item.area) : [];
  const draw = (area: ZonePolygon) => {
    setDrawing(false);
    if (site) copy.edit(site.key, { area, areaSource: site.item.areaSource || c('map') });
  };
  const choose = (key: string) => {
    setDrawing(false);
    setSelected(key);
  };
  return (
    <div className="catchment-map">
      <Card size="small" title={c('schools')} className="catchment-schools">
        <ul className="site-list">
          {copy.sites.map(({ key, name, item, edited, version }) => (
            <li key={key}>
              <button type="button" aria-pressed={key === selected} onClick={() => choose(key)}>
                <span>{name}</span>
                <span>
                  {edited ? <Tag color="orange">{c('edited')}</Tag> : null}
                  {version.state === 'coming' ? <Tag color="cyan">{c('coming')}</Tag> : null}
                  <Tag color={item.area ? 'green' : 'default'}>{c(item.area ? 'drawn' : 'notDrawn')}</Tag>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
      <div className="stack">
        <Space wrap>
          {site && mayEdit ? (
            <>
              <Button type={drawing ? 'default' : 'primary'} onClick={() => setDrawing(!drawing)}>
                {c(drawing ? 'stopDrawing' : site.item.area ? 'redraw' : 'draw')}
              </Button>
              {site.item.area && !drawing ? (
                <Button onClick={() => copy.edit(site.key, { area: null, areaSource: '' })}>{c('removeArea')}</Button>
              ) : null}
              {site.edited ? <Button onClick={() => copy.undo(site.key)}>{c('undo')}</Button> : null}
              <span className="soft">{c(drawing ? 'drawHint' : 'editHint')}</span>
            </>
          ) : (
            <span className="soft">{mayEdit ? c('editHint') : c('readOnly')}</span>
          )}
        </Space>
        <AreaMap
          overview={overview}
          sites={copy.sites}
          problems={copy.problems}
          selected={selected}
          onSelect={choose}
          focus={focus}
          editable={mayEdit}
          drawing={drawing}
          onArea={draw}
        />
        {faults.map((fault) => (
          <Alert key={fault.zh} type="error" showIcon title={language === 'en' ? fault.en : fault.zh} />
        ))}
        {overview.layers.some(({ invented }) => invented) ? <span className="soft">{c('invented')}</span> : null}
        {site?.item.area && mayEdit && !drawing ? (
          <Card
            size="small"
            title={`${site.name} · ${c('corners')}`}
            extra={<span className="soft">{areaWords(areaOf(site.item.area))}</span>}
          >
            <VertexTable area={site.item.area} onArea={draw} />
          </Card>
        ) : null}
      </div>
      <div className="stack">
        <Problems copy={copy} overview={overview} mayEdit={mayEdit} look={setFocus} />
        <MapFiles copy={copy} place={place} mayEdit={mayEdit} />
      </div>
    </div>
  );
}

function Problems({
  copy,
  overview,
  mayEdit,
  look,
}: {
  copy: WorkingCopy;
  overview: Overview;
  mayEdit: boolean;
  look: (area: ZonePolygon) => void;
}) {
  const { c } = useCatchmentWords();
  const { problems } = copy;
  return (
    <Card size="small" title={`${c('problems')} ${problems.length}`}>
      {problems.length === 0 ? <p>{c('noProblems')}</p> : null}
      {extentOf(overview) ? null : <p className="soft">{c('onlyExtent')}</p>}
      <ul className="problem-list">
        {problems.map((problem) => (
          <li key={JSON.stringify(problem.area)}>
            <button type="button" onClick={() => look(problem.area)}>
              <Tag color={problem.kind === 'overlap' ? 'red' : 'orange'}>
                {c(problem.kind === 'overlap' ? 'overlaps' : 'gaps')}
              </Tag>
              {areaWords(problem.size)}
              {problem.kind === 'overlap' ? ` · ${problem.sites.map(({ name }) => name).join(' / ')}` : ''}
            </button>
            {mayEdit ? <Mend problem={problem} copy={copy} /> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One press mends: the overlap is taken from one of the two, the gap given to a school. */
function Mend({ problem, copy }: { problem: Problem; copy: WorkingCopy }) {
  const { c } = useCatchmentWords();
  if (problem.kind === 'overlap') {
    return (
      <Space wrap size={4}>
        {problem.sites.map((site) => (
          <Button
            key={site.key}
            size="small"
            onClick={() =>
              copy.edit(site.key, {
                area: (site.item.area ? withoutArea(site.item.area, problem.area) : undefined) ?? null,
                areaSource: site.item.areaSource || c('map'),
              })
            }
          >
            {c('takeFrom', { school: site.name })}
          </Button>
        ))}
      </Space>
    );
  }
  return (
    <Select
      size="small"
      aria-label={c('giveTo')}
      placeholder={c('giveTo')}
      style={{ minWidth: 180 }}
      value={null}
      options={copy.sites.map(({ key, name }) => ({ value: key, label: name }))}
      onChange={(key: string | null) => {
        const site = copy.sites.find((one) => one.key === key);
        if (!site) return;
        const area = site.item.area ? joinedArea(site.item.area, problem.area) : problem.area;
        if (area) copy.edit(site.key, { area, areaSource: site.item.areaSource || c('map') });
      }}
    />
  );
}
