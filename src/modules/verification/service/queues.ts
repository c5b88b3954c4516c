// The queues of this module, one for each department, so that a slow one keeps only its own checks waiting.

import type { CheckKind } from '../../../platform/departments/departments.ts';

/** Queue of the checks to ask of a department, one job a check. */
export function askQueue(kind: CheckKind): string {
  return `verification.ask.${kind}`;
}

/** News of this module to itself. */
export const NEWS = {
  /** A source answers again, or an officer wants it asked: { kind }. */
  toBeAsked: 'department.to_be_asked',
  /** An officer has put a source on hold: { kind }. */
  held: 'department.held',
  /** An outage has moved a family's deadline. */
  extended: 'application.deadline_extended',
} as const;
