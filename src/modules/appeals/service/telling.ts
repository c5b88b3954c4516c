// Messages to the family of an appeal.

import type { Context } from '../../../platform/context.ts';
import { tellFamily, type MessageText } from '../../notices/public.ts';
import { getApplicationRecord } from '../../registration/public.ts';
import { KIND_WORDS } from '../rules.ts';
import * as store from '../store.ts';

type Words = Omit<MessageText, 'kind'> & { readonly sms: string | null };

const TOLD: Readonly<Record<string, Words>> = {
  file: {
    titleZh: '{child}的{kind}已收到',
    titleEn: 'The {kindEn} for {child} was received',
    bodyZh: '编号 {number}。将由没有参与过原决定的工作人员在 {days} 个工作日内答复。',
    bodyEn: 'Number {number}. An officer who had no part in the decision answers within {days} working days.',
    sms: '复核（申诉）已收到',
  },
  take: {
    titleZh: '{child}的{kind}开始核查',
    titleEn: 'The {kindEn} for {child} is being looked into',
    bodyZh: '工作人员已开始核查，可能会与您联系。',
    bodyEn: 'An officer is looking into it and may contact you.',
    sms: null,
  },
  ask: {
    titleZh: '{child}的{kind}需要您说明',
    titleEn: 'A question about the {kindEn} for {child}',
    bodyZh: '请打开报名查看工作人员的问题，并在期限内回复。',
    bodyEn: 'Open the application to see the question and answer it in time.',
    sms: '复核（申诉）需要您说明情况',
  },
  uphold: {
    titleZh: '{child}的{kind}成立',
    titleEn: 'The {kindEn} for {child} was upheld',
    bodyZh: '原决定已更正，请打开报名查看决定书。',
    bodyEn: 'The decision was changed. Open the application to see the letter.',
    sms: '复核（申诉）有结果',
  },
  dismiss: {
    titleZh: '{child}的{kind}：维持原决定',
    titleEn: 'The {kindEn} for {child}: the decision stands',
    bodyZh: '请打开报名查看理由和下一步可以怎么做。',
    bodyEn: 'Open the application to see the reasons and what you can do next.',
    sms: '复核（申诉）有结果',
  },
};

/** Tells the family of a move; once for each, however often the event is handled. */
export async function tellOfAppeal(context: Context, id: string, event: string, version: string): Promise<void> {
  const told = TOLD[event];
  const appeal = await store.findAppeal(context.db, id);
  const record = appeal && (await getApplicationRecord(context, appeal.applicationId));
  if (!told || !appeal || !record) return;
  const kind = KIND_WORDS[appeal.kind];
  const values: Readonly<Record<string, string>> = {
    child: record.child.name,
    kind: kind.zh,
    kindEn: kind.en,
    number: appeal.number,
    days: String(appeal.workingDays),
  };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  await tellFamily(
    context,
    record,
    {
      kind: `appeal_${event}`,
      titleZh: fill(told.titleZh),
      titleEn: fill(told.titleEn),
      bodyZh: fill(told.bodyZh),
      bodyEn: fill(told.bodyEn),
    },
    `appeal:${id}:${event}:${version}`,
    told.sms,
  );
}
