// Dates and times for people, always in Beijing time.

import type { Language } from './language.ts';

const ZONE = 'Asia/Shanghai';
const tag = (language: Language) => (language === 'en' ? 'en-GB' : 'zh-CN');

/** 7月5日 18:00 */
export function timeText(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(tag(language), {
    timeZone: ZONE,
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(iso));
}

/** A deadline: the midnight that ends a day is told as 24:00 of that day, so that nobody comes a day late. */
export function untilText(iso: string, language: Language): string {
  const instant = new Date(iso);
  const midnight = (instant.getTime() + 8 * 3_600_000) % 86_400_000 === 0;
  if (!midnight) return timeText(iso, language);
  const day = new Intl.DateTimeFormat(tag(language), { timeZone: ZONE, month: 'short', day: 'numeric' });
  return `${day.format(new Date(instant.getTime() - 1))}${language === 'en' ? ', ' : ' '}24:00`;
}

/** 2027年3月15日 – 16日 */
export function rangeText(from: string, until: string, language: Language): string {
  const format = new Intl.DateTimeFormat(tag(language), {
    timeZone: ZONE,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  });
  return format.formatRange(noonOf(from), noonOf(until));
}

/** A civil day as an instant that lies on it. */
function noonOf(date: string): Date {
  return new Date(`${date}T12:00:00+08:00`);
}

/** 2027年7月5日 */
export function dateText(iso: string, language: Language): string {
  const date = iso.length === 10 ? noonOf(iso) : new Date(iso);
  return new Intl.DateTimeFormat(tag(language), {
    timeZone: ZONE,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(date);
}
