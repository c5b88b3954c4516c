// A family's ticket, its number once drawn, and the proof that it stands in the frozen roster.

import { lazy, Suspense, useState } from 'react';
import type { Answer } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { Button, ButtonLink, Notice } from '../../parts/basic.tsx';
import { timeText } from '../../texts/dates.ts';
import '../../design/draws.css';
import { ticketWords, useDrawTexts } from '../../texts/draws.ts';
import { fill } from '../../texts/texts.ts';
import { Fingerprint } from './parts.tsx';
import type { ProofFile } from './verifying.ts';

const QrCode = lazy(() => import('./QrCode.tsx').then(({ QrCode }) => ({ default: QrCode })));

type Ticket = Answer<'GET /api/applications/:id/ticket'>;
type TicketDraw = Ticket['draws'][number];

/** Shown once a draw of the season is announced. */
export function TicketCard({ applicationId }: { applicationId: string }) {
  const { d } = useDrawTexts();
  const reading = useRead('GET /api/applications/:id/ticket', [{ params: { id: applicationId } }]);
  const [newest] = reading.data?.draws ?? [];
  if (!reading.data || !newest) return null;
  const { ticket } = reading.data;
  return (
    <section className="card">
      <h2>{d.family.title}</h2>
      <DrawOfTicket draw={newest} />
      <dl className="facts wide">
        <dt>{d.family.ticket}</dt>
        <dd>
          <strong className="ticket">{ticketWords(ticket)}</strong>
          <Fingerprint value={ticket} label={d.family.ticket} />
          <span className="small soft">{d.family.ticketWords}</span>
        </dd>
      </dl>
      {newest.proof ? <Proof ticket={ticket} draw={newest} /> : null}
    </section>
  );
}

function DrawOfTicket({ draw }: { draw: TicketDraw }) {
  const { d, language } = useDrawTexts();
  if (!draw.proof) return <Notice tone="act" title={d.family.notIn} />;
  if (draw.number !== null) {
    return (
      <p className="found">
        <span>
          {d.family.number} <strong>{draw.number}</strong>
        </span>
        <span className="small soft">{fill(d.of, { n: draw.lots })}</span>
      </p>
    );
  }
  return <p>{fill(d.family.waiting, { time: timeText(draw.publicAt, language) })}</p>;
}

function Proof({ ticket, draw }: { ticket: string; draw: TicketDraw }) {
  const { d } = useDrawTexts();
  const [qr, setQr] = useState(false);
  const { proof } = draw;
  if (!proof) return null;
  const file: ProofFile = { draw: draw.drawId, ticket, hash: draw.hash, root: draw.root, proof };
  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 1)}\n`], { type: 'application/json' }));
    link.download = `${draw.drawId}-${ticket.slice(0, 8)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  // The ticket stands behind the #, which no browser sends to a server.
  const address = `${location.origin}/draws/${draw.drawId}#t=${ticket}`;
  return (
    <div className="stack-tight">
      <h3>{d.family.proof}</h3>
      <p>{fill(d.family.inRoster, { n: proof.index + 1, size: proof.size })}</p>
      <p className="small soft">{d.family.proofWords}</p>
      <div className="actions">
        <Button look="quiet" small onClick={save}>
          {d.family.download}
        </Button>
        <Button look="quiet" small onClick={() => setQr(!qr)}>
          {qr ? d.family.hideQr : d.family.showQr}
        </Button>
        <ButtonLink look="quiet" small to={`/draws/${draw.drawId}#t=${ticket}`}>
          {d.family.see}
        </ButtonLink>
      </div>
      {qr ? (
        <figure className="stack-tight">
          <Suspense fallback={null}>
            <QrCode text={address} label={d.family.qrWords} />
          </Suspense>
          <figcaption className="small soft">{d.family.qrWords}</figcaption>
        </figure>
      ) : null}
    </div>
  );
}
