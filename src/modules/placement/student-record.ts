// A pupil as a row for the national student record system (全国中小学生学籍): its columns, and what we know of them.

import type { ApplicationRecord } from '../registration/public.ts';
import type { SchoolRecord } from '../schools/public.ts';
import type { SeasonRecord } from '../seasons/public.ts';

/** Columns of the import sheet. Parents' employer and job may not be collected for entry (教基厅〔2022〕1号): they stay empty. */
export const STUDENT_RECORD_COLUMNS = [
  '学校标识码', '姓名', '性别', '出生日期', '出生地行政区划码', '籍贯', '民族', '国籍/地区', '身份证件类型', '身份证件号', '证件有效期', '港澳台侨外', '健康状况', '政治面貌', '户口性质',
  '户口所在地', '年级', '班级', '班内学号', '入学年月', '入学方式', '就读方式', '学生来源', '现住址', '通信地址', '家庭地址', '联系电话', '邮编', '邮箱', '主页', '曾用名', '血型', '特长',
  '学籍辅号', '独生子女', '受过学前教育', '留守儿童', '进城务工随迁子女', '孤儿', '烈士或优抚子女', '需资助', '享受一补', '上下学距离', '交通方式', '需校车', '残疾类型', '随班就读',
  '政府购买学位', '成员1姓名', '成员1关系', '成员1关系说明', '成员1是否监护人', '成员1证件类型', '成员1证件号', '成员1民族', '成员1现住址', '成员1户口所在地', '成员1电话', '成员1单位', '成员1职务',
  '成员2姓名', '成员2关系', '成员2关系说明', '成员2是否监护人', '成员2证件类型', '成员2证件号', '成员2民族', '成员2现住址', '成员2户口所在地', '成员2电话', '成员2单位', '成员2职务',
] as const; // prettier-ignore

const ID_KINDS: Readonly<Record<string, string>> = {
  resident_id: '居民身份证',
  hk_macao_permit: '港澳居民来往内地通行证',
  taiwan_permit: '台湾居民来往大陆通行证',
  passport: '护照',
  birth_certificate: '出生医学证明',
};
const RELATIONS: Readonly<Record<string, string>> = {
  father: '父亲',
  mother: '母亲',
  grandparent: '祖父母',
  other_guardian: '其他监护人',
};

/** One pupil as a row. A text that a spreadsheet would take for a formula is given an apostrophe. */
export function studentRecordRow(
  record: ApplicationRecord,
  school: SchoolRecord,
  season: SeasonRecord,
  route: string,
): string[] {
  const { child, declared } = record;
  const known: Partial<Record<(typeof STUDENT_RECORD_COLUMNS)[number], string>> = {
    学校标识码: school.code,
    姓名: child.name,
    性别: child.sex === 'male' ? '男' : '女',
    出生日期: child.birthDate.replaceAll('-', ''),
    身份证件类型: ID_KINDS[child.idKind] ?? child.idKind,
    身份证件号: child.idNumber,
    户口所在地: declared?.household.address ?? '',
    年级: season.stage === 'primary' ? '小学一年级' : '初中一年级',
    入学年月: season.reportFrom.slice(0, 7).replace('-', ''),
    入学方式: route === 'catchment' ? '就近入学' : route === 'private' ? '民办学校入学' : '统筹安排入学',
    就读方式: '走读',
    现住址: declared?.dwelling.address ?? '',
    家庭地址: declared?.dwelling.address ?? '',
    联系电话: declared?.guardians[0]?.phone ?? '',
    进城务工随迁子女: declared && declared.household.district !== record.district ? '是' : '否',
  };
  for (const [index, one] of (declared?.guardians ?? []).slice(0, 2).entries()) {
    const place = index === 0 ? '成员1' : '成员2';
    known[`${place}姓名`] = one.name;
    known[`${place}关系`] = RELATIONS[one.relation] ?? one.relation;
    known[`${place}是否监护人`] = '是';
    known[`${place}证件类型`] = ID_KINDS[one.idKind] ?? one.idKind;
    known[`${place}证件号`] = one.idNumber;
    known[`${place}电话`] = one.phone;
  }
  return STUDENT_RECORD_COLUMNS.map((column) => inert(known[column] ?? ''));
}

/** Full-width forms are taken for formulas too, after a spreadsheet's own folding. */
export function inert(text: string): string {
  return /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
}
