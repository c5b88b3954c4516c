// Requests of the demonstration: families who leave, ask for a deferral, or tell of a change; some are decided.

import { unwrap } from '../kernel/result.ts';
import { addEvidence, decideRequest, fileRequest } from '../modules/requests/public.ts';
import type { RequestContent } from '../modules/requests/contract.ts';
import { listApplicationRecords } from '../modules/registration/public.ts';
import { listSeasons } from '../modules/seasons/public.ts';
import { addDays, chinaDate } from '../kernel/dates.ts';
import type { Context } from '../platform/context.ts';
import { drawLetter } from '../platform/pdf/letter.ts';
import { bureauOfficer, guardian } from './appeals.ts';
import type { DistrictStaff } from './staff.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** One request a line: what is asked, how many days ago, and what the bureau said. */
const ASKED: readonly {
  readonly content: (context: Context) => RequestContent;
  readonly daysAgo: number;
  readonly decision?: { readonly grant: boolean; readonly words: string; readonly correctInDays?: number };
}[] = [
  {
    content: (context) => ({
      kind: 'change',
      what: 'address',
      since: chinaDate(new Date(context.now.getTime() - 6 * DAY)),
      words: '新房上周交付，全家已经搬过去住，房产证正在办理。',
      files: [],
    }),
    daysAgo: 2,
  },
  {
    content: (context) => ({
      kind: 'change',
      what: 'divorce',
      since: chinaDate(new Date(context.now.getTime() - 20 * DAY)),
      words: '父母已协议离婚，孩子随母亲生活，户口本正在更换。',
      files: [],
    }),
    daysAgo: 4,
    decision: { grant: true, words: '情况已核实，请更新监护人信息并上传离婚协议。', correctInDays: 7 },
  },
  {
    content: (context) => ({
      kind: 'change',
      what: 'mistake',
      since: chinaDate(new Date(context.now.getTime() - 3 * DAY)),
      words: '报名时想改填另一所学校，请允许修改意向学校。',
      files: [],
    }),
    daysAgo: 3,
    decision: { grant: false, words: '改变意向不属于情况变化或填写错误，按报名截止时的内容办理。' },
  },
  {
    content: () => ({ kind: 'defer', ground: 'illness', words: '孩子刚做完心脏手术，医生建议休养一年。', files: [] }),
    daysAgo: 1,
  },
  { content: () => ({ kind: 'leave', reason: 'school_abroad', words: '' }), daysAgo: 1 },
];

/** Files and decides requests through the same doors as people do, each at a day in the past. */
export async function seedRequests(context: Context, staff: ReadonlyMap<string, DistrictStaff>): Promise<void> {
  for (const season of await listSeasons(context)) {
    const officer = staff.get(season.district)?.admins[0];
    // A season that is ready for placement stays so.
    const waiting = await listApplicationRecords(context, { seasonId: season.id, states: ['submitted'] });
    if (!officer || waiting.length === 0 || season.resultsPublishedAt !== null) continue;
    const families = await listApplicationRecords(context, { seasonId: season.id, states: ['eligible'] });
    for (const [place, { content, daysAgo, decision }] of ASKED.entries()) {
      // Not the first of them, which the sign-in page lists.
      const record = families[(place + 1) * 7];
      if (!record) continue;
      const approved = record.updatedAt.getTime() + HOUR;
      const at = new Date(Math.max(approved, context.now.getTime() - daysAgo * DAY));
      const family = { ...context, now: at, actor: guardian(record.accountId) };
      const asked = content(context);
      const files = asked.kind === 'defer' ? [unwrap(await addEvidence(family, record.id, await diagnosis())).id] : [];
      const filed = await fileRequest(family, record.id, {
        version: record.version,
        content: { ...asked, ...(files.length > 0 ? { files } : {}) } as RequestContent,
      });
      // A family that could still correct its form that day had nothing to ask for.
      if (!filed.ok || !decision) continue;
      const { grant, words, correctInDays } = decision;
      const officerThen = {
        ...context,
        now: new Date(Math.min(at.getTime() + DAY, context.now.getTime())),
        actor: bureauOfficer(officer, season.district),
      };
      const correctOn = correctInDays === undefined ? undefined : addDays(chinaDate(context.now), correctInDays);
      unwrap(await decideRequest(officerThen, filed.value.id, { version: 1, grant, words, correctOn }));
    }
  }
}

/** An invented paper, marked as such. */
async function diagnosis() {
  const bytes = await drawLetter({
    title: '疾病诊断证明（演示）',
    subtitle: 'Diagnosis, invented',
    number: '演示',
    addressee: '',
    paragraphs: ['术后恢复期，建议休养一年，暂缓入学。本页为演示材料，人物和内容均为虚构。'],
    facts: [],
    office: '演示县人民医院',
    date: '',
    qr: null,
    footer: '',
    watermark: '演示 DEMO',
  });
  return { bytes: Buffer.from(bytes), fileName: '诊断证明.pdf', fields: {}, tooLarge: false };
}
