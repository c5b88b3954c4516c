// A published list recomputed from what is recorded, and compared with who sits where: every step that can be checked.

import type { Context, Outcome } from '../../../platform/context.ts';
import { ok } from '../../../kernel/result.ts';
import * as afterwards from '../store-afterwards.ts';
import type { SeatMove } from '../store-afterwards.ts';
import type { RunRecord } from '../store.ts';
import * as store from '../store.ts';
import { fingerprint } from './inputs.ts';
import { seasonInReach } from './reach.ts';
import { workOut } from './running.ts';
import { publishedRun } from './seats.ts';

/** One thing that was checked. */
export interface Finding {
  readonly what: string;
  readonly sound: boolean;
  /** What does not fit, with the first places. */
  readonly faults: readonly string[];
}

/** What a verification found; sound when everything is. */
export interface Verification {
  readonly season: string;
  readonly run: string;
  readonly applicants: number;
  readonly moves: number;
  readonly sound: boolean;
  readonly findings: readonly Finding[];
}

/** Verifies the published list of a season. Refuses where nothing is published. */
export async function verifySeason(context: Context, seasonId: string): Outcome<Verification> {
  const reached = context.actor.kind === 'system' ? null : await seasonInReach(context, seasonId);
  if (reached && !reached.ok) return reached;
  const published = await publishedRun(context, seasonId);
  if (!published.ok) return published;
  const run = published.value;
  const moves = await afterwards.movesOf(context.db, seasonId);
  const findings = [...(await verifyRun(run, moves, 'run'))];
  for (const supplement of await store.supplementaryRuns(context.db, seasonId))
    findings.push(...(await verifyRun(supplement, moves, 'supplementary')));
  for (const correction of await afterwards.correctionsOf(context.db, seasonId)) {
    if (correction.state !== 'approved') continue;
    const expected = correction.effects.map(({ applicationId, from, to }) => line(applicationId, from, to));
    findings.push(
      compared(`correction ${correction.id} moved exactly whom it named`, expected, linesOf(moves, correction.id)),
    );
  }
  const taken = (await afterwards.offersOf(context.db, { seasonId })).filter(({ state }) => state === 'taken');
  findings.push(
    compared(
      'every move by the waiting list was offered and taken',
      taken.map(({ applicationId, schoolId }) => `${applicationId} → ${schoolId}`),
      moves
        .filter(({ cause }) => cause === 'offer')
        .map(({ applicationId, toSchoolId }) => `${applicationId} → ${toSchoolId}`),
    ),
  );
  findings.push(replay(moves, await afterwards.seatsOf(context.db, seasonId)));
  return ok({
    season: seasonId,
    run: run.id,
    applicants: run.input.applicants.length,
    moves: moves.length,
    sound: findings.every(({ sound }) => sound),
    findings,
  });
}

async function verifyRun(run: RunRecord, moves: readonly SeatMove[], kind: string): Promise<Finding[]> {
  const again = (await workOut(run.input))?.result;
  const given = run.result.placings.flatMap(({ applicantId, schoolId }) =>
    schoolId === null ? [] : [line(applicantId, null, schoolId)],
  );
  return [
    equal(`${kind} ${run.id}: the recorded input has its published hash`, fingerprint(run.input), run.inputHash),
    equal(`${kind} ${run.id}: the recorded input gives the published result`, fingerprint(again), run.resultHash),
    equal(`${kind} ${run.id}: the recorded result has its published hash`, fingerprint(run.result), run.resultHash),
    finding(`${kind} ${run.id}: the result is proven`, again?.faults ?? ['not worked out']),
    compared(`${kind} ${run.id}: the seats given are those of the result`, given, linesOf(moves, run.id)),
  ];
}

const line = (application: string, from: string | null, to: string | null) => `${application}: ${from} → ${to}`;
const linesOf = (moves: readonly SeatMove[], cause: string) =>
  moves
    .filter(({ causeId }) => causeId === cause)
    .map(({ applicationId, fromSchoolId, toSchoolId }) => line(applicationId, fromSchoolId, toSchoolId));

/** The history leads, move by move, to who sits where. */
function replay(moves: readonly SeatMove[], seats: readonly afterwards.SeatRecord[]): Finding {
  const at = new Map<string, string>();
  const faults: string[] = [];
  for (const { applicationId, fromSchoolId, toSchoolId } of moves) {
    if ((at.get(applicationId) ?? null) !== fromSchoolId) faults.push(line(applicationId, fromSchoolId, toSchoolId));
    if (toSchoolId === null) at.delete(applicationId);
    else at.set(applicationId, toSchoolId);
  }
  const now = compared(
    '',
    [...at].map(([application, school]) => `${application} at ${school}`),
    seats.map(({ applicationId, schoolId }) => `${applicationId} at ${schoolId}`),
  );
  return finding('the history of seats leads to who sits where', [...faults, ...now.faults]);
}

function finding(what: string, faults: readonly string[]): Finding {
  return { what, sound: faults.length === 0, faults: faults.slice(0, 20) };
}

function equal(what: string, found: string, expected: string): Finding {
  return finding(what, found === expected ? [] : [`expected ${expected}, found ${found}`]);
}

/** Two lists as sets; what only one of them has is named. */
function compared(what: string, expected: readonly string[], found: readonly string[]): Finding {
  const has = new Set(found);
  const due = new Set(expected);
  return finding(what, [
    ...expected.filter((one) => !has.has(one)).map((one) => `missing: ${one}`),
    ...found.filter((one) => !due.has(one)).map((one) => `not due: ${one}`),
    ...(has.size === found.length ? [] : ['something stands twice']),
  ]);
}
