// Refusals on the wire: RFC 9457 problem documents, with the words in the reader's language.

import type { Language } from '../../kernel/actor.ts';
import { fillText, type Refusal, type RefusalText } from '../../kernel/refusal.ts';

/** The body of every answer that is not a success. */
export interface ProblemDocument {
  /** The refusal code; for bugs `internal`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Faults of single fields, where there are some. */
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
  /** What the refusal speaks of, for programs. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** Give this to the help desk. */
  readonly traceId: string;
}

/** Refusals that belong to no module. */
export const platformRefusals = {
  'request.malformed': {
    status: 400,
    zh: '提交的内容有误，请检查标出的地方。',
    en: 'Something in the request is not right; please check the marked places.',
  },
  'request.forbidden': { status: 403, zh: '您的身份不能做这件事。', en: 'Your role does not allow this.' },
  'request.cross_site': {
    status: 403,
    zh: '请求来自其他网站，已拒绝。',
    en: 'The request came from another site and was refused.',
  },
  'request.no_such_page': { status: 404, zh: '没有这个地址。', en: 'There is nothing at this address.' },
  'server.not_ready': {
    status: 503,
    zh: '系统暂时连不上数据库，请稍后再试。',
    en: 'The database is out of reach at the moment; please try again soon.',
  },
  'request.too_large': { status: 413, zh: '提交的内容太大。', en: 'The request is too large.' },
} as const satisfies Record<string, RefusalText>;

/** A refusal as a problem document. Throws for a code without a text: that is a bug of ours. */
export function problemOf(
  refusal: Refusal,
  texts: Readonly<Record<string, RefusalText>>,
  language: Language,
  traceId: string,
): ProblemDocument {
  const text = texts[refusal.code];
  if (!text) throw new Error(`refusal ${refusal.code} has no text`);
  return {
    type: refusal.code,
    title: fillText(text[language], refusal.values),
    status: text.status,
    ...(refusal.fields
      ? { fields: refusal.fields.map(({ field, zh, en }) => ({ field, message: language === 'en' ? en : zh })) }
      : {}),
    ...(refusal.values ? { values: refusal.values } : {}),
    traceId,
  };
}

/** What a person is told when we failed. */
export function internalProblem(language: Language, traceId: string): ProblemDocument {
  const title =
    language === 'en'
      ? `Something failed on our side. Nothing of yours was changed. Please try again; if it happens again, tell the help desk the number ${traceId}.`
      : `系统出错了，您的内容没有被改动。请重试；如再次出现，请把编号 ${traceId} 告诉服务热线。`;
  return { type: 'internal', title, status: 500, traceId };
}
