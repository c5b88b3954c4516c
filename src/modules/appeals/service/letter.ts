// The letter that tells a family what was decided on its appeal, and why.

import { chinaDate, dateInWords } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import { districtOf } from '../../../platform/city.ts';
import type { FileAnswer } from '../../../platform/http/routes.ts';
import { drawLetter } from '../../../platform/pdf/letter.ts';
import { getSeason } from '../../seasons/public.ts';
import { KIND_WORDS, SUBJECT_WORDS } from '../rules.ts';
import { bodyOf, readableAppeal } from './view.ts';

/** The decision as PDF, for the family and for staff who may see the appeal. */
export async function decisionLetter(context: Context, id: string): Outcome<FileAnswer> {
  const found = await readableAppeal(context, id);
  if (!found.ok) return found;
  const { appeal, record } = found.value;
  const season = await getSeason(context, record.seasonId);
  if (!appeal.decidedAt || !appeal.words || !season) return err(refusal('appeal.none_decided'));
  const { city } = context.services;
  const { body, bodyEn } = bodyOf(context, appeal.kind, appeal.district);
  const kind = KIND_WORDS[appeal.kind];
  const upheld = appeal.state === 'upheld';
  const next =
    appeal.kind === 'reconsideration'
      ? `如不服本决定，可在收到之日起 ${city.appeals.fileWithinDays} 日内在网上向${city.bureau}申诉。`
      : '如仍不服，可依法申请行政复议或提起行政诉讼。';
  return ok({
    mediaType: 'application/pdf',
    fileName: `${kind.zh}决定书-${appeal.number}.pdf`,
    inline: true,
    body: await drawLetter({
      title: `${kind.zh}决定书`,
      subtitle: `Decision on a ${kind.en} · ${bodyEn}`,
      number: `编号 ${appeal.number}`,
      addressee: `${record.child.name} 同学家长：`,
      paragraphs: [
        `您于 ${dateInWords(chinaDate(appeal.filedAt))}对“${SUBJECT_WORDS[appeal.subject].zh}”提出${kind.zh}：${appeal.wish}`,
        upheld ? '经核查，您的意见成立，原决定已更正。' : '经核查，维持原决定。',
        `理由：${appeal.words}`,
        ...(upheld ? [] : [next]),
        upheld
          ? 'Your appeal was upheld and the decision was changed.'
          : 'The decision stands; the reasons are given above.',
      ],
      facts: [
        { label: '招生季 Season', value: season.name },
        { label: '报名回执号 Receipt', value: record.receiptNo ?? '' },
        ...(appeal.hearing
          ? [
              { label: '核查日期 Heard on', value: dateInWords(appeal.hearing.heldOn) },
              { label: '核查方式 By', value: appeal.hearing.present },
            ]
          : []),
      ],
      office: body,
      date: dateInWords(chinaDate(appeal.decidedAt)),
      qr: null,
      footer: `服务热线 Helpline ${districtOf(city, appeal.district)?.helpline ?? city.helpline}`,
      watermark: season.demo ? '演示 DEMO' : null,
    }),
  });
}
