// Bars of seats, demand and placed children for every school, from zero, in children.

import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Answer } from '../client/call.ts';
import { useWords } from '../texts/console.ts';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export function FillChart({ schools }: { schools: Answer<'GET /api/runs/:id'>['schools'] }) {
  const { w, say } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const label = [w('seats'), w('demand'), w('fromCatchment'), w('fromOverall'), w('private')].join(', ');
  const unit = w('persons');
  const names = schools.map((school) => say(school.schoolName, school.schoolNameEn)).join('\n');
  useEffect(() => {
    if (!box.current) return undefined;
    const chart = init(box.current, null, { renderer: 'svg' });
    const [seats, demand, catchment, overall, chosen] = label.split(', ');
    const narrow = box.current.clientWidth < 560;
    const placed = (name: string | undefined, of: (school: (typeof schools)[number]) => number) => ({
      name,
      type: 'bar' as const,
      stack: 'placed',
      data: schools.map(of),
    });
    chart.setOption({
      color: ['#c9c0ae', '#c77a1f', '#12575a', '#5f9ea0', '#7a5c99'],
      grid: { left: 8, right: 32, top: narrow ? 64 : 40, bottom: 24, containLabel: true },
      legend: { top: 0 },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        valueFormatter: (value: unknown) => `${String(value)} ${unit}`,
      },
      xAxis: { type: 'value', min: 0, minInterval: 1, name: unit, nameLocation: 'end', nameGap: 8 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: names.split('\n'),
        axisLabel: { width: narrow ? 110 : 220, overflow: 'break' },
      },
      series: [
        { name: seats, type: 'bar', data: schools.map((school) => school.seats) },
        { name: demand, type: 'bar', data: schools.map((school) => school.demand) },
        placed(catchment, (school) => school.fromCatchment),
        placed(overall, (school) => school.fromOverall),
        placed(chosen, (school) => (school.ownership === 'private' ? school.placed : 0)),
      ],
    });
    // The box changes with the menu and the scroll bar too, not only with the window.
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [schools, label, unit, names]);
  return <div ref={box} role="img" aria-label={label} style={{ height: Math.max(240, 90 + schools.length * 52) }} />;
}
