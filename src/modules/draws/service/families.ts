// What a family holds: its ticket, and the proof that it stands in the roster of each announced draw.

import { positionOf, proofFor } from '../../../engines/lottery/roster.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Context } from '../../../platform/context.ts';
import { getApplicationRecord, mayRead } from '../../registration/public.ts';
import * as store from '../store.ts';
import { drawWorkflow } from '../workflow.ts';
import { numbersOfDraw, rosterOfDraw } from './frozen.ts';
import { ticketsOf } from './tickets.ts';

/** The ticket of a submitted application's child, and its proofs, newest draw first. */
export async function viewTicket(context: Context, applicationId: string) {
  const record = await getApplicationRecord(context, applicationId);
  if (!record || record.revision === 0 || !mayRead(context, record)) return err(refusal('application.not_found'));
  const ticket = ticketsOf(context, record.seasonId)(record.childKey);
  const draws = (await store.listDraws(context.db, record.seasonId)).filter(
    ({ announcedAt, state }) => announcedAt !== null && state !== 'withdrawn',
  );
  const shown = [];
  for (const draw of draws) {
    if (!draw.notice) continue;
    const roster = await rosterOfDraw(context, draw);
    const position = positionOf(roster, ticket);
    const drawn = draw.state === 'drawn' || draw.state === 'sealed';
    const numbers = drawn ? await numbersOfDraw(context, draw) : null;
    const proof = proofFor(roster, ticket);
    shown.push({
      drawId: draw.id,
      state: draw.state,
      stateZh: drawWorkflow.states[draw.state].family.zh,
      stateEn: drawWorkflow.states[draw.state].family.en,
      hash: draw.notice.method.hash,
      root: draw.notice.roster.root,
      size: draw.notice.roster.size,
      publicAt: draw.settings.publicAt,
      proof: proof ? { ...proof, path: [...proof.path] } : null,
      number: position === undefined ? null : (numbers?.[position] ?? null),
      lots: draw.notice.roster.lots,
    });
  }
  return ok({ ticket, draws: shown });
}
