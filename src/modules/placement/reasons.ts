// The reasons of a placing in words, for families and officers.

import type { Placing } from './rules.ts';

/** Why a child has what it has, for the family. */
export function reasonsFor(
  placing: Placing,
  names: {
    readonly school: string | null;
    readonly schoolEn: string | null;
    readonly catchment: string | null;
    readonly catchmentEn: string | null;
    readonly category: string | null;
    readonly late: boolean;
  },
): { zh: string; en: string }[] {
  const reasons: { zh: string; en: string }[] = [];
  if (names.category)
    reasons.push({ zh: `审核认定的类别：${names.category}。`, en: `Category found in review: ${names.category}.` });
  switch (placing.route) {
    case 'private':
      reasons.push({
        zh: `报名的民办学校有学位：${names.school}。录取后不再参加公办学校分配。`,
        en: `The private school you chose had a seat: ${names.schoolEn}. The child takes no further part in the placement to public schools.`,
      });
      break;
    case 'catchment':
      reasons.push({
        zh: `居住地址属于${names.school}施教区，按政策顺序有学位。`,
        en: `The address lies in the catchment of ${names.schoolEn}, and by the policy’s order there was a seat.`,
      });
      break;
    case 'overall_placement': {
      const why = names.late
        ? {
            zh: '属于补报名，在按时报名的孩子之后统筹安排。',
            en: 'Registered late, and placed after those who registered in time.',
          }
        : names.catchment
          ? {
              zh: `${names.catchment}学位已按政策顺序满额。`,
              en: `${names.catchmentEn} was full by the policy’s order.`,
            }
          : { zh: '所属类别由区县教育局统筹安排。', en: 'This category is placed by the district bureau.' };
      reasons.push(why, {
        zh:
          placing.nearest === null
            ? `统筹安排到有空余学位的${names.school}。`
            : `按距离由近到远，第 ${placing.nearest} 近的${names.school}最先有空余学位，统筹安排到该校。`,
        en:
          placing.nearest === null
            ? `Placed at ${names.schoolEn}, which has room.`
            : `Going by distance, ${names.schoolEn} (number ${placing.nearest}) was the first school with room.`,
      });
      break;
    }
    case 'none':
      reasons.push({
        zh: '全区公办学位暂时已满，教育局会继续安排。',
        en: 'All public seats of the district are taken at present; the bureau goes on.',
      });
  }
  return reasons;
}
