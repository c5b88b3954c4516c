// Prepares a draw: times, parties, public source; changed freely until it is announced.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { violatedConstraint } from '../../../platform/db/database.ts';
import { staffByPhone } from '../../accounts/public.ts';
import type { DrawSettings, PartyInput } from '../contract.ts';
import { secondOf } from '../rules.ts';
import type { PartyRecord } from '../store.ts';
import * as store from '../store.ts';
import { auditStep, officerStep, recordOf, seasonInReach } from './act.ts';

/** What is planned of a draw. */
export interface DrawPlan {
  readonly settings: DrawSettings;
  readonly parties: readonly PartyInput[];
}

/** Opens a draw for a season that has none under way. After a sealed one it needs a reason, which is published. */
export async function prepareDraw(
  context: Context,
  seasonId: string,
  plan: DrawPlan & { readonly replacesReason: string },
): Outcome<{ id: string }> {
  try {
    return await inTransaction(context, async (tx) => {
      const reached = await seasonInReach(tx, seasonId);
      if (!reached.ok) return reached;
      const season = reached.value;
      if (season.resultsPublishedAt) return err(refusal('draw.season_published'));
      if (!timesFollow(tx, plan.settings)) return err(refusal('draw.times'));
      const before = await store.listDraws(tx.db, seasonId);
      const sealed = await store.findSealed(tx.db, seasonId);
      if (sealed && plan.replacesReason.length < 4) return err(refusal('draw.replaces_needed'));
      const number = Math.max(0, ...before.map((draw) => draw.number)) + 1;
      const id = `${seasonId}-draw-${number}`;
      const parties = await partiesFrom(tx, id, plan.parties);
      if (!parties.ok) return parties;
      await store.insertDraw(tx.db, {
        id,
        seasonId,
        number,
        settings: plan.settings,
        replaces: sealed?.transcriptHash ? { transcript: sealed.transcriptHash, reason: plan.replacesReason } : null,
        preparedBy: account(tx).accountId,
        preparedAt: tx.now,
      });
      await store.replaceParties(tx.db, id, parties.value);
      const draw = await store.findDraw(tx.db, id);
      if (!draw) throw new Error(`draw ${id} vanished`);
      await store.insertEvent(tx.db, recordOf(tx, draw, 'prepare', draw.state));
      await auditStep(tx, draw, season.district, 'prepare');
      return ok({ id });
    });
  } catch (error) {
    if (violatedConstraint(error) === 'draws_one_live') return err(refusal('draw.live'));
    throw error;
  }
}

/** Changes the plan of a draw that is not announced. */
export function editDraw(context: Context, id: string, plan: DrawPlan & { readonly version: number }) {
  return officerStep(context, id, 'edit', plan.version, async (tx, draw) => {
    if (!timesFollow(tx, plan.settings)) return err(refusal('draw.times'));
    const parties = await partiesFrom(tx, draw.id, plan.parties);
    if (!parties.ok) return parties;
    await store.replaceParties(tx.db, draw.id, parties.value);
    return ok({ set: { settings: plan.settings } });
  });
}

function timesFollow({ now }: Context, { commitBy, revealBy, publicAt }: DrawSettings): boolean {
  return now < commitBy && commitBy <= revealBy && secondOf(revealBy) < secondOf(publicAt);
}

async function partiesFrom(tx: Context, drawId: string, inputs: readonly PartyInput[]): Outcome<PartyRecord[]> {
  const parties: PartyRecord[] = [];
  for (const [position, { name, capacity, phone }] of inputs.entries()) {
    if (parties.some((party) => party.name === name)) return err(refusal('draw.party_twice', { party: name }));
    const staff = phone === '' ? null : await staffByPhone(tx, phone);
    if (phone !== '' && !staff) return err(refusal('draw.party_unknown', { phone }));
    parties.push({
      id: newId(tx),
      drawId,
      position,
      name,
      capacity,
      accountId: staff?.id ?? null,
      commitment: null,
      committedAt: null,
      nonce: null,
      value: null,
      revealedAt: null,
    });
  }
  return ok(parties);
}
