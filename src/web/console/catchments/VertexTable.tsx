// The corners of an area as a table: the same editing as on the map, by keyboard.

import { Button, InputNumber, Select } from 'antd';
import { DataTable } from '../parts.tsx';
import { useState } from 'react';
import type { Position, ZonePolygon } from '../../../engines/catchment/polygons.ts';
import { useCatchmentWords } from '../../texts/catchments.ts';

/** The outer rings of an area, open: without the repeated last corner. */
function ringsOf(area: ZonePolygon): Position[][] {
  const polygons = area.type === 'Polygon' ? [area.coordinates] : area.coordinates;
  return polygons.map((rings) => (rings[0] ?? []).slice(0, -1));
}

/** The area with another outer ring in one of its parts; holes stay. */
function withRing(area: ZonePolygon, part: number, ring: readonly Position[]): ZonePolygon {
  const closed = [...ring, ring[0] as Position];
  if (area.type === 'Polygon') return { type: 'Polygon', coordinates: [closed, ...area.coordinates.slice(1)] };
  return {
    type: 'MultiPolygon',
    coordinates: area.coordinates.map((rings, i) => (i === part ? [closed, ...rings.slice(1)] : rings)),
  };
}

export function VertexTable({ area, onArea }: { area: ZonePolygon; onArea: (area: ZonePolygon) => void }) {
  const { c } = useCatchmentWords();
  const [chosen, setPart] = useState(0);
  const rings = ringsOf(area);
  const part = Math.min(chosen, rings.length - 1);
  const ring = rings[part] ?? [];
  const change = (next: readonly Position[]) => onArea(withRing(area, part, next));
  const move = (at: number, axis: 0 | 1, value: number | null) => {
    if (value === null) return;
    change(
      ring.map((corner, i): Position => (i !== at ? corner : axis === 0 ? [value, corner[1]] : [corner[0], value])),
    );
  };
  const insert = (at: number) => {
    const [from, to] = [ring[at] as Position, ring[(at + 1) % ring.length] as Position];
    const middle: Position = [round((from[0] + to[0]) / 2), round((from[1] + to[1]) / 2)];
    change([...ring.slice(0, at + 1), middle, ...ring.slice(at + 1)]);
  };
  return (
    <section aria-label={c('corners')}>
      {rings.length > 1 ? (
        <Select
          aria-label={c('corners')}
          value={part}
          onChange={setPart}
          options={rings.map((_, i) => ({ value: i, label: c('part', { n: i + 1 }) }))}
        />
      ) : null}
      <DataTable
        size="small"
        pagination={false}
        scroll={{ y: 240, x: 420 }}
        rowKey="at"
        dataSource={ring.map((corner, at) => ({ at, corner }))}
        columns={[
          { title: c('corners'), width: 60, render: (_, { at }) => at + 1 },
          ...([0, 1] as const).map((axis) => ({
            title: c(axis === 0 ? 'lng' : 'lat'),
            render: (_: unknown, { at, corner }: { at: number; corner: Position }) => (
              <InputNumber
                aria-label={`${c(axis === 0 ? 'lng' : 'lat')} ${at + 1}`}
                size="small"
                style={{ width: 124 }}
                step={0.0001}
                precision={6}
                value={corner[axis]}
                onChange={(value) => move(at, axis, value)}
              />
            ),
          })),
          {
            title: c('actions'),
            width: 190,
            render: (_, { at }) => (
              <>
                <Button size="small" type="link" onClick={() => insert(at)}>
                  {c('addAfter')}
                </Button>
                <Button
                  size="small"
                  type="link"
                  danger
                  disabled={ring.length <= 3}
                  onClick={() => change(ring.filter((_, i) => i !== at))}
                >
                  {c('removeCorner')}
                </Button>
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
