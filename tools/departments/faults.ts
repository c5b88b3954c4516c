// Which answers go wrong and how: decided by a seed and the question alone, so that a run can be told again.

import { createHash } from 'node:crypto';

/** Every way in which the gateway can misbehave. */
export const FAULTS = [
  'slow', // answers after the patience of the other side
  'failing', // status 500
  'dropped', // closes the connection without a word
  'truncated', // breaks off in the middle of the answer
  'garbled', // signs an answer that is not of the agreed shape
  'badly_signed', // signs with another key
  'stale', // signs with yesterday's date
  'other_question', // answers something else, rightly signed
  'busy', // 429 with Retry-After
  'later', // 202, answers by callback
  'reordered', // 202, answers by callback after those that were asked later
  'duplicated', // answers, and once more by callback
] as const;
export type Fault = (typeof FAULTS)[number];

/** Shares of exchanges in per cent; what is left goes well. */
export type FaultRates = Readonly<Partial<Record<Fault, number>>>;

/** A number from 0 to below 100 that depends on the words alone. */
function share(...words: readonly (string | number)[]): number {
  return (createHash('sha256').update(words.join('\u0000')).digest().readUInt32BE(0) / 2 ** 32) * 100;
}

/** What happens to one exchange: the n-th time that a question is put. Null: it goes well. */
export function faultOf(rates: FaultRates, seed: number, requestId: string, time: number): Fault | null {
  let left = share(seed, requestId, time);
  for (const fault of FAULTS) {
    left -= rates[fault] ?? 0;
    if (left < 0) return fault;
  }
  return null;
}

/** Whether a department says two different things about a record: a property of the record, not of the exchange. */
export function contradictsItself(percent: number, seed: number, kind: string, key: string): boolean {
  return share(seed, 'contradiction', kind, key) < percent;
}
