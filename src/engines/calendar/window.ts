// Windows to the second: open from the first instant, closed at the last one, in China's civil time.

import { addDays, chinaInstant, isDate } from '../../kernel/dates.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

/** A span of time. It contains `opens` and does not contain `closes`: at 17:00:00 a window until 17:00 is closed. */
export interface Window {
  readonly opens: Date;
  readonly closes: Date;
}

/** Where an instant lies. */
export type WindowState = 'not_yet_open' | 'open' | 'closed';

/** What is wrong with a window, and in which of its ends. */
export interface WindowFault {
  readonly at: 'opens' | 'closes';
  readonly message: string;
}

/**
 * Reads a window as notices print it: `2026-05-06 10:00` to `2026-05-12 17:00`, seconds allowed, `24:00` allowed.
 * A bare date opens as the day begins and closes as the day ends.
 */
export function readWindow(opens: string, closes: string): Result<Window, WindowFault> {
  const from = readCivilTime(opens, 'opens');
  if (!from.ok) return from;
  const to = readCivilTime(closes, 'closes');
  if (!to.ok) return to;
  if (from.value.getTime() >= to.value.getTime()) {
    return err({ at: 'closes', message: `a window from ${opens} cannot close at ${closes}; let it close later` });
  }
  return ok({ opens: from.value, closes: to.value });
}

/**
 * Whether a window is open at an instant. Take the instant of submitting, by the server's clock: a draft saved before
 * the end and submitted after it is late.
 */
export function windowState(window: Window, at: Date): WindowState {
  if (at.getTime() < window.opens.getTime()) return 'not_yet_open';
  return at.getTime() < window.closes.getTime() ? 'open' : 'closed';
}

function readCivilTime(text: string, at: WindowFault['at']): Result<Date, WindowFault> {
  const [, date = '', time = ''] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?))?$/.exec(text) ?? [];
  const instant =
    time === '' && at === 'closes' && isDate(date)
      ? chinaInstant(addDays(date, 1))
      : chinaInstant(date, time || '00:00');
  if (!isDate(date) || Number.isNaN(instant.getTime())) {
    return err({ at, message: `"${text}" is no time; write it like 2026-05-12 17:00 or 2026-05-12` });
  }
  return ok(instant);
}
