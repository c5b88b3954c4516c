// Objections to a published list: read, entered for those who come in person, answered with reasons.

import { Button, Card, Empty, Input, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { Loaded, Refused } from '../parts.tsx';
import { ChildSearch, type Chosen } from './ChildSearch.tsx';

type Objection = Answer<'GET /api/seasons/:id/objections'>['objections'][number];

export function Objections({ seasonId }: { seasonId: string }) {
  const { w } = useWords();
  const me = useMe();
  const reading = useRead('GET /api/seasons/:id/objections', [{ params: { id: seasonId } }]);
  const mayAct = me?.role === 'district_admin' || me?.role === 'district_reviewer';
  return (
    <Loaded reading={reading}>
      {({ open, objections }) => (
        <div className="stack">
          {mayAct && open ? <Enter seasonId={seasonId} /> : null}
          {objections.length === 0 ? <Empty description={w('noObjections')} /> : null}
          {objections.map((one) => (
            <One key={one.id} objection={one} mayAnswer={mayAct} seasonId={seasonId} />
          ))}
        </div>
      )}
    </Loaded>
  );
}

function Enter({ seasonId }: { seasonId: string }) {
  const { w } = useWords();
  const [child, setChild] = useState<Chosen | null>(null);
  const [words, setWords] = useState('');
  const send = useSend('POST /api/applications/:id/objections', () => {
    setChild(null);
    setWords('');
  });
  return (
    <Card size="small" title={w('enterObjection')}>
      <div className="stack">
        <ChildSearch seasonId={seasonId} value={child} onChange={setChild} />
        <Input.TextArea
          aria-label={w('objectionWords')}
          placeholder={w('objectionWords')}
          maxLength={2000}
          autoSize={{ minRows: 2 }}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Refused problem={send.error} />
        <div>
          <Button
            loading={send.isPending}
            disabled={!child || words.trim().length < 4}
            onClick={() => child && send.mutate([{ params: { id: child.value }, body: { words } }])}
          >
            {w('save')}
          </Button>
        </div>
      </div>
    </Card>
  );
}

function One({ objection, mayAnswer, seasonId }: { objection: Objection; mayAnswer: boolean; seasonId: string }) {
  const { w, language } = useWords();
  const [answer, setAnswer] = useState('');
  const send = useSend('POST /api/objections/:id');
  const decide = (upheld: boolean) => send.mutate([{ params: { id: objection.id }, body: { upheld, answer } }]);
  const by =
    objection.raisedAs === 'family' ? w('raisedByFamily') : w('raisedByOfficer', { name: objection.raisedByName });
  const color = objection.state === 'open' ? 'orange' : objection.state === 'upheld' ? 'green' : 'default';
  return (
    <Card
      size="small"
      title={
        <>
          <Tag color={color}>{w(objection.state)}</Tag>
          <Link href={`/cases/${objection.applicationId}`} style={{ textDecoration: 'underline' }}>
            {objection.childName}
          </Link>{' '}
          {objection.receiptNo}
        </>
      }
      extra={<span className="soft">{`${by} · ${timeText(objection.raisedAt, language)}`}</span>}
    >
      <div className="stack">
        <p>{objection.words}</p>
        {objection.answer ? (
          <p>
            <strong>{w('answeredBy', { name: objection.answeredByName ?? '' })}</strong> · {objection.answer}
          </p>
        ) : null}
        {objection.state === 'upheld' ? (
          <Link href={`/afterwards?season=${seasonId}&tab=corrections&objection=${objection.id}`}>
            {w('newCorrection')}
          </Link>
        ) : null}
        {objection.state === 'open' && objection.mine ? <p className="soft">{w('ownObjection')}</p> : null}
        {objection.state === 'open' && mayAnswer && !objection.mine ? (
          <>
            <Input.TextArea
              aria-label={w('answerWords')}
              placeholder={w('answerWords')}
              maxLength={2000}
              autoSize={{ minRows: 2 }}
              value={answer}
              onChange={(event) => setAnswer(event.target.value)}
            />
            <Refused problem={send.error} />
            <Space wrap>
              <Button
                type="primary"
                loading={send.isPending}
                disabled={answer.trim().length < 4}
                onClick={() => decide(true)}
              >
                {w('uphold')}
              </Button>
              <Button loading={send.isPending} disabled={answer.trim().length < 4} onClick={() => decide(false)}>
                {w('dismiss')}
              </Button>
            </Space>
          </>
        ) : null}
      </div>
    </Card>
  );
}
