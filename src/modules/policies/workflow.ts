// The life of a proposal to put a season under a rule set: proposed by one officer, decided by another.

import type { ActingRole } from '../../kernel/actor.ts';
import { defineWorkflow } from '../../engines/workflow/workflow.ts';

/** Guards are resolved in `rules.ts` from the proposal, the season and the actor. */
export type ProposalGuard =
  | 'in_authority' // the season belongs to the actor's bureau, or the actor is the city's
  | 'other_officer' // not the person who proposed it
  | 'own_proposal' // the person who proposed it
  | 'results_open' // the season's results are not public: after that its rules are history
  | 'reason_given'; // registration has not begun, or the change says why

const officers: readonly ActingRole[] = ['district_reviewer', 'district_admin', 'city_officer'];

export const proposalWorkflow = defineWorkflow({
  name: 'policy proposal',
  initial: 'proposed',
  states: {
    proposed: {
      family: { zh: '拟定中', en: 'Being decided' },
      staff: { zh: '待审批', en: 'Awaiting approval' },
      next: { zh: '由另一位工作人员审批。', en: 'Another officer decides.' },
    },
    approved: {
      family: { zh: '已生效', en: 'In force' },
      staff: { zh: '已批准', en: 'Approved' },
      next: { zh: '招生季按这一版执行。', en: 'The season follows this version.' },
    },
    rejected: {
      family: { zh: '未采用', en: 'Not adopted' },
      staff: { zh: '已驳回', en: 'Rejected' },
      next: { zh: '可以修改后重新提交。', en: 'It can be changed and proposed again.' },
    },
    withdrawn: {
      family: { zh: '未采用', en: 'Not adopted' },
      staff: { zh: '已撤回', en: 'Taken back' },
      next: { zh: '可以修改后重新提交。', en: 'It can be changed and proposed again.' },
    },
  },
  final: ['approved', 'rejected', 'withdrawn'],
  on: {
    approve: {
      from: ['proposed'],
      to: 'approved',
      by: officers,
      when: ['in_authority', 'other_officer', 'results_open', 'reason_given'],
      zh: '批准',
      en: 'Approve',
    },
    reject: {
      from: ['proposed'],
      to: 'rejected',
      by: officers,
      when: ['in_authority', 'other_officer'],
      zh: '驳回',
      en: 'Reject',
    },
    withdraw: {
      from: ['proposed'],
      to: 'withdrawn',
      by: officers,
      when: ['own_proposal'],
      zh: '撤回',
      en: 'Take back',
    },
  },
} as const satisfies Parameters<typeof defineWorkflow<string, string, ActingRole, ProposalGuard>>[0]);

export type ProposalState = keyof (typeof proposalWorkflow)['states'];
export type ProposalEvent = keyof (typeof proposalWorkflow)['on'];
