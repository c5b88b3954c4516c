// A case's life as a typed table: the server refuses by it, the web draws buttons from it, the docs draw it.

/** What may happen to a case. `S` states, `R` roles, `G` names of guards. */
export interface Transition<S extends string, R extends string, G extends string> {
  readonly from: readonly S[];
  /** The state reached; `'same'` leaves the state as it is but is recorded all the same. */
  readonly to: S | 'same';
  readonly by: readonly R[];
  /** Conditions beyond state and role, all of which must hold; resolved by the module's `rules.ts`. */
  readonly when?: readonly G[];
  /** The word on the button and in the timeline. */
  readonly zh: string;
  readonly en: string;
}

/** What a state is called for those who see it. */
export interface StateText {
  /** For the family: plain words. */
  readonly family: { readonly zh: string; readonly en: string };
  /** For staff: the office's word. */
  readonly staff: { readonly zh: string; readonly en: string };
  /** What happens next, and who has to act, for the family. */
  readonly next: { readonly zh: string; readonly en: string };
}

/** A whole life cycle. */
export interface Workflow<S extends string, E extends string, R extends string, G extends string> {
  readonly name: string;
  readonly initial: S;
  readonly states: Readonly<Record<S, StateText>>;
  /** States from which nothing has to follow. */
  readonly final: readonly S[];
  readonly on: Readonly<Record<E, Transition<S, R, G>>>;
}

/** Keeps the literal types of a workflow while checking its shape. */
export function defineWorkflow<
  const S extends string,
  const E extends string,
  const R extends string,
  const G extends string,
>(workflow: Workflow<S, E, R, G>): Workflow<S, E, R, G> {
  return workflow;
}

/** Why a step is not taken. */
export type StepFault<S extends string, G extends string> =
  | { readonly kind: 'state'; readonly state: S }
  | { readonly kind: 'role' }
  | { readonly kind: 'guard'; readonly guard: G };

/** The state after an event, or why it cannot happen. `holds` tells whether a guard holds at present. */
export function step<S extends string, E extends string, R extends string, G extends string>(
  workflow: Workflow<S, E, R, G>,
  state: S,
  event: E,
  role: string,
  holds: (guard: G) => boolean,
): { readonly ok: true; readonly to: S } | { readonly ok: false; readonly fault: StepFault<S, G> } {
  const transition = workflow.on[event];
  if (!transition.by.some((allowed) => allowed === role)) return { ok: false, fault: { kind: 'role' } };
  if (!transition.from.includes(state)) return { ok: false, fault: { kind: 'state', state } };
  const guard = transition.when?.find((name) => !holds(name));
  if (guard !== undefined) return { ok: false, fault: { kind: 'guard', guard } };
  return { ok: true, to: transition.to === 'same' ? state : transition.to };
}

/** The events that a role may cause now, in the order of the table. */
export function availableActions<S extends string, E extends string, R extends string, G extends string>(
  workflow: Workflow<S, E, R, G>,
  state: S,
  role: string,
  holds: (guard: G) => boolean,
): readonly E[] {
  return (Object.keys(workflow.on) as E[]).filter((event) => step(workflow, state, event, role, holds).ok);
}

/** What is wrong with a table itself; empty for a sound one. */
export function checkWorkflow<S extends string, E extends string, R extends string, G extends string>(
  workflow: Workflow<S, E, R, G>,
): readonly string[] {
  const faults: string[] = [];
  const transitions = Object.entries<Transition<S, R, G>>(workflow.on);
  const reached = new Set<S>([workflow.initial]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [, { from, to }] of transitions) {
      if (to !== 'same' && !reached.has(to) && from.some((state) => reached.has(state))) {
        reached.add(to);
        grown = true;
      }
    }
  }
  for (const state of Object.keys(workflow.states) as S[]) {
    if (!reached.has(state)) faults.push(`state ${state} cannot be reached`);
    const leaves = transitions.some(([, { from, to }]) => to !== 'same' && to !== state && from.includes(state));
    if (!leaves && !workflow.final.includes(state)) faults.push(`state ${state} has no way out and is not final`);
  }
  for (const [event, { by, from }] of transitions) {
    if (by.length === 0) faults.push(`event ${event} may be caused by nobody`);
    if (from.length === 0) faults.push(`event ${event} happens in no state`);
  }
  return faults;
}

/** The life cycle as a Mermaid state diagram. */
export function drawWorkflow<S extends string, E extends string, R extends string, G extends string>(
  workflow: Workflow<S, E, R, G>,
): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${workflow.initial}`];
  for (const state of Object.keys(workflow.states) as S[])
    lines.push(`  ${state}: ${workflow.states[state].staff.zh} ${state}`);
  for (const [event, { from, to, by, when }] of Object.entries<Transition<S, R, G>>(workflow.on)) {
    for (const state of from) {
      lines.push(
        `  ${state} --> ${to === 'same' ? state : to}: ${event} (${by.join(', ')})${when?.length ? ` [${when.join(', ')}]` : ''}`,
      );
    }
  }
  for (const state of workflow.final) lines.push(`  ${state} --> [*]`);
  return `${lines.join('\n')}\n`;
}
