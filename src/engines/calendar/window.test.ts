import { describe, expect, it } from 'vitest';
import { chinaInstant } from '../../kernel/dates.ts';
import { unwrap } from '../../kernel/result.ts';
import { readWindow, windowState } from './window.ts';

const at = (text: string): Date => new Date(`${text}+08:00`);

describe('a window', () => {
  const chengdu = unwrap(readWindow('2026-05-06 10:00', '2026-05-12 17:00'));

  it('opens with its first instant and is closed at its last, as notices mean it', () => {
    expect(windowState(chengdu, at('2026-05-06T09:59:59.999'))).toBe('not_yet_open');
    expect(windowState(chengdu, at('2026-05-06T10:00:00'))).toBe('open');
    expect(windowState(chengdu, at('2026-05-12T16:59:59'))).toBe('open');
    expect(windowState(chengdu, at('2026-05-12T16:59:59.999'))).toBe('open');
    expect(windowState(chengdu, at('2026-05-12T17:00:00'))).toBe('closed');
  });

  it('by dates alone runs from the first midnight to the end of the last day', () => {
    const june = unwrap(readWindow('2026-06-01', '2026-06-05'));
    expect(june).toEqual({ opens: chinaInstant('2026-06-01'), closes: chinaInstant('2026-06-06') });
    expect(unwrap(readWindow('2026-06-01', '2026-06-05 24:00')).closes).toEqual(june.closes);
  });

  it('takes seconds', () => {
    expect(unwrap(readWindow('2026-06-01 08:00:30', '2026-06-01 08:00:31')).opens).toEqual(at('2026-06-01T08:00:30'));
  });

  it.each([
    ['2026-02-30', '2026-03-01', 'opens'],
    ['2026-06-01 8:00', '2026-06-02', 'opens'],
    ['2026-06-01', '2026-06-02 25:00', 'closes'],
    ['2026-06-01', 'tomorrow', 'closes'],
    ['2026-06-02', '2026-06-01', 'closes'],
    ['2026-06-01 10:00', '2026-06-01 10:00', 'closes'],
  ])('from %s to %s is refused for what it %s', (opens, closes, end) => {
    expect(readWindow(opens, closes)).toMatchObject({ ok: false, error: { at: end } });
  });
});
