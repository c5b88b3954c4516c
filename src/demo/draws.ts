// The draws of the demonstration: one held and sealed, one announced whose ceremony is still to come. All invented.

import type { AccountActor } from '../kernel/actor.ts';
import { chinaDate } from '../kernel/dates.ts';
import { accountNames } from '../modules/accounts/public.ts';
import { seedDraw } from '../modules/draws/public.ts';
import { districtBureau } from '../modules/organizations/public.ts';
import type { Context } from '../platform/context.ts';
import { dayAt, type DemoSeason } from './seasons.ts';
import type { DistrictStaff, Officer } from './staff.ts';

/** Days from the day of seeding on which a draw's steps fall. */
const DAYS = {
  sealed: { announced: -9, commit: -6, reveal: -4, value: -4 },
  announced: { announced: -1, commit: 2, reveal: 4, value: 4 },
} as const;

const PARTIES = [
  { name: '纪检监察 沈清（演示）', capacity: 'discipline', phone: '' },
  { name: '家长代表 韩露（演示）', capacity: 'parents', phone: '' },
  { name: '公证处 朱砚（演示）', capacity: 'notary', phone: '' },
] as const;
const VALUES = ['春风又绿江南岸 4071', '孩子们的九月 286135', '公平看得见 93'];

/** Holds or announces the draw that a season of the demonstration asks for; nothing where it asks for none. */
export async function seedDemoDraw(
  context: Context,
  season: DemoSeason,
  seasonId: string,
  staff: DistrictStaff,
): Promise<void> {
  if (!season.draw) return;
  const days = DAYS[season.draw];
  const at = (day: number, time: string) => dayAt(context.now, day, time);
  const issue = `${chinaDate(context.now).slice(0, 4)}${String(300 + days.value)}`;
  await seedDraw(context, {
    seasonId,
    officers: [
      await actorOf(context, staff.admins[0], season.district),
      await actorOf(context, staff.admins[1], season.district),
    ],
    announcedAt: at(days.announced, '10:00'),
    plan: {
      settings: {
        source: `演示彩票（虚构）“双色球”第 ${issue} 期开奖号码`,
        form: '红球六个，由小到大，每个两位数，以空格分隔；接“+”和两位数的蓝球。如该期未开奖，本次派位终止并重新公告',
        commitBy: at(days.commit, '17:00'),
        revealBy: at(days.reveal, '20:00'),
        publicAt: at(days.value, '21:15'),
        place: '区教育局一楼报告厅，全程直播',
      },
      parties: PARTIES.map((party) => ({ ...party })),
    },
    values: VALUES,
    held:
      season.draw === 'sealed'
        ? { publicValue: '03 08 14 21 27 33+09', where: '演示彩票开奖公告（虚构，不可查询）' }
        : null,
  });
}

async function actorOf(
  context: Context,
  { accountId, role, organization }: Officer,
  district: string,
): Promise<AccountActor> {
  const account = (await accountNames(context, [accountId])).get(accountId);
  return {
    kind: 'account',
    accountId,
    name: account?.name ?? '',
    phone: account?.phone ?? '',
    role,
    organization: { id: districtBureau(district), kind: 'district_bureau', name: organization, district },
  };
}
