// Reports how alike classes are, and checks a placement: everybody once, sizes, wishes, balance, and the draw repeated.

import type { HashFunction } from '../lottery/hash.ts';
import { dayNumber } from '../../kernel/dates.ts';
import { type ClassProblem, traitsOf, type Trait } from './class-problem.ts';
import { type ClassPlacement, placeInClasses } from './place.ts';
import { drawTeachers, type TeacherDraw } from './teachers.ts';

/** How one value of a trait is spread. */
export interface Spread {
  readonly trait: Trait['name'];
  readonly value: string;
  /** Pupils with the value, by class. */
  readonly counts: readonly number[];
  /** Largest minus smallest count; 0 or 1 is as even as whole pupils can be. */
  readonly difference: number;
}

/** The balance of a placement, to be published: counts only. */
export interface BalanceReport {
  readonly sizes: readonly number[];
  readonly spreads: readonly Spread[];
  /** Mean age of each class in days, less that of the whole year; positive is older. */
  readonly ageOffsets: readonly number[];
  readonly wishes: { readonly kept: number; readonly broken: number };
}

/** What a check of a placement found. */
export interface ClassFinding {
  readonly code: 'pupil' | 'size' | 'wish' | 'uneven' | 'not_reproduced' | 'teachers';
  readonly zh: string;
  readonly en: string;
}

/** Counts each trait by class. Pupils that the problem does not know count nowhere. */
export function reportBalance(problem: ClassProblem, placement: ClassPlacement): BalanceReport {
  const classes = placement.classes.length;
  const classOf = classByPupil(placement);
  const spreads = traitsOf(problem.pupils).flatMap((trait) => spreadsOf(trait, problem, classOf, classes));
  const born = new Map(problem.pupils.map(({ id, birthDate }) => [id, dayNumber(birthDate)]));
  const mean = (ids: readonly string[]) => ids.reduce((sum, id) => sum + (born.get(id) ?? 0), 0) / ids.length;
  const all = mean(problem.pupils.map(({ id }) => id));
  const kept = problem.wishes.filter((wish) => wishKept(wish, classOf)).length;
  return {
    sizes: placement.classes.map(({ length }) => length),
    spreads,
    ageOffsets: placement.classes.map((ids) => Math.round(10 * (all - mean(ids))) / 10),
    wishes: { kept, broken: problem.wishes.length - kept },
  };
}

/** Everything that is wrong with a placement; none if it is sound. Repeats the draw from its seed. */
export function checkPlacement(
  problem: ClassProblem,
  placement: ClassPlacement,
  hash: HashFunction,
  teachers?: TeacherDraw,
): ClassFinding[] {
  const findings: ClassFinding[] = [];
  const classOf = classByPupil(placement);
  const known = new Set(problem.pupils.map(({ id }) => id));
  for (const id of known) {
    if (!classOf.has(id)) findings.push({ code: 'pupil', zh: `${id} 未分班`, en: `${id} is in no class` });
  }
  for (const id of placement.classes.flat()) {
    if (!known.delete(id))
      findings.push({ code: 'pupil', zh: `${id} 重复或不在册`, en: `${id} is twice in, or foreign` });
  }
  const { sizes, spreads } = reportBalance(problem, placement);
  if (sizes.length !== problem.classes || Math.max(...sizes) - Math.min(...sizes) > 1) {
    findings.push({ code: 'size', zh: `班额不均:${sizes.join('、')}`, en: `class sizes differ: ${sizes.join(', ')}` });
  }
  for (const wish of problem.wishes) {
    if (wishKept(wish, classOf)) continue;
    const who = wish.pupils.join('、');
    findings.push({ code: 'wish', zh: `${who} 未按家长意愿编班`, en: `${who} are not ${wish.wish} as wished` });
  }
  for (const { trait, value, counts, difference } of spreads) {
    if (difference <= 1) continue;
    const words = `${trait} ${value}: ${counts.join(', ')}`;
    findings.push({ code: 'uneven', zh: `分布不均 ${words}`, en: `unevenly spread ${words}` });
  }
  const again = placeInClasses(problem, placement.seed, hash);
  if (!again.ok || !sameClasses(again.value.classes, placement.classes)) {
    findings.push({ code: 'not_reproduced', zh: '由种子复算的结果不同', en: 'the seed gives other classes' });
  }
  if (teachers) {
    const drawn = drawTeachers(placement, teachers.teams.toSorted(), teachers.seed, hash);
    const same = drawn.ok && sameClasses([drawn.value.teams], [teachers.teams]);
    if (!same || drawn.value.placement !== teachers.placement) {
      findings.push({
        code: 'teachers',
        zh: '教师抽签无法复算',
        en: 'the seed draws other teachers, or other classes',
      });
    }
  }
  return findings;
}

function spreadsOf(
  { name, values, of }: Trait,
  { pupils }: ClassProblem,
  classOf: ReadonlyMap<string, number>,
  classes: number,
): Spread[] {
  const counts = values.map(() => Array.from({ length: classes }, () => 0));
  for (const [i, { id }] of pupils.entries()) {
    const at = classOf.get(id);
    if (at !== undefined) counts[of[i]!]![at]! += 1;
  }
  return values.map((value, v) => ({
    trait: name,
    value,
    counts: counts[v]!,
    difference: Math.max(...counts[v]!) - Math.min(...counts[v]!),
  }));
}

function wishKept({ pupils, wish }: ClassProblem['wishes'][number], classOf: ReadonlyMap<string, number>): boolean {
  const different = new Set(pupils.map((id) => classOf.get(id))).size;
  return wish === 'together' ? different === 1 : different === pupils.length;
}

function classByPupil({ classes }: ClassPlacement): Map<string, number> {
  return new Map(classes.flatMap((ids, number) => ids.map((id) => [id, number] as const)));
}

function sameClasses(a: readonly (readonly string[])[], b: readonly (readonly string[])[]): boolean {
  return (
    a.length === b.length && a.every((ids, i) => ids.length === b[i]!.length && ids.every((id, k) => id === b[i]![k]))
  );
}
