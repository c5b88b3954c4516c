// Takes a season's draw through its use cases at given instants: for installations that show one.

import { commitmentTo } from '../../../engines/lottery/seed.ts';
import type { AccountActor } from '../../../kernel/actor.ts';
import { unwrap } from '../../../kernel/result.ts';
import type { Context } from '../../../platform/context.ts';
import type { PlainStep } from '../contract.ts';
import type { DrawRecord } from '../store.ts';
import * as store from '../store.ts';
import { commitAsParty, partyKey, revealAsParty, type Opening } from './parties.ts';
import { prepareDraw, type DrawPlan } from './prepare.ts';
import { takePlainStep } from './steps.ts';
import { hashNamed } from './tickets.ts';
import { confirmValue, enterValue, recordPresence } from './value.ts';

/** A draw to be held or begun. */
export interface SeedDraw {
  readonly seasonId: string;
  /** They take turns, so that every second step has its second officer. */
  readonly officers: readonly [AccountActor, AccountActor];
  readonly plan: DrawPlan;
  readonly announcedAt: Date;
  /** What the parties commit to, in their order. */
  readonly values: readonly string[];
  /** Null: the draw is left announced, its ceremony still to come. */
  readonly held: { readonly publicValue: string; readonly where: string } | null;
}

const SECOND = 1000;

/** Carries the draw as far as its times allow. @returns its id */
export async function seedDraw(context: Context, draw: SeedDraw): Promise<string> {
  const [first, second] = draw.officers;
  const { commitBy, revealBy, publicAt } = draw.plan.settings;
  const at = (now: Date, actor: Context['actor']): Context => ({ ...context, now, actor });
  const before = (instant: Date, seconds: number) => new Date(instant.getTime() - seconds * SECOND);
  const { announcedAt } = draw;
  const prepared = await prepareDraw(at(before(announcedAt, 7200), first), draw.seasonId, {
    ...draw.plan,
    replacesReason: '',
  });
  const { id } = unwrap(prepared);
  const current = async (): Promise<DrawRecord> => {
    const found = await store.findDraw(context.db, id);
    if (!found) throw new Error(`draw ${id} vanished`);
    return found;
  };
  const take = async (now: Date, actor: AccountActor, step: PlainStep) =>
    unwrap(await takePlainStep(at(now, actor), id, { step, version: (await current()).version, reason: '' }));
  await take(before(announcedAt, 3600), first, 'propose');
  await take(announcedAt, second, 'announce');
  if (!draw.held) return id;
  const parties = await store.partiesOf(context.db, id);
  const openings = new Map<string, Opening>();
  for (const [place, party] of parties.entries()) {
    const nonce = Buffer.from(context.services.random.bytes(32)).toString('hex');
    const opening = { nonce, value: draw.values[place] ?? '' };
    openings.set(party.id, opening);
    const commitment = commitmentTo(id, { party: party.name, ...opening }, hashNamed('sha256'));
    const now = before(commitBy, 1800 - 240 * place);
    unwrap(await commitAsParty(at(now, { kind: 'anonymous' }), partyKey(context, party.id), commitment));
  }
  for (const [place, party] of parties.entries()) {
    const now = before(revealBy, 1500 - 180 * place);
    unwrap(await recordPresence(at(now, first), id, { name: party.name, capacity: party.capacity }));
    const opening = openings.get(party.id) ?? { nonce: '', value: '' };
    unwrap(await revealAsParty(at(now, { kind: 'anonymous' }), partyKey(context, party.id), opening));
  }
  const { publicValue: value, where } = draw.held;
  const after = (seconds: number) => new Date(publicAt.getTime() + seconds * SECOND);
  const { version } = await current();
  unwrap(await enterValue(at(after(600), first), id, { version, value, where }));
  unwrap(await confirmValue(at(after(780), second), id, { version: version + 1, value }));
  await take(after(840), first, 'draw');
  await take(after(1020), second, 'seal');
  return id;
}
