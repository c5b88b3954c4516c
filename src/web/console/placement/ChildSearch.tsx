// Finds a child of the published list by name or receipt number, and hands it on.

import { Select } from 'antd';
import { useState } from 'react';
import { useRead } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';

/** A child as it was chosen. */
export interface Chosen {
  readonly value: string;
  readonly label: string;
}

export function ChildSearch({
  seasonId,
  value,
  onChange,
}: {
  seasonId: string;
  value: Chosen | null;
  onChange: (child: Chosen | null) => void;
}) {
  const { w } = useWords();
  const [search, setSearch] = useState('');
  const runs = useRead('GET /api/seasons/:id/runs', [{ params: { id: seasonId } }]).data ?? [];
  const published = runs.find((run) => run.state === 'published' && run.kind === 'draft');
  const found =
    useRead('GET /api/runs/:id/applications', [{ params: { id: published?.id ?? '' }, query: { search } }], {
      off: !published || search.trim() === '',
    }).data ?? [];
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: setSearch }}
      allowClear
      labelInValue
      aria-label={w('correctionChild')}
      style={{ width: '100%' }}
      placeholder={w('search')}
      value={value}
      onChange={(child) => onChange(child ? { value: child.value, label: child.label } : null)}
      options={found.map((child) => ({
        value: child.applicationId,
        label: `${child.childName} · ${child.receiptNo} · ${child.schoolName ?? w('noSeat')}`,
      }))}
    />
  );
}
