// Files in and out: catchments as GeoJSON into the working copy, base maps and address points to the server, the drawing out.

import { Alert, Button, Card, Form, Input, Select } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readGeoJson, type CoordinateSystem } from '../../../engines/catchment/geojson.ts';
import type { ZonePolygon } from '../../../engines/catchment/polygons.ts';
import { addressOf, Problem, uploadMap } from '../../client/call.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';
import type { WorkingCopy } from './working-copy.ts';

type Kind = 'areas' | 'extent' | 'road' | 'water' | 'points';
const KINDS = [
  ['areas', 'kindAreas'],
  ['extent', 'kindExtent'],
  ['road', 'kindRoad'],
  ['water', 'kindWater'],
  ['points', 'kindPoints'],
] as const;

interface MapFilesProps {
  readonly copy: WorkingCopy;
  readonly place: { readonly district: string; readonly stage: 'primary' | 'junior' };
  readonly mayEdit: boolean;
}

export function MapFiles({ copy, place, mayEdit }: MapFilesProps) {
  const { c, language } = useCatchmentWords();
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>('areas');
  const [system, setSystem] = useState<CoordinateSystem>('wgs84');
  const [source, setSource] = useState('');
  const [said, setSaid] = useState<{ tone: 'success' | 'warning' | 'error'; lines: readonly string[] }>();

  /** Areas by the names of schools, into the working copy; nothing is taken where anything is wrong. */
  const takeAreas = (value: unknown) => {
    const { features, faults } = readGeoJson(value, system);
    if (faults.length > 0) {
      setSaid({ tone: 'error', lines: faults.map(({ zh, en }) => (language === 'en' ? en : zh)) });
      return;
    }
    const unmatched: string[] = [];
    let taken = 0;
    for (const { name, properties, geometry } of features) {
      const campus = properties['campus'] ?? properties['校区'] ?? '';
      const site = copy.sites.find(
        (one) =>
          one.item.campus === campus &&
          (one.version.school === name || one.version.schoolId === properties['schoolId']),
      );
      const isArea = geometry.type === 'Polygon' || geometry.type === 'MultiPolygon';
      if (!site || !isArea) unmatched.push(name || geometry.type);
      else {
        copy.edit(site.key, { area: geometry as ZonePolygon, areaSource: source });
        taken += 1;
      }
    }
    const lines = [c('imported', { n: taken })];
    if (unmatched.length > 0) lines.push(c('unmatched', { names: unmatched.join('、') }));
    setSaid({ tone: unmatched.length > 0 ? 'warning' : 'success', lines });
  };

  const take = async (file: File) => {
    const fields = { district: place.district, system, source };
    try {
      if (kind === 'areas') takeAreas(JSON.parse((await file.text()).replace(/^\uFEFF/, '')));
      else if (kind === 'points') {
        const { written } = await uploadMap(file, fields, 'POST /api/catchments/points');
        setSaid({ tone: 'success', lines: [c('imported', { n: written })] });
      } else {
        const layer = await uploadMap(file, fields, 'POST /api/catchments/layers/:kind', { params: { kind } });
        setSaid({ tone: 'success', lines: [c('imported', { n: layer.features.length })] });
      }
      await client.invalidateQueries();
    } catch (error) {
      setSaid({ tone: 'error', lines: [error instanceof Problem ? error.title : String(error)] });
    }
  };

  return (
    <Card size="small" title={c('importExport')}>
      <div className="stack">
        <a href={addressOf('GET /api/catchments/geojson', { query: place })} download>
          {c('export')}
        </a>
        {mayEdit ? (
          <Form layout="vertical" size="small">
            <Form.Item label={c('what')} htmlFor="map-kind">
              <Select
                id="map-kind"
                value={kind}
                onChange={setKind}
                options={KINDS.map(([value, word]) => ({ value, label: c(word) }))}
              />
            </Form.Item>
            <Form.Item label={c('system')} htmlFor="map-system">
              <Select
                id="map-system"
                value={system}
                onChange={setSystem}
                options={(['wgs84', 'gcj02'] as const).map((value) => ({ value, label: c(value) }))}
              />
            </Form.Item>
            <Form.Item label={c('source')} htmlFor="map-source" extra={c('sourceHint')}>
              <Input id="map-source" value={source} onChange={(event) => setSource(event.target.value)} />
            </Form.Item>
            <Form.Item label={c('file')} htmlFor="map-file">
              <input
                id="map-file"
                type="file"
                accept=".geojson,.json,application/geo+json"
                disabled={source.trim().length < 2}
                onChange={(event) => {
                  const [file] = event.target.files ?? [];
                  event.target.value = '';
                  if (file) void take(file);
                }}
              />
            </Form.Item>
          </Form>
        ) : null}
        {said ? (
          <Alert
            type={said.tone}
            showIcon
            title={said.lines[0]}
            description={said.lines.length > 1 ? said.lines.slice(1).map((line) => <div key={line}>{line}</div>) : null}
            action={
              <Button size="small" type="text" onClick={() => setSaid(undefined)} aria-label={c('cancel')}>
                ×
              </Button>
            }
          />
        ) : null}
      </div>
    </Card>
  );
}
