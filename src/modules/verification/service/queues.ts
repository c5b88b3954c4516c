// The queues of this module, one for each department, so that a slow one keeps only its own checks waiting.

import type { CheckKind } from '../../../platform/departments/departments.ts';

/** Queue of the checks to ask of a department, one job a check. */
export function askQueue(kind: CheckKind): string {
  return `verification.ask.${kind}`;
}

/** Queue of sources whose waiting checks are to be asked. */
export const ASK_WAITING = 'verification.ask_waiting';
/** Queue by the clock: outages begin, and each day gives families a day. */
export const WATCH_OUTAGES = 'verification.watch_outages';
/** Queue of families to be told that their time was extended. */
export const TELL_EXTENSION = 'verification.tell_extension';
