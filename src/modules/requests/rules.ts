// What can be asked for in which state and what it means, who may decide, how the promised time stands.

import { readClock, type ClockEvent } from '../../engines/calendar/service-clock.ts';
import type { WorkCalendar } from '../../engines/calendar/calendar.ts';
import { step } from '../../engines/workflow/workflow.ts';
import { actingRole, type Actor } from '../../kernel/actor.ts';
import { chinaDateTime } from '../../kernel/dates.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { applicationWorkflow, type ApplicationEvent, type ApplicationState } from '../registration/workflow.ts';
import { canRegister, type SeasonRecord } from '../seasons/public.ts';
import type { RequestContent, RequestKind, Way } from './contract.ts';
import type { RequestEventRecord, RequestRecord } from './store.ts';
import { requestWorkflow, type RequestEvent, type RequestGuard, type RequestState } from './workflow.ts';

interface Sentence {
  readonly zh: string;
  readonly en: string;
}
const say = (zh: string, en: string): Sentence => ({ zh, en });

/** Promised times and limits of a city, from its data. */
export interface RequestTimes {
  readonly leaveWorkingDays: number;
  readonly deferWorkingDays: number;
  readonly changeWorkingDays: number;
  readonly deferralsAtMost: number;
  readonly moveInDays: number;
}

/** What the ways depend on. */
export interface WaySituation {
  readonly state: ApplicationState;
  readonly cureUntil: Date | null;
  readonly season: Pick<
    SeasonRecord,
    | 'stage'
    | 'entryYear'
    | 'registrationOpensAt'
    | 'registrationClosesAt'
    | 'lateClosesAt'
    | 'resultsExpectedOn'
    | 'resultsPublishedAt'
    | 'objectionsUntil'
    | 'confirmBy'
    | 'offerDays'
    | 'reportFrom'
    | 'reportUntil'
  >;
  readonly now: Date;
  /** In how many earlier years entry was put off. */
  readonly deferrals: number;
  /** How many districts the family could move to. */
  readonly districts: number;
  /** Number of a request that waits for its decision; null: none. */
  readonly openNumber: string | null;
  readonly times: RequestTimes;
}

const allows = (event: ApplicationEvent, state: ApplicationState): boolean =>
  (applicationWorkflow.on[event].from as readonly ApplicationState[]).includes(state);

/** States in which a child sits somewhere. */
const SEATED: readonly ApplicationState[] = ['placed', 'accepted', 'not_reported', 'reported'];

/** What a family may ask for, in the order of the page: each with what it means, or with why not and what to do instead. */
export function waysIn(situation: WaySituation): Way[] {
  return (['leave', 'defer', 'change', 'move'] as const).map((kind) => wayOf(kind, situation));
}

/** One of {@link waysIn}. */
export function wayOf(kind: RequestKind, situation: WaySituation): Way {
  const { openNumber, state } = situation;
  const found = FINDERS[kind](situation);
  if ('barred' in found) return { kind, barred: found.barred, means: [], atOnce: false, workingDays: null };
  const barred =
    openNumber === null
      ? null
      : say(
          `已有一件正在办理的申请（${openNumber}），请等它办结，或先撤回。`,
          `There is already an open request (${openNumber}); wait for its end or take it back first.`,
        );
  const { workingDays } = found;
  return { kind, barred, means: found.means(SEATED.includes(state)), atOnce: workingDays === null, workingDays };
}

type Found =
  | { readonly barred: Sentence }
  | { readonly workingDays: number | null; readonly means: (seated: boolean) => Sentence[] };

const OVER = say(
  '这份报名已经结束，或还没有提交，不用申请。',
  'This application has ended or was not submitted; there is nothing to ask for.',
);
const TRANSFER = say(
  '孩子已报到入学。之后搬家或情况变化，请按转学政策向学校或区县教育局申请转学。',
  'The child has arrived at school. For later changes ask the school or the district bureau for a transfer.',
);

