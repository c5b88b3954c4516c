// What follows from policies, seasons and proposals without looking anything up.

import type { Applicant, ChangedResult, ResultInBrief } from '../../engines/policy/compare-results.ts';
import { movedByYears } from '../../engines/policy/family-facts.ts';
import type { Policy } from '../../engines/policy/model.ts';
import { drawAgain, seededNumbers } from '../../engines/policy/resampling.ts';
import { canonicalJson } from '../../engines/policy/source.ts';
import { step } from '../../engines/workflow/workflow.ts';
import { actingRole, staffReaches, type Actor } from '../../kernel/actor.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Phase } from '../seasons/public.ts';
import type { Impact, SimulationSettings, Standing } from './shapes.ts';
import { proposalWorkflow, type ProposalEvent, type ProposalGuard, type ProposalState } from './workflow.ts';

/** What a standing follows from. */
export interface StandingFacts {
  /** Seasons that are under the rule set now. */
  readonly now: readonly { readonly phase: Phase }[];
  /** Whether a season was under it before, or has ended under it. */
  readonly before: boolean;
  readonly proposed: boolean;
  /** Whether a draft in work has this very text. */
  readonly drafted: boolean;
}

/** Where a rule set stands. */
export function standingOf({ now, before, proposed, drafted }: StandingFacts): Standing {
  if (now.some(({ phase }) => phase !== 'over')) return 'in_force';
  if (proposed) return 'proposed';
  if (now.length > 0 || before) return 'retired';
  return drafted ? 'draft' : 'kept';
}

/** A season as far as a rule set must fit it. */
export interface SeasonFit {
  readonly district: string;
  readonly stage: 'primary' | 'junior';
  readonly entryYear: number;
}

/** Whether a rule set is made for a season; the refusal says what does not fit. */
export function fitsSeason(policy: Policy, season: SeasonFit): Result<undefined, Refusal> {
  const unfit = (what: string, whatEn: string) => err(refusal('policy_proposal.unfit', { what, whatEn }));
  if (policy.stage !== season.stage) {
    const name = { primary: ['小学', 'primary'], junior: ['初中', 'junior'] } as const;
    return unfit(`规则是${name[policy.stage][0]}的，招生季是${name[season.stage][0]}的`, 'the stages differ');
  }
  if (policy.entryYear !== season.entryYear && !policy.alsoFor.includes(season.entryYear)) {
    return unfit(
      `规则适用 ${policy.entryYear} 年入学，招生季是 ${season.entryYear} 年`,
      `made for entry ${policy.entryYear}, the season is ${season.entryYear}`,
    );
  }
  if (!Object.hasOwn(policy.region.districts, season.district)) {
    return unfit(
      `规则适用区域是${Object.values(policy.region.districts).join('、')}`,
      `it names the districts ${Object.keys(policy.region.districts).join(', ')}`,
    );
  }
  return ok();
}

/** Whether families already rely on a season's rules. */
export function hasBegun(phase: Phase): boolean {
  return phase !== 'upcoming';
}

/** What guards of a proposal are judged by. */
export interface ProposalSituation {
  readonly actor: Actor;
  readonly district: string;
  readonly proposedBy: string;
  readonly reason: string;
  readonly phase: Phase;
  readonly resultsPublished: boolean;
}

function guardHolds(guard: ProposalGuard, { actor, ...one }: ProposalSituation): boolean {
  const self = actor.kind === 'account' && actor.accountId === one.proposedBy;
  switch (guard) {
    case 'in_authority':
      return staffReaches(actor, { district: one.district, schoolId: null });
    case 'other_officer':
      return !self;
    case 'own_proposal':
      return self;
    case 'results_open':
      return !one.resultsPublished;
    case 'reason_given':
      return !hasBegun(one.phase) || one.reason.trim().length >= 4;
  }
}

const REFUSED: Readonly<Record<ProposalGuard, string>> = {
  in_authority: 'season.not_yours',
  other_officer: 'policy_proposal.own',
  own_proposal: 'policy_proposal.not_own',
  results_open: 'policy_proposal.published',
  reason_given: 'policy_proposal.reason',
};

/** The state of a proposal after an event, or why it cannot happen. */
export function stepProposal(
  state: ProposalState,
  event: ProposalEvent,
  situation: ProposalSituation,
): Result<ProposalState, Refusal> {
  const stepped = step(proposalWorkflow, state, event, actingRole(situation.actor), (guard) =>
    guardHolds(guard, situation),
  );
  if (stepped.ok) return ok(stepped.to);
  const { fault } = stepped;
  if (fault.kind === 'guard') return err(refusal(REFUSED[fault.guard]));
  if (fault.kind === 'role') return err(refusal('request.forbidden'));
  return err(refusal('policy_proposal.state', { state: proposalWorkflow.states[state].staff.zh }));
}

/** What an actor may do with a proposal now. */
export function proposalActions(state: ProposalState, situation: ProposalSituation): ProposalEvent[] {
  return (Object.keys(proposalWorkflow.on) as ProposalEvent[]).filter(
    (event) => stepProposal(state, event, situation).ok,
  );
}

/** A result in a few words, to count families by. */
export function resultWords(result: ResultInBrief): string {
  if (!result.admissible) return '不予登记';
  const category = result.categoryName ?? '不属于任何类别';
  const points = result.points === null ? '' : `，${result.points} 分`;
  return `${category}${points}${result.fallback === null ? '' : '（统筹）'}`;
}

/** Families by how their result moves, the largest number first. Points are left out: each family has its own. */
export function movementsOf(changes: readonly Pick<ChangedResult, 'before' | 'after'>[]): Impact['movements'] {
  const counts = new Map<string, { before: string; after: string; count: number }>();
  for (const change of changes) {
    const [before, after] = [change.before, change.after].map((one) => resultWords({ ...one, points: null }));
    const key = `${before ?? ''}→${after ?? ''}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { before: before ?? '', after: after ?? '', count: 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count);
}

/** The text whose hash tells whether two comparisons found the same. */
export function impactText(hashes: readonly [string, string], changes: readonly ChangedResult[]): string {
  const lines = changes.map(({ id, words }) => [id, words]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return canonicalJson({ hashes, lines });
}

/** The families of a simulation: as they are or drawn again, more or fewer, moved to the policy's entry year. */
export function populationOf(
  families: readonly Applicant[],
  { drawn, count, growthPercent, seed }: Pick<SimulationSettings, 'drawn' | 'count' | 'growthPercent' | 'seed'>,
  { policy, entryYear }: { readonly policy: Policy; readonly entryYear: number },
): Applicant[] {
  const years = policy.entryYear - entryYear;
  const moved = families.map((one) => ({ ...one, facts: movedByYears(policy.schema, one.facts, years) }));
  const wanted = count ?? Math.round((families.length * (100 + growthPercent)) / 100);
  if (!drawn && wanted === families.length) return moved;
  return drawAgain(moved, wanted, seededNumbers(seed));
}
