// The door of notices: issue, revoke, numbers; and what is told to families when an application moves.

import type { Context } from '../../platform/context.ts';
import type { Subscription } from '../../platform/jobs/jobs.ts';
import type { ApplicationEvent } from '../registration/workflow.ts';
import { changeReportDays, tellOfMove } from './service.ts';
import * as store from './store.ts';

export type { MessageText } from './rules.ts';
export { issueNotices, revokeNotice, tellFamily, tellOfPast, type Admission, type PastMove } from './service.ts';

/** Numbers of valid notices by application. */
export async function noticeNumbers(context: Context, applicationIds: readonly string[]): Promise<Map<string, string>> {
  return store.noticeNumbers(context.db, applicationIds);
}

export const noticesSubscriptions: readonly Subscription[] = [
  {
    queue: 'notices.tell',
    event: 'application.moved',
    // Ten thousand families are told of one publication; each message is a few short waits for the database.
    parallel: 4,
    handle: (context, { applicationId = '', event = '', version = '' }) =>
      tellOfMove(context, applicationId, event as ApplicationEvent, `${event}:${version}`),
  },
  {
    queue: 'notices.report_days',
    event: 'season.report_days_changed',
    handle: (context, { seasonId = '', version = '', reportFrom = '', reportUntil = '' }) =>
      changeReportDays(context, { seasonId, version, reportFrom, reportUntil }),
  },
];