const FINDERS: Readonly<Record<RequestKind, (situation: WaySituation) => Found>> = {
  leave({ state, season, now, times }) {
    if (state === 'reported') {
      const days = times.leaveWorkingDays;
      return {
        workingDays: days,
        means: () => [
          say(
            `孩子已报到，须由区县教育局办理，${days} 个工作日内答复。`,
            `The child has arrived at school, so the bureau decides, within ${days} working days.`,
          ),
          say(
            '同意后学位退回，入学通知书作废，不能恢复。',
            'Once granted the seat is given back for good and the notice no longer holds.',
          ),
        ],
      };
    }
    if (allows('give_back', state))
      return {
        workingDays: null,
        means: () => [
          say(
            '学位立即退回，按候补顺序给下一个孩子，不能恢复。',
            'The seat is given back at once and offered to the next child; this cannot be undone.',
          ),
          say('入学通知书立即作废。', 'The admission notice no longer holds.'),
          say(
            '以后如仍需公办学位，由区县教育局在有空余的学校统筹安排。',
            'If you need a public seat later, the bureau places the child where there is room.',
          ),
        ],
      };
    if (!allows('leave', state)) return { barred: OVER };
    return {
      workingDays: null,
      means: () => [
        say('报名立即退出，不再参加录取。', 'The application ends at once and takes no part in placement.'),
        canRegister(season, now).open
          ? say(
              `${chinaDateTime(season.lateClosesAt)} 前可以恢复，恢复后重新审核。`,
              `Until ${chinaDateTime(season.lateClosesAt)} you can restore it; it is then reviewed again.`,
            )
          : say('报名时间已过，退出后不能恢复。', 'Registration is over, so it cannot be restored.'),
      ],
    };
  },
  defer({ state, season, deferrals, times }) {
    if (!allows('defer', state)) return { barred: state === 'reported' ? TO_SCHOOL : OVER };
    if (season.stage !== 'primary') return { barred: TO_SCHOOL };
    if (deferrals >= times.deferralsAtMost)
      return {
        barred: say(
          `孩子已经缓学过 ${deferrals} 次，按规定不能再缓。今年应当入学；身体仍不适合上学的，请报到后向学校申请休学。`,
          `Entry was put off ${deferrals} time(s) already and cannot be put off again. If the child still cannot attend, ask the school for leave after arrival.`,
        ),
      };
    const days = times.deferWorkingDays;
    return {
      workingDays: days,
      means: (seated) => [
        say(
          `由区县教育局审批，${days} 个工作日内书面答复；期间报名照常。`,
          `The district bureau decides within ${days} working days; meanwhile your application goes on.`,
        ),
        seated
          ? say(
              '同意后今年不入学，学位让给下一个孩子，入学通知书作废。',
              'Once granted the child does not enter this year; the seat goes to the next child and the notice no longer holds.',
            )
          : say('同意后今年不入学，不再参加录取。', 'Once granted the child does not enter this year.'),
        say(
          `最多缓一年：${season.entryYear + 1} 年须重新报名，缓学记录会自动带入。`,
          `For one year at most: register again in ${season.entryYear + 1}; the deferral is on record.`,
        ),
      ],
    };
  },
  change({ state, season, now, cureUntil, times }) {
    if (state === 'reported') return { barred: TRANSFER };
    if (SEATED.includes(state) || state === 'not_placed') return { barred: afterResults(season, now) };
    if (!allows('open_correction', state)) return { barred: OVER };
    const mayCorrect = allows('resubmit', state);
    if (mayCorrect && (canRegister(season, now).open || (cureUntil !== null && now < cureUntil)))
      return {
        barred: say(
          '您现在就可以直接修改后再次提交，不用申请。',
          'You can correct the application yourself now; there is no need to ask.',
        ),
      };
    const days = times.changeWorkingDays;
    return {
      workingDays: days,
      means: () => [
        say(
          `由区县教育局决定，${days} 个工作日内答复；期间报名照原来的情况进行。`,
          `The district bureau decides within ${days} working days; until then the application goes on as it is.`,
        ),
        say(
          '同意后，请在规定的日期前只改有变化的部分，再次提交；有关部门会重新核对，工作人员会重新审核。',
          'Once granted, change only what has changed and submit again in time; it is then checked and reviewed anew.',
        ),
        say(
          '变化可能影响类别和学校；不同意的，报名按原来的情况继续。',
          'A change may alter category and school; if it is not granted, the application goes on unchanged.',
        ),
      ],
    };
  },
  move({ state, season, districts, times }) {
    if (state === 'reported') return { barred: TRANSFER };
    if (!allows('move_away', state)) return { barred: OVER };
    if (districts === 0)
      return {
        barred: say(
          `本市其他区县现在没有正在办理的 ${season.entryYear} 年同学段报名。请向新住址所在的区县教育局咨询。`,
          `No other district is taking applications of ${season.entryYear} at present. Ask the bureau of the district you move to.`,
        ),
      };
    return {
      workingDays: null,
      means: (seated) => [
        seated
          ? say(
              '本区县的学位立即退回，入学通知书作废，不能恢复。',
              'The seat in this district is given back at once, its notice no longer holds; this cannot be undone.',
            )
          : say(
              '本区县的报名立即结束，不能恢复。',
              'The application in this district ends at once; this cannot be undone.',
            ),
        say(
          '新区县立即为您开出一份报名，已填的内容和材料都会带过去，不用重填。',
          'The new district opens an application with all that you filled in and added; nothing is typed again.',
        ),
        say(
          `请在 ${times.moveInDays} 天内核对新住址、补充新住址的材料后提交，由新区县重新核对和审核。`,
          `Within ${times.moveInDays} days check the new address, add its papers and submit; the new district checks and reviews it.`,
        ),
        say(
          '按补报名办理：学位由新区县在有空余的学校统筹安排。',
          'It counts as a late application: the new district places the child where there is room.',
        ),
      ],
    };
  },
};

