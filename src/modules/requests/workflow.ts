// The life of a request: decided by the bureau, or in effect as soon as the family has sent it.

import type { ActingRole } from '../../kernel/actor.ts';
import { defineWorkflow } from '../../engines/workflow/workflow.ts';

/** Guards are resolved in `rules.ts` from the request, the application and the actor. */
export type RequestGuard =
  | 'own_request' // the guardian who holds the application
  | 'in_authority' // the bureau of the application's district
  | 'restorable'; // an application left before placement, while registration is open

const district: readonly ActingRole[] = ['district_reviewer', 'district_admin'];

export const requestWorkflow = defineWorkflow({
  name: 'request',
  initial: 'filed',
  states: {
    filed: {
      family: { zh: '已收到，等待办理', en: 'Received' },
      staff: { zh: '待办理', en: 'To be decided' },
      next: {
        zh: '区县教育局会在下面的期限内答复。办结前您的报名照常进行。',
        en: 'The district bureau answers by the day below. Until then your application goes on as usual.',
      },
    },
    granted: {
      family: { zh: '已同意', en: 'Granted' },
      staff: { zh: '同意', en: 'Granted' },
      next: { zh: '请看理由和接下来要做的事。', en: 'See the reasons and what comes next.' },
    },
    refused: {
      family: { zh: '没有同意', en: 'Not granted' },
      staff: { zh: '不同意', en: 'Refused' },
      next: {
        zh: '请看理由。您的报名照常进行；不服的，可以按决定书写明的途径和期限提出。',
        en: 'See the reasons. Your application goes on; the letter says how and until when you can contest it.',
      },
    },
    done: {
      family: { zh: '已办结', en: 'Done' },
      staff: { zh: '即时办结', en: 'Done at once' },
      next: { zh: '已经生效。', en: 'It is in effect.' },
    },
    undone: {
      family: { zh: '已恢复报名', en: 'Application restored' },
      staff: { zh: '已恢复', en: 'Undone' },
      next: { zh: '您的报名已恢复，会重新审核。', en: 'Your application is restored and will be reviewed.' },
    },
    withdrawn: {
      family: { zh: '已撤回', en: 'Taken back' },
      staff: { zh: '已撤回', en: 'Taken back' },
      next: { zh: '您已撤回，报名不受影响。', en: 'You took it back; the application is not affected.' },
    },
  },
  final: ['granted', 'refused', 'done', 'undone', 'withdrawn'],
  on: {
    take_effect: { from: ['filed'], to: 'done', by: ['system'], zh: '即时生效', en: 'Take effect' },
    grant: { from: ['filed'], to: 'granted', by: district, when: ['in_authority'], zh: '同意', en: 'Grant' },
    refuse: { from: ['filed'], to: 'refused', by: district, when: ['in_authority'], zh: '不同意', en: 'Refuse' },
    withdraw: {
      from: ['filed'],
      to: 'withdrawn',
      by: ['guardian'],
      when: ['own_request'],
      zh: '撤回申请',
      en: 'Take back',
    },
    undo: {
      from: ['done'],
      to: 'undone',
      by: ['guardian'],
      when: ['own_request', 'restorable'],
      zh: '恢复报名',
      en: 'Restore the application',
    },
  },
} as const satisfies Parameters<typeof defineWorkflow<string, string, ActingRole, RequestGuard>>[0]);

export type RequestState = keyof (typeof requestWorkflow)['states'];
export type RequestEvent = keyof (typeof requestWorkflow)['on'];

/** Every state, for schemas and constraints. */
export const REQUEST_STATES = Object.keys(requestWorkflow.states) as [RequestState, ...RequestState[]];
