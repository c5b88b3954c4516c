// Corrections of a published list: those that stand, the one that waits for a second officer, and a new one.

import { Button, Card, Empty, Space, Tag } from 'antd';
import type { Answer } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { Loaded, Refused } from '../parts.tsx';
import { Effects } from './Effects.tsx';
import { NewCorrection } from './NewCorrection.tsx';

type List = Answer<'GET /api/seasons/:id/corrections'>;
type Correction = List['corrections'][number];

export function Corrections({ seasonId }: { seasonId: string }) {
  const { w } = useWords();
  const me = useMe();
  const reading = useRead('GET /api/seasons/:id/corrections', [{ params: { id: seasonId } }]);
  const mayAct = me?.role === 'district_admin' || me?.role === 'district_reviewer';
  return (
    <Loaded reading={reading}>
      {(list) => (
        <div className="stack">
          {list.corrections.length === 0 ? <Empty description={w('noCorrections')} /> : null}
          {list.corrections.map((one) => (
            <One key={one.id} correction={one} mayDecide={mayAct} />
          ))}
          {mayAct && !list.corrections.some(({ state }) => state === 'proposed') ? (
            <NewCorrection seasonId={seasonId} list={list} />
          ) : null}
        </div>
      )}
    </Loaded>
  );
}

function One({ correction, mayDecide }: { correction: Correction; mayDecide: boolean }) {
  const { w, say, language } = useWords();
  const decide = useSend('POST /api/corrections/:id');
  const send = (approve: boolean) => decide.mutate([{ params: { id: correction.id }, body: { approve } }]);
  const open = correction.state === 'proposed';
  return (
    <Card
      size="small"
      title={
        <>
          <Tag color={open ? 'orange' : correction.state === 'approved' ? 'green' : 'default'}>
            {w(correction.state)}
          </Tag>
          {correction.wrong}
        </>
      }
      extra={
        <span className="soft">
          {`${w('proposedBy', { name: correction.proposedByName })} · ${timeText(correction.proposedAt, language)}`}
        </span>
      }
    >
      <div className="stack">
        <p>
          <strong>{w('evidenceWhat')}</strong> · {correction.evidence}
        </p>
        <ul className="because">
          {correction.changes.map((line) => (
            <li key={line.zh}>· {say(line.zh, line.en)}</li>
          ))}
          <li>· {w(correction.movesOthers ? 'movesSome' : 'movesNobody')}</li>
        </ul>
        <Effects effects={correction.effects} />
        {correction.decidedByName ? <p className="soft">{w('decidedBy', { name: correction.decidedByName })}</p> : null}
        {open && correction.mine ? <p className="soft">{w('ownCorrection')}</p> : null}
        {open && mayDecide && !correction.mine ? (
          <Space wrap>
            <Button type="primary" loading={decide.isPending} onClick={() => send(true)}>
              {w('approve')}
            </Button>
            <Button danger loading={decide.isPending} onClick={() => send(false)}>
              {w('reject')}
            </Button>
          </Space>
        ) : null}
        <Refused problem={decide.error} />
      </div>
    </Card>
  );
}