const TO_SCHOOL = say(
  '已经入学的，或读初中的，因身体原因不能上学，请向学校申请休学，不是缓学。',
  'A child already at school, or in junior school, that cannot attend for its health asks the school for leave instead.',
);

function afterResults({ objectionsUntil }: Pick<SeasonRecord, 'objectionsUntil'>, now: Date): Sentence {
  return objectionsUntil !== null && now < objectionsUntil
    ? say(
        `结果已公布，按报名截止时的情况录取。公布的内容有误的，请在 ${chinaDateTime(objectionsUntil)} 前在本页“对公布结果的异议”提出异议；之后才发生的变化不影响这次录取，入学后可按转学政策申请转学。`,
        `Results are public and rest on the facts at the deadline. If something in them is wrong, raise an objection on the application’s page before ${chinaDateTime(objectionsUntil)}; what changed later does not alter them, and a transfer can be asked for after entry.`,
      )
    : say(
        '结果已公布，按报名截止时的情况录取。认为结果有误的，可以申请复核；之后才发生的变化不影响这次录取，入学后可按转学政策申请转学。',
        'Results are public and rest on the facts at the deadline. If you think they are wrong, ask for a second look; what changed later does not alter them, and a transfer can be asked for after entry.',
      );
}

/** What happens to the application when a request takes effect. */
export function eventOf(content: RequestContent, state: ApplicationState): ApplicationEvent {
  switch (content.kind) {
    case 'leave':
      if (content.reason === 'death') return 'close';
      if (state === 'reported') return 'release';
      return allows('give_back', state) ? 'give_back' : 'leave';
    case 'defer':
      return 'defer';
    case 'change':
      return 'open_correction';
    case 'move':
      return 'move_away';
  }
}

