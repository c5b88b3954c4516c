// The door of policies: what it wants to hear of.

import type { Context } from '../../platform/context.ts';
import type { Subscription } from '../../platform/jobs/jobs.ts';
import { reassessSeason } from './service/reassess.ts';
import { carryOut, SIMULATION_ASKED } from './service/simulations.ts';

export const policiesSubscriptions: readonly Subscription[] = [
  {
    queue: 'policies.simulate',
    event: SIMULATION_ASKED,
    handle: (context: Context, { simulationId = '' }) => carryOut(context, simulationId),
  },
  {
    queue: 'policies.reassess',
    event: 'season.policy_changed',
    handle: (context: Context, { seasonId = '', proposalId = '' }) => reassessSeason(context, seasonId, proposalId),
  },
];
