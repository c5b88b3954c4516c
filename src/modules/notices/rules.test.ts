import { describe, expect, it } from 'vitest';
import { dateInWords } from '../../kernel/dates.ts';
import { applicationWorkflow, type ApplicationEvent } from '../registration/workflow.ts';
import { maskName, messageFor, noticeNumber, smsFor, smsWords } from './rules.ts';

describe('what a family is told', () => {
  it('hears of everything that an office or the system did, and of its own submission; appeals and requests tell of themselves', () => {
    const silent: ApplicationEvent[] = [
      ...(['withdraw', 'accept', 'decline', 'return_to_first_review', 'reopen', 'grant'] as const),
      // Requests tell of themselves, and a case that was closed is quiet.
      ...(['leave', 'take_back', 'give_back', 'release', 'move_away', 'defer', 'open_correction', 'close'] as const),
    ];
    for (const event of Object.keys(applicationWorkflow.on) as ApplicationEvent[]) {
      expect(messageFor(event, '演示', 'R1') === null, event).toBe(silent.includes(event));
    }
  });

  it('names the child and the receipt in the portal, and neither in a text message', () => {
    const message = messageFor('submit', '王演示', 'HA2027-1');
    expect(message?.titleZh).toContain('王演示');
    expect(message?.bodyEn).toContain('HA2027-1');
    const sms = smsFor(smsWords(message?.kind ?? '') ?? '', 'http://h/');
    expect(sms).toBe('【淮教通】报名已收到，请登录查看：http://h/');
  });
});

describe('the public check', () => {
  it('shows the first character of a name only, also of a rare one and of a short one', () => {
    expect(maskName('王演示')).toBe('王＊＊');
    expect(maskName('𠮷')).toBe('𠮷＊');
    expect(maskName('王·买买提')).toBe('王＊＊＊＊');
  });
});

it('numbers notices by city, year and a running number', () => {
  expect(noticeNumber('320800', 2027, 123)).toBe('320800-2027-000123');
});

it('writes dates as letters do', () => {
  expect(dateInWords('2027-09-01')).toBe('2027年9月1日');
});
