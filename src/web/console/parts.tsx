// What console pages share: a heading, the three states of reading, refusals, and the choice of a season.

import { Alert, Button, Select, Skeleton, Table, type TableProps } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import type { Problem } from '../client/call.ts';
import { useMe, useRead } from '../client/queries.ts';
import { useWords } from '../texts/console.ts';

/** The page's heading, which takes the focus, and what stands to its right. */
export function Head({ title, children }: { title: ReactNode; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className="console-head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>{children}</div>
    </div>
  );
}

/** antd's table, whose sideways scrolling a keyboard reaches too. */
export function DataTable<T extends object>(props: TableProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const scrolling = box.current?.querySelector<HTMLElement>('.ant-table-content, .ant-table-body');
    if (scrolling) scrolling.tabIndex = 0;
  });
  return (
    <div ref={box}>
      <Table<T> {...props} />
    </div>
  );
}

interface Reading<T> {
  readonly data: T | undefined;
  readonly error: Problem | null;
  readonly refetch: () => unknown;
}

export function Loaded<T>({ reading, children }: { reading: Reading<T>; children: (data: T) => ReactNode }) {
  const { w } = useWords();
  if (reading.data !== undefined) return <>{children(reading.data)}</>;
  if (!reading.error) return <Skeleton active />;
  return (
    <Alert
      type="error"
      showIcon
      title={w('failed')}
      description={reading.error.title}
      action={<Button onClick={() => void reading.refetch()}>{w('retry')}</Button>}
    />
  );
}

/** Why something sent was not done. */
export function Refused({ problem }: { problem: Problem | null | undefined }) {
  if (!problem) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={problem.title}
      description={problem.fields.map((fault) => fault.message).join(';') || undefined}
    />
  );
}

/** The season that the page speaks of; kept in the address, the first of one's own otherwise. */
export function useSeason() {
  const [params, setParams] = useSearchParams();
  const me = useMe();
  const reading = useRead('GET /api/seasons', []);
  const mine = (reading.data ?? []).filter(
    (season) => !me?.organization?.district || season.district === me.organization.district,
  );
  const season = mine.find(({ id }) => id === params.get('season')) ?? mine[0];
  return { reading, season, seasons: mine, choose: (id: string) => setParams({ season: id }) };
}

export function SeasonSelect({ choice }: { choice: ReturnType<typeof useSeason> }) {
  const { w, say } = useWords();
  return (
    <Select
      aria-label={w('season')}
      style={{ minWidth: 280 }}
      value={choice.season?.id}
      onChange={choice.choose}
      options={choice.seasons.map((season) => ({ value: season.id, label: say(season.name, season.nameEn) }))}
    />
  );
}
