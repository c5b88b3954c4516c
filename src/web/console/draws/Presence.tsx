// Who is present at the ceremony.

import { Button, Card, Input, Select, Space, Tag } from 'antd';
import { useState } from 'react';
import type { Capacity } from '../../../modules/draws/contract.ts';
import { useMe, useSend } from '../../client/queries.ts';
import { CAPACITY_WORDS, useCeremonyWords } from '../../texts/ceremony.ts';
import { timeText } from '../../texts/dates.ts';
import { Refused } from '../parts.tsx';
import type { Ceremony } from './CeremonyPage.tsx';

export function Presence({ draw }: { draw: Ceremony }) {
  const { c, capacity, language } = useCeremonyWords();
  const me = useMe();
  const [name, setName] = useState('');
  const [as, setAs] = useState<Capacity>('parents');
  const send = useSend('POST /api/draws/:id/present', () => setName(''));
  const mayRecord = me?.role !== 'auditor' && !['withdrawn', 'prepared', 'proposed'].includes(draw.state);
  return (
    <Card size="small" title={c('present')}>
      <div className="stack">
        <Space wrap>
          {draw.present.length === 0 ? <span className="soft">—</span> : null}
          {draw.present.map((person) => (
            <Tag key={`${person.name}${person.at}`}>
              {person.name} · {capacity(person.capacity)} · {timeText(person.at, language)}
            </Tag>
          ))}
        </Space>
        {mayRecord ? (
          <Space wrap>
            <Input
              aria-label={c('name')}
              placeholder={c('name')}
              style={{ width: 220 }}
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Select
              aria-label={c('capacity')}
              style={{ width: 210 }}
              value={as}
              onChange={setAs}
              options={(Object.keys(CAPACITY_WORDS) as Capacity[]).map((value) => ({ value, label: capacity(value) }))}
            />
            <Button
              loading={send.isPending}
              disabled={name.trim() === ''}
              onClick={() => send.mutate([{ params: { id: draw.id }, body: { name: name.trim(), capacity: as } }])}
            >
              {c('addPresent')}
            </Button>
          </Space>
        ) : null}
        <Refused problem={send.error} />
      </div>
    </Card>
  );
}
