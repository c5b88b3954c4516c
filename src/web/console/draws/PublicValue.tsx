// The public value: one officer enters it, a second reads its source again and types it without seeing the first entry.

import { Button, Input, Space } from 'antd';
import { useState } from 'react';
import { useSend } from '../../client/queries.ts';
import { useCeremonyWords } from '../../texts/ceremony.ts';
import { Refused } from '../parts.tsx';
import type { Ceremony } from './CeremonyPage.tsx';

export function PublicValue({ draw }: { draw: Ceremony }) {
  const { c } = useCeremonyWords();
  const [value, setValue] = useState('');
  const [where, setWhere] = useState('');
  const done = () => setValue('');
  const enter = useSend('POST /api/draws/:id/public-value', done);
  const confirm = useSend('POST /api/draws/:id/public-value/confirmation', done);
  const entering = draw.actions.includes('enter_value');
  if (!entering && !draw.actions.includes('confirm_value')) return null;
  const params = { id: draw.id };
  const { version } = draw;
  return (
    <div className="stack">
      <span>
        {draw.settings.source}
        <br />
        <span className="soft">{draw.settings.form}</span>
      </span>
      {entering ? null : <span className="soft">{c('confirmWords')}</span>}
      <Space wrap>
        <Input
          aria-label={c('publicValue')}
          placeholder={c('publicValue')}
          style={{ width: 340 }}
          maxLength={500}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        {entering ? (
          <Input
            aria-label={c('where')}
            placeholder={c('where')}
            style={{ width: 340 }}
            maxLength={500}
            value={where}
            onChange={(event) => setWhere(event.target.value)}
          />
        ) : null}
        <Button
          type="primary"
          loading={enter.isPending || confirm.isPending}
          disabled={value.trim() === '' || (entering && where.trim() === '')}
          onClick={() =>
            entering
              ? enter.mutate([{ params, body: { version, value: value.trim(), where: where.trim() } }])
              : confirm.mutate([{ params, body: { version, value: value.trim() } }])
          }
        >
          {c(entering ? 'enterValue' : 'confirmValue')}
        </Button>
      </Space>
      <Refused problem={enter.error ?? confirm.error} />
    </div>
  );
}
