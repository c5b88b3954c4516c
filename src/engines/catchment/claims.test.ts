import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCatchmentIndex, locate } from './catchment.ts';
import { doubleClaims, numberGaps } from './claims.ts';

function index(...zones: string[]) {
  return buildCatchmentIndex(zones.map((zone, i) => ({ schoolId: `s${i}`, school: `第${i}校`, zone })));
}

function claims(...zones: string[]): string[] {
  return doubleClaims(index(...zones)).map(({ words, door }) => `${words.join(' | ')} @${door ?? ''}`);
}

describe('double claims', () => {
  it('are numbers that two texts take in', () => {
    expect(claims('桂香路1—99号单号', '桂香路51—120号')).toEqual(['桂香路1—99号单号 | 桂香路51—120号 @51']);
    expect(claims('桂香路1—99号单号', '桂香路2—98号双号')).toEqual([]);
    expect(claims('桂香路1—49号', '桂香路50号起')).toEqual([]);
    expect(claims('桂香路105号之一', '桂香路105号之二')).toEqual([]);
  });

  it('are whole places, and a whole road of which another text takes a range', () => {
    expect(claims('兰岚小区', '兰岚小区')).toEqual(['兰岚小区 | 兰岚小区 @']);
    expect(claims('桂香路', '桂香路7号')).toEqual(['桂香路 | 桂香路7号 @7']);
  });

  it('are not what one text takes out, nor buildings apart, nor one school’s two campuses', () => {
    expect(claims('桂香路1—99号（51号除外）', '桂香路51号')).toEqual([]);
    expect(claims('兰岚小区1—5幢', '兰岚小区6—9幢')).toEqual([]);
    expect(claims('王庄村1、2组', '王庄村3组')).toEqual([]);
    const campuses = buildCatchmentIndex([
      { schoolId: 'a', school: '甲', campus: '东', zone: '桂香路' },
      { schoolId: 'a', school: '甲', campus: '西', zone: '桂香路' },
    ]);
    expect(doubleClaims(campuses)).toEqual([]);
  });

  it('say where only a map can tell', () => {
    expect(doubleClaims(index('桂香路南段', '桂香路'))).toMatchObject([{ unclear: true }]);
  });

  it('of ranges are found exactly where an address lies in both', () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(20), fc.constantFrom('', '（单号）', '（双号）'));
    fc.assert(
      fc.property(range, range, (a, b) => {
        const texts = [a, b].map(([from, more, mark]) => `桂香路${from}—${from + more + 1}号${mark}`);
        const known = index(...texts);
        const both = Array.from({ length: 70 }, (_, i) => i + 1).filter(
          (number) => locate(known, { address: `桂香路${number}号` }).result === 'overlap',
        );
        expect(doubleClaims(known).map(({ door }) => door)).toEqual(both.slice(0, 1));
      }),
    );
  });
});

describe('number gaps', () => {
  const gaps = (...zones: string[]): string[] => numberGaps(index(...zones)).map(({ road, words }) => road + words);

  it('are numbers between those given out, on each side of the road', () => {
    expect(gaps('桂香路1—99号单号', '桂香路105—199号单号')).toEqual(['桂香路101—103号（单号）']);
    expect(gaps('桂香路1—49号', '桂香路60—90号')).toEqual(['桂香路51—59号（单号）', '桂香路50—58号（双号）']);
    expect(gaps('桂香路1—99号单号', '桂香路101号')).toEqual([]);
  });

  it('are none where a text takes the whole road, where single numbers are listed, or where the stretch is long', () => {
    expect(gaps('桂香路', '桂香路105—199号')).toEqual([]);
    expect(gaps('桂香路5号、9号')).toEqual([]);
    expect(gaps('桂香路1—9号', '桂香路801—899号')).toEqual([]);
  });
});
