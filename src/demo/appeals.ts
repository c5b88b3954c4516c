// Appeals of the demonstration: every third refused family asks for a second look; some are heard, asked, decided.

import { addDays, chinaDate } from '../kernel/dates.ts';
import type { AccountActor } from '../kernel/actor.ts';
import { unwrap } from '../kernel/result.ts';
import { askFamily, decideAppeal, fileAppeal, takeAppeal } from '../modules/appeals/public.ts';
import { districtBureau } from '../modules/organizations/public.ts';
import { listApplicationRecords } from '../modules/registration/public.ts';
import { decisionOf } from '../modules/review/public.ts';
import type { Context } from '../platform/context.ts';
import type { DistrictStaff, Officer } from './staff.ts';

const DAY = 86_400_000;
const WORDS = [
  ['房产证去年换发过，系统里查的是旧编号，新证在我手里。', '请按新证重新核对。'],
  ['孩子户口去年随父亲迁回本区，迁入证明已经上传。', '请重新认定户籍。'],
  ['另一个区的报名已经撤回，没有重复报名。', '请恢复这份报名。'],
] as const;

/** Files and hears appeals through the same doors as people do, each at a day in the past. */
export async function seedAppeals(context: Context, staff: ReadonlyMap<string, DistrictStaff>): Promise<void> {
  const refused = await listApplicationRecords(context, { states: ['refused'] });
  for (const [place, record] of refused.filter((_, index) => index % 3 === 0).entries()) {
    const decision = await decisionOf(context, record.id, record.revision);
    const officer = staff.get(record.district)?.admins[1];
    if (!decision || !officer) continue;
    const at = (days: number): Date =>
      new Date(Math.min(decision.decidedAt.getTime() + days * DAY, context.now.getTime()));
    const family = { ...context, now: at(1), actor: guardian(record.accountId) };
    const [statement, wish] = WORDS[place % WORDS.length] ?? WORDS[0];
    const filed = await fileAppeal(family, record.id, { statement, wish });
    // A family refused long ago can no longer appeal: then there is nothing to show.
    if (!filed.ok || place % 4 === 0) continue;
    const { id } = filed.value;
    const hearing = { ...context, now: at(2), actor: bureauOfficer(officer, record.district) };
    unwrap(await takeAppeal(hearing, id, { version: 1 }));
    if (place % 4 === 1)
      unwrap(
        await askFamily(hearing, id, {
          version: 2,
          words: '请告诉我们新证的编号，或上传首页照片。',
          answerOn: addDays(chinaDate(hearing.now), 5),
        }),
      );
    if (place % 4 === 2)
      unwrap(
        await decideAppeal({ ...hearing, now: at(3) }, id, {
          version: 2,
          outcome: 'dismissed',
          hearing: { heldOn: chinaDate(at(3)), present: '电话核实', note: '已与有关部门核对，结果与原决定一致。' },
          words: '经再次核对，部门登记与原决定依据一致。',
        }),
      );
  }
}

/** A guardian who acts. */
export function guardian(accountId: string): AccountActor {
  return { kind: 'account', accountId, name: '', phone: '', role: 'guardian', organization: null };
}

/** An officer of a district's bureau who acts. */
export function bureauOfficer({ accountId, role, organization }: Officer, district: string): AccountActor {
  return {
    kind: 'account',
    accountId,
    name: '',
    phone: '',
    role,
    organization: { id: districtBureau(district), kind: 'district_bureau', name: organization, district },
  };
}
