// Places one child by itself after publication, on seats that nobody holds: no other child's seat moves.

import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import { issueNotices } from '../../notices/public.ts';
import { moveApplication, type ApplicationRecord } from '../../registration/public.ts';
import { listSchools } from '../../schools/public.ts';
import { getSeason } from '../../seasons/public.ts';
import { distancesFrom } from '../rules.ts';
import * as store from '../store.ts';

/**
 * Gives a child without a seat the free one it would have had: its catchment's school first, then the nearest public
 * school of the plan with room, schools without a known place last, in the order of their ids. The caller audits.
 * Refuses with placement.no_free_seat when the district has none: seats are then added by the plan's procedure first.
 */
export async function placeAlone(
  tx: Context,
  record: ApplicationRecord,
  why: { readonly words: string; readonly source: string },
): Outcome<undefined> {
  const season = await getSeason(tx, record.seasonId);
  const run = await store.publishedRun(tx.db, record.seasonId);
  if (!season || !run) return err(refusal('admissions.not_published'));
  const plan = new Map((await store.planOf(tx.db, season.id)).map((line) => [line.schoolId, line.seats]));
  const schools = (await listSchools(tx, { district: season.district, stage: season.stage }))
    .filter(({ id, ownership }) => ownership === 'public' && plan.has(id))
    .map(({ id, ownership, lng, lat }) => ({ id, ownership, lng, lat, seats: plan.get(id) ?? 0 }));
  const own = record.location?.result === 'matched' ? (record.location.schools[0]?.schoolId ?? null) : null;
  const distances = distancesFrom(schools, own ?? record.location?.schools[0]?.schoolId ?? null);
  const order = schools.toSorted(
    (one, other) =>
      Number(other.id === own) - Number(one.id === own) ||
      (distances[one.id] ?? Infinity) - (distances[other.id] ?? Infinity) ||
      (one.id < other.id ? -1 : 1),
  );
  for (const school of order) {
    const number = await store.takeFreeSeat(tx.db, school.seats, {
      seasonId: season.id,
      schoolId: school.id,
      applicationId: record.id,
      childKey: record.childKey,
      stage: season.stage,
      entryYear: season.entryYear,
      runId: run.id,
      givenAt: tx.now,
    });
    if (number === null) continue;
    await store.replaceOutcome(tx.db, {
      applicationId: record.id,
      runId: run.id,
      schoolId: school.id,
      route: school.id === own ? 'catchment' : 'overall_placement',
      because: [
        { zh: `${why.source}：${why.words}`, en: `Decided on ${why.source}.` },
        {
          zh: '单独安排到尚有空余的学位，没有变动其他孩子的学位。',
          en: 'Placed on a free seat; no other child’s seat was moved.',
        },
      ],
      publishedAt: tx.now,
    });
    await issueNotices(tx, [
      {
        applicationId: record.id,
        schoolId: school.id,
        seasonId: season.id,
        entryYear: season.entryYear,
        childName: record.child.name,
        childKey: record.childKey,
        reportFrom: season.reportFrom,
        reportUntil: season.reportUntil,
      },
    ]);
    const asSystem: Context = { ...tx, actor: { kind: 'system', job: 'placement' } };
    const moved = await moveApplication(asSystem, record, 'place', { set: { schoolId: school.id } });
    return moved.ok ? ok(undefined) : moved;
  }
  return err(refusal('placement.no_free_seat'));
}
