// Checks an answer of the engine by another way: the quoted words stand in the official text and cover the address.

import { addressText, numbersBehind } from './address.ts';
import type { DoorRange } from './door-numbers.ts';
import { nameKey } from './fold.ts';
import type { Location } from './catchment.ts';
import type { PlacePart } from './place-part.ts';
import type { CatchmentIndex } from './zone-index.ts';

/** All house numbers up to a bound that a list of ranges names, one by one; slow, and therefore plain. */
export function listedNumbers(ranges: readonly DoorRange[], highest: number): Set<number> {
  const listed = new Set<number>();
  for (const { from = 1, to = highest, parity } of ranges) {
    for (let number = from; number <= Math.min(to, highest); number += 1) {
      const wanted = parity === 'both' || from === to || (number % 2 === 0) === (parity === 'even');
      if (wanted) listed.add(number);
    }
  }
  return listed;
}

function namesPlace(part: PlacePart, text: string): boolean {
  return [part.name, ...part.alsoNamed, ...part.formerly].some((name) => {
    const key = nameKey(name).replace(
      /^(?:[\u4e00-\u9fa5]{2,3}市)?[\u4e00-\u9fa5]{1,2}[^小社园校院东南西北][区县](?=.{3,})|^[原旧](?=..)/,
      '',
    );
    const stem = key.replace(
      /(?:住宅小区|小区|社区居委会|社区居委|社区|生活区|居委会?|村委会|村民委员会|自然村|行政村|花园|花苑|大厦|公寓|家园|大楼)$/,
      '',
    );
    const last = key.split('·').at(-1) ?? key;
    return [key, stem, last].some((one) => one.length >= 2 && text.includes(one));
  });
}

function numberListed(part: PlacePart, text: string): boolean {
  if (!part.doors) return true;
  const at = text.indexOf(nameKey(part.name));
  const door = at < 0 ? undefined : numbersBehind(text, at + nameKey(part.name).length).door;
  return door === undefined || listedNumbers(part.doors, door.main).has(door.main);
}

/**
 * What is wrong with an answer; empty when nothing is. Checked without the index of names: the number of schools
 * fits the result, every quoted text stands word for word in that school's official text, and for `matched` and
 * `overlap` each school has a part that names the place and lists the number.
 */
export function checkLocation(index: CatchmentIndex, address: string, location: Location): string[] {
  const problems: string[] = [];
  const { result, schools } = location;
  if (result === 'matched' && schools.length !== 1) problems.push(`matched names ${schools.length} schools`);
  if (result === 'overlap' && schools.length < 2) problems.push('overlap names fewer than two schools');
  if (result === 'uncovered' && schools.length > 0) problems.push('uncovered names a school');
  const text = addressText(address, index.placeNames);
  for (const school of schools) {
    const zones = index.zones.filter((zone) => zone.schoolId === school.schoolId && zone.campus === school.campus);
    if (zones.length === 0) {
      problems.push(`${school.school} is not among the texts`);
      continue;
    }
    if (result === 'needs_map' || zones.some((zone) => zone.polygon)) continue;
    const parts = zones.flatMap((zone) => index.readings[index.zones.indexOf(zone)]?.places ?? []);
    if (!parts.some((part) => namesPlace(part, text) && numberListed(part, text))) {
      problems.push(`no part of ${school.school}'s text names ${address}`);
    }
  }
  return problems;
}
