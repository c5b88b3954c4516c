// The officers' plain steps: ask for a second officer, announce, draw, seal, and the ways in which a draw ends early.

import { rosterLines, buildRoster } from '../../../engines/lottery/roster.ts';
import { NUMBERS_ALGORITHM } from '../../../engines/lottery/numbers.ts';
import { holdDraw, transcriptText } from '../../../engines/lottery/transcript.ts';
import { verifyTranscriptText } from '../../../engines/lottery/verify.ts';
import type { Announcement } from '../../../engines/lottery/announcement.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { account, type Context, type Outcome } from '../../../platform/context.ts';
import { policyOf, type SeasonRecord } from '../../seasons/public.ts';
import { listSchools } from '../../schools/public.ts';
import type { PlainStep } from '../contract.ts';
import { entriesOf, LIST, oddsOf, secondOf } from '../rules.ts';
import type { DrawChange, DrawRecord, Notice } from '../store.ts';
import * as store from '../store.ts';
import { officerStep, type Step } from './act.ts';
import { codeHash } from './code.ts';
import { entrantsOf } from './entrants.ts';
import { seatsOf } from './parts.ts';
import { hashNamed, sha256, ticketsOf } from './tickets.ts';

/** Steps that end a draw early; each needs a reason, which is published. */
const REASONED: readonly PlainStep[] = ['withdraw', 'stop_unrevealed', 'stop_uncommitted', 'confirm_source_failure'];

/** Takes one of the steps that need at most a reason. */
export function takePlainStep(
  context: Context,
  id: string,
  { step, version, reason }: { readonly step: PlainStep; readonly version: number; readonly reason: string },
): Outcome<DrawRecord> {
  return officerStep(context, id, step, version, async (tx, draw, season) => {
    if (REASONED.includes(step) && reason.length < 4) return err(refusal('draw.reason_needed'));
    const done = await writtenBy(tx, draw, season, step, reason);
    if (!done.ok) return done;
    return ok({ set: done.value, ...(reason === '' ? {} : { detail: { words: reason } }) } satisfies Step);
  });
}

async function writtenBy(
  tx: Context,
  draw: DrawRecord,
  season: SeasonRecord,
  step: PlainStep,
  reason: string,
): Outcome<DrawChange> {
  const { accountId } = account(tx);
  switch (step) {
    case 'propose':
      return ok({ proposedBy: accountId });
    case 'send_back':
      return ok({ proposedBy: null });
    case 'announce':
      return freeze(tx, season);
    case 'strike_value':
      return ok({ publicValue: null, publicValueAt: null, publicValueAtSource: null, valueBy: null });
    case 'draw':
      return hold(tx, draw);
    case 'seal':
      return seal(tx, draw);
    case 'report_source':
      return ok({ failureBy: accountId });
    case 'source_came':
      return ok({ failureBy: null });
    case 'discard':
    case 'withdraw':
    case 'stop_unrevealed':
    case 'stop_uncommitted':
    case 'confirm_source_failure':
      return ok({ withdrawnAt: tx.now, withdrawnReason: reason });
  }
}

