// Standard addresses to pick from, read out of the texts of catchments.

/** A place that an address can begin with. */
export interface StandardAddress {
  readonly address: string;
  readonly kind: 'road' | 'estate' | 'village';
}

const ROAD = /(?:路|街|道|巷|弄|里)$/;
const VILLAGE = /(?<!新)村(?:\d+组)?$/;
/** Words of a catchment text after which only numbers and exceptions follow. */
const NUMBERS = /\d+\s*(?:号|栋|幢|组)?\s*(?:至|—|-|~|、|起|以|的|号|栋|幢).*$|[(（].*$|(?:的)?[单双]号.*$/u;
/** Parts that describe an area by its bounds name no place to live at. */
const BOUNDS = /以[东南西北]|[东南西北]至|区域$|辖区|范围$/;

/**
 * Roads, estates and villages named in catchment texts, each once, in the order of the texts. A text that describes an
 * area by its bounds yields nothing.
 */
export function standardAddresses(zones: readonly string[]): readonly StandardAddress[] {
  const found = new Map<string, StandardAddress>();
  for (const zone of zones) {
    for (const part of zone.split(/[、,，;；。\n]/u)) {
      const words = part.trim();
      if (BOUNDS.test(words)) continue;
      const address = words.replace(NUMBERS, '').trim();
      if (address.length < 2 || address.length > 30 || found.has(address)) continue;
      found.set(address, { address, kind: ROAD.test(address) ? 'road' : VILLAGE.test(address) ? 'village' : 'estate' });
    }
  }
  return [...found.values()];
}

/** Those that begin with what was typed, then those that contain it; at most `limit`. */
export function suggestAddresses(all: readonly StandardAddress[], typed: string, limit: number): StandardAddress[] {
  const words = typed.normalize('NFKC').replace(/\s+/g, '');
  const name = words.replace(/\d.*$/, '');
  const key = name === '' ? words : name;
  const begins = all.filter(({ address }) => address.startsWith(key) || key.endsWith(address));
  const contains = all.filter(({ address }) => address.includes(key) && !begins.some((one) => one.address === address));
  return [...begins, ...contains].slice(0, limit);
}
