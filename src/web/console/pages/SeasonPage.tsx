// The calendar of a season, changed with a reason.

import { Alert, App, Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import type { Answer } from '../../client/call.ts';
import { useSend } from '../../client/queries.ts';
import { useWords, type Word } from '../../texts/console.ts';
import { Head, Loaded, Refused, SeasonSelect, useSeason } from '../parts.tsx';

type Season = Answer<'GET /api/seasons'>[number];
/** The moments of a season in their order, and how exact each is. */
const MOMENTS = {
  registrationOpensAt: ['opens', 'instant'],
  registrationClosesAt: ['closes', 'instant'],
  lateClosesAt: ['lateCloses', 'instant'],
  resultsExpectedOn: ['resultsOn', 'day'],
  confirmBy: ['confirmBy', 'instant'],
  reportFrom: ['reportFrom', 'day'],
  reportUntil: ['reportUntil', 'day'],
} as const satisfies Partial<Record<keyof Season, readonly [Word, 'instant' | 'day']>>;
type Moment = keyof typeof MOMENTS;

const BEIJING = 8 * 3600_000;
/** An instant as Beijing wall time, as the browser's own picker wants it. */
const toWall = (iso: string) => new Date(Date.parse(iso) + BEIJING).toISOString().slice(0, 16);
const fromWall = (wall: string) => new Date(Date.parse(`${wall}:00Z`) - BEIJING).toISOString();

export function SeasonPage() {
  const { w } = useWords();
  const choice = useSeason();
  return (
    <>
      <Head title={w('season')}>
        <SeasonSelect choice={choice} />
      </Head>
      <Loaded reading={choice.reading}>
        {() =>
          choice.season ? (
            <CalendarForm key={`${choice.season.id}${choice.season.version}`} season={choice.season} />
          ) : (
            <Alert title={w('noSeasons')} />
          )
        }
      </Loaded>
    </>
  );
}

function CalendarForm({ season }: { season: Season }) {
  const { w } = useWords();
  const { message } = App.useApp();
  const [changes, setChanges] = useState<Partial<Pick<Season, Moment | 'objectionsUntil' | 'offerDays'>>>({});
  const objectionsUntil = changes.objectionsUntil === undefined ? season.objectionsUntil : changes.objectionsUntil;
  const [reason, setReason] = useState('');
  const save = useSend('PATCH /api/seasons/:id/calendar', () => void message.success(w('saved')));
  const set = (part: typeof changes) => setChanges({ ...changes, ...part });
  return (
    <Card style={{ maxWidth: 640 }}>
      <p className="soft">{w('beijing')}</p>
      <Form
        layout="vertical"
        onFinish={() =>
          save.mutate([{ params: { id: season.id }, body: { ...changes, version: season.version, reason } }])
        }
      >
        {(Object.keys(MOMENTS) as Moment[]).map((name) => {
          const [word, exactness] = MOMENTS[name];
          const value = changes[name] ?? season[name];
          return (
            <Form.Item key={name} label={w(word)} htmlFor={name}>
              <Input
                id={name}
                type={exactness === 'instant' ? 'datetime-local' : 'date'}
                value={exactness === 'instant' ? toWall(value) : value}
                onChange={({ target }) =>
                  target.value && set({ [name]: exactness === 'instant' ? fromWall(target.value) : target.value })
                }
              />
            </Form.Item>
          );
        })}
        <Form.Item label={w('objectUntil')} htmlFor="objectionsUntil">
          <Input
            id="objectionsUntil"
            type="datetime-local"
            value={objectionsUntil === null ? '' : toWall(objectionsUntil)}
            onChange={(event) => set({ objectionsUntil: event.target.value ? fromWall(event.target.value) : null })}
          />
        </Form.Item>
        <Form.Item label={w('offerDays')} htmlFor="offerDays">
          <Input
            id="offerDays"
            type="number"
            min={1}
            max={30}
            value={changes.offerDays ?? season.offerDays}
            onChange={(event) => {
              const days = Number(event.target.value);
              if (Number.isInteger(days) && days >= 1 && days <= 30) set({ offerDays: days });
            }}
          />
        </Form.Item>
        <Form.Item label={w('reasonNeeded')} htmlFor="reason" required>
          <Input.TextArea
            id="reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
        <Refused problem={save.error} />
        <Button
          type="primary"
          htmlType="submit"
          loading={save.isPending}
          disabled={reason.trim().length < 4 || Object.keys(changes).length === 0}
          style={{ marginTop: 12 }}
        >
          {w('save')}
        </Button>
      </Form>
    </Card>
  );
}
