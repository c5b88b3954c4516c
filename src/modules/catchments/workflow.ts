// The life of a change of catchments: one officer proposes, another one decides.

import type { ActingRole } from '../../kernel/actor.ts';
import { defineWorkflow } from '../../engines/workflow/workflow.ts';

/** Guards are resolved in `rules.ts`. */
export type ChangeGuard =
  | 'own_district' // an officer of the district's bureau
  | 'other_officer' // not the one who proposed it
  | 'own_proposal'; // the one who proposed it

const officers: readonly ActingRole[] = ['district_admin'];

export const changeWorkflow = defineWorkflow({
  name: 'catchment_change',
  initial: 'proposed',
  states: {
    proposed: {
      family: { zh: '拟调整', en: 'Proposed' },
      staff: { zh: '待复核', en: 'Awaiting a second officer' },
      next: { zh: '由另一位工作人员复核后生效。', en: 'Comes into force when a second officer approves it.' },
    },
    approved: {
      family: { zh: '已批准', en: 'Approved' },
      staff: { zh: '已批准', en: 'Approved' },
      next: { zh: '自生效日期起施行。', en: 'In force from its first day.' },
    },
    refused: {
      family: { zh: '未通过', en: 'Not approved' },
      staff: { zh: '已退回', en: 'Refused' },
      next: { zh: '施教区不变。', en: 'The catchments stay as they are.' },
    },
    withdrawn: {
      family: { zh: '已撤回', en: 'Withdrawn' },
      staff: { zh: '已撤回', en: 'Withdrawn' },
      next: { zh: '施教区不变。', en: 'The catchments stay as they are.' },
    },
  },
  final: ['approved', 'refused', 'withdrawn'],
  on: {
    approve: {
      from: ['proposed'],
      to: 'approved',
      by: officers,
      when: ['own_district', 'other_officer'] as ChangeGuard[],
      zh: '批准',
      en: 'Approve',
    },
    refuse: {
      from: ['proposed'],
      to: 'refused',
      by: officers,
      when: ['own_district', 'other_officer'] as ChangeGuard[],
      zh: '退回',
      en: 'Refuse',
    },
    withdraw: {
      from: ['proposed'],
      to: 'withdrawn',
      by: officers,
      when: ['own_district', 'own_proposal'] as ChangeGuard[],
      zh: '撤回',
      en: 'Withdraw',
    },
  },
});

export type ChangeState = keyof typeof changeWorkflow.states;
export type ChangeEvent = keyof typeof changeWorkflow.on;
export const CHANGE_STATES = Object.keys(changeWorkflow.states) as ChangeState[];
