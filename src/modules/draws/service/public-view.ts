// What everybody may know of a draw: announced before, by ticket after, without any name.

import { ticketAt } from '../../../engines/lottery/roster.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import type { FileAnswer } from '../../../platform/http/routes.ts';
import { getSeason, listSeasons, type SeasonRecord } from '../../seasons/public.ts';
import type { PublicDraw } from '../contract.ts';
import type { DrawRecord } from '../store.ts';
import * as store from '../store.ts';
import { drawWorkflow, PUBLIC_STATES, type DrawState } from '../workflow.ts';
import { numbersOfDraw, rosterOfDraw } from './frozen.ts';

/** States in which the public value is confirmed, and those in which numbers exist. */
const VALUED: readonly DrawState[] = ['valued', 'drawn', 'sealed'];
const DRAWN: readonly DrawState[] = ['drawn', 'sealed'];

/** A draw in a list. */
export function summaryOf(draw: DrawRecord, season: SeasonRecord) {
  const { family } = drawWorkflow.states[draw.state];
  return {
    id: draw.id,
    seasonId: season.id,
    seasonName: season.name,
    seasonNameEn: season.nameEn,
    number: draw.number,
    state: draw.state,
    stateZh: family.zh,
    stateEn: family.en,
    publicAt: draw.settings.publicAt,
    announcedAt: draw.announcedAt,
    sealedAt: draw.sealedAt,
    withdrawnReason: draw.announcedAt ? draw.withdrawnReason : null,
    demo: season.demo,
  };
}

/** A draw that was announced; others do not exist for the public. A withdrawn one stays public with its reason. */
const isPublic = (draw: DrawRecord) => PUBLIC_STATES.includes(draw.state) && draw.announcedAt !== null;

/** Announced draws, newest first. */
export async function listPublicDraws(context: Context) {
  const seasons = new Map((await listSeasons(context)).map((season) => [season.id, season]));
  const draws = (await store.listDraws(context.db, null)).filter(isPublic);
  return ok(
    draws.flatMap((draw) => {
      const season = seasons.get(draw.seasonId);
      return season ? [summaryOf(draw, season)] : [];
    }),
  );
}

/** One announced draw. */
export async function viewPublicDraw(context: Context, id: string): Outcome<PublicDraw> {
  const found = await publicDraw(context, id);
  if (!found.ok) return found;
  const season = await getSeason(context, found.value.seasonId);
  return season ? ok(await openPartOf(context, found.value, season)) : err(refusal('draw.not_found'));
}

async function publicDraw(context: Context, id: string): Outcome<DrawRecord> {
  const draw = await store.findDraw(context.db, id);
  return draw && isPublic(draw) ? ok(draw) : err(refusal('draw.not_found'));
}

/** The part of a draw that anybody may see, also of one that is still being prepared (for officers). */
export async function openPartOf(context: Context, draw: DrawRecord, season: SeasonRecord): Promise<PublicDraw> {
  const parties = await store.partiesOf(context.db, draw.id);
  const announcement = draw.announcement ? (JSON.parse(draw.announcement) as { announcedAt: string }) : null;
  const { family } = drawWorkflow.states[draw.state];
  const valued = VALUED.includes(draw.state);
  const seed = DRAWN.includes(draw.state) ? seedIn(await store.transcriptOf(context.db, draw.id)) : null;
  return {
    ...summaryOf(draw, season),
    nextZh: family.zh,
    nextEn: family.en,
    settings: draw.settings,
    roster: draw.notice?.roster ?? null,
    method: draw.notice?.method ?? null,
    odds: [...(draw.notice?.odds ?? [])].map((school) => ({ ...school, categories: [...school.categories] })),
    parties: parties.map(({ name, capacity, commitment, committedAt, nonce, value, revealedAt }) => ({
      name,
      capacity,
      commitment,
      committedAt,
      nonce,
      value,
      revealedAt,
    })),
    replaces: draw.replaces,
    completeAt: announcement?.announcedAt ?? null,
    announcementHash: draw.announcementHash,
    publicValue:
      valued && draw.publicValue !== null && draw.publicValueAt
        ? { value: draw.publicValue, at: draw.publicValueAt, where: draw.publicValueAtSource ?? '' }
        : null,
    seed,
    transcriptHash: draw.transcriptHash,
    withdrawnAt: draw.withdrawnAt,
  };
}

/** The seed as the stored transcript states it, without reading all of it. */
function seedIn(transcript: string | null): string | null {
  return /"seed":"([0-9a-f]{64})"/.exec(transcript ?? '')?.[1] ?? null;
}

/** The frozen roster. */
export async function rosterFile(context: Context, id: string): Outcome<FileAnswer> {
  const found = await publicDraw(context, id);
  if (!found.ok) return found;
  const text = await store.rosterOf(context.db, id);
  return text === null ? err(refusal('draw.not_public')) : file(`${id}-roster.txt`, 'text/plain; charset=utf-8', text);
}

/** The announcement to the byte. */
export async function announcementFile(context: Context, id: string): Outcome<FileAnswer> {
  const found = await publicDraw(context, id);
  if (!found.ok) return found;
  const { announcement } = found.value;
  return announcement === null
    ? err(refusal('draw.not_public'))
    : file(`${id}-announcement.json`, 'application/json', announcement);
}

/** The sealed transcript to the byte. */
export async function transcriptFile(context: Context, id: string): Outcome<FileAnswer> {
  const found = await publicDraw(context, id);
  if (!found.ok) return found;
  const text = found.value.state === 'sealed' ? await store.transcriptOf(context.db, id) : null;
  return text === null ? err(refusal('draw.not_public')) : file(`${id}-transcript.json`, 'application/json', text);
}

function file(fileName: string, mediaType: string, text: string): Result<FileAnswer, never> {
  return ok({ fileName, mediaType, body: new TextEncoder().encode(text) });
}

/** Tickets in the order of their numbers; the members of a bound group stand together. */
export async function listNumbers(context: Context, id: string): Outcome<{ lots: string[][] }> {
  const found = await publicDraw(context, id);
  if (!found.ok) return found;
  const draw = found.value;
  if (!DRAWN.includes(draw.state)) return err(refusal('draw.not_public'));
  const roster = await rosterOfDraw(context, draw);
  const numbers = await numbersOfDraw(context, draw);
  const lots: string[][] = Array.from({ length: roster.lots }, () => []);
  for (let position = 0; position < roster.size; position += 1)
    lots[(numbers[position] ?? 0) - 1]?.push(ticketAt(roster, position));
  return ok({ lots });
}
