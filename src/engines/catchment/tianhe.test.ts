import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { buildCatchmentIndex, locate } from './catchment.ts';
import { checkLocation } from './check.ts';
import { parseZone } from './zone-parser.ts';

const FOLDER = new URL('../../../../shared/data/', import.meta.url);
const ZONES = new URL('catchments-tianhe-2026.json', FOLDER);
const ADDRESSES = new URL('addresses-tianhe.jsonl', FOLDER);
const present = existsSync(ZONES) && existsSync(ADDRESSES);

interface Case {
  address: string;
  expect: string | string[] | null;
  kind: string;
  why: string;
}

// The real texts are not part of the repository; without them beside it these tests have nothing to read.
describe.skipIf(!present)('the real texts of Tianhe 2026 (../shared/data; skipped where absent)', () => {
  const file = present
    ? (JSON.parse(readFileSync(ZONES, 'utf8')) as { district: string; schools: { school: string; zone: string }[] })
    : { district: '', schools: [] };
  const index = buildCatchmentIndex(
    file.schools.map(({ school, zone }) => ({ schoolId: school, school, zone, district: file.district })),
  );
  const cases = present
    ? readFileSync(ADDRESSES, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Case)
    : [];

  it.each(cases)('$address ($kind)', (one) => {
    const found = locate(index, { address: one.address });
    const schools = found.schools.map(({ school }) => school);
    if (one.expect === null) expect(found.result, one.why).toBe('uncovered');
    else if (one.expect === 'needs_map') expect(found.result, one.why).toBe('needs_map');
    else {
      const wanted = [one.expect].flat();
      expect(
        schools.toSorted((a, b) => (a < b ? -1 : 1)),
        one.why,
      ).toEqual(wanted.toSorted((a, b) => (a < b ? -1 : 1)));
      expect(found.result).toBe(wanted.length > 1 ? 'overlap' : 'matched');
    }
    expect(checkLocation(index, one.address, found)).toEqual([]);
  });

  it('leave one piece unread, a range of which the transcription lost the road', () => {
    expect(file.schools.flatMap(({ zone }) => parseZone(zone).notUnderstood)).toEqual(['719—729']);
  });
});
