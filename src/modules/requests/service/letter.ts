// The letter that tells a family what was decided on its request, why, and how it can be contested.

import { chinaDate, chinaDateTime, dateInWords } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { districtOf } from '../../../platform/city.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import type { FileAnswer } from '../../../platform/http/routes.ts';
import { drawLetter } from '../../../platform/pdf/letter.ts';
import { KIND_WORDS } from '../rules.ts';
import { nextYear } from './telling.ts';
import { readableRequest, seasonOf } from './view.ts';

/** Administrative Reconsideration Law (2023), art. 20: sixty days; Administrative Litigation Law, art. 46: six months. */
const CONTEST =
  '如不服本决定，可自收到之日起 60 日内依法申请行政复议，或者六个月内提起行政诉讼；也可先向本局说明情况，请求再次核查。';

/** The decision as PDF, for the family and for staff who may see the request. */
export async function decisionLetter(context: Context, id: string): Outcome<FileAnswer> {
  const found = await readableRequest(context, id);
  if (!found.ok) return found;
  const { request, record } = found.value;
  if (!request.decidedAt || !request.words) return err(refusal('request.none_decided'));
  const season = await seasonOf(context, record);
  const { city } = context.services;
  const bureau = districtOf(city, request.district);
  const kind = KIND_WORDS[request.kind];
  const granted = request.state === 'granted';
  const next = granted && request.kind === 'defer' ? await nextYear(context, season) : null;
  return ok({
    mediaType: 'application/pdf',
    fileName: `${kind.zh}决定书-${request.number}.pdf`,
    inline: true,
    body: await drawLetter({
      title: `${kind.zh}决定书`,
      subtitle: `Decision on a request: ${kind.en} · ${bureau?.bureauEn ?? city.bureauEn}`,
      number: `编号 ${request.number}`,
      addressee: `${record.child.name} 同学家长：`,
      paragraphs: [
        `您于 ${dateInWords(chinaDate(request.filedAt))}提出的${kind.zh}申请，经研究，${granted ? '予以同意' : '不予同意'}。`,
        ...(request.kind === 'defer' ? ['依据：《中华人民共和国义务教育法》第十一条。'] : []),
        `理由：${request.words}`,
        ...(next ? [next.more, next.moreEn] : []),
        ...(request.correctUntil ? [`请在 ${chinaDateTime(request.correctUntil)} 前修改有变化的部分并再次提交。`] : []),
        ...(granted ? [] : [CONTEST]),
        granted ? 'Your request was granted.' : 'Your request was not granted; the reasons are given above.',
      ],
      facts: [
        { label: '招生季 Season', value: season.name },
        { label: '报名回执号 Receipt', value: record.receiptNo ?? '' },
      ],
      office: bureau?.bureau ?? city.bureau,
      date: dateInWords(chinaDate(request.decidedAt)),
      qr: null,
      footer: `服务热线 Helpline ${bureau?.helpline ?? city.helpline}`,
      watermark: season.demo ? '演示 DEMO' : null,
    }),
  });
}
