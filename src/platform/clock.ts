// Time as an argument: the system's clock in production, one that tests set in tests.

/** Tells the present instant. */
export type Clock = () => Date;

/** The machine's clock. */
export const systemClock: Clock = () => new Date();
