// Charts of a simulation: demand with its bounds against seats, and who is admitted by category. All from zero, in children.

import { BarChart, CustomChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Answer } from '../../client/call.ts';
import { usePolicyWords } from '../../texts/policies.ts';

use([BarChart, CustomChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

type Result = NonNullable<Answer<'GET /api/policy-simulations/:id'>['result']>;

/** Categories in order; distinguishable without colour vision by lightness. */
const CATEGORY_COLOURS = ['#0d3f43', '#2c7f80', '#7fb8b3', '#c77a1f', '#e6b877', '#8a5a9e', '#b9a3c4', '#5c6b2f'];

export function SimulationCharts({ result }: { result: Result }) {
  const { w } = usePolicyWords();
  const schools = result.simulation.schools.toSorted((a, b) => b.demand - a.demand);
  const names = schools.map(({ school }) => result.schools[school] ?? school);
  const base = {
    grid: { left: 8, right: 32, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'value', min: 0 },
    yAxis: { type: 'category', inverse: true, data: names, axisLabel: { width: 200, overflow: 'truncate' } },
    animation: false,
  };
  const demand: EChartsCoreOption = {
    ...base,
    color: ['#c9c0ae', '#12575a', '#a34a06'],
    series: [
      { name: w('seats'), type: 'bar', data: schools.map(({ seats }) => seats ?? 0) },
      { name: w('demand'), type: 'bar', data: schools.map((school) => school.demand) },
      {
        name: w('forecast'),
        type: 'custom',
        encode: { x: [0, 1], y: 2 },
        data: schools.map(({ forecast }, index) => [forecast.low, forecast.high, index]),
        tooltip: { valueFormatter: (value: unknown) => (Array.isArray(value) ? value.slice(0, 2).join('–') : '') },
        renderItem: (
          _: unknown,
          api: {
            value(at: number): number;
            coord(point: [number, number]): [number, number];
            size(of: [number, number]): [number, number];
          },
        ) => {
          const [low, y] = api.coord([api.value(0), api.value(2)]);
          const [high] = api.coord([api.value(1), api.value(2)]);
          const middle = y + api.size([0, 1])[1] * 0.19;
          const style = { stroke: '#a34a06', lineWidth: 2, fill: null };
          const line = (x1: number, y1: number, x2: number, y2: number) => ({
            type: 'line',
            shape: { x1, y1, x2, y2 },
            style,
          });
          return {
            type: 'group',
            children: [
              line(low, middle, high, middle),
              line(low, middle - 4, low, middle + 4),
              line(high, middle - 4, high, middle + 4),
            ],
          };
        },
        z: 10,
      },
    ],
  };
  const used = result.categories.filter(({ id }) => schools.some((school) => (school.byCategory[id] ?? 0) > 0));
  const categories: EChartsCoreOption = {
    ...base,
    color: [...CATEGORY_COLOURS.slice(0, used.length), '#d9b3ad'],
    series: [
      ...used.map(({ id, name }) => ({
        name,
        type: 'bar',
        stack: 'all',
        data: schools.map((school) => school.admitted[id] ?? 0),
      })),
      {
        name: w('notAdmitted'),
        type: 'bar',
        stack: 'all',
        data: schools.map((school) =>
          Object.entries(school.byCategory).reduce((sum, [id, asked]) => sum + asked - (school.admitted[id] ?? 0), 0),
        ),
      },
    ],
  };
  return (
    <div className="rule-charts">
      <figure>
        <figcaption>
          {w('demandChart')} <small>{w('sample', { n: result.sample })}</small>
        </figcaption>
        <Chart option={demand} rows={schools.length} label={w('demandChart')} />
      </figure>
      <figure>
        <figcaption>
          {w('categoryChart')} <small>{w('sample', { n: result.sample })}</small>
        </figcaption>
        <Chart option={categories} rows={schools.length} label={w('categoryChart')} />
      </figure>
    </div>
  );
}

function Chart({ option, rows, label }: { option: EChartsCoreOption; rows: number; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return undefined;
    const chart = init(box.current, null, { renderer: 'svg' });
    chart.setOption(option);
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
    // The result never changes once it is there.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [label, rows]);
  return <div ref={box} role="img" aria-label={label} style={{ height: Math.max(220, 70 + rows * 44) }} />;
}
