// Messages to families, and the letters: receipt and admission notice, with the public check.

import { chinaDate, chinaDateTime, dateInWords, type DateText } from '../../kernel/dates.ts';
import { refusal } from '../../kernel/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import { districtOf } from '../../platform/city.ts';
import { account, newId, type Context, type Outcome } from '../../platform/context.ts';
import type { FileAnswer } from '../../platform/http/routes.ts';
import { drawCode, drawLetter, type Letter } from '../../platform/pdf/letter.ts';
import {
  getApplicationRecord,
  listApplicationRecords,
  mayRead,
  type ApplicationRecord,
} from '../registration/public.ts';
import type { ApplicationEvent, ApplicationState } from '../registration/workflow.ts';
import { getSchool } from '../schools/public.ts';
import { getSeason } from '../seasons/public.ts';
import { accountNames } from '../accounts/public.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';

/** What a notice is issued for. */
export interface Admission {
  readonly applicationId: string;
  readonly schoolId: string;
  readonly seasonId: string;
  readonly entryYear: number;
  readonly childName: string;
  readonly childKey: string;
  readonly reportFrom: DateText;
  readonly reportUntil: DateText;
}

/** Issues notices in the transaction that publishes the results. */
export async function issueNotices(tx: Context, admissions: readonly Admission[]): Promise<void> {
  const running = await store.nextNoticeNumbers(tx.db, admissions.length);
  await store.insertNotices(
    tx.db,
    admissions.map(({ entryYear, ...admission }, place) => ({
      ...admission,
      id: newId(tx),
      number: rules.noticeNumber(tx.services.city.code, entryYear, running[place] ?? 0),
      token: Buffer.from(tx.services.random.bytes(16)).toString('base64url'),
      issuedAt: tx.now,
      revokedAt: null,
      revokedReason: null,
    })),
  );
}

/** Tells a family that its application has moved; told once for each move, however often the event is handled. */
export async function tellOfMove(
  context: Context,
  applicationId: string,
  event: ApplicationEvent,
  moveKey: string,
): Promise<void> {
  const record = await getApplicationRecord(context, applicationId);
  if (!record) return;
  const message = rules.messageFor(event, record.child.name, record.receiptNo ?? '');
  if (message) await tellFamily(context, record, message, moveKey, rules.smsWords(message.kind));
}

/**
 * Writes a message to the family of an application, once for each key, and sends a text message too where `sms` says
 * what it is about (no names: a shown screen gives nothing away).
 */
export async function tellFamily(
  context: Context,
  { id, accountId }: Pick<ApplicationRecord, 'id' | 'accountId'>,
  message: rules.MessageText,
  onceKey: string,
  sms: string | null,
): Promise<void> {
  // Where a child has died nobody is written to any more, whatever is still under way.
  if ((await getApplicationRecord(context, id))?.state === 'closed') return;
  const key = `${id}:${onceKey}`;
  const fresh = await store.insertMessage(context.db, {
    id: newId(context),
    accountId,
    applicationId: id,
    key,
    at: context.now,
    ...message,
  });
  if (!fresh || sms === null) return;
  const phone = (await accountNames(context, [accountId])).get(accountId)?.phone;
  if (phone)
    await context.services.sms.send(
      { phone, key, text: rules.smsFor(sms, `${context.services.publicUrl()}/`) },
      context.now,
    );
}

/** New days of arrival: valid notices bear them from now on, and each family is told once. Safe to run twice. */
export async function changeReportDays(
  context: Context,
  { seasonId, version, ...days }: { seasonId: string; version: string; reportFrom: DateText; reportUntil: DateText },
): Promise<void> {
  for (const applicationId of await store.changeReportDays(context.db, seasonId, days)) {
    const record = await getApplicationRecord(context, applicationId);
    if (!record || !AWAITED.includes(record.state)) continue;
    const message = rules.reportDaysMessage(record.child.name, days.reportFrom, days.reportUntil);
    await tellFamily(context, record, message, `report_days:${version}`, rules.smsWords(message.kind));
  }
}

/** States in which a child with a notice is still to come. */
const AWAITED: readonly ApplicationState[] = ['placed', 'accepted', 'not_reported'];

/** A move of the past, as demonstration data has it. */
export interface PastMove {
  readonly applicationId: string;
  readonly event: ApplicationEvent;
  readonly at: Date;
  /** Place of the move in the life of its application, from 1. */
  readonly nth: number;
}

