// Simulations: asked for, carried out in the background with progress, kept.

import { setImmediate } from 'node:timers/promises';
import { type ChangedResult, compareResult } from '../../../engines/policy/compare-results.ts';
import { beginSimulation } from '../../../engines/policy/simulate.ts';
import { chinaDate } from '../../../kernel/dates.ts';
import { refusal } from '../../../kernel/refusal.ts';
import { err, ok } from '../../../kernel/result.ts';
import { audit } from '../../../platform/audit/audit.ts';
import { account, inTransaction, newId, type Context, type Outcome } from '../../../platform/context.ts';
import { accountNames } from '../../accounts/public.ts';
import { distancesFrom, seatsOf } from '../../placement/public.ts';
import { applicantsOf } from '../../registration/public.ts';
import { listSchools } from '../../schools/public.ts';
import { getSeason, policyOf } from '../../seasons/public.ts';
import type { SimulationResult, SimulationSettings } from '../shapes.ts';
import { movementsOf, populationOf } from '../rules.ts';
import type { SimulationRecord } from '../store.ts';
import * as store from '../store.ts';
import { ruleSet, seasonInReach, simulationInReach } from './reach.ts';

/** The event by which a simulation is asked for. */
export const SIMULATION_ASKED = 'policy_simulation.asked';

/** Families evaluated between two notes of progress. */
const STEP = 100;

async function present(context: Context, records: readonly Omit<SimulationRecord, 'result'>[]) {
  const names = await accountNames(
    context,
    records.map((record) => record.createdBy),
  );
  return Promise.all(
    records.map(async ({ createdBy, ...record }) => {
      const policy = await policyOf(context, record.hash);
      const createdByName = names.get(createdBy)?.name ?? '';
      return { ...record, title: policy.title.zh, version: policy.version, createdByName };
    }),
  );
}

/** Simulations of a season within reach. */
export async function listSimulations(context: Context, seasonId: string) {
  const season = await seasonInReach(context, seasonId);
  if (!season.ok) return season;
  return ok(await present(context, await store.listSimulations(context.db, seasonId)));
}

/** A simulation with its result, if it is done. */
export async function readSimulation(context: Context, id: string) {
  const found = await simulationInReach(context, id);
  if (!found.ok) return found;
  const { result, ...record } = found.value;
  const [summary] = await present(context, [record]);
  if (!summary) throw new Error('a simulation was lost');
  return ok({ ...summary, result });
}

/** Asks for a simulation; the work is done by {@link carryOut}. */
export function askSimulation(
  context: Context,
  asked: {
    readonly seasonId: string;
    readonly hash: string;
    readonly comparedTo: string | null;
    readonly settings: SimulationSettings;
  },
): Outcome<Awaited<ReturnType<typeof present>>[number]> {
  return inTransaction(context, async (tx) => {
    const season = await seasonInReach(tx, asked.seasonId);
    if (!season.ok) return season;
    const families = await seasonInReach(tx, asked.settings.familiesOf);
    if (!families.ok) return families;
    if (families.value.stage !== season.value.stage) return err(refusal('policy_simulation.other_stage'));
    for (const hash of [asked.hash, asked.comparedTo]) {
      const found = hash === null ? null : await ruleSet(tx, hash);
      if (found?.ok === false) return found;
    }
    const record: SimulationRecord = {
      id: newId(tx),
      ...asked,
      state: 'waiting',
      progress: 0,
      total: 0,
      result: null,
      fault: null,
      createdBy: account(tx).accountId,
      createdAt: tx.now,
      finishedAt: null,
    };
    await store.insertSimulation(tx.db, record);
    await tx.services.jobs.emit(tx, SIMULATION_ASKED, { simulationId: record.id });
    await audit(tx, {
      action: 'policies.simulate',
      subject: { kind: 'policy_simulation', id: record.id },
      district: season.value.district,
      detail: { season: asked.seasonId, hash: asked.hash, comparedTo: asked.comparedTo, settings: asked.settings },
    });
    const [summary] = await present(tx, [record]);
    if (!summary) throw new Error('a simulation was lost');
    return ok(summary);
  });
}

/** Carries a simulation out. Safe to run twice: it begins anew and writes the same. */
export async function carryOut(context: Context, id: string): Promise<void> {
  const record = await store.findSimulation(context.db, id);
  if (!record || record.state === 'done' || record.state === 'failed') return;
  const done = await resultOf(context, record);
  const finished = { finishedAt: context.services.clock() };
  await store.finishSimulation(
    context.db,
    id,
    done.ok
      ? { state: 'done', result: done.value, fault: null, progress: done.value.simulation.applicants, ...finished }
      : { state: 'failed', result: null, fault: done.error, progress: 0, ...finished },
  );
}

/** Asks once for each name. */
function remembered<T>(ask: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const kept = known.get(name) ?? ask(name);
    known.set(name, kept);
    return kept;
  };
}

async function resultOf(
  context: Context,
  record: SimulationRecord,
): Promise<{ ok: true; value: SimulationResult } | { ok: false; error: string }> {
  const { settings } = record;
  const season = await getSeason(context, record.seasonId);
  const from = await getSeason(context, settings.familiesOf);
  if (!season || !from) throw new Error(`simulation ${record.id} refers to a season that is gone`);
  const policy = await policyOf(context, record.hash);
  const other = record.comparedTo === null ? null : await policyOf(context, record.comparedTo);
  const observed = await applicantsOf(context, from.id);
  if (observed.length === 0) return { ok: false, error: '所选招生季还没有提交的报名，无法模拟。' };
  const families = populationOf(observed, settings, { policy, entryYear: from.entryYear });
  const schools = await listSchools(context, { district: season.district, stage: season.stage });
  const plan = { ...Object.fromEntries(await seatsOf(context, season.id)), ...settings.seats };
  // Everybody is judged on one day, that on which registration opens, as an announcement would say.
  const around = { today: chinaDate(season.registrationOpensAt), district: season.district };
  const running = beginSimulation(policy, plan, around, {
    seed: settings.seed,
    distances: remembered((school) => distancesFrom(schools, school)),
  });
  const changes: ChangedResult[] = [];
  for (const [index, family] of families.entries()) {
    if (index % STEP === 0) {
      await store.updateProgress(context.db, record.id, { state: 'running', progress: index, total: families.length });
      await setImmediate();
    }
    running.add(family);
    const change = other && compareResult(other, policy, family, around);
    if (change) changes.push(change);
  }
  const value = {
    simulation: running.finish(),
    categories: policy.categories.map(({ id, name }) => ({ id, name: name.zh })),
    schools: Object.fromEntries(schools.map((school) => [school.id, school.name])),
    sample: observed.length,
    changes: other && { compared: families.length, touched: changes.length, movements: movementsOf(changes) },
  };
  return { ok: true, value };
}
