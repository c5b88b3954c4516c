// The result of a sealed draw by ticket, and the search for one's own.

import { useEffect, useMemo, useState } from 'react';
import { addressOf } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { Button, ButtonLink, Loaded } from '../../parts/basic.tsx';
import { Field } from '../../parts/form.tsx';
import { ticketWords, useDrawTexts } from '../../texts/draws.ts';
import { fill } from '../../texts/texts.ts';
import type { Draw } from './parts.tsx';

const PAGE = 100;
const LEAST = 8;

/** The ticket that the address carries (`#t=…`), as a family's QR code does. It never reaches the server. */
function ticketInAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get('t') ?? '';
}

export function DrawResults({ draw }: { draw: Draw }) {
  const { d } = useDrawTexts();
  const reading = useRead('GET /api/public-draws/:id/numbers', [{ params: { id: draw.id } }]);
  return (
    <section className="card">
      <h2>{d.results}</h2>
      <p className="small soft">{d.resultsWords}</p>
      <Loaded reading={reading}>{({ lots }) => <Numbers lots={lots} draw={draw} />}</Loaded>
    </section>
  );
}

function Numbers({ lots, draw }: { lots: readonly (readonly string[])[]; draw: Draw }) {
  const { d } = useDrawTexts();
  const [typed, setTyped] = useState(ticketInAddress);
  const [sought, setSought] = useState(typed);
  const [shown, setShown] = useState(10);
  useEffect(() => {
    const arrived = () => {
      setTyped(ticketInAddress());
      setSought(ticketInAddress());
    };
    addEventListener('hashchange', arrived);
    return () => removeEventListener('hashchange', arrived);
  }, []);
  const wanted = sought.replace(/\s+/g, '').toLowerCase();
  const found = useMemo(
    () =>
      wanted.length < LEAST
        ? []
        : lots.flatMap((lot, place) =>
            lot.filter((ticket) => ticket.startsWith(wanted)).map((ticket) => ({ ticket, number: place + 1 })),
          ),
    [lots, wanted],
  );
  return (
    <>
      <form
        className="stack-tight"
        onSubmit={(event) => {
          event.preventDefault();
          setSought(typed);
        }}
      >
        <Field label={d.findTicket} hint={d.findHint} value={typed} onChange={setTyped} kind="search" maxLength={90} />
        <div>
          <Button type="submit" small>
            {d.find}
          </Button>
        </div>
      </form>
      <div aria-live="polite" className="stack-tight">
        {wanted === '' ? null : wanted.length < LEAST ? (
          <p className="fault">{d.tooShort}</p>
        ) : found.length === 0 ? (
          <p className="fault">{d.notFound}</p>
        ) : (
          found.slice(0, 5).map(({ ticket, number }) => (
            <p key={ticket} className="found">
              <span>
                {d.found} <strong>{number}</strong>
              </span>
              <span className="small soft">
                {fill(d.of, { n: lots.length })} · {ticketWords(ticket)} …
              </span>
            </p>
          ))
        )}
      </div>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{d.number}</th>
            <th scope="col">{d.ticket}</th>
          </tr>
        </thead>
        <tbody>
          {lots.slice(0, shown).map((lot, place) => (
            <tr key={lot[0]}>
              <th scope="row">{place + 1}</th>
              <td>
                {lot.map((ticket) => (
                  <code key={ticket}>{ticketWords(ticket, 6)} … </code>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="actions">
        {shown < lots.length ? (
          <Button look="quiet" small onClick={() => setShown(shown + PAGE)}>
            {d.more}
          </Button>
        ) : null}
        <ButtonLink
          file
          look="quiet"
          small
          to={addressOf('GET /api/public-draws/:id/transcript.json', { params: { id: draw.id } })}
        >
          {d.transcriptFile}
        </ButtonLink>
      </div>
    </>
  );
}
