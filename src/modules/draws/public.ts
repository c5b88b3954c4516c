// The door of draws: tickets and groups for placement, and the numbers of a season's sealed draw.

export { groupsOf, numbersBySeed, type Entrant } from './rules.ts';
export { numbersOf, type SealedNumbers } from './service/numbers.ts';
export { provideSeats } from './service/parts.ts';
export { ticketsOf } from './service/tickets.ts';
export { seedDraw } from './service/seed.ts';
