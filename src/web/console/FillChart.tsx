// Bars of seats, demand and placed children for every school.

import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Answer } from '../client/call.ts';
import { useWords } from '../texts/console.ts';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export function FillChart({ schools }: { schools: Answer<'GET /api/runs/:id'>['schools'] }) {
  const { w } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const words = [w('seats'), w('demand'), w('placed')];
  const label = words.join(', ');
  useEffect(() => {
    if (!box.current) return undefined;
    const chart = init(box.current, null, { renderer: 'svg' });
    const [seats, demand, placed] = label.split(', ');
    chart.setOption({
      color: ['#c9c0ae', '#c77a1f', '#12575a'],
      grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0 },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      xAxis: { type: 'value' },
      yAxis: {
        type: 'category',
        inverse: true,
        data: schools.map(({ schoolName }) => schoolName),
        axisLabel: { width: 200, overflow: 'truncate' },
      },
      series: [
        { name: seats, type: 'bar', data: schools.map((school) => school.seats) },
        { name: demand, type: 'bar', data: schools.map((school) => school.demand) },
        { name: placed, type: 'bar', data: schools.map((school) => school.placed) },
      ],
    });
    const resize = () => chart.resize();
    window.addEventListener('resize', resize);
    return () => {
      window.removeEventListener('resize', resize);
      chart.dispose();
    };
  }, [schools, label]);
  return <div ref={box} role="img" aria-label={label} style={{ height: Math.max(220, 60 + schools.length * 46) }} />;
}