/** How long a family of the past took to read what it was told, in milliseconds. */
const READ_AFTER = 26 * 3600_000;

/** Writes what the families of a season were told of moves of the past, as they would have been; sends nothing. */
export async function tellOfPast(tx: Context, seasonId: string, moves: readonly PastMove[]): Promise<void> {
  const records = new Map((await listApplicationRecords(tx, { seasonId })).map((record) => [record.id, record]));
  const messages = moves.flatMap(({ applicationId, event, at, nth }) => {
    const record = records.get(applicationId);
    const message = record && rules.messageFor(event, record.child.name, record.receiptNo ?? '');
    if (!message) return [];
    const readAt = new Date(at.getTime() + READ_AFTER);
    return {
      id: newId(tx),
      accountId: record.accountId,
      applicationId,
      key: `${applicationId}:past:${nth}`,
      at,
      readAt: readAt < tx.now ? readAt : null,
      ...message,
    };
  });
  await store.insertMessages(tx.db, messages);
}

/** A notice that no longer holds, e.g. because the seat was declined. */
export async function revokeNotice(tx: Context, applicationId: string, reason: string): Promise<void> {
  await store.revokeNotice(tx.db, applicationId, tx.now, reason);
}

/** Messages of one's account. */
export async function myMessages(context: Context) {
  const messages = await store.listMessages(context.db, account(context).accountId);
  return { messages, unread: messages.filter((message) => message.readAt === null).length };
}

/** Marks all messages as read. */
export async function readMessages(context: Context): Promise<{ done: true }> {
  await store.markRead(context.db, account(context).accountId, context.now);
  return { done: true };
}

/** The public check: what a person with the notice in hand can compare, and nothing more. */
export async function verifyNotice(context: Context, token: string) {
  const notice = await store.findNotice(context.db, { token });
  const school = notice && (await getSchool(context, notice.schoolId));
  const season = notice && (await getSeason(context, notice.seasonId));
  if (!notice || !school || !season)
    return err(refusal('notice.not_found', { helpline: context.services.city.helpline }));
  return ok({
    state: notice.revokedAt ? ('revoked' as const) : ('genuine' as const),
    number: notice.number,
    childName: rules.maskName(notice.childName),
    schoolName: school.name,
    schoolNameEn: school.nameEn,
    bureau: districtOf(context.services.city, season.district)?.bureau ?? context.services.city.bureau,
    seasonName: season.name,
    reportFrom: notice.reportFrom,
    reportUntil: notice.reportUntil,
    issuedAt: notice.issuedAt,
    revokedAt: notice.revokedAt,
  });
}

async function readable(context: Context, applicationId: string) {
  const record = await getApplicationRecord(context, applicationId);
  return record && mayRead(context, record) ? record : null;
}

/** A valid notice with what it names; only for those who may read the application. */
async function noticeOf(context: Context, applicationId: string) {
  const record = await readable(context, applicationId);
  if (!record) return err(refusal('application.not_found'));
  const notice = await store.findNotice(context.db, { applicationId });
  const school = notice && (await getSchool(context, notice.schoolId));
  const season = await getSeason(context, record.seasonId);
  if (!notice || notice.revokedAt || !school || !season) return err(refusal('notice.none_yet'));
  return ok({ record, notice, school, season, checkUrl: `${context.services.publicUrl()}/v/${notice.token}` });
}

/** The admission notice as the portal shows it, where a download may be blocked. */
export async function showNotice(context: Context, applicationId: string) {
  const found = await noticeOf(context, applicationId);
  if (!found.ok) return found;
  const { record, notice, school, season, checkUrl } = found.value;
  const { city } = context.services;
  const district = districtOf(city, season.district);
  return ok({
    number: notice.number,
    childName: notice.childName,
    schoolName: school.name,
    schoolNameEn: school.nameEn,
    schoolAddress: school.address,
    schoolPhone: school.phone,
    reportFrom: notice.reportFrom,
    reportUntil: notice.reportUntil,
    receiptNo: record.receiptNo,
    seasonName: season.name,
    seasonNameEn: season.nameEn,
    bureau: district?.bureau ?? city.bureau,
    bureauEn: district?.bureauEn ?? city.bureauEn,
    helpline: district?.helpline ?? city.helpline,
    issuedAt: notice.issuedAt,
    checkUrl,
    demo: season.demo,
  });
}

