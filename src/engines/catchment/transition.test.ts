import { describe, expect, it } from 'vitest';
import { buildCatchmentIndex, locate } from './catchment.ts';
import { rightHolds } from './transition.ts';
import { parseZone } from './zone-parser.ts';

describe('rights for a time', () => {
  it('are read with school, dates and words, and name no place', () => {
    const reading = parseZone(
      '桂香路；过渡期三年，期内可选择弘文小学或者育英小学。2028年8月31日前，原明德小学学区生可继续就读',
    );
    expect(reading.places.map(({ name }) => name)).toEqual(['桂香路']);
    expect(reading.notUnderstood).toEqual([]);
    expect(reading.transitions).toMatchObject([
      { school: '弘文小学', years: 3 },
      { school: '育英小学', years: 3 },
      { school: '明德小学' },
    ]);
  });

  it('in brackets belong to their place', () => {
    const { places } = parseZone('兰岚小区（2026年至2028年过渡期内可选择明德小学）、菊洲新村');
    expect(
      places.map(({ transitions }) => transitions.map(({ school, from, until }) => [school, from, until])),
    ).toEqual([[['明德小学', '2026-01-01', '2028-12-31']], []]);
  });

  it('without a school stay remarks', () => {
    const { transitions, remarks } = parseZone('桂香路；过渡期政策另行公布');
    expect(transitions).toEqual([]);
    expect(remarks).toEqual(['过渡期政策另行公布']);
  });

  it('hold from their first to their last day, years from the day on which the text comes into force', () => {
    const right = { school: '甲', from: '2026-01-01', until: '2028-08-31', text: '' };
    expect(
      ['2025-12-31', '2026-01-01', '2028-08-31', '2028-09-01'].map((on) => rightHolds(right, on, undefined)),
    ).toEqual([false, true, true, false]);
    const years = { school: '甲', years: 3, text: '' };
    expect(['2029-06-24', '2029-06-25'].map((on) => rightHolds(years, on, '2026-06-25'))).toEqual([true, false]);
  });

  it('are told with the answer for an address, while they hold', () => {
    const index = buildCatchmentIndex([
      { schoolId: 'a', school: '弘文小学', zone: '兰岚小区（2028年底前可选择明德小学，过渡期至2028年）、桂香路' },
    ]);
    const rights = (address: string, on: string): string[] =>
      locate(index, { address, on }).transitions.map(({ school }) => school);
    expect(rights('兰岚小区3栋', '2027-06-01')).toEqual(['明德小学']);
    expect(rights('兰岚小区3栋', '2029-01-01')).toEqual([]);
    expect(rights('桂香路3号', '2027-06-01')).toEqual([]);
  });
});
