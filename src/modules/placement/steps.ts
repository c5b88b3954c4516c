// The steps of a run, as its progress shows them.

export const RUN_STEPS = ['gather', 'numbers', 'private', 'public', 'proof', 'save'] as const;
export type RunStep = (typeof RUN_STEPS)[number];
