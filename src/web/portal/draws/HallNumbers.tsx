// The numbers in order, page after page, by ticket only; fast enough that even a large city's list is through in minutes.

import { useEffect, useState } from 'react';
import { useRead } from '../../client/queries.ts';
import { ticketWords, useDrawTexts } from '../../texts/draws.ts';

/** Numbers on a page: three columns of ten. */
const PAGE = 30;
/** The whole list takes about this long, in milliseconds, unless pages would stand for too short or too long. */
const WHOLE = 180_000;
const SHORTEST = 250;
const LONGEST = 4_000;

export function HallNumbers({ drawId }: { drawId: string }) {
  const { d } = useDrawTexts();
  const reading = useRead('GET /api/public-draws/:id/numbers', [{ params: { id: drawId } }]);
  const [page, setPage] = useState(0);
  const [running, setRunning] = useState(true);
  const lots = reading.data?.lots ?? [];
  const pages = Math.max(1, Math.ceil(lots.length / PAGE));
  useEffect(() => {
    if (!running || pages === 1) return undefined;
    const each = Math.min(LONGEST, Math.max(SHORTEST, WHOLE / pages));
    const timer = setInterval(() => setPage((now) => (now + 1) % pages), each);
    return () => clearInterval(timer);
  }, [running, pages]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'p') setRunning((now) => !now);
      else if (event.key === 'ArrowDown') setPage((now) => (now + 1) % pages);
      else if (event.key === 'ArrowUp') setPage((now) => (now + pages - 1) % pages);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [pages]);
  return (
    <>
      <ol className="lots" start={page * PAGE + 1} aria-label={d.results}>
        {lots.slice(page * PAGE, (page + 1) * PAGE).map((lot, place) => (
          <li key={lot[0]}>
            <strong>{page * PAGE + place + 1}</strong>
            <span>
              {lot.map((ticket) => (
                <code key={ticket}>{ticketWords(ticket)}</code>
              ))}
            </span>
          </li>
        ))}
      </ol>
      <p className="small pages">
        <button type="button" onClick={() => setRunning(!running)}>
          {running ? '❚❚' : '▶'} (P)
        </button>{' '}
        {page + 1} / {pages} · {lots.length} {d.lots}
      </p>
    </>
  );
}
