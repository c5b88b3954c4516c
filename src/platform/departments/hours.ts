// The hours of a day in which a department answers; some only at night.

import { addDays, chinaDate, chinaDateTime, chinaInstant } from '../../kernel/dates.ts';

/** `HH:MM-HH:MM` in China's time; the second may lie in the next morning. */
export const HOURS = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

/** Whether an instant lies within hours; the closing minute does not. Null hours are always. */
export function withinHours(hours: string | null, now: Date): boolean {
  if (hours === null) return true;
  const [from = '', to = ''] = hours.split('-');
  const time = chinaDateTime(now).slice(11, 16);
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

/** The next instant at which the hours begin; now, if they run. */
export function nextOpening(hours: string | null, now: Date): Date {
  if (hours === null || withinHours(hours, now)) return now;
  const [from = ''] = hours.split('-');
  const today = chinaInstant(chinaDate(now), from);
  return today > now ? today : chinaInstant(addDays(chinaDate(now), 1), from);
}
