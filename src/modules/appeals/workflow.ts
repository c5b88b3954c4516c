// The life of an appeal: a family asks for a second look (复核), or takes the case to the city (申诉).

import type { ActingRole } from '../../kernel/actor.ts';
import { defineWorkflow } from '../../engines/workflow/workflow.ts';

/** Guards are resolved in `rules.ts` from the appeal, the application and the actor. */
export type AppealGuard =
  | 'own_appeal' // the guardian who filed it
  | 'in_authority' // staff of the body that decides on this kind of appeal
  | 'other_officer' // nobody who took part in what is appealed against
  | 'its_officer' // the officer who has taken the appeal
  | 'answer_overdue'; // the family was asked and the day it was given has passed

const officers: readonly ActingRole[] = ['district_reviewer', 'district_admin', 'city_officer'];

export const appealWorkflow = defineWorkflow({
  name: 'appeal',
  initial: 'filed',
  states: {
    filed: {
      family: { zh: '已收到，等待办理', en: 'Received' },
      staff: { zh: '待领取', en: 'To be taken' },
      next: {
        zh: '将由没有参与过原决定的工作人员办理。您不用再做什么，办理期限见下方。',
        en: 'An officer who had no part in the decision will take it. There is nothing to do; the promised day is below.',
      },
    },
    hearing: {
      family: { zh: '正在核查', en: 'Being looked into' },
      staff: { zh: '办理中', en: 'Under hearing' },
      next: {
        zh: '工作人员正在核查，可能会与您联系了解情况。',
        en: 'An officer is looking into it and may contact you.',
      },
    },
    awaiting_family: {
      family: { zh: '请您补充说明', en: 'We need a word from you' },
      staff: { zh: '待家长说明', en: 'Awaiting the family' },
      next: {
        zh: '请在期限内回复工作人员的问题。等待期间办理期限暂停计算。',
        en: 'Please answer the officer in time. The promised time stands still meanwhile.',
      },
    },
    upheld: {
      family: { zh: '您的意见成立，已更正', en: 'You were right; it is put right' },
      staff: { zh: '成立', en: 'Upheld' },
      next: { zh: '原决定已更正，请看决定书。', en: 'The decision was changed; see the letter.' },
    },
    dismissed: {
      family: { zh: '维持原决定', en: 'The decision stands' },
      staff: { zh: '不成立', en: 'Dismissed' },
      next: {
        zh: '请看决定书里的理由。如仍有异议，可在期限内向上一级申诉。',
        en: 'See the reasons in the letter. If you still disagree you can go to the next level in time.',
      },
    },
    withdrawn: {
      family: { zh: '已撤回', en: 'Withdrawn' },
      staff: { zh: '已撤回', en: 'Withdrawn' },
      next: { zh: '您已撤回。', en: 'You have withdrawn it.' },
    },
  },
  final: ['upheld', 'dismissed', 'withdrawn'],
  on: {
    take: {
      from: ['filed'],
      to: 'hearing',
      by: officers,
      when: ['in_authority', 'other_officer'],
      zh: '领取办理',
      en: 'Take',
    },
    release: {
      from: ['hearing'],
      to: 'filed',
      by: officers,
      when: ['in_authority', 'its_officer'],
      zh: '退回待领取',
      en: 'Put back',
    },
    ask: {
      from: ['hearing'],
      to: 'awaiting_family',
      by: officers,
      when: ['in_authority', 'its_officer'],
      zh: '请家长说明',
      en: 'Ask the family',
    },
    answer: {
      from: ['awaiting_family'],
      to: 'hearing',
      by: ['guardian'],
      when: ['own_appeal'],
      zh: '回复',
      en: 'Answer',
    },
    go_on: {
      from: ['awaiting_family'],
      to: 'hearing',
      by: officers,
      when: ['in_authority', 'its_officer', 'answer_overdue'],
      zh: '逾期未回复，继续办理',
      en: 'Go on without an answer',
    },
    uphold: {
      from: ['hearing'],
      to: 'upheld',
      by: officers,
      when: ['in_authority', 'other_officer', 'its_officer'],
      zh: '成立，更正原决定',
      en: 'Uphold',
    },
    dismiss: {
      from: ['hearing'],
      to: 'dismissed',
      by: officers,
      when: ['in_authority', 'other_officer', 'its_officer'],
      zh: '不成立，维持原决定',
      en: 'Dismiss',
    },
    withdraw: {
      from: ['filed', 'hearing', 'awaiting_family'],
      to: 'withdrawn',
      by: ['guardian'],
      when: ['own_appeal'],
      zh: '撤回',
      en: 'Withdraw',
    },
  },
} as const satisfies Parameters<typeof defineWorkflow<string, string, ActingRole, AppealGuard>>[0]);

export type AppealState = keyof (typeof appealWorkflow)['states'];
export type AppealEvent = keyof (typeof appealWorkflow)['on'];

/** Every state, for schemas and constraints. */
export const APPEAL_STATES = Object.keys(appealWorkflow.states) as [AppealState, ...AppealState[]];

/** States in which somebody still has to act. */
export const OPEN_APPEALS = APPEAL_STATES.filter(
  (state) => !(appealWorkflow.final as readonly AppealState[]).includes(state),
);
