// The life of a work order that a poor rating opens: contact, fix, call back; an unhappy family opens it again.

import type { ActingRole } from '../../kernel/actor.ts';
import { defineWorkflow } from '../../engines/workflow/workflow.ts';

const officers: readonly ActingRole[] = ['district_reviewer', 'district_admin'];

export const workOrderWorkflow = defineWorkflow({
  name: 'work_order',
  initial: 'open',
  states: {
    open: {
      family: { zh: '已收到您的意见', en: 'We have your complaint' },
      staff: { zh: '待联系', en: 'To contact' },
      next: { zh: '工作人员将在承诺时限内与您联系。', en: 'Staff will contact you within the promised time.' },
    },
    contacted: {
      family: { zh: '正在整改', en: 'Being put right' },
      staff: { zh: '整改中', en: 'To put right' },
      next: { zh: '正在整改，完成后会回访您。', en: 'It is being put right; you will be called back.' },
    },
    fixed: {
      family: { zh: '已整改，待回访', en: 'Put right, to be called back' },
      staff: { zh: '待回访', en: 'To call back' },
      next: { zh: '工作人员会回访，请告诉我们是否满意。', en: 'Staff will call back and ask whether you are content.' },
    },
    closed: {
      family: { zh: '已办结', en: 'Closed' },
      staff: { zh: '已办结', en: 'Closed' },
      next: { zh: '谢谢您的意见。', en: 'Thank you for telling us.' },
    },
  },
  final: ['closed'],
  on: {
    contact: {
      from: ['open'],
      to: 'contacted',
      by: officers,
      when: ['in_authority'],
      zh: '登记联系情况',
      en: 'Record the contact',
    },
    fix: {
      from: ['contacted'],
      to: 'fixed',
      by: officers,
      when: ['in_authority'],
      zh: '登记整改情况',
      en: 'Record what was put right',
    },
    call_back_content: {
      from: ['fixed'],
      to: 'closed',
      by: officers,
      when: ['in_authority'],
      zh: '回访满意，办结',
      en: 'Called back, content',
    },
    call_back_unhappy: {
      from: ['fixed'],
      to: 'contacted',
      by: officers,
      when: ['in_authority'],
      zh: '回访不满意，继续整改',
      en: 'Called back, not content',
    },
  },
} as const satisfies Parameters<typeof defineWorkflow<string, string, ActingRole, 'in_authority'>>[0]);

export type WorkOrderState = keyof (typeof workOrderWorkflow)['states'];
export type WorkOrderEvent = keyof (typeof workOrderWorkflow)['on'];
export const WORK_ORDER_STATES = Object.keys(workOrderWorkflow.states) as [WorkOrderState, ...WorkOrderState[]];
export const WORK_ORDER_EVENTS = Object.keys(workOrderWorkflow.on) as [WorkOrderEvent, ...WorkOrderEvent[]];
