// Whether two spellings of an address mean the same home, within one city.

import type { SameAddress } from '../../engines/reconcile/reconcile.ts';
import type { City } from '../../platform/city.ts';

/**
 * A comparer for a city: province, city and district in front do not count, nor do width, spaces and the words for
 * building and room. Where one address only goes on where the other ends, it cannot be told: null.
 */
export function addressComparer(city: City): SameAddress {
  const names = [
    city.province,
    city.name,
    ...city.districts.flatMap((one) => [one.name, ...one.aliases.filter((alias) => /[区县市]$/.test(alias))]),
  ].sort((a, b) => b.length - a.length);
  const key = (address: string): string => {
    let rest = address
      .normalize('NFKC')
      .replace(/[\s,,。.、·]/gu, '')
      .replace(/[〇零]/gu, '0');
    for (let cut = true; cut;) {
      const name = names.find((one) => rest.startsWith(one) && rest.length > one.length);
      cut = name !== undefined;
      if (name !== undefined) rest = rest.slice(name.length);
    }
    return rest
      .replace(/(\d+)(?:号楼|号幢|栋|幢|座)/gu, '$1-')
      .replace(/(\d+)单元/gu, '$1-')
      .replace(/(\d+)(?:室|户|房)$/u, '$1')
      .replace(/[-–—]+/gu, '-');
  };
  return (declared, recorded) => {
    const [a, b] = [key(declared), key(recorded)];
    if (a === b) return true;
    if (a === '' || b === '') return null;
    const [short, long] = a.length < b.length ? [a, b] : [b, a];
    // 淮海路1号 and 淮海路1号3幢501室: perhaps. 淮海路1 and 淮海路12号: no.
    return long.startsWith(short) && !(/\d$/.test(short) && /^\d/.test(long.slice(short.length))) ? null : false;
  };
}
