// Ratings of the demonstration: some families rate their finished cases, a few of them poorly.

import { unwrap } from '../kernel/result.ts';
import { rate } from '../modules/ratings/public.ts';
import { listApplicationRecords } from '../modules/registration/public.ts';
import type { Context } from '../platform/context.ts';
import { guardian } from './appeals.ts';

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

/** Rates through the same door as families do, some days after they were answered. */
export async function seedRatings(context: Context): Promise<void> {
  const answered = await listApplicationRecords(context, { states: ['eligible', 'refused'] });
  for (const [place, record] of answered.filter((_, index) => index % EVERY === 0).entries()) {
    const [level, words] = SAID[place % SAID.length] ?? [5, ''];
    const at = new Date(context.now.getTime() - (place % 9) * DAY - 3_600_000);
    unwrap(
      await rate({ ...context, now: at, actor: guardian(record.accountId) }, record.id, { level, words, aspects: {} }),
    );
  }
}