/** Freezes who takes part, and fixes everything that the numbers will depend on but the parties' and the public value. */
async function freeze(tx: Context, season: SeasonRecord): Outcome<DrawChange> {
  const records = await entrantsOf(tx, season.id);
  if (records.length === 0) return err(refusal('draw.empty_roster'));
  const built = buildRoster(entriesOf(records, ticketsOf(tx, season.id)), sha256);
  if (!built.ok) throw new Error(`roster of ${season.id}: ${built.error.message}`);
  const { size, lots, root } = built.value;
  const policy = await policyOf(tx, season.policyHash);
  const seats = await seatsOf(tx, season.id);
  const schools = await listSchools(tx, { district: season.district, stage: season.stage });
  const names = new Map(policy.categories.map(({ id, name }) => [id, name]));
  const notice: Notice = {
    roster: { size, lots, root },
    method: {
      algorithm: NUMBERS_ALGORITHM,
      hash: 'sha256',
      rules: { version: policy.version, hash: policy.hash, title: policy.title.zh },
      code: await codeHash(tx),
      list: LIST,
      // Where the policy says nothing of twins, they stand alone at the last seat.
      lastSeat: policy.twins?.lastSeat ?? 'split',
    },
    odds: oddsOf({
      schools: schools
        .filter((school) => seats.has(school.id))
        .map(({ id, name, nameEn, ownership }) => ({ id, name, nameEn, ownership, seats: seats.get(id) ?? 0 })),
      children: records.map((record) => ({
        schoolId: record.schoolId,
        privateSchoolId: record.declared?.privateSchoolId ?? null,
        categoryId: record.categoryId,
        categoryOrder: record.categoryOrder ?? Number.MAX_SAFE_INTEGER,
        keys: (record.assessment?.rank ?? []).flatMap((key) => (key.lottery ? [] : [key.value ?? 0])),
        late: record.late,
      })),
      categoryName: (id) => (id && names.get(id)) || { zh: '其他', en: 'Others' },
    }),
  };
  const roster = `${rosterLines(built.value).join('\n')}\n`;
  return ok({ notice, roster, announcedBy: account(tx).accountId, announcedAt: tx.now });
}

/** Computes the transcript. The inputs are fixed; the same inputs give the same bytes. */
async function hold(tx: Context, draw: DrawRecord): Outcome<DrawChange> {
  const roster = await store.rosterOf(tx.db, draw.id);
  const { announcement, publicValue, publicValueAt, notice } = draw;
  if (!announcement || roster === null || publicValue === null || !publicValueAt || !notice)
    throw new Error(`draw ${draw.id} lacks what its state promises`);
  const present = await codeHash(tx);
  if (present !== notice.method.code)
    return err(refusal('draw.code_changed', { announced: notice.method.code, present }));
  const parties = await store.partiesOf(tx.db, draw.id);
  const held = holdDraw(
    {
      announcement: JSON.parse(announcement) as Announcement,
      roster: roster.trimEnd().split('\n'),
      reveals: parties.map(({ name, nonce, value, revealedAt }) => ({
        party: name,
        nonce: nonce ?? '',
        value: value ?? '',
        at: revealedAt ? secondOf(revealedAt) : '',
      })),
      publicValue: { value: publicValue, at: secondOf(publicValueAt) },
    },
    hashNamed(notice.method.hash),
  );
  if (!held.ok) return err(refusal('draw.broken', { why: `${held.error.at}: ${held.error.message}` }));
  return ok({
    transcript: transcriptText(held.value),
    transcriptHash: held.value.transcriptHash,
    drawnBy: account(tx).accountId,
    drawnAt: tx.now,
  });
}

/** Verifies what is about to be published, from the stored bytes. */
async function seal(tx: Context, draw: DrawRecord): Outcome<DrawChange> {
  const fault = await faultOf(tx, draw);
  if (fault) return err(refusal('draw.broken', { why: fault }));
  return ok({ sealedBy: account(tx).accountId, sealedAt: tx.now });
}

/** The first thing that is broken in a stored transcript, in words; null when it verifies against its announcement. */
export async function faultOf(context: Context, draw: DrawRecord): Promise<string | null> {
  const text = await store.transcriptOf(context.db, draw.id);
  if (text === null) return '没有实录';
  const verdict = verifyTranscriptText(text, hashNamed, {
    announcementHash: draw.announcementHash ?? '',
    publicValue: draw.publicValue ?? '',
    previousTranscript: draw.replaces?.transcript,
  });
  const broken = verdict.checks.find(({ state }) => state === 'broken');
  if (broken) return broken.zh;
  return text.includes(`"transcriptHash":"${draw.transcriptHash}"`) ? null : '实录与登记的指纹不符';
}
