// What a module above draws knows of a season's seats; app.ts fills it in once at start.

import type { Context } from '../../../platform/context.ts';

/** Seats by school of a season's plan. */
export type SeatsOf = (context: Context, seasonId: string) => Promise<ReadonlyMap<string, number>>;

let provided: SeatsOf = () => Promise.resolve(new Map());

/** Gives draws the plan; until then no school has seats. */
export function provideSeats(seats: SeatsOf): void {
  provided = seats;
}

/** Seats by school. */
export const seatsOf: SeatsOf = (context, seasonId) => provided(context, seasonId);
