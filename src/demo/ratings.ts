// Ratings of the demonstration: some families rate their finished cases, a few poorly, and officers work on those.

import { unwrap } from '../kernel/result.ts';
import { listWorkOrders, rate, showWords, wordsToLookAt, workOn } from '../modules/ratings/public.ts';
import { listApplicationRecords } from '../modules/registration/public.ts';
import type { Context } from '../platform/context.ts';
import { bureauOfficer, guardian } from './appeals.ts';
import type { DistrictStaff } from './staff.ts';

const DAY = 86_400_000;
/** How families speak, from very satisfied down; the share of each is the number of its lines. */
const SAID: readonly (readonly [level: number, words: string])[] = [
  [5, '不用跑学校，手机上就办好了。'],
  [5, ''],
  [5, '材料自动核对，省心。'],
  [4, '流程清楚，等的时间长了一点。'],
  [4, ''],
  [5, '老人也能看懂。'],
  [3, '希望能早点知道结果。'],
  [4, ''],
  [2, '租房备案一直查不到，跑了两趟。'],
  [5, ''],
  [4, '说明写得明白。'],
  [1, '电话总是占线。'],
];
/** One family in so many rates. */
const EVERY = 12;

/** Rates and works on work orders through the same doors as people do. */
export async function seedRatings(context: Context, staff: ReadonlyMap<string, DistrictStaff>): Promise<void> {
  const answered = await listApplicationRecords(context, { states: ['eligible', 'refused'] });
  for (const [place, record] of answered.filter((_, index) => index % EVERY === 0).entries()) {
    const [level, words] = SAID[place % SAID.length] ?? [5, ''];
    const at = new Date(context.now.getTime() - (place % 9) * DAY - 3_600_000);
    unwrap(
      await rate({ ...context, now: at, actor: guardian(record.accountId) }, record.id, { level, words, aspects: {} }),
    );
  }
  for (const [district, { admins }] of staff) await workOnOrders(context, bureauOfficer(admins[0], district));
}

/** Contacts in time but for every fourth, and closes what is some days old; shows the words that name nobody. */
async function workOnOrders(context: Context, actor: Context['actor']): Promise<void> {
  for (const [place, { id, openedAt }] of (await listWorkOrders({ ...context, actor }, {})).entries()) {
    if (place % 4 === 3) continue;
    const at = (hours: number) => ({
      ...context,
      actor,
      now: new Date(Math.min(openedAt.getTime() + hours * 3_600_000, context.now.getTime())),
    });
    unwrap(await workOn(at(3), id, { version: 1, event: 'contact', words: '已电话联系家长，了解情况并致歉。' }));
    if (context.now.getTime() - openedAt.getTime() < 4 * DAY) continue;
    unwrap(await workOn(at(50), id, { version: 2, event: 'fix', words: '已人工核对并更新，同类问题一并处理。' }));
    unwrap(await workOn(at(60), id, { version: 3, event: 'call_back_content', words: '回访家长，表示满意。' }));
  }
  for (const { id } of (await wordsToLookAt({ ...context, actor })).slice(1))
    unwrap(await showWords({ ...context, actor }, id, { show: true }));
}
