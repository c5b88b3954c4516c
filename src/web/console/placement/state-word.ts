// How the state of a run is called: a simulation that has ended waits for nobody.

import type { Answer } from '../../client/call.ts';

type Run = Pick<Answer<'GET /api/seasons/:id/runs'>[number], 'kind' | 'state'>;

/** The name of the word for a run's state. */
export function stateWord({ kind, state }: Run) {
  return kind === 'simulation' && state === 'ready' ? ('runDone' as const) : state;
}
