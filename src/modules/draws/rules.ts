// From a season's applications and a ceremony's inputs to the engine's roster, announcement, transcript and numbers.

import type { Announcement } from '../../engines/lottery/announcement.ts';
import { announcementForm, LOTTERY_FORMAT } from '../../engines/lottery/announcement.ts';
import type { Hex } from '../../engines/lottery/bytes.ts';
import { canonicalJson } from '../../engines/lottery/canonical-json.ts';
import type { HashFunction } from '../../engines/lottery/hash.ts';
import { drawNumbers } from '../../engines/lottery/numbers.ts';
import { buildRoster, type RosterEntry } from '../../engines/lottery/roster.ts';
import { step, type StepFault } from '../../engines/workflow/workflow.ts';
import { chinaDateTime } from '../../kernel/dates.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { SchoolOdds } from './contract.ts';
import type { DrawRecord, PartyRecord } from './store.ts';
import { drawWorkflow, type DrawEvent, type DrawGuard, type DrawRole, type DrawState } from './workflow.ts';

/** The one list of numbers: they break ties in the placement to every school. */
export const LIST = 'placement';
/** Fewer children than this are not told apart in public. */
const TOLD_FROM = 3;

/** An instant as the engine writes it: UTC to the second. */
export function secondOf(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

/** What guards are judged by. */
export interface Situation {
  readonly now: Date;
  /** Null for a witness without an account, and for the system. */
  readonly accountId: string | null;
  readonly draw: DrawRecord;
  readonly parties: readonly PartyRecord[];
}

/** Who took the step before, where the next one needs somebody else. */
export function firstOfPair(draw: DrawRecord): string | null {
  switch (draw.state) {
    case 'proposed':
      return draw.proposedBy;
    case 'value_entered':
      return draw.valueBy;
    case 'source_failed':
      return draw.failureBy;
    case 'drawn':
      return draw.drawnBy;
    default:
      return null;
  }
}

/** Whether a guard of the workflow holds. */
export function guardHolds(guard: DrawGuard, { now, accountId, draw, parties }: Situation): boolean {
  const { commitBy, revealBy, publicAt } = draw.settings;
  switch (guard) {
    case 'other_officer':
      return firstOfPair(draw) !== accountId;
    case 'times_ahead':
      // To the second, because the announcement knows no smaller unit.
      return now < commitBy && commitBy <= revealBy && secondOf(revealBy) < secondOf(publicAt);
    case 'commit_open':
      return now <= commitBy;
    case 'all_committed':
      return parties.every(({ commitment }) => commitment !== null);
    case 'reveal_open':
      return now <= revealBy;
    case 'all_revealed':
      return parties.every(({ nonce }) => nonce !== null);
    case 'reveal_overdue':
      return now > revealBy && parties.some(({ nonce }) => nonce === null);
    case 'value_unknown':
      return now < publicAt;
    case 'value_due':
      return now >= publicAt;
  }
}

const GUARD_REFUSALS: Readonly<Record<DrawGuard, (situation: Situation) => Refusal>> = {
  other_officer: () => refusal('draw.other_officer'),
  times_ahead: () => refusal('draw.times'),
  commit_open: () => refusal('draw.commit_over'),
  all_committed: stateRefusal,
  reveal_open: () => refusal('draw.reveal_over'),
  all_revealed: stateRefusal,
  reveal_overdue: ({ draw }) => refusal('draw.not_yet', { at: chinaDateTime(draw.settings.revealBy) }),
  value_unknown: () => refusal('draw.value_known'),
  value_due: ({ draw }) => refusal('draw.not_yet', { at: chinaDateTime(draw.settings.publicAt) }),
};

function stateRefusal({ draw }: Situation): Refusal {
  return refusal('draw.step', { state: drawWorkflow.states[draw.state].staff.zh });
}

/** The state after an event, or why it cannot happen now. */
export function stepOrRefusal(event: DrawEvent, role: DrawRole, situation: Situation): Result<DrawState, Refusal> {
  const stepped = step(drawWorkflow, situation.draw.state, event, role, (guard: DrawGuard) =>
    guardHolds(guard, situation),
  );
  return stepped.ok
    ? ok(stepped.to as DrawState)
    : err(refusalFor(stepped.fault as StepFault<DrawState, DrawGuard>, situation));
}

function refusalFor(fault: StepFault<DrawState, DrawGuard>, situation: Situation): Refusal {
  return fault.kind === 'guard' ? GUARD_REFUSALS[fault.guard](situation) : stateRefusal(situation);
}

/** An application, as a draw sees it: no name, no number of a document. */
export interface Entrant {
  readonly id: string;
  readonly accountId: string;
  readonly childId: string;
  /** What the ticket is made from: the same however often the child applies. */
  readonly childKey: string;
  readonly declared: { readonly twin: { readonly childId: string; readonly bound: boolean } | null } | null;
}

/** The label that two bound twins share, by application; others have none. Both must take part. */
export function groupsOf(entrants: readonly Entrant[]): ReadonlyMap<string, string> {
  const byChild = new Map(entrants.map((entrant) => [`${entrant.accountId} ${entrant.childId}`, entrant]));
  const groups = new Map<string, string>();
  for (const { id, accountId, childId, declared } of entrants) {
    const twin = declared?.twin;
    const other = twin?.bound ? byChild.get(`${accountId} ${twin.childId}`) : undefined;
    if (!other) continue;
    // One family's word binds both, even where the other form was filled in before the twin's.
    const label = [childId, other.childId].sort().join('+');
    groups.set(id, label);
    groups.set(other.id, label);
  }
  return groups;
}

/** The roster's entries of applications. */
export function entriesOf(entrants: readonly Entrant[], ticketOf: (childKey: string) => Hex): RosterEntry[] {
  const groups = groupsOf(entrants);
  return entrants.map(({ id, childKey }) => ({ ticket: ticketOf(childKey), group: groups.get(id) }));
}

/** The engine's announcement of a draw whose last commitment has come in at `at`. */
export function announcementOf(draw: DrawRecord, parties: readonly PartyRecord[], at: Date): Announcement {
  const { notice, settings } = draw;
  if (!notice) throw new Error(`draw ${draw.id} has no notice`);
  const { method, roster } = notice;
  return announcementForm.parse({
    format: LOTTERY_FORMAT,
    id: draw.id,
    hash: method.hash,
    announcedAt: secondOf(at),
    revealBy: secondOf(settings.revealBy),
    roster,
    method: {
      algorithm: method.algorithm,
      rules: { version: method.rules.version, hash: method.rules.hash },
      code: method.code,
      lists: [{ id: method.list, seats: null, setAsides: [] }],
      lastSeat: method.lastSeat,
    },
    commitments: parties.map(({ name, commitment }) => ({ party: name, commitment })),
    publicValue: { source: settings.source, form: settings.form, at: secondOf(settings.publicAt) },
    replaces: draw.replaces,
  });
}

/** The text of an announcement as it is stored and published. */
export function announcementText(announcement: Announcement): string {
  return canonicalJson(announcement);
}

/**
 * Numbers for tickets by a seed. Those of the frozen roster have the drawn numbers; tickets that are not in it (children
 * who registered later) come after all of them, in the order that the same seed gives them.
 */
export function numbersFor(
  tickets: readonly RosterEntry[],
  drawn: { readonly numbers: ReadonlyMap<Hex, number>; readonly lots: number; readonly seed: Hex },
  hash: HashFunction,
): Map<Hex, number> {
  const numbers = new Map<Hex, number>();
  const later: RosterEntry[] = [];
  for (const entry of tickets) {
    const number = drawn.numbers.get(entry.ticket);
    if (number === undefined) later.push(entry);
    else numbers.set(entry.ticket, number);
  }
  for (const [ticket, number] of numbersBySeed(later, drawn.seed, hash)) numbers.set(ticket, drawn.lots + number);
  return numbers;
}

/** Numbers of tickets by a seed alone, by ticket: what a draw over exactly these tickets would give. */
export function numbersBySeed(entries: readonly RosterEntry[], seed: Hex, hash: HashFunction): Map<Hex, number> {
  if (entries.length === 0) return new Map();
  const roster = buildRoster(entries, hash);
  if (!roster.ok) throw new Error(`lottery roster: ${roster.error.message}`);
  const numbers = drawNumbers(roster.value, seed, LIST, hash);
  const sorted = entries.map(({ ticket }) => ticket).sort();
  return new Map(sorted.map((ticket, position) => [ticket, numbers[position] ?? 0]));
}

/** What odds are told from. */
export interface OddsInput {
  readonly schools: readonly {
    readonly id: string;
    readonly name: string;
    readonly nameEn: string | null;
    readonly ownership: 'public' | 'private';
    readonly seats: number;
  }[];
  readonly children: readonly {
    readonly schoolId: string | null;
    readonly privateSchoolId: string | null;
    readonly categoryId: string | null;
    readonly categoryOrder: number;
    /** Keys of the policy's order but for the number, lower first. */
    readonly keys: readonly number[];
    readonly late: boolean;
  }[];
  readonly categoryName: (id: string | null) => { readonly zh: string; readonly en: string | null };
}

/**
 * Seats and children of each school as known when the roster is frozen, and each category's chance there. Late families
 * are not counted: they come after all others. Schools that nobody asks for are left out.
 */
export function oddsOf({ schools, children, categoryName }: OddsInput): SchoolOdds[] {
  return schools.flatMap((school) => {
    const asking = children.filter(
      (child) => !child.late && (school.ownership === 'private' ? child.privateSchoolId : child.schoolId) === school.id,
    );
    if (asking.length === 0) return [];
    // Private schools know no order but the number.
    const classOf = (child: (typeof asking)[number]) =>
      school.ownership === 'private' ? [] : [child.categoryOrder, ...child.keys];
    const ordered = asking.toSorted((one, other) => compare(classOf(one), classOf(other)));
    const categories = new Map<
      string,
      { order: number; id: string | null; all: number; in: number; byNumber: boolean }
    >();
    let left = school.seats;
    for (let start = 0; start < ordered.length;) {
      let end = start + 1;
      while (end < ordered.length && compare(classOf(ordered[start]!), classOf(ordered[end]!)) === 0) end += 1;
      const given = Math.min(left, end - start);
      left -= given;
      for (const child of ordered.slice(start, end)) {
        const key = school.ownership === 'private' ? '' : (child.categoryId ?? '');
        const found = categories.get(key);
        const row = found ?? { order: child.categoryOrder, id: child.categoryId, all: 0, in: 0, byNumber: false };
        row.all += 1;
        row.in += given / (end - start);
        row.byNumber ||= given > 0 && given < end - start;
        if (!found) categories.set(key, row);
      }
      start = end;
    }
    const { id, name, nameEn, ownership, seats } = school;
    return [
      {
        schoolId: id,
        schoolName: name,
        schoolNameEn: nameEn,
        ownership,
        seats,
        children: asking.length,
        categories: [...categories.values()]
          .sort((one, other) => one.order - other.order)
          .map((row) => {
            const told = row.all >= TOLD_FROM;
            const words = ownership === 'private' ? { zh: '全部报名', en: 'All who applied' } : categoryName(row.id);
            return {
              name: words.zh,
              nameEn: words.en,
              children: told ? row.all : null,
              chance: told ? Math.round((100 * row.in) / row.all) : null,
              byNumber: told && row.byNumber,
            };
          }),
      },
    ];
  });
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (let i = 0; i < Math.max(one.length, other.length); i += 1) {
    const difference = (one[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
