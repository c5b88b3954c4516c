// The lines of a box while it is being read, and what stands before it that belongs to it.

import type { Draft } from './draft.ts';
import type { Bound, Side } from './place-part.ts';
import type { Box } from './reading.ts';

/** 珠江新城黄埔大道: the area that is cut stands before the line in one run. */
const AREA_AND_LINE = /^(.{2,8}?(?:新城|新区|开发区|工业园|园区|城区))(.{2,})$/;

/** 至文华街: the line goes on to there. */
const REACHES = /^(?:延?[至到])(.{2,})$/;

/** Adds a line to a box; places around the line are what the box cuts. */
export function addBound(box: Box, line: Draft, areaLies: Side): void {
  const reaches = REACHES.exec(line.name);
  if (reaches?.[1] !== undefined) {
    // 竹山路至文华街以西: both are the line.
    const first = line.within.at(-1);
    const known = first === undefined || box.within.includes(first);
    if (!known) box.bounds.push({ line: first, areaLies, formerly: [] });
    box.bounds.push({ line: reaches[1], areaLies, formerly: line.formerly });
    return;
  }
  const area = AREA_AND_LINE.exec(line.name);
  const within = area?.[1] === undefined ? line.within : [...line.within, area[1]];
  for (const name of within) if (!box.within.includes(name)) box.within.push(name);
  box.bounds.push({ line: area?.[2] ?? line.name, areaLies, formerly: line.formerly });
}

/**
 * 天寿路、天河东路以东，广园南路以南…: roads listed before the first side share it, where the box has further sides.
 * They are taken out of the places read so far.
 */
export function takeJoinedLines(box: Box, places: Draft[], text: string): void {
  const { areaLies } = box.bounds[0] as Bound;
  let end = box.start;
  for (let line = places.at(-1); line; line = places.at(-1)) {
    const plain =
      line.kind === 'road' && line.doors.length === 0 && line.partial === undefined && line.open === undefined;
    if (!plain || line.end > end || text.slice(line.end, end) !== '、') break;
    places.pop();
    end = line.start;
    box.start = line.start;
    box.bounds.push({ line: line.name, areaLies, formerly: line.formerly });
  }
}

/** 金箔路、同夏路以北 within a box: the roads listed right before a further line share its side. */
export function takeJoined(
  box: Box,
  places: Draft[],
  text: string,
  { line, areaLies }: { readonly line: Draft; readonly areaLies: Side },
): void {
  let end = line.start;
  for (let joined = places.at(-1); joined; joined = places.at(-1)) {
    const plain = joined.kind === 'road' && joined.doors.length === 0 && joined.partial === undefined;
    if (!plain || joined.start < box.end || text.slice(joined.end, end) !== '、') return;
    places.pop();
    end = joined.start;
    box.bounds.push({ line: joined.name, areaLies, formerly: joined.formerly });
  }
}

/** The roads listed last are the edges of an area (…围成的区域), so that what lies on them is for the map. */
export function markEdges(places: readonly Draft[], text: string, said: string): void {
  for (let i = places.length - 1; i >= 0; i -= 1) {
    const edge = places[i] as Draft;
    const listed = text.slice(edge.end, places[i + 1]?.start ?? edge.end);
    if (edge.kind !== 'road' || edge.doors.length > 0 || /[;。]/.test(listed)) break;
    edge.partial = said;
  }
}

/** 城南街道，大运河以南…: a street office or town right before a box is what the box cuts, not a place of its own. */
export function takeArea(places: Draft[], text: string, boxStart: number): string[] {
  const previous = places.at(-1);
  const before = previous?.kind === 'subdistrict' && previous.doors.length === 0 ? previous : undefined;
  if (!before || before.end > boxStart || boxStart - before.end > 12) return [];
  if (/[;。]/.test(text.slice(before.end, boxStart))) return [];
  places.pop();
  return [...before.within, before.name];
}
