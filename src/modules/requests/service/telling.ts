// Messages to the family about a request.

import { chinaDateTime, dateInWords, chinaDate } from '../../../kernel/dates.ts';
import type { Context } from '../../../platform/context.ts';
import { tellFamily, type MessageText } from '../../notices/public.ts';
import { getApplicationRecord } from '../../registration/public.ts';
import { listSeasons, type SeasonRecord } from '../../seasons/public.ts';
import { KIND_WORDS } from '../rules.ts';
import * as store from '../store.ts';
import { districtNames, seasonOf } from './view.ts';

type Words = Omit<MessageText, 'kind'> & { readonly sms: string | null };

const TOLD: Readonly<Record<string, Words>> = {
  filed: {
    titleZh: '{child}的{kind}申请已收到',
    titleEn: 'The request for {child} ({kindEn}) was received',
    bodyZh: '编号 {number}。区县教育局在 {days} 个工作日内答复，期间报名照常进行。',
    bodyEn: 'Number {number}. The bureau answers within {days} working days; the application goes on meanwhile.',
    sms: '您的申请已收到',
  },
  done: {
    titleZh: '{child}的{kind}已办结',
    titleEn: 'Done for {child}: {kindEn}',
    bodyZh: '编号 {number}，已经生效。请打开报名查看。{more}',
    bodyEn: 'Number {number}, in effect. Open the application to see it. {moreEn}',
    sms: '您的申请已办结',
  },
  grant: {
    titleZh: '{child}的{kind}申请已同意',
    titleEn: 'The request for {child} ({kindEn}) was granted',
    bodyZh: '请打开报名查看理由和接下来要做的事。{more}',
    bodyEn: 'Open the application to see the reasons and what comes next. {moreEn}',
    sms: '您的申请有结果',
  },
  refuse: {
    titleZh: '{child}的{kind}申请没有同意',
    titleEn: 'The request for {child} ({kindEn}) was not granted',
    bodyZh: '请打开报名查看理由，以及不服时可以怎么做。报名照常进行。',
    bodyEn: 'Open the application to see the reasons and how to contest them. The application goes on.',
    sms: '您的申请有结果',
  },
  undo: {
    titleZh: '{child}的报名已恢复',
    titleEn: 'The application of {child} is restored',
    bodyZh: '报名已恢复，工作人员会重新审核。',
    bodyEn: 'It is restored and will be reviewed again.',
    sms: '报名已恢复',
  },
};

/** Tells the family of a move; once for each, however often the event is handled. Closed cases stay quiet. */
export async function tellOfRequest(context: Context, id: string, event: string, version: string): Promise<void> {
  const told = TOLD[event];
  const request = await store.findRequest(context.db, id);
  const record = request && (await getApplicationRecord(context, request.applicationId));
  if (!told || !request || !record) return;
  const kind = KIND_WORDS[request.kind];
  const values: Readonly<Record<string, string>> = {
    child: record.child.name,
    kind: kind.zh,
    kindEn: kind.en,
    number: request.number,
    days: String(request.workingDays ?? ''),
    ...(await more(context, request)),
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '').trim();
  await tellFamily(
    context,
    record,
    {
      kind: `request_${event}`,
      titleZh: fill(told.titleZh),
      titleEn: fill(told.titleEn),
      bodyZh: fill(told.bodyZh),
      bodyEn: fill(told.bodyEn),
    },
    `request:${id}:${event}:${version}`,
    told.sms,
  );
}

/** What the family has to know beyond the outcome: days and places. */
async function more(context: Context, request: store.RequestRecord): Promise<{ more: string; moreEn: string }> {
  if (request.kind === 'change' && request.correctUntil) {
    const until = chinaDateTime(request.correctUntil);
    return { more: `请在 ${until} 前修改并再次提交。`, moreEn: `Correct and submit again before ${until}.` };
  }
  const record = await getApplicationRecord(context, request.openedId ?? request.applicationId);
  if (!record) return { more: '', moreEn: '' };
  if (request.kind === 'move' && record.cureUntil) {
    const { districtName, districtNameEn } = districtNames(context, record.district);
    const until = chinaDateTime(record.cureUntil);
    return {
      more: `${districtName}的报名已开出（${record.receiptNo ?? ''}），请在 ${until} 前核对新住址后提交。`,
      moreEn: `${districtNameEn} has opened an application (${record.receiptNo ?? ''}); check the new address and submit before ${until}.`,
    };
  }
  if (request.kind === 'defer') return nextYear(context, await seasonOf(context, record));
  return { more: '', moreEn: '' };
}

/** When next year's registration begins, or that it will be made known. */
export async function nextYear(context: Context, season: SeasonRecord): Promise<{ more: string; moreEn: string }> {
  const year = season.entryYear + 1;
  const next = (await listSeasons(context)).find(
    ({ district, stage, entryYear }) => district === season.district && stage === season.stage && entryYear === year,
  );
  const day = dateInWords(chinaDate((next ?? season).registrationOpensAt));
  const dayEn = chinaDate((next ?? season).registrationOpensAt);
  return next
    ? {
        more: `${year} 年报名从${day}开始，请按时重新报名。`,
        moreEn: `Registration for ${year} opens on ${dayEn}; please register again.`,
      }
    : {
        more: `请在 ${year} 年重新报名，时间以当年公布为准（今年从${day}开始）。`,
        moreEn: `Please register again in ${year}; the days will be published then (this year it opened on ${dayEn}).`,
      };
}
