// The words of messages, letters and the public check of a notice.

import { dateInWords, type DateText } from '../../kernel/dates.ts';
import type { ApplicationEvent } from '../registration/workflow.ts';

/** A message in both languages. */
export interface MessageText {
  readonly kind: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly bodyZh: string;
  readonly bodyEn: string;
}

/** What is told to a family when its application moves; null for moves that it made itself or need not hear of. */
export function messageFor(event: ApplicationEvent, child: string, receiptNo: string): MessageText | null {
  const told = MOVES[event];
  if (!told) return null;
  const fill = (text: string) => text.replaceAll('{child}', child).replaceAll('{receipt}', receiptNo);
  return {
    kind: event,
    titleZh: fill(told.titleZh),
    titleEn: fill(told.titleEn),
    bodyZh: fill(told.bodyZh),
    bodyEn: fill(told.bodyEn),
  };
}

type Words = Omit<MessageText, 'kind'>;

const MOVES: Partial<Record<ApplicationEvent, Words>> = {
  submit: {
    titleZh: '{child}的报名已收到',
    titleEn: 'The application of {child} was received',
    bodyZh: '回执号 {receipt}。我们正在向有关部门核对信息，之后由工作人员审核。截止前可以修改或撤回。',
    bodyEn:
      'Receipt number {receipt}. Details are being checked with other departments, then staff review them. You can correct or withdraw until the deadline.',
  },
  resubmit: {
    titleZh: '{child}的报名已重新提交',
    titleEn: 'The application of {child} was submitted again',
    bodyZh: '回执号不变：{receipt}。我们会按新内容重新核对和审核。',
    bodyEn: 'The receipt number stays {receipt}. The new details will be checked and reviewed.',
  },
  ask_material: {
    titleZh: '{child}的报名需要补充材料',
    titleEn: 'Something is needed for the application of {child}',
    bodyZh: '请打开报名查看要补充什么、截止到什么时候，补好后再次提交。',
    bodyEn: 'Open the application to see what is needed and by when, then submit again.',
  },
  endorse: {
    titleZh: '{child}的报名初审通过',
    titleEn: 'First review of {child} passed',
    bodyZh: '区县教育局将进行复审，您暂时不用做什么。',
    bodyEn: 'The district bureau will review it; there is nothing to do for now.',
  },
  approve: {
    titleZh: '{child}的报名审核通过',
    titleEn: 'The application of {child} was approved',
    bodyZh: '录取结果会在同一时刻向所有家庭公布，届时会通知您。',
    bodyEn: 'Results are published for all families at the same moment; you will be told.',
  },
  find_category: {
    titleZh: '{child}的报名已认定类别',
    titleEn: 'The category of {child} was found in review',
    bodyZh: '请打开报名，在“办理经过”中查看认定的类别和理由。',
    bodyEn: 'Open the application; its timeline says which category was found, and why.',
  },
  refuse: {
    titleZh: '{child}的报名没有通过',
    titleEn: 'The application of {child} was not approved',
    bodyZh: '请打开报名查看原因、补救办法和期限。',
    bodyEn: 'Open the application to see the reason, what you can do, and by when.',
  },
  place: {
    titleZh: '{child}已被录取',
    titleEn: '{child} has a place',
    bodyZh: '录取结果和通知书已可查看，请在期限内确认。',
    bodyEn: 'The result and the admission notice are ready. Please accept or decline in time.',
  },
  leave_unplaced: {
    titleZh: '{child}的学位仍在统筹',
    titleEn: 'A seat for {child} is still being found',
    bodyZh: '区县教育局会继续安排，并通知您。您不需要重新报名。',
    bodyEn: 'The district bureau goes on finding a seat and will tell you. You need not apply again.',
  },
  take_offer: {
    titleZh: '{child}已递补录取',
    titleEn: '{child} has taken the offered seat',
    bodyZh: '录取学校已更新，请打开报名查看。',
    bodyEn: 'The school has changed; open the application to see it.',
  },
  correct: {
    titleZh: '{child}的录取结果已更正',
    titleEn: 'The placement of {child} was corrected',
    bodyZh: '请打开报名查看新的录取学校和原因，并在期限内确认。',
    bodyEn: 'Open the application to see the school and the reason, and accept or decline in time.',
  },
  lose_seat: {
    titleZh: '{child}的录取结果已更正，学位继续统筹',
    titleEn: 'The placement of {child} was corrected; a seat is being found',
    bodyZh: '请打开报名查看原因。区县教育局会继续安排学位，并通知您。',
    bodyEn: 'Open the application to see the reason. The district bureau goes on finding a seat and will tell you.',
  },
  report: {
    titleZh: '{child}已报到',
    titleEn: '{child} has arrived at school',
    bodyZh: '学校已登记报到，将建立学籍。',
    bodyEn: 'The school has marked the arrival and will open the student record.',
  },
  miss: {
    titleZh: '{child}尚未报到',
    titleEn: '{child} has not arrived',
    bodyZh: '学校没有登记到孩子报到，请尽快联系学校。',
    bodyEn: 'The school has not seen your child arrive. Please contact it soon.',
  },
};
/** What is told to a family whose notice bears new days of arrival. */
export function reportDaysMessage(child: string, from: DateText, until: DateText): MessageText {
  return {
    kind: 'report_days',
    titleZh: `${child}的报到时间有变`,
    titleEn: `The days of arrival of ${child} have changed`,
    bodyZh: `请在${dateInWords(from)}至${dateInWords(until)}到校报到。通知书已按新的时间更新，可以重新下载；编号不变，原来的二维码仍然有效。`,
    bodyEn: `Please come to school from ${from} to ${until}. The notice bears the new days and can be downloaded again; its number and QR code stay valid.`,
  };
}

// The district decides at once where the policy needs one step: the family hears the same.
MOVES.approve_at_once = MOVES.approve as Words;

/** A text message: what it is about and where to look; no name, so that a shown screen gives nothing away. */
export function smsFor(about: string, url: string): string {
  return `【淮教通】${about}，请登录查看：${url}`;
}

const SMS: Readonly<Record<string, string>> = {
  submit: '报名已收到',
  resubmit: '报名已重新提交',
  ask_material: '报名需要补充材料',
  approve: '报名审核通过',
  approve_at_once: '报名审核通过',
  refuse: '报名未通过，可以补救',
  place: '录取结果已公布',
  leave_unplaced: '录取结果已公布',
  miss: '学校尚未登记到孩子报到',
  report_days: '报到时间有变',
  correct: '录取结果已更正',
  lose_seat: '录取结果已更正',
};

/** What a text message says of a move; null for moves that are worth a message in the portal only. */
export function smsWords(kind: string): string | null {
  return SMS[kind] ?? null;
}

/** First character of a name, the rest as ＊: enough to compare, too little to learn. */
export function maskName(name: string): string {
  const [first = '', ...rest] = Array.from(name.trim());
  return first + '＊'.repeat(Math.max(rest.length, 1));
}

/** `320800-2027-000123`: code of the city, entry year, running number. */
export function noticeNumber(cityCode: string, entryYear: number, running: number): string {
  return `${cityCode}-${entryYear}-${String(running).padStart(6, '0')}`;
}
