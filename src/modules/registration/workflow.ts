// The life of an application, from the first draft to the child's arrival at school.

import type { ActingRole } from '../../kernel/actor.ts';
import { defineWorkflow } from '../../engines/workflow/workflow.ts';

/** Guards are resolved in `rules.ts` from the season's calendar, the application and the actor. */
export type ApplicationGuard =
  | 'window_open' // the registration or late window of the season is open
  | 'correction_open' // the window is open, or a cure period granted by a reviewer still runs
  | 'own_application' // the guardian who holds the application
  | 'in_authority' // staff whose organization reaches the application
  | 'own_or_in_authority' // the guardian who holds it, or staff who reach it
  | 'two_steps' // the policy asks for a first review by the school for this category
  | 'one_step' // the policy lets the district decide at once for this category
  | 'other_officer' // second pair of eyes: not the person who did the first review
  | 'results_published' // the season's results are public
  | 'confirmation_open' // families may still accept or decline
  | 'report_open' // the days of arrival have begun
  | 'report_over'; // the last day of arrival has passed

const reviewers: readonly ActingRole[] = ['school_reviewer'];
const district: readonly ActingRole[] = ['district_reviewer', 'district_admin'];

export const applicationWorkflow = defineWorkflow({
  name: 'application',
  initial: 'draft',
  states: {
    draft: {
      family: { zh: '未提交', en: 'Not submitted' },
      staff: { zh: '草稿', en: 'Draft' },
      next: { zh: '请填完并在截止时间前提交。', en: 'Please finish and submit before the deadline.' },
    },
    submitted: {
      family: { zh: '已提交，审核中', en: 'Submitted, under review' },
      staff: { zh: '待初审', en: 'Awaiting first review' },
      next: {
        zh: '系统正在向有关部门核对信息，工作人员会逐件审核。截止前您仍可修改或撤回。',
        en: 'Your details are being checked with other departments, and staff review each case. Until the deadline you can still correct or withdraw it.',
      },
    },
    needs_material: {
      family: { zh: '需要您补充材料', en: 'We need something from you' },
      staff: { zh: '待补正', en: 'Awaiting material' },
      next: { zh: '请在期限内按要求补充并再次提交。', en: 'Please add what is asked for and submit again in time.' },
    },
    endorsed: {
      family: { zh: '初审通过，复审中', en: 'First review passed, second review under way' },
      staff: { zh: '待复审', en: 'Awaiting second review' },
      next: { zh: '区县教育局正在复审。', en: 'The district bureau is reviewing.' },
    },
    eligible: {
      family: { zh: '审核通过，等待录取', en: 'Approved, awaiting placement' },
      staff: { zh: '审核通过', en: 'Eligible' },
      next: {
        zh: '录取结果将统一公布，请留意通知。',
        en: 'Results are published for everyone at the same moment; you will be told.',
      },
    },
    refused: {
      family: { zh: '审核未通过', en: 'Not approved' },
      staff: { zh: '审核不通过', en: 'Refused' },
      next: {
        zh: '请看原因和补救办法；在期限内可以修改后再次提交，也可以申请复核。',
        en: 'See the reason and what you can do: correct and submit again in time, or ask for a second look.',
      },
    },
    withdrawn: {
      family: { zh: '已撤回', en: 'Withdrawn' },
      staff: { zh: '已撤回', en: 'Withdrawn' },
      next: {
        zh: '报名时间内可以恢复或重新报名；之后情况有变，请联系区县教育局。',
        en: 'While registration is open you can restore it or apply again; afterwards ask the district bureau.',
      },
    },
    placed: {
      family: { zh: '已录取，请确认', en: 'Placed, please confirm' },
      staff: { zh: '已录取待确认', en: 'Placed' },
      next: { zh: '请在期限内确认是否就读。', en: 'Please accept or decline in time.' },
    },
    not_placed: {
      family: { zh: '尚未安排学校，教育局继续统筹', en: 'No school yet, the bureau is still placing' },
      staff: { zh: '待统筹', en: 'Not placed' },
      next: {
        zh: '区县教育局会继续为孩子安排学位，并通知您。',
        en: 'The district bureau will go on finding a seat and will tell you.',
      },
    },
    accepted: {
      family: { zh: '已确认就读', en: 'Seat accepted' },
      staff: { zh: '已确认', en: 'Accepted' },
      next: { zh: '请按通知书的时间到校报到。', en: 'Please come to school on the day in the notice.' },
    },
    declined: {
      family: { zh: '已放弃学位', en: 'Seat declined' },
      staff: { zh: '已放弃', en: 'Declined' },
      next: {
        zh: '如仍需公办学位，请联系区县教育局统筹。',
        en: 'If you still need a public seat, ask the district bureau.',
      },
    },
    reported: {
      family: { zh: '已报到入学', en: 'Arrived at school' },
      staff: { zh: '已报到', en: 'Reported' },
      next: { zh: '学校将为孩子建立学籍。祝学习愉快！', en: 'The school will open the student record. Enjoy school!' },
    },
    not_reported: {
      family: { zh: '未按时报到', en: 'Did not arrive' },
      staff: { zh: '未报到', en: 'Did not report' },
      next: { zh: '请尽快联系学校或区县教育局。', en: 'Please contact the school or the district bureau soon.' },
    },
    deferred: {
      family: { zh: '已批准缓学', en: 'Entry deferred' },
      staff: { zh: '缓学', en: 'Deferred' },
      next: {
        zh: '今年不入学，学位已让出。请在明年的报名时间内重新报名，缓学记录会自动带入。',
        en: 'The child does not enter this year. Please register next year in time; the deferral is on record.',
      },
    },
    // Quiet on purpose: the child has died, and nobody is asked or told anything any more.
    closed: {
      family: { zh: '已办结', en: 'Closed' },
      staff: { zh: '已结案', en: 'Closed' },
      next: {
        zh: '您不需要再做任何事，我们也不会再发送通知。',
        en: 'There is nothing more for you to do, and you will not hear from us again.',
      },
    },
  },
  final: ['withdrawn', 'declined', 'reported', 'deferred', 'closed'],
  on: {
    submit: {
      from: ['draft'],
      to: 'submitted',
      by: ['guardian'],
      when: ['own_application', 'window_open'],
      zh: '提交',
      en: 'Submit',
    },
    resubmit: {
      from: ['submitted', 'needs_material', 'refused'],
      to: 'submitted',
      by: ['guardian'],
      when: ['own_application', 'correction_open'],
      zh: '修改后再次提交',
      en: 'Submit again',
    },
    withdraw: {
      from: ['draft', 'submitted', 'needs_material', 'endorsed', 'eligible', 'refused'],
      to: 'withdrawn',
      by: ['guardian'],
      when: ['own_application', 'window_open'],
      zh: '撤回',
      en: 'Withdraw',
    },
    ask_material: {
      from: ['submitted', 'endorsed'],
      to: 'needs_material',
      by: [...reviewers, ...district],
      when: ['in_authority'],
      zh: '要求补充材料',
      en: 'Ask for material',
    },
    endorse: {
      from: ['submitted'],
      to: 'endorsed',
      by: [...reviewers, ...district],
      when: ['in_authority', 'two_steps'],
      zh: '初审通过',
      en: 'Pass first review',
    },
    return_to_first_review: {
      from: ['endorsed'],
      to: 'submitted',
      by: district,
      when: ['in_authority'],
      zh: '退回初审',
      en: 'Return to first review',
    },
    approve: {
      from: ['endorsed'],
      to: 'eligible',
      by: district,
      when: ['in_authority', 'other_officer'],
      zh: '复审通过',
      en: 'Approve',
    },
    approve_at_once: {
      from: ['submitted'],
      to: 'eligible',
      by: district,
      when: ['in_authority', 'one_step'],
      zh: '审核通过',
      en: 'Approve',
    },
    find_category: {
      from: ['submitted', 'endorsed'],
      to: 'submitted',
      by: [...reviewers, ...district],
      when: ['in_authority'],
      zh: '认定类别',
      en: 'Find the category',
    },
    refuse: {
      from: ['submitted', 'endorsed', 'needs_material'],
      to: 'refused',
      by: district,
      when: ['in_authority'],
      zh: '不予通过',
      en: 'Refuse',
    },
    reopen: {
      from: ['eligible', 'refused', 'needs_material', 'deferred', 'closed'],
      to: 'submitted',
      by: district,
      when: ['in_authority'],
      zh: '重新审核',
      en: 'Review again',
    },
    // An appeal was upheld: the other officer or the city puts the decision right.
    grant: {
      from: ['refused', 'eligible'],
      to: 'eligible',
      by: [...district, 'city_officer'],
      when: ['in_authority'],
      zh: '复核（申诉）成立',
      en: 'Appeal upheld',
    },
    place: { from: ['eligible', 'not_placed'], to: 'placed', by: ['system'], zh: '录取', en: 'Placed' },
    leave_unplaced: { from: ['eligible'], to: 'not_placed', by: ['system'], zh: '暂未录取', en: 'Not placed' },
    take_offer: {
      from: ['not_placed', 'placed', 'accepted'],
      to: 'accepted',
      by: ['system'],
      zh: '接受递补',
      en: 'Offered seat taken',
    },
    correct: {
      from: ['not_placed', 'placed', 'accepted'],
      to: 'placed',
      by: ['system'],
      zh: '更正录取',
      en: 'Placement corrected',
    },
    lose_seat: {
      from: ['placed', 'accepted'],
      to: 'not_placed',
      by: ['system'],
      zh: '更正后待统筹',
      en: 'Seat taken back by a correction',
    },
    accept: {
      from: ['placed'],
      to: 'accepted',
      by: ['guardian'],
      when: ['own_application', 'confirmation_open'],
      zh: '确认就读',
      en: 'Accept',
    },
    decline: {
      from: ['placed', 'accepted'],
      to: 'declined',
      by: ['guardian'],
      when: ['own_application', 'confirmation_open'],
      zh: '放弃学位',
      en: 'Decline',
    },
    report: {
      from: ['placed', 'accepted', 'not_reported'],
      to: 'reported',
      by: ['school_reviewer', 'district_admin'],
      when: ['in_authority', 'report_open'],
      zh: '登记报到',
      en: 'Mark as arrived',
    },
    miss: {
      from: ['placed', 'accepted'],
      to: 'not_reported',
      by: ['school_reviewer', 'district_admin'],
      when: ['in_authority', 'report_over'],
      zh: '登记未报到',
      en: 'Mark as not arrived',
    },
    // What families ask for outside the ordinary course (事项申请).
    leave: {
      from: ['submitted', 'needs_material', 'endorsed', 'eligible', 'refused', 'not_placed'],
      to: 'withdrawn',
      by: ['guardian'],
      when: ['own_application'],
      zh: '退出报名',
      en: 'Leave',
    },
    take_back: {
      from: ['withdrawn'],
      to: 'submitted',
      by: ['guardian'],
      when: ['own_application', 'window_open'],
      zh: '恢复报名',
      en: 'Restore',
    },
    give_back: {
      from: ['placed', 'accepted', 'not_reported'],
      to: 'declined',
      by: ['guardian'],
      when: ['own_application'],
      zh: '退回学位',
      en: 'Give the seat back',
    },
    release: {
      from: ['reported'],
      to: 'declined',
      by: district,
      when: ['in_authority'],
      zh: '同意退回学位',
      en: 'Release from the school',
    },
    move_away: {
      from: [
        'submitted',
        'needs_material',
        'endorsed',
        'eligible',
        'refused',
        'not_placed',
        'placed',
        'accepted',
        'not_reported',
      ],
      to: 'withdrawn',
      by: ['guardian'],
      when: ['own_application'],
      zh: '转到另一区县报名',
      en: 'Move to another district',
    },
    defer: {
      from: [
        'submitted',
        'needs_material',
        'endorsed',
        'eligible',
        'refused',
        'not_placed',
        'placed',
        'accepted',
        'not_reported',
      ],
      to: 'deferred',
      by: district,
      when: ['in_authority'],
      zh: '批准缓学',
      en: 'Defer entry',
    },
    open_correction: {
      from: ['submitted', 'needs_material', 'endorsed', 'eligible', 'refused'],
      to: 'needs_material',
      by: district,
      when: ['in_authority'],
      zh: '同意更改，开放修改',
      en: 'Open for correction',
    },
    close: {
      from: [
        'submitted',
        'needs_material',
        'endorsed',
        'eligible',
        'refused',
        'not_placed',
        'placed',
        'accepted',
        'declined',
        'reported',
        'not_reported',
        'deferred',
      ],
      to: 'closed',
      by: ['guardian', ...district],
      when: ['own_or_in_authority'],
      zh: '结案',
      en: 'Close',
    },
  },
} as const satisfies Parameters<typeof defineWorkflow<string, string, ActingRole, ApplicationGuard>>[0]);

export type ApplicationState = keyof (typeof applicationWorkflow)['states'];
export type ApplicationEvent = keyof (typeof applicationWorkflow)['on'];

/** Every state, for schemas and constraints. */
export const APPLICATION_STATES = Object.keys(applicationWorkflow.states) as [ApplicationState, ...ApplicationState[]];

/** States in which an application holds the child's place in the season: at most one per child. */
export const LIVE_STATES = APPLICATION_STATES.filter((state) => state !== 'draft' && state !== 'withdrawn');

/** States in which a family has its result or has left: what departments say changes nothing by itself any more. */
export const SETTLED: readonly ApplicationState[] = [
  'withdrawn',
  'placed',
  'accepted',
  'declined',
  'reported',
  'not_reported',
  'deferred',
  'closed',
];
