// Calendar dates and instants as the law of admissions needs them: China's civil day, no time zones to forget.

/** A calendar date as `YYYY-MM-DD`. Compares correctly as text. */
export type DateText = string;
/** An instant as ISO 8601 in UTC, e.g. `2027-05-12T09:00:00.000Z`. Compares correctly as text. */
export type InstantText = string;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAY_MS = 86_400_000;
/** China has one civil time, UTC+8, without daylight saving since 1992. */
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** Whether a text is a date that exists (no 30 February). */
export function isDate(text: string): text is DateText {
  const parts = DATE.exec(text);
  if (!parts) return false;
  const date = new Date(Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])));
  return date.getUTCMonth() === Number(parts[2]) - 1 && date.getUTCDate() === Number(parts[3]);
}

/** Days since 1970-01-01, for arithmetic. */
export function dayNumber(date: DateText): number {
  return Math.round(
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS,
  );
}

/** The inverse of {@link dayNumber}. */
export function dateOfDay(day: number): DateText {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The date a number of days later (or earlier, if negative). */
export function addDays(date: DateText, days: number): DateText {
  return dateOfDay(dayNumber(date) + days);
}

/** The same day some months later; the last day of a shorter month where the day does not exist. */
export function addMonths(date: DateText, months: number): DateText {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = Math.min(Number(date.slice(8, 10)), last);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Whole years completed on a date, as age is counted: the birthday itself completes the year. */
export function yearsBetween(from: DateText, to: DateText): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** The civil date in China at an instant. */
export function chinaDate(instant: Date): DateText {
  return new Date(instant.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

/** `2027年9月1日`, for letters. */
export function dateInWords(date: DateText): string {
  return `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}

/** `2027-05-12 17:00:00` in China at an instant, for people. */
export function chinaDateTime(instant: Date): string {
  return new Date(instant.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The instant at which a civil date and time (`HH:MM` or `HH:MM:SS`) begins in China. */
export function chinaInstant(date: DateText, time = '00:00'): Date {
  return new Date(`${date}T${time.length === 5 ? `${time}:00` : time}+08:00`);
}