/** How the promised time stands, from what happened; null where it took effect at once. */
export function promiseOf(
  events: readonly Pick<RequestEventRecord, 'event' | 'at'>[],
  workingDays: number | null,
  calendar: WorkCalendar,
  now: Date,
) {
  if (workingDays === null) return null;
  const clock = events.flatMap(({ event, at }): ClockEvent[] => {
    if (event === 'file') return [{ kind: 'start', at }];
    return event === 'grant' || event === 'refuse' || event === 'withdraw' ? [{ kind: 'stop', at }] : [];
  });
  const reading = readClock(clock, { workingDays }, calendar, now);
  if (!reading.ok) throw new Error(`the clock of a request is broken: ${reading.error.message}`);
  const { used, dueAt, breached } = reading.value;
  return { workingDays, used, dueAt: dueAt ?? null, breached };
}

/** Whether staff may see requests of a district: the city all, a bureau its own. Schools do not: reasons are private. */
export function maySee(actor: Actor, district: string): boolean {
  if (actor.kind !== 'account' || !actor.organization) return false;
  const { kind } = actor.organization;
  return kind === 'city_bureau' || (kind === 'district_bureau' && actor.organization.district === district);
}

/** What guards are judged by. */
export interface RequestSituation {
  readonly actor: Actor;
  readonly now: Date;
  readonly request: Pick<RequestRecord, 'kind' | 'district'>;
  readonly application: { readonly accountId: string; readonly state: ApplicationState };
  readonly season: WaySituation['season'];
}

/** Whether a guard holds. */
export function guardHolds(
  guard: RequestGuard,
  { actor, now, request, application, season }: RequestSituation,
): boolean {
  switch (guard) {
    case 'own_request':
      return actor.kind === 'account' && actor.accountId === application.accountId;
    case 'in_authority':
      return maySee(actor, request.district);
    case 'restorable':
      return request.kind === 'leave' && application.state === 'withdrawn' && canRegister(season, now).open;
  }
}

/** The state after an event, or the refusal in words. */
export function stepOrRefusal(
  state: RequestState,
  event: RequestEvent,
  situation: RequestSituation,
): Result<RequestState, Refusal> {
  const stepped = step(requestWorkflow, state, event, actingRole(situation.actor), (guard) =>
    guardHolds(guard, situation),
  );
  if (stepped.ok) return ok(stepped.to);
  const { zh: action, en: actionEn } = requestWorkflow.on[event];
  if (stepped.fault.kind === 'role' || (stepped.fault.kind === 'guard' && stepped.fault.guard !== 'restorable'))
    return err(refusal('request.not_allowed', { action, actionEn }));
  const text = stepped.fault.kind === 'state' ? requestWorkflow.states[state].staff : LEFT_FOR_GOOD;
  return err(refusal('request.state', { state: text.zh, stateEn: text.en, action, actionEn }));
}

const LEFT_FOR_GOOD = say('已退出，报名时间已过', 'left, and registration is over');

/** `SX2027-320812-000012`: entry year, district, a number that never repeats. */
export function requestNumber(year: number, district: string, sequence: number): string {
  return `SX${year}-${district}-${String(sequence).padStart(6, '0')}`;
}

/** Names of kinds, reasons, grounds and changes, for letters, timelines and messages. */
export const KIND_WORDS = {
  leave: say('退出报名', 'leaving'),
  defer: say('缓学', 'deferral of entry'),
  change: say('情况变更', 'change of facts'),
  move: say('转到另一区县', 'move to another district'),
} as const satisfies Record<RequestKind, Sentence>;
export const REASON_WORDS = {
  moved_away: say('已搬离本市', 'moved away from the city'),
  private_school: say('就读民办学校', 'a private school'),
  school_abroad: say('出国（境）就读', 'a school abroad'),
  other_school: say('在其他地方就读', 'a school elsewhere'),
  death: say('孩子去世', 'the child has died'),
  other: say('其他原因', 'another reason'),
} as const;
