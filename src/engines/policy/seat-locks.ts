// Whether a dwelling that already served one family keeps another out, and until when.

import { addMonths } from '../../kernel/dates.ts';
import { FactRecord } from './cel.ts';
import { decide } from './condition.ts';
import { Day } from './exact.ts';
import type { LockResult } from './evaluation.ts';
import type { Expression } from './expression.ts';
import type { SeatLock } from './model.ts';
import type { Run } from './run.ts';

/** The state of every lock that applies to a family. */
export function checkLocks(run: Run): LockResult[] {
  return run.policy.locks
    .filter((lock) => lock.when === undefined || decide(lock.when, run) === 'true')
    .map((lock) => checkLock(run, lock));
}

function dwellingOf(run: Run): FactRecord | undefined {
  const dwelling = run.variables['dwelling'];
  return dwelling instanceof FactRecord ? dwelling : undefined;
}

function checkLock(run: Run, lock: SeatLock): LockResult {
  const dwelling = dwellingOf(run);
  const uses = dwelling?.['seatUses'];
  const school = typeof dwelling?.['school'] === 'string' ? dwelling['school'] : null;
  const result = (state: LockResult['state'], until: string | null, words: string): LockResult => ({
    id: lock.id,
    label: lock.label,
    state,
    until,
    school,
    blocks: lock.blocks,
    words,
    clause: lock.clause,
  });
  const title = lock.label.zh;
  if (!Array.isArray(uses)) return result('unknown', null, `${title}：未提供该住房的学位使用记录，待核验`);
  let until: string | null = null;
  let doubtful = false;
  for (const use of uses) {
    if (!(use instanceof FactRecord)) continue;
    const verdict = lockOfUse(run, lock, use, school);
    if (verdict === 'unknown') doubtful = true;
    else if (verdict !== 'free' && (until === null || verdict.until > until)) until = verdict.until;
  }
  const effect = lock.blocks === 'school' ? '不能进入该校，学位由区内统筹安排' : '在此期间不能使用该住房申请学位';
  if (until !== null) return result('locked', until, `${title}：该住房的学位已被使用，${until}起解除；${effect}`);
  if (doubtful) return result('unknown', null, `${title}：学位使用记录不完整，待核验`);
  return result('free', null, `${title}：该住房的学位没有被占用`);
}

/** The first day that is free again, or that the use locks nothing, or that it cannot be said. */
type LockVerdict = { readonly until: string } | 'free' | 'unknown';

/** Until when one use locks the dwelling, or that it does not, or that it cannot be said. */
function lockOfUse(run: Run, lock: SeatLock, use: FactRecord, school: string | null): LockVerdict {
  const { enteredOn, consumer, stage } = use;
  if (lock.school === 'same' && school !== null && typeof use['school'] === 'string' && use['school'] !== school)
    return 'free';
  if (lock.stage !== 'any' && stage !== undefined && stage !== lock.stage) return 'free';
  if (consumer !== undefined && !lock.consumers.includes(consumer as 'owner' | 'tenant')) return 'free';
  if (!(enteredOn instanceof Day)) return 'unknown';
  if (lock.entriesFrom !== undefined && enteredOn.text < lock.entriesFrom) return 'free';
  const until = addMonths(enteredOn.text, lock.years * 12);
  // A lock matters on the day of entry, 1 September of the entry year, not on the day of registration.
  const entry = `${String(run.policy.entryYear)}-09-01`;
  if (until <= entry) return 'free';
  const bound = run.bind('use', use);
  for (const release of [lock.exempt, lock.unlock]) {
    const outcome = release === undefined ? false : released(bound, release.expression);
    if (outcome === true) return 'free';
    if (outcome === undefined) return 'unknown';
  }
  return { until };
}

function released(run: Run, expression: Expression): boolean | undefined {
  const value = run.compute(expression);
  return typeof value === 'boolean' ? value : undefined;
}