/** The notice's QR code as a picture, which a phone keeps by a long press. */
export async function noticeCode(context: Context, applicationId: string): Outcome<FileAnswer> {
  const found = await noticeOf(context, applicationId);
  if (!found.ok) return found;
  return ok({
    mediaType: 'image/png',
    fileName: `${found.value.notice.number}.png`,
    body: await drawCode(found.value.checkUrl, 480),
    inline: true,
  });
}

/** The admission notice as PDF. */
export async function noticePdf(context: Context, applicationId: string): Outcome<FileAnswer> {
  const found = await noticeOf(context, applicationId);
  if (!found.ok) return found;
  const { record, notice, school, season, checkUrl } = found.value;
  const { city } = context.services;
  const district = districtOf(city, season.district);
  const stage = season.stage === 'primary' ? '小学' : '初中';
  const letter: Letter = {
    title: '义务教育入学通知书',
    subtitle: `Notice of Admission · ${season.nameEn}`,
    number: `编号 ${notice.number}`,
    addressee: `${notice.childName} 同学家长：`,
    paragraphs: [
      `经审核，${notice.childName}同学被录取到${school.name}${stage}一年级就读。请于下列时间到校报到，逾期未报到又未说明情况的，学位不予保留。`,
      `Your child has been admitted to ${school.nameEn}. Please come to the school on the days below.`,
    ],
    facts: [
      { label: '学校 School', value: school.name },
      { label: '地址 Address', value: school.address },
      {
        label: '报到时间 Report on',
        value: `${dateInWords(notice.reportFrom)} 至 ${dateInWords(notice.reportUntil)}`,
      },
      { label: '报名回执号 Receipt', value: record.receiptNo ?? '' },
      { label: '学校电话 Phone', value: school.phone },
    ],
    office: district?.bureau ?? city.bureau,
    date: dateInWords(chinaDate(notice.issuedAt)),
    qr: { text: checkUrl, caption: '扫码核验真伪 · Scan to verify' },
    footer: `服务热线 Helpline ${district?.helpline ?? city.helpline} · 本通知书由系统生成，扫码可核验，与纸质通知书同等使用。`,
    watermark: season.demo ? '演示 DEMO' : null,
  };
  return ok({
    mediaType: 'application/pdf',
    fileName: `入学通知书-${notice.number}.pdf`,
    body: await drawLetter(letter),
    inline: true,
  });
}

/** The receipt of an application as PDF. */
export async function receiptPdf(context: Context, applicationId: string): Outcome<FileAnswer> {
  const record = await readable(context, applicationId);
  if (!record?.receiptNo || !record.submittedAt) return err(refusal('application.not_found'));
  const season = await getSeason(context, record.seasonId);
  if (!season) return err(refusal('application.not_found'));
  const { city } = context.services;
  const district = districtOf(city, season.district);
  const letter: Letter = {
    title: '入学报名回执',
    subtitle: `Receipt of Application · ${season.nameEn}`,
    number: record.receiptNo,
    addressee: `${record.child.name} 同学家长：`,
    paragraphs: [
      `您为${record.child.name}同学提交的报名已收到。我们会向有关部门核对信息并逐件审核，进展可随时在网上查看。提交先后不影响录取。`,
      'Your application has been received. The time of submission does not affect placement.',
    ],
    facts: [
      { label: '回执号 Receipt', value: record.receiptNo },
      { label: '招生季 Season', value: season.name },
      { label: '提交时间 Submitted', value: `${chinaDateTime(record.submittedAt)}(北京时间)` },
      { label: '截止前可修改至 Correct until', value: `${chinaDateTime(season.registrationClosesAt)}(北京时间)` },
      { label: '预计公布结果 Results', value: dateInWords(season.resultsExpectedOn) },
    ],
    office: district?.bureau ?? city.bureau,
    date: dateInWords(chinaDate(record.submittedAt)),
    qr: null,
    footer: `服务热线 Helpline ${district?.helpline ?? city.helpline}`,
    watermark: season.demo ? '演示 DEMO' : null,
  };
  return ok({
    mediaType: 'application/pdf',
    fileName: `报名回执-${record.receiptNo}.pdf`,
    body: await drawLetter(letter),
    inline: true,
  });
}
