// Names of schools and categories of a season, and the words of cut-offs and reasons.

import type { Context } from '../../../platform/context.ts';
import { listApplicationRecords } from '../../registration/public.ts';
import { listSchools } from '../../schools/public.ts';
import { policyOf, type SeasonRecord } from '../../seasons/public.ts';
import { reasonsFor } from '../reasons.ts';
import type { SchoolReport } from '../report.ts';
import type { Placing } from '../rules.ts';

/** Words in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Names of the season's schools and categories. */
export async function namesFor(context: Context, season: SeasonRecord) {
  const schools = new Map(
    (await listSchools(context, { district: season.district })).map((school) => [school.id, school]),
  );
  const policy = await policyOf(context, season.policyHash);
  const categories = new Map(policy.categories.map((category) => [category.id, category.name]));
  return {
    school: (id: string | null) => (id === null ? '' : (schools.get(id)?.name ?? id)),
    schoolEn: (id: string | null) => (id === null ? '' : (schools.get(id)?.nameEn ?? id)),
    category: (id: string | null) => (id ? (categories.get(id)?.zh ?? id) : '未分类'),
    categoryEn: (id: string | null) => (id ? (categories.get(id)?.en ?? categories.get(id)?.zh ?? id) : 'no category'),
  };
}
export type Names = Awaited<ReturnType<typeof namesFor>>;

/** The reasons of a placing in words. */
export function reasonsOf(
  placing: Placing,
  applicant: { readonly catchmentSchoolId: string | null; readonly categoryId: string | null; readonly late: boolean },
  names: Names,
) {
  return reasonsFor(placing, {
    school: names.school(placing.schoolId),
    schoolEn: names.schoolEn(placing.schoolId),
    catchment: applicant.catchmentSchoolId && names.school(applicant.catchmentSchoolId),
    catchmentEn: applicant.catchmentSchoolId && names.schoolEn(applicant.catchmentSchoolId),
    category: applicant.categoryId && names.category(applicant.categoryId),
    late: applicant.late,
  });
}

/** The cut-offs of schools in words, by school: reads the applications of the last admitted, and no other. */
export async function cutOffWords(
  context: Context,
  report: readonly SchoolReport[],
  names: Names,
): Promise<ReadonlyMap<string, Words>> {
  const ids = report.flatMap(({ cutOff }) => (cutOff?.partedBy.kind === 'key' ? [cutOff.applicantId] : []));
  const records = new Map((await listApplicationRecords(context, { ids })).map((record) => [record.id, record]));
  return new Map(
    report.flatMap(({ schoolId, ownership, cutOff }): [string, Words][] => {
      if (!cutOff) return [];
      const { partedBy } = cutOff;
      const category = names.category(cutOff.categoryId);
      const categoryEn = names.categoryEn(cutOff.categoryId);
      const lot = { zh: `派位号 ${cutOff.number}`, en: `lottery number ${cutOff.number}` };
      if (ownership === 'private') return [[schoolId, lot]];
      if (partedBy.kind === 'category') {
        return [
          [schoolId, { zh: `${category}全部录取，后面的类别排不到`, en: `${categoryEn}: all admitted, none behind` }],
        ];
      }
      const key = partedBy.kind === 'key' ? records.get(cutOff.applicantId)?.assessment?.rank[partedBy.key] : undefined;
      const by = key ? { zh: `${key.label} ${key.words}`, en: `${key.label} ${key.words}` } : lot;
      return [[schoolId, { zh: `${category} · ${by.zh}`, en: `${categoryEn} · ${by.en}` }]];
    }),
  );
}
