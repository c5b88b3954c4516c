// How fast policies decide: 100,000 invented families with full traces, and how much of the time CEL itself takes.

import { cityPolicy } from '../tests/support/policies.ts';
import { WEEKENDS_ONLY } from '../src/engines/calendar/calendar.ts';
import type { Expression } from '../src/engines/policy/expression.ts';
import type { Facts } from '../src/engines/policy/facts.ts';
import type { Policy } from '../src/engines/policy/model.ts';
import { evaluate } from '../src/engines/policy/policy.ts';
import { addMonths } from '../src/kernel/dates.ts';

const FAMILIES = Number(process.argv[2] ?? 100_000);
const POLICIES = [
  'huaian/policies/demonstration-2027.yaml',
  'chengdu/policies/suiqian-2026.yaml',
  'chengdu/policies/zhonghe-2026.yaml',
  'shenzhen/policies/longgang-primary.yaml',
  'dongguan/policies/songshanhu-primary-2024.yaml',
];

/** Numbers that look random and are the same in every run (xorshift32). */
function makeDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

/** An invented family: some facts given, some not, of every kind that the policies ask for. */
function family(dice: (sides: number) => number, policy: Policy): Record<string, unknown> {
  const pick = <T>(...of: T[]): T => of[dice(of.length)] as T;
  const districts = [...Object.keys(policy.region.districts), '411522', '430102'];
  const district = pick(...districts);
  const year = policy.entryYear - pick(5, 6, 6, 6, 6, 7);
  const school = `s${String(dice(20))}`;
  const months = dice(30);
  return {
    child: {
      birthDate: `${String(year)}-0${String(1 + dice(9))}-1${String(dice(10))}`,
      household: {
        district,
        kind: pick('family', 'family', 'family', 'collective'),
        school,
        address: '甲路 1 号',
        area: pick('area_a', 'area_b', 'outside'),
        movedIn: `${String(year + dice(6))}-03-01`,
        sinceBirth: dice(2) === 0,
        householder: pick('father', 'paternal_grandparent'),
      },
    },
    guardians: [
      {
        relation: 'father',
        sameBooklet: dice(4) > 0,
        ownsHome: dice(2) === 0,
        education: pick('below', 'college', 'bachelor'),
        yearsInFirm: dice(8),
      },
      { relation: 'mother', sameBooklet: dice(4) > 0, ownsHome: dice(3) === 0, education: 'below', yearsInFirm: 0 },
    ],
    dwelling: {
      kind: pick('owned', 'owned', 'rented', 'public_rental', 'none'),
      district: pick(...districts),
      school: dice(3) > 0 ? school : 's99',
      address: '甲路 1 号',
      certificateDate: `${String(policy.entryYear - 1 - dice(8))}-06-01`,
      ...(dice(3) === 0 ? {} : { leaseNumber: 'z1', leaseFiledOn: `${String(policy.entryYear - 2)}-01-01` }),
      owners: [
        { relation: 'father', share: 5000 + dice(5001) },
        { relation: pick('mother', 'other'), share: 100 },
      ],
      seatUses:
        dice(5) === 0
          ? [{ enteredOn: '2022-09-01', consumer: 'owner', sameFamily: dice(2) === 0, attended: true }]
          : [],
    },
    settlements: [{ zone: 'zone_1', from: `20${String(15 + dice(10))}-01-01` }],
    residencePermit:
      dice(2) === 0
        ? {}
        : { district, validUntil: '2027-12-31', continuousSince: '2025-01-01', firstIssued: '2024-01-01' },
    work: {
      kind: pick('labour_contract', 'business_licence', 'other'),
      district,
      insurance: Array.from({ length: months }, (_, i) => ({
        month: addMonths(`${String(policy.entryYear)}-03-01`, -i).slice(0, 7),
        kind: 'pension',
      })),
      payingNow: dice(3) > 0,
    },
    application: { zone: 'zone_1', preferences: ['school_1'] },
    enterprise: {
      inPark: true,
      holdsQuota: dice(2) === 0,
      nominated: true,
      approved: true,
      outputYuan: 0,
      taxYuan: 600_000,
    },
    worksInPark: dice(2) === 0,
    talentCard: 'none',
    sources: {
      'child.household': { source: '公安户籍', date: '2027-05-06' },
      dwelling: { source: '自然资源', date: '2027-05-07' },
    },
  };
}

/** Time of all CEL calls that a sample of families makes, run again by themselves. */
function celTime(policy: Policy, families: readonly Facts[], today: string): number {
  const calls: { run: Expression['run']; variables: Record<string, unknown> }[] = [];
  const expressions = [
    ...policy.machinery.tests.map((test) => test.expression),
    ...policy.values.map((value) => value.expression),
  ] as { run: Expression['run'] }[];
  const originals = expressions.map((expression) => expression.run);
  for (const [index, expression] of expressions.entries()) {
    const run = originals[index];
    if (run === undefined) continue;
    expression.run = (variables) => {
      calls.push({ run, variables });
      return run(variables);
    };
  }
  for (const facts of families) evaluate(policy, facts, { today });
  for (const [index, expression] of expressions.entries()) expression.run = originals[index] ?? expression.run;
  const replay = (): void => {
    for (const { run, variables } of calls) {
      try {
        run(variables);
      } catch {
        // A missing fact: that takes its time in life too.
      }
    }
  };
  replay();
  const started = performance.now();
  replay();
  return performance.now() - started;
}

const each = Math.ceil(FAMILIES / POLICIES.length);
let total = 0;
let totalTime = 0;
let totalCel = 0;
console.log(`policy evaluation with full traces, ${String(each)} families a policy, one thread`);
for (const name of POLICIES) {
  const loading = performance.now();
  const policy = cityPolicy(name);
  const loaded = performance.now() - loading;
  policy.machinery.parameters(policy.machinery.calendar ?? WEEKENDS_ONLY);
  const today = `${String(policy.entryYear)}-05-20`;
  const dice = makeDice(20270501);
  const families = Array.from({ length: each }, () => family(dice, policy));
  for (const facts of families.slice(0, 2000)) evaluate(policy, facts, { today });
  let lines = 0;
  const counts = new Map<string, number>();
  const started = performance.now();
  for (const facts of families) {
    const evaluation = evaluate(policy, facts, { today });
    lines += evaluation.trace.length;
    const category = evaluation.category?.id ?? '-';
    counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const time = performance.now() - started;
  const sample = families.slice(0, 2000);
  const sampleStarted = performance.now();
  for (const facts of sample) evaluate(policy, facts, { today });
  const sampleTime = performance.now() - sampleStarted;
  const cel = celTime(policy, sample, today) / sampleTime;
  total += each;
  totalTime += time;
  totalCel += cel * time;
  const rate = Math.round((each / time) * 1000);
  console.log(
    `${name.padEnd(50)} load ${loaded.toFixed(0)} ms · ${String(rate)} families/s · ${(lines / each).toFixed(1)} trace lines each · CEL ${(cel * 100).toFixed(0)} % · ${[...counts].map(([id, n]) => `${id} ${String(n)}`).join(', ')}`,
  );
}
console.log(
  `total ${String(total)} families in ${(totalTime / 1000).toFixed(1)} s · ${String(Math.round((total / totalTime) * 1000))} families/s · CEL itself ${((totalCel / totalTime) * 100).toFixed(0)} %`,
);
