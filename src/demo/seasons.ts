// The seasons of the demonstration: which district stands in which phase on the day it is seeded, and how busy it is.

import { addDays, chinaDate, chinaInstant } from '../kernel/dates.ts';

/** How the cases of a season are spread over states, in weights. */
export type StateMix = Readonly<
  Record<'draft' | 'submitted' | 'endorsed' | 'eligible' | 'needs_material' | 'refused' | 'withdrawn', number>
>;

/** A season of the demonstration. Days are counted from the day of seeding; openings are at 9:00, closings at 17:00. */
export interface DemoSeason {
  readonly district: string;
  readonly stage: 'primary' | 'junior';
  /** File below `policies/` of the city. */
  readonly policy: string;
  readonly opens: number;
  readonly closes: number;
  readonly lateCloses: number;
  readonly results: number;
  readonly applications: number;
  /** Percent of the applications that came after the closing. */
  readonly latePercent: number;
  readonly mix: StateMix;
  /** Its public draw: held and sealed, or announced with the ceremony still to come; absent for none yet. */
  readonly draw?: 'sealed' | 'announced';
}

const BUSY: StateMix = {
  draft: 4,
  submitted: 56,
  endorsed: 12,
  eligible: 17,
  needs_material: 6,
  refused: 2,
  withdrawn: 3,
};
const IN_REVIEW: StateMix = {
  draft: 2,
  submitted: 30,
  endorsed: 24,
  eligible: 33,
  needs_material: 5,
  refused: 3,
  withdrawn: 3,
};
const REVIEWED: StateMix = {
  draft: 0,
  submitted: 0,
  endorsed: 0,
  eligible: 94,
  needs_material: 0,
  refused: 3,
  withdrawn: 3,
};
const FRESH: StateMix = {
  draft: 8,
  submitted: 85,
  endorsed: 2,
  eligible: 2,
  needs_material: 1,
  refused: 0,
  withdrawn: 2,
};

const open = { opens: -20, closes: 30, lateCloses: 45, results: 90, latePercent: 0 };
const upcoming = { opens: 7, closes: 37, lateCloses: 50, results: 95, latePercent: 0, applications: 0, mix: FRESH };
const demonstration = 'demonstration-2027.yaml';
const zones = 'demonstration-zones-2027.yaml';
const junior = 'demonstration-junior-2027.yaml';

/** Every season of the demonstration, by district and stage. */
export const DEMO_SEASONS: readonly DemoSeason[] = [
  { district: '320812', stage: 'primary', policy: demonstration, ...open, applications: 900, mix: BUSY },
  { district: '320804', stage: 'primary', policy: 'huaiyin-2027-demo.yaml', ...open, applications: 600, mix: BUSY },
  {
    district: '320803',
    stage: 'primary',
    policy: 'huaian-district-2027-demo.yaml',
    opens: -60,
    closes: -20,
    lateCloses: -10,
    results: 20,
    applications: 600,
    latePercent: 4,
    mix: IN_REVIEW,
    draw: 'announced',
  },
  {
    district: '320813',
    stage: 'primary',
    policy: demonstration,
    opens: -75,
    closes: -40,
    lateCloses: -30,
    results: 3,
    applications: 450,
    latePercent: 4,
    mix: REVIEWED,
    draw: 'sealed',
  },
  { district: '320826', stage: 'primary', policy: demonstration, ...open, opens: -6, applications: 320, mix: FRESH },
  {
    district: '320830',
    stage: 'primary',
    policy: demonstration,
    opens: -40,
    closes: -5,
    lateCloses: 10,
    results: 45,
    applications: 260,
    latePercent: 10,
    mix: BUSY,
  },
  { district: '320831', stage: 'primary', policy: demonstration, ...upcoming },
  { district: '320800-jk', stage: 'primary', policy: zones, ...open, opens: -3, applications: 60, mix: FRESH },
  { district: '320800-gy', stage: 'primary', policy: zones, ...upcoming },
  { district: '320800-wl', stage: 'primary', policy: zones, ...upcoming },
  { district: '320812', stage: 'junior', policy: junior, ...open, applications: 200, mix: BUSY },
  {
    district: '320803',
    stage: 'junior',
    policy: junior,
    opens: -50,
    closes: -15,
    lateCloses: -8,
    results: 25,
    applications: 140,
    latePercent: 3,
    mix: IN_REVIEW,
  },
];

/** A time of day in China, so many days from the civil day of an instant. */
export function dayAt(now: Date, days: number, time: string): Date {
  return chinaInstant(addDays(chinaDate(now), days), time);
}

/** Calendar of a demonstration season, by the civil day of seeding in China. */
export function calendarOf(season: DemoSeason, now: Date) {
  const today = chinaDate(now);
  const at = (days: number, time: string) => dayAt(now, days, time);
  return {
    registrationOpensAt: at(season.opens, '09:00'),
    registrationClosesAt: at(season.closes, '17:00'),
    lateClosesAt: at(season.lateCloses, '17:00'),
    resultsExpectedOn: addDays(today, season.results),
    objectionsUntil: at(season.results + 5, '17:00'),
    confirmBy: at(season.results + 7, '17:00'),
    offerDays: 3,
    reportFrom: addDays(today, season.results + 21),
    reportUntil: addDays(today, season.results + 22),
  };
}

/** Id of a season: district, stage and year, as people say it. */
export function seasonId(season: Pick<DemoSeason, 'district' | 'stage'>, entryYear: number): string {
  return `${season.district}-${season.stage}-${entryYear}`;
}
