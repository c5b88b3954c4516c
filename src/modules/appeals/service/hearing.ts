// What an officer does: take, ask, hear, decide; upholding puts the application right in the same transaction.

import { chinaDate, type DateText } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { account, type Context, type Outcome } from '../../../platform/context.ts';
import { placeAlone, wasCorrectedSince } from '../../placement/public.ts';
import { getApplicationRecord, moveApplication, type ApplicationRecord } from '../../registration/public.ts';
import { getSeason, policyOf } from '../../seasons/public.ts';
import { answerUntil } from '../rules.ts';
import type { AppealRecord } from '../store.ts';
import { moveAppeal, type Moved } from './move.ts';

/** Takes an appeal. */
export function takeAppeal(context: Context, id: string, input: { version: number }): Outcome<Moved> {
  return moveAppeal(context, id, input.version, 'take', (tx) =>
    Promise.resolve(ok({ set: { officer: account(tx).accountId } })),
  );
}

/** Puts an appeal back for a colleague, with a word why. */
export function releaseAppeal(context: Context, id: string, input: { version: number; words: string }): Outcome<Moved> {
  return moveAppeal(context, id, input.version, 'release', () =>
    Promise.resolve(ok({ words: input.words, set: { officer: null } })),
  );
}

/** Asks the family; the promised time stands still. */
export function askFamily(
  context: Context,
  id: string,
  input: { version: number; words: string; answerOn: DateText },
): Outcome<Moved> {
  return moveAppeal(context, id, input.version, 'ask', (tx) => {
    const until = answerUntil(input.answerOn, tx.now, tx.services.city.appeals.answerWithinDays);
    return Promise.resolve(until.ok ? ok({ words: input.words, set: { answerUntil: until.value } }) : until);
  });
}

/** Goes on after the family's day has passed. */
export function goOn(context: Context, id: string, input: { version: number }): Outcome<Moved> {
  return moveAppeal(context, id, input.version, 'go_on', () => Promise.resolve(ok({ set: { answerUntil: null } })));
}

/** What an officer decides. */
export interface AppealDecision {
  readonly version: number;
  readonly outcome: 'upheld' | 'dismissed';
  readonly hearing: { readonly heldOn: DateText; readonly present: string; readonly note: string };
  readonly words: string;
  readonly categoryId?: string | undefined;
}

/** Decides. Nobody else's seat moves: where results are public the child is placed by itself. */
export function decideAppeal(context: Context, id: string, decision: AppealDecision): Outcome<Moved> {
  const event = decision.outcome === 'upheld' ? 'uphold' : 'dismiss';
  return moveAppeal(context, id, decision.version, event, async (tx, appeal, record) => {
    if (decision.hearing.heldOn > chinaDate(tx.now)) return err(refusal('appeal.hearing_day'));
    if (decision.outcome === 'upheld') {
      const right = await putRight(tx, appeal, record, decision);
      if (!right.ok) return right;
    }
    return ok({
      words: decision.words,
      set: {
        hearing: decision.hearing,
        words: decision.words,
        decidedBy: account(tx).accountId,
        decidedAt: tx.now,
      },
    });
  });
}

async function putRight(
  tx: Context,
  appeal: AppealRecord,
  record: ApplicationRecord,
  { words, categoryId }: AppealDecision,
): Outcome<undefined> {
  const season = await getSeason(tx, record.seasonId);
  if (!season) throw new Error(`season ${record.seasonId} vanished`);
  const detail = { words, appeal: appeal.number };
  if (appeal.subject !== 'placement') {
    let set = {};
    if (categoryId !== undefined) {
      const category = (await policyOf(tx, season.policyHash)).categories.find(({ id }) => id === categoryId);
      if (!category) return err(refusal('review.category_unknown', { category: categoryId }));
      set = { categoryId: category.id, categoryOrder: category.order };
    }
    const moved = await moveApplication(tx, record, 'grant', { detail, set });
    if (!moved.ok) return moved;
  }
  if (season.resultsPublishedAt === null) return ok(undefined);
  // A child that sits somewhere is moved by a correction, which a second officer approves and which shows whom it touches.
  if (appeal.subject === 'placement' && record.state !== 'not_placed')
    return (await wasCorrectedSince(tx, record.id, appeal.filedAt))
      ? ok(undefined)
      : err(refusal('appeal.correction_needed'));
  const now = await getApplicationRecord(tx, record.id);
  if (!now) throw new Error(`application ${record.id} vanished`);
  return placeAlone(tx, now, { words, source: appeal.number });
}
