// Invents what happened to an application so far: when it was submitted, who decided what.

import type { ApplicationState } from '../modules/registration/workflow.ts';
import type { Prng } from './prng.ts';
import type { StateMix } from './seasons.ts';
import type { DistrictStaff, Officer } from './staff.ts';

/** A step of an application's life. */
export interface PastEvent {
  readonly at: Date;
  readonly event: 'endorse' | 'approve' | 'approve_at_once' | 'ask_material' | 'refuse' | 'withdraw';
  readonly fromState: ApplicationState;
  readonly toState: ApplicationState;
  /** Null for the family. */
  readonly staff: Officer | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What a reviewer wrote when asking or refusing. */
export interface PastDecision {
  readonly outcome: 'endorsed' | 'approved' | 'refused' | 'asked_material';
  readonly reasonCode: string | null;
  readonly words: string;
  readonly cure: string | null;
  readonly dueAt: Date | null;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

export interface History {
  readonly state: ApplicationState;
  /** For a draft: when it was last saved. */
  readonly submittedAt: Date;
  readonly late: boolean;
  readonly cureUntil: Date | null;
  /** What happened after the submission, oldest first. */
  readonly events: readonly PastEvent[];
  readonly decisions: readonly PastDecision[];
}

/** What a history is invented from. */
export interface HistorySetting {
  readonly now: Date;
  readonly opens: Date;
  readonly closes: Date;
  readonly lateCloses: Date;
  readonly latePercent: number;
  readonly mix: StateMix;
  /** Steps of review that the category asks for. */
  readonly steps: 1 | 2;
  /** The catchment school, where it is known: its own reviewer does the first review if the demonstration has one. */
  readonly school: string | null;
  readonly staff: DistrictStaff;
}

const DAY = 86_400_000;
const CURE_DAYS = 10;

/** Reasons that no department's record can contradict. */
const ASKED = [
  {
    reasonCode: 'booklet_missing',
    words: '户口簿缺少孩子页，请补充上传首页、户主页和孩子页。',
    cure: '请上传户口簿首页、户主页和孩子页的清晰照片。',
  },
  {
    reasonCode: 'unreadable',
    words: '户口簿照片反光，证号看不清，请重新拍摄。',
    cure: '请在光线充足处重新拍摄，四角完整。',
  },
  {
    reasonCode: 'home_visit',
    words: '需要入户核实实际居住情况，工作人员会与您约定时间。',
    cure: '工作人员会与您约定上门时间，请保持电话畅通。',
  },
] as const;
const REFUSED = [
  {
    reasonCode: 'duplicate',
    words: '孩子已在其他县区报名，不能重复报名。',
    cure: '请保留一处报名，撤回另一处后联系我们。',
  },
  {
    reasonCode: 'already_enrolled',
    words: '孩子已有同学段学籍。',
    cure: '如需转学，请办理转学。',
  },
] as const;

/** Invents a history that the workflow allows. */
export function inventHistory(setting: HistorySetting, prng: Prng): History {
  const { now, opens, closes, staff, steps } = setting;
  const wanted = prng.weighted(setting.mix);
  // A category with one step has no second review to wait for.
  const state = wanted === 'endorsed' && steps === 1 ? 'submitted' : wanted;
  const late = now > closes && state !== 'draft' && prng.chance(setting.latePercent);
  const from = late ? closes : opens;
  const until = new Date(Math.min(now.getTime() - 60_000, (late ? setting.lateCloses : closes).getTime() - 1_000));
  const submitted = between(from, until, prng);
  const later = (after: Date) =>
    between(after, new Date(Math.min(now.getTime() - 1_000, after.getTime() + 4 * DAY)), prng);

  const events: PastEvent[] = [];
  const decisions: PastDecision[] = [];
  const decide = (
    event: 'endorse' | 'approve' | 'approve_at_once' | 'ask_material' | 'refuse',
    by: Officer,
    at: Date,
    fromState: ApplicationState,
    toState: ApplicationState,
    decision: Omit<PastDecision, 'decidedBy' | 'decidedAt'>,
  ) => {
    events.push({
      at,
      event,
      fromState,
      toState,
      staff: by,
      detail: decision.words === '' ? {} : { words: decision.words },
    });
    decisions.push({ ...decision, decidedBy: by.accountId, decidedAt: at });
  };
  const reviewer = staff.districtReviewer;
  const firstReviewer = setting.school === staff.school ? staff.schoolReviewer : staff.admins[1];
  const plain = { reasonCode: null, words: '', cure: null, dueAt: null };

  let cureUntil: Date | null = null;
  switch (state) {
    case 'withdrawn':
      events.push({
        at: later(submitted),
        event: 'withdraw',
        fromState: 'submitted',
        toState: 'withdrawn',
        staff: null,
        detail: {},
      });
      break;
    case 'endorsed':
      decide('endorse', firstReviewer, later(submitted), 'submitted', 'endorsed', { ...plain, outcome: 'endorsed' });
      break;
    case 'eligible':
      if (steps === 1) {
        decide('approve_at_once', reviewer, later(submitted), 'submitted', 'eligible', {
          ...plain,
          outcome: 'approved',
        });
      } else {
        const endorsedAt = later(submitted);
        decide('endorse', firstReviewer, endorsedAt, 'submitted', 'endorsed', { ...plain, outcome: 'endorsed' });
        decide('approve', reviewer, later(endorsedAt), 'endorsed', 'eligible', { ...plain, outcome: 'approved' });
      }
      break;
    case 'needs_material':
    case 'refused': {
      const at = later(submitted);
      cureUntil = new Date(Math.max(now.getTime() + 2 * DAY, at.getTime() + CURE_DAYS * DAY));
      if (state === 'refused') {
        decide('refuse', reviewer, at, 'submitted', 'refused', {
          outcome: 'refused',
          ...prng.pick(REFUSED),
          dueAt: cureUntil,
        });
      } else {
        decide('ask_material', firstReviewer, at, 'submitted', 'needs_material', {
          outcome: 'asked_material',
          ...prng.pick(ASKED),
          dueAt: cureUntil,
        });
      }
      break;
    }
    case 'draft':
    case 'submitted':
      break;
  }
  return { state, submittedAt: submitted, late, cureUntil, events, decisions };
}

function between(from: Date, until: Date, prng: Prng): Date {
  const span = Math.max(1, until.getTime() - from.getTime());
  return new Date(from.getTime() + prng.below(span));
}
