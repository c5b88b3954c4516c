// Invents addresses that lie in a catchment, by reading its text: roads with their numbers, and estates.

import type { Prng } from './prng.ts';

const ROAD = /^(.+?[路街巷])(?:(\d+)至(\d+)号(?:的([单双])号)?)?$/u;

/** An invented address inside a catchment text of the form used for invented schools. */
export function addressIn(zone: string, prng: Prng): string {
  const place = prng.pick(zone.replace(/。$/, '').split('、'));
  const flat = `${1 + prng.below(24)}幢${1 + prng.below(3)}单元${1 + prng.below(17)}0${1 + prng.below(4)}室`;
  const road = ROAD.exec(place);
  if (!road) return place.endsWith('村') ? `${place}${1 + prng.below(12)}组${1 + prng.below(80)}号` : `${place}${flat}`;
  const [, name = place, first, last, parity] = road;
  let number = first && last ? Number(first) + prng.below(Number(last) - Number(first) + 1) : 1 + prng.below(60);
  if (parity === '单' && number % 2 === 0) number -= 1;
  if (parity === '双' && number % 2 === 1) number += 1;
  return `${name}${number}号${prng.chance(60) ? flat : ''}`;
}
