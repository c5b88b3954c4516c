// What is left of a school's seats after a phase, reserves included.

import { NONE, type Rows, type Seats, sizeOf } from './market.ts';

/** Seats with some schools closed. */
export function withoutSchools(seats: Seats, closed: Uint8Array): Seats {
  if (!closed.includes(1)) return seats;
  return {
    ...seats,
    capacity: seats.capacity.map((capacity, s) => (closed[s] === 1 ? 0 : capacity)),
    reserves: seats.reserves?.map((reserves, s) => (closed[s] === 1 ? [] : reserves)) ?? null,
  };
}

/** What is left of the seats when some are taken; a reserve has left what its holders did not take. */
export function remainingSeats(
  seats: Seats,
  rows: Rows,
  byChoice: Int32Array,
  seat: Int32Array,
  assignment: Int32Array,
): Seats {
  const capacity = Uint32Array.from(seats.capacity);
  for (const school of assignment) if (school !== NONE && capacity[school]! > 0) capacity[school]!--;
  if (seats.reserves === null) return { ...seats, capacity };
  const held = seats.reserves.map((reserves) => reserves.map(() => 0));
  for (let row = 0; row < rows.count; row++) {
    const ofSchool = held[byChoice[row]!];
    if (ofSchool !== undefined && seat[row]! < ofSchool.length) ofSchool[seat[row]!]! += sizeOf(rows, row);
  }
  const reserves = seats.reserves.map((list, s) => {
    let room = capacity[s]!;
    return list.map((reserve, r) => {
      const left = Math.min(room, reserve.seats - held[s]![r]!);
      room -= left;
      return { ...reserve, seats: left };
    });
  });
  return { ...seats, capacity, reserves };
}

/** Seats that anybody may take: not those that strict reserves keep for holders. */
export function freeSeats(seats: Seats): Int32Array {
  return Int32Array.from(seats.capacity, (capacity, s) =>
    (seats.reserves?.[s] ?? []).reduce((left, reserve) => left - (reserve.strict ? reserve.seats : 0), capacity),
  );
}
