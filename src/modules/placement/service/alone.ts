// Places one child by itself after publication, on seats that nobody holds: no other child's seat moves.

import { refusal } from '../../../kernel/refusal.ts';
import { err } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import type { ApplicationRecord } from '../../registration/public.ts';
import { listSchools } from '../../schools/public.ts';
import { getSeason } from '../../seasons/public.ts';
import { distancesFrom } from '../problems.ts';
import * as afterwards from '../store-afterwards.ts';
import * as store from '../store.ts';
import { reseat, vacanciesOf } from './seats.ts';

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
  const run = await store.publishedHead(tx.db, record.seasonId);
  if (!season || !run) return err(refusal('admissions.not_published'));
  await afterwards.lockSeats(tx.db, season.id);
  // A seat that is offered to somebody on a waiting list is not free.
  const free = new Map((await vacanciesOf(tx, season.id)).vacancies.map((one) => [one.schoolId, one.free]));
  const schools = (await listSchools(tx, { district: season.district, stage: season.stage }))
    .filter(({ id, ownership }) => ownership === 'public' && free.has(id))
    .map(({ id, ownership, lng, lat }) => ({ id, ownership, lng, lat, seats: free.get(id) ?? 0 }));
  const own = record.location?.result === 'matched' ? (record.location.schools[0]?.schoolId ?? null) : null;
  const distances = distancesFrom(schools, own ?? record.location?.schools[0]?.schoolId ?? null);
  const order = schools.toSorted(
    (one, other) =>
      Number(other.id === own) - Number(one.id === own) ||
      (distances[one.id] ?? Infinity) - (distances[other.id] ?? Infinity) ||
      (one.id < other.id ? -1 : 1),
  );
  const school = order.find(({ seats }) => seats > 0);
  if (!school) return err(refusal('placement.no_free_seat'));
  const because = [
    { zh: `${why.source}：${why.words}`, en: `Decided on ${why.source}.` },
    {
      zh: '单独安排到尚有空余的学位，没有变动其他孩子的学位。',
      en: 'Placed on a free seat; no other child’s seat was moved.',
    },
  ];
  const route = school.id === own ? 'catchment' : 'overall_placement';
  return reseat(tx, season, [{ record, to: school.id, route, because, event: 'place' }], {
    cause: 'appeal',
    causeId: null,
    runId: run.id,
  });
}
