// Commitments and reveals: a party acts on its own page, or an officer types in what a witness has on paper.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { announcementHash } from '../../../engines/lottery/announcement.ts';
import { commitmentTo } from '../../../engines/lottery/seed.ts';
import { refusal, type Refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { inTransaction, type Context, type Outcome } from '../../../platform/context.ts';
import { getSeason } from '../../seasons/public.ts';
import { announcementOf, announcementText, guardHolds, secondOf } from '../rules.ts';
import type { DrawRecord, PartyRecord } from '../store.ts';
import * as store from '../store.ts';
import { drawWorkflow } from '../workflow.ts';
import { auditStep, drawInReach, recordOf, situationOf, takeStep } from './act.ts';
import { hashNamed } from './tickets.ts';

/** A party's nonce and value, as they stand on its slip. */
export interface Opening {
  readonly nonce: string;
  readonly value: string;
}

/** The key in the address of a party's page: its id and a code that nobody can guess. No dot: a page is no file. */
export function partyKey(context: Context, partyId: string): string {
  return `${partyId}~${codeFor(context, partyId)}`;
}

function codeFor(context: Context, partyId: string): string {
  const mac = createHmac('sha256', context.services.secret).update(`draw party ${partyId}`).digest('base64url');
  return mac.slice(0, 22);
}

/** The party whose page this is. A member of staff must be signed in besides: the link alone is not the person. */
async function partyOfKey(context: Context, key: string): Outcome<{ party: PartyRecord; draw: DrawRecord }> {
  const [id = '', code = ''] = key.split('~');
  if (!/^[0-9a-f-]{36}$/.test(id)) return err(refusal('draw.not_found'));
  const expected = Buffer.from(codeFor(context, id));
  const given = Buffer.from(code);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return err(refusal('draw.not_found'));
  const party = await store.findParty(context.db, id);
  const draw = party && (await store.findDraw(context.db, party.drawId));
  if (!party || !draw) return err(refusal('draw.not_found'));
  const { actor } = context;
  if (party.accountId !== null && (actor.kind !== 'account' || actor.accountId !== party.accountId))
    return err(refusal('draw.account_party'));
  return ok({ party, draw });
}

/** A party's own page. */
export async function viewParty(context: Context, key: string) {
  const found = await partyOfKey(context, key);
  return found.ok ? ok(await pageOf(context, found.value.party.id)) : found;
}

async function pageOf(context: Context, partyId: string) {
  const party = await store.findParty(context.db, partyId);
  const draw = party && (await store.findDraw(context.db, party.drawId));
  const season = draw && (await getSeason(context, draw.seasonId));
  if (!party || !draw || !season) throw new Error(`party ${partyId} vanished`);
  const situation = await situationOf(context, draw);
  const may =
    draw.state === 'announced' && party.commitment === null && guardHolds('commit_open', situation)
      ? ('commit' as const)
      : draw.state === 'committed' && party.nonce === null && guardHolds('reveal_open', situation)
        ? ('reveal' as const)
        : null;
  const { staff } = drawWorkflow.states[draw.state];
  return {
    drawId: draw.id,
    seasonName: season.name,
    seasonNameEn: season.nameEn,
    state: draw.state,
    stateZh: staff.zh,
    stateEn: staff.en,
    hash: draw.notice?.method.hash ?? ('sha256' as const),
    name: party.name,
    capacity: party.capacity,
    commitBy: draw.settings.commitBy,
    revealBy: draw.settings.revealBy,
    commitment: party.commitment,
    committedAt: party.committedAt,
    revealedAt: party.revealedAt,
    may,
  };
}

/** A party hands in its commitment on its own page. */
export function commitAsParty(context: Context, key: string, commitment: string) {
  return asParty(context, key, (tx, draw, party) => commit(tx, draw, party, commitment, 'party'));
}

/** A party reveals on its own page. */
export async function revealAsParty(context: Context, key: string, opening: Opening) {
  const done = await asParty(context, key, (tx, draw, party) => reveal(tx, draw, party, opening, 'party'));
  if (!done.ok) {
    const found = await partyOfKey(context, key);
    if (found.ok) await rememberWrongReveal(context, found.value.draw, found.value.party, done.error);
  }
  return done;
}

async function asParty(
  context: Context,
  key: string,
  act: (tx: Context, draw: DrawRecord, party: PartyRecord) => Outcome<DrawRecord>,
) {
  return inTransaction(context, async (tx) => {
    const found = await partyOfKey(tx, key);
    if (!found.ok) return found;
    const locked = await lockedWith(tx, found.value.draw.id, found.value.party.id);
    if (!locked.ok) return locked;
    const done = await act(tx, locked.value.draw, locked.value.party);
    if (!done.ok) return done;
    return ok(await pageOf(tx, found.value.party.id));
  });
}

/** The draw, locked, and the party as it stands under the lock. */
async function lockedWith(
  tx: Context,
  drawId: string,
  partyId: string,
): Outcome<{ draw: DrawRecord; party: PartyRecord }> {
  const draw = await store.lockDraw(tx.db, drawId);
  const party = draw && (await store.findParty(tx.db, partyId));
  return draw && party && party.drawId === drawId ? ok({ draw, party }) : err(refusal('draw.not_found'));
}

/** An officer types in a witness's commitment from a printed sheet. */
export function commitForWitness(context: Context, id: string, partyId: string, commitment: string) {
  return forWitness(context, id, partyId, (tx, draw, party) => commit(tx, draw, party, commitment, undefined));
}

/** An officer types in a witness's reveal from its slip. */
export async function revealForWitness(context: Context, id: string, partyId: string, opening: Opening) {
  const done = await forWitness(context, id, partyId, (tx, draw, party) => reveal(tx, draw, party, opening, undefined));
  if (!done.ok) {
    const reached = await drawInReach(context, id);
    const party = await store.findParty(context.db, partyId);
    if (reached.ok && party?.drawId === id) await rememberWrongReveal(context, reached.value.draw, party, done.error);
  }
  return done;
}

function forWitness(
  context: Context,
  id: string,
  partyId: string,
  act: (tx: Context, draw: DrawRecord, party: PartyRecord) => Outcome<DrawRecord>,
): Outcome<DrawRecord> {
  return inTransaction(context, async (tx) => {
    const reached = await drawInReach(tx, id);
    if (!reached.ok) return reached;
    const locked = await lockedWith(tx, id, partyId);
    if (!locked.ok) return locked;
    // A colleague with an account acts for itself.
    if (locked.value.party.accountId !== null) return err(refusal('draw.account_party'));
    return act(tx, locked.value.draw, locked.value.party);
  });
}

async function commit(
  tx: Context,
  draw: DrawRecord,
  party: PartyRecord,
  commitment: string,
  role: 'party' | undefined,
): Outcome<DrawRecord> {
  const others = await store.partiesOf(tx.db, draw.id);
  if (party.commitment !== null) return err(refusal('draw.committed_already'));
  if (others.some((other) => other.commitment === commitment)) return err(refusal('draw.same_commitment'));
  const stepped = await takeStep(tx, draw, 'commit', {
    ...(role ? { role, name: party.name } : {}),
    detail: { party: party.name, commitment },
  });
  if (!stepped.ok) return stepped;
  await store.updateParty(tx.db, party.id, { commitment, committedAt: tx.now });
  await auditParty(tx, draw, 'commit', { party: party.name, commitment });
  const parties = await store.partiesOf(tx.db, draw.id);
  return parties.every((one) => one.commitment !== null) ? complete(tx, stepped.value, parties) : stepped;
}

/** With the last commitment the announcement is complete: from now on its hash binds everything. */
async function complete(tx: Context, draw: DrawRecord, parties: readonly PartyRecord[]): Outcome<DrawRecord> {
  const announcement = announcementOf(draw, parties, tx.now);
  const hash = announcementHash(announcement, hashNamed(announcement.hash));
  return takeStep(tx, draw, 'close_commitments', {
    role: 'system',
    set: { announcement: announcementText(announcement), announcementHash: hash },
    detail: { words: hash },
  });
}

async function reveal(
  tx: Context,
  draw: DrawRecord,
  party: PartyRecord,
  { nonce, value }: Opening,
  role: 'party' | undefined,
): Outcome<DrawRecord> {
  if (party.nonce !== null) return err(refusal('draw.revealed_already'));
  const hash = hashNamed(draw.notice?.method.hash ?? 'sha256');
  const completeAt = draw.announcement ? (JSON.parse(draw.announcement) as { announcedAt: string }).announcedAt : '';
  const stepped = await takeStep(tx, draw, 'reveal', {
    ...(role ? { role, name: party.name } : {}),
    detail: { party: party.name, words: value },
  });
  if (!stepped.ok) return stepped;
  if (secondOf(tx.now) <= completeAt) return err(refusal('draw.too_soon'));
  if (commitmentTo(draw.id, { party: party.name, nonce, value }, hash) !== party.commitment)
    return err(refusal('draw.reveal_mismatch'));
  await store.updateParty(tx.db, party.id, { nonce, value, revealedAt: tx.now });
  await auditParty(tx, draw, 'reveal', { party: party.name });
  const parties = await store.partiesOf(tx.db, draw.id);
  return parties.every((one) => one.nonce !== null)
    ? takeStep(tx, stepped.value, 'close_reveals', { role: 'system' })
    : stepped;
}

/** A wrong reveal changes nothing, but it belongs into the record of the ceremony. */
async function rememberWrongReveal(
  context: Context,
  draw: DrawRecord,
  party: PartyRecord,
  why: Refusal,
): Promise<void> {
  if (why.code !== 'draw.reveal_mismatch') return;
  await inTransaction(context, async (tx) => {
    const detail = { party: party.name };
    await store.insertEvent(
      tx.db,
      recordOf(tx, draw, 'wrong_reveal', draw.state, { detail, role: 'party', name: party.name }),
    );
    await auditParty(tx, draw, 'wrong_reveal', detail);
    return ok();
  });
}

async function auditParty(
  tx: Context,
  draw: DrawRecord,
  event: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const season = await getSeason(tx, draw.seasonId);
  await auditStep(tx, draw, season?.district ?? '', event, detail);
}
