// Tells, as long as it is so, that staff fill in this page for a guardian at a counter, and lets them end it.

import { assistingId, stopAssisting } from '../client/assisting.ts';
import { useRead, useSend } from '../client/queries.ts';
import { timeText } from '../texts/dates.ts';
import { useTexts } from '../texts/texts.ts';

export function CounterBar() {
  const id = assistingId();
  return id === null ? null : <Strip id={id} />;
}

function Strip({ id }: { id: string }) {
  const { t, language } = useTexts();
  const { data } = useRead('GET /api/counter/current', [], { every: 60_000 });
  const leave = () => {
    stopAssisting();
    location.assign('/console/counter');
  };
  const end = useSend('POST /api/counter/sessions/:id/end', leave);
  if (data === undefined) return null;
  if (data.current === null) {
    return (
      <aside className="counter-strip over" role="alert">
        {t.counter.over}{' '}
        <button className="bar-button" type="button" onClick={leave}>
          {t.counter.back}
        </button>
      </aside>
    );
  }
  const { guardianName, helperName, office, expiresAt } = data.current;
  return (
    <aside className="counter-strip">
      <span>
        {t.counter.acting(guardianName, helperName, office)}{' '}
        <small>{t.counter.until(timeText(expiresAt, language))}</small>
      </span>
      <button
        className="bar-button"
        type="button"
        disabled={end.isPending}
        onClick={() => end.mutate([{ params: { id } }])}
      >
        {t.counter.end}
      </button>
    </aside>
  );
}
