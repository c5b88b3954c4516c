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

/** 2027年7月5日 */
export function dateText(iso: string, language: Language): string {
  const date = iso.length === 10 ? new Date(`${iso}T12:00:00+08:00`) : new Date(iso);
  return new Intl.DateTimeFormat(tag(language), {
    timeZone: ZONE,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(date);
}
