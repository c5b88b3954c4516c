// The life of a draw: prepared, announced, committed, revealed, the public value, drawn, sealed; and how it may fail.

import { defineWorkflow } from '../../engines/workflow/workflow.ts';
import type { ActingRole } from '../../kernel/actor.ts';

/** Who causes a step: staff by their role, one of the parties, or the last of several steps of others (`system`). */
export type DrawRole = ActingRole | 'party';

/** Guards are resolved in `rules.ts` from the draw, the clock and the actor. */
export type DrawGuard =
  | 'other_officer' // second pair of eyes: not the person who took the step before
  | 'times_ahead' // commitments, reveals and public value all lie in the future, in this order
  | 'commit_open' // the time for commitments has not passed
  | 'all_committed' // every party has committed
  | 'reveal_open' // the time for reveals has not passed
  | 'all_revealed' // every party has revealed
  | 'reveal_overdue' // the time for reveals has passed and a party has not revealed
  | 'value_unknown' // the public value cannot be known yet: until then a withdrawal chooses nothing
  | 'value_due'; // the time of the public value has passed

const officers: readonly DrawRole[] = ['district_admin', 'district_reviewer', 'city_officer'];

export const drawWorkflow = defineWorkflow({
  name: 'draw',
  initial: 'prepared',
  states: {
    prepared: {
      family: { zh: '筹备中', en: 'In preparation' },
      staff: { zh: '筹备中', en: 'In preparation' },
      next: {
        zh: '填好时间、各方和公共随机值来源，再送同事核定。',
        en: 'Fill in times, parties and source; then ask a colleague.',
      },
    },
    proposed: {
      family: { zh: '待核定', en: 'Awaiting a second officer' },
      staff: { zh: '待核定公告', en: 'Awaiting a second officer' },
      next: {
        zh: '由另一位同事核定。核定即封存名单并公告，此后不能修改。',
        en: 'Another officer decides. Announcing freezes the roster; nothing can be changed afterwards.',
      },
    },
    announced: {
      family: { zh: '名单已封存并公告', en: 'Roster frozen and announced' },
      staff: { zh: '已公告，收取承诺', en: 'Announced, commitments come in' },
      next: {
        zh: '各方在自己的设备上写下一个数值，只交承诺（数值的指纹）。',
        en: 'Each party writes down a value on its own device and hands in only its commitment.',
      },
    },
    committed: {
      family: { zh: '各方承诺已公布', en: 'Commitments published' },
      staff: { zh: '承诺已齐，等待揭示', en: 'Committed, awaiting reveals' },
      next: {
        zh: '公告到此完整，公告指纹应印发、张贴。各方在期限前揭示数值。',
        en: 'The announcement is complete; print and post its hash. The parties reveal their values in time.',
      },
    },
    revealed: {
      family: { zh: '各方数值已揭示', en: 'Values revealed' },
      staff: { zh: '已揭示，等待公共随机值', en: 'Revealed, awaiting the public value' },
      next: {
        zh: '等公共随机值在其来源公布，由一人录入、另一人从来源另行核对。',
        en: 'Wait for the public value; one officer enters it, a second reads it from its source again.',
      },
    },
    value_entered: {
      family: { zh: '公共随机值核对中', en: 'Public value being confirmed' },
      staff: { zh: '公共随机值待核对', en: 'Public value to be confirmed' },
      next: {
        zh: '由另一位同事从来源另行读取并录入，两次一致才算数。',
        en: 'Another officer reads the source and enters it again.',
      },
    },
    source_failed: {
      family: { zh: '公共随机值未按时公布', en: 'Public value did not appear' },
      staff: { zh: '来源未按时公布，待核实', en: 'Source failed, to be confirmed' },
      next: {
        zh: '由另一位同事到来源核实。核实后本次派位作废，须重新公告。',
        en: 'Another officer looks at the source. If it holds, the draw is void and must be announced anew.',
      },
    },
    valued: {
      family: { zh: '公共随机值已确认', en: 'Public value confirmed' },
      staff: { zh: '可以抽取', en: 'Ready to draw' },
      next: { zh: '现场计算派位号。结果已完全确定，无可选择。', en: 'Compute the numbers. Nothing is left to choose.' },
    },
    drawn: {
      family: { zh: '派位号已产生', en: 'Numbers drawn' },
      staff: { zh: '已抽取，待封存', en: 'Drawn, to be sealed' },
      next: {
        zh: '由另一位同事核验后封存，公布派位实录。',
        en: 'Another officer verifies and seals; the transcript is published.',
      },
    },
    sealed: {
      family: { zh: '派位完成，可核验', en: 'Finished, open to verification' },
      staff: { zh: '已封存公布', en: 'Sealed and published' },
      next: {
        zh: '任何人都可以核验。正式录取运算采用这些派位号。',
        en: 'Anyone can verify. Placement uses these numbers.',
      },
    },
    withdrawn: {
      family: { zh: '已撤回', en: 'Withdrawn' },
      staff: { zh: '已撤回', en: 'Withdrawn' },
      next: { zh: '须重新公告后才能再次派位。', en: 'A new draw needs a new announcement.' },
    },
  },
  final: ['sealed', 'withdrawn'],
  on: {
    edit: { from: ['prepared'], to: 'same', by: officers, zh: '修改方案', en: 'Edit' },
    propose: {
      from: ['prepared'],
      to: 'proposed',
      by: officers,
      when: ['times_ahead'],
      zh: '送同事核定',
      en: 'Ask for a second officer',
    },
    send_back: { from: ['proposed'], to: 'prepared', by: officers, zh: '退回修改', en: 'Send back' },
    announce: {
      from: ['proposed'],
      to: 'announced',
      by: officers,
      when: ['other_officer', 'times_ahead'],
      zh: '核定并公告',
      en: 'Announce',
    },
    commit: {
      from: ['announced'],
      to: 'same',
      by: ['party', ...officers],
      when: ['commit_open'],
      zh: '交承诺',
      en: 'Commit',
    },
    close_commitments: {
      from: ['announced'],
      to: 'committed',
      by: ['system'],
      when: ['all_committed'],
      zh: '承诺收齐，公告完整',
      en: 'All committed; the announcement is complete',
    },
    reveal: {
      from: ['committed'],
      to: 'same',
      by: ['party', ...officers],
      when: ['reveal_open'],
      zh: '揭示',
      en: 'Reveal',
    },
    close_reveals: {
      from: ['committed'],
      to: 'revealed',
      by: ['system'],
      when: ['all_revealed'],
      zh: '全部揭示',
      en: 'All revealed',
    },
    enter_value: {
      from: ['revealed'],
      to: 'value_entered',
      by: officers,
      when: ['value_due'],
      zh: '录入公共随机值',
      en: 'Enter the public value',
    },
    strike_value: {
      from: ['value_entered'],
      to: 'revealed',
      by: officers,
      zh: '录入有误，重新录入',
      en: 'Strike the value',
    },
    confirm_value: {
      from: ['value_entered'],
      to: 'valued',
      by: officers,
      when: ['other_officer'],
      zh: '核对公共随机值',
      en: 'Confirm the public value',
    },
    draw: { from: ['valued'], to: 'drawn', by: officers, zh: '抽取', en: 'Draw' },
    seal: {
      from: ['drawn'],
      to: 'sealed',
      by: officers,
      when: ['other_officer'],
      zh: '封存并公布实录',
      en: 'Seal and publish',
    },
    discard: { from: ['prepared', 'proposed'], to: 'withdrawn', by: officers, zh: '放弃方案', en: 'Discard' },
    withdraw: {
      from: ['announced', 'committed', 'revealed'],
      to: 'withdrawn',
      by: officers,
      when: ['value_unknown'],
      zh: '撤回公告',
      en: 'Withdraw the announcement',
    },
    stop_unrevealed: {
      from: ['committed'],
      to: 'withdrawn',
      by: officers,
      when: ['reveal_overdue'],
      zh: '有一方未揭示，终止',
      en: 'Stop: a party did not reveal',
    },
    stop_uncommitted: {
      from: ['announced'],
      to: 'withdrawn',
      by: officers,
      when: ['value_due'],
      zh: '承诺未收齐，终止',
      en: 'Stop: commitments are missing',
    },
    report_source: {
      from: ['revealed'],
      to: 'source_failed',
      by: officers,
      when: ['value_due'],
      zh: '来源未按时公布',
      en: 'The source did not publish',
    },
    source_came: {
      from: ['source_failed'],
      to: 'revealed',
      by: officers,
      zh: '来源已公布，继续',
      en: 'It has come; go on',
    },
    confirm_source_failure: {
      from: ['source_failed'],
      to: 'withdrawn',
      by: officers,
      when: ['other_officer'],
      zh: '核实来源未公布，终止',
      en: 'Confirm and stop',
    },
  },
} as const satisfies Parameters<typeof defineWorkflow<string, string, DrawRole, DrawGuard>>[0]);

export type DrawState = keyof (typeof drawWorkflow)['states'];
export type DrawEvent = keyof (typeof drawWorkflow)['on'];

/** Every state, for schemas and constraints. */
export const DRAW_STATES = Object.keys(drawWorkflow.states) as [DrawState, ...DrawState[]];

/** States from which on the roster is frozen and public. A withdrawn draw is public if it had been announced. */
export const PUBLIC_STATES: readonly DrawState[] = DRAW_STATES.filter(
  (state) => state !== 'prepared' && state !== 'proposed',
);
