// Turns a policy file of the right shape into a loaded policy: every expression compiled, every reference resolved.

import { serialize } from '@marcbachmann/cel-js';
import { makeCalendar, type WorkCalendar } from '../calendar/calendar.ts';
import { createEnvironment, type FactRecord } from './cel.ts';
import { compileCategories, compileEvidence, declareDocuments } from './compile-categories.ts';
import { declareFacts } from './compile-facts.ts';
import { compileBatches, compileExclusivity, compileLocks, compilePools, compileWindows } from './compile-placement.ts';
import { compilePoints, pointsIds } from './compile-points.ts';
import { compileRanking } from './compile-ranking.ts';
import { compileParameters, compileValues } from './compile-values.ts';
import { Compiler } from './compiler.ts';
import { bothLanguages, optionalWords, type Words } from './fact-schema.ts';
import type { PolicyFile } from './language.ts';
import type { AdmissionRule, Policy, Ranking } from './model.ts';
import type { Located, PolicyFault } from './source.ts';

/** Compiles a file; the policy is of use only when there are no faults. */
export function compilePolicy(
  tree: Located,
  file: PolicyFile,
  hash: string,
): { policy: Policy | undefined; faults: readonly PolicyFault[] } {
  const { schema, faults: factFaults } = declareFacts(file);
  const regions = regionSets(file);
  const { environment, converters } = createEnvironment(schema, { sameRegion: regions });
  environment
    .registerVariable('today', 'date')
    .registerVariable('entryYear', 'int')
    .registerVariable('stage', 'string')
    .registerVariable('late', 'bool');
  const names = Object.fromEntries(
    Object.entries({ ...file.region.districts, ...file.names }).map(([code, name]) => [code, bothLanguages(name)]),
  );
  const compiler = new Compiler(tree, schema, names, environment);
  for (const { at, code, words } of factFaults) compiler.fault(at, code, words);

  const Region = compiler.declareRecord('region', 'Region', { districts: 'list<string>', name: 'string' });
  const region = (district?: string): FactRecord =>
    Object.assign(new Region(), {
      districts: district === undefined ? Object.keys(file.region.districts) : [district],
      name: district === undefined ? bothLanguages(file.region.name).zh : (names[district]?.zh ?? district),
    });
  const regionName = bothLanguages(file.region.name);
  const [only, ...others] = Object.values(file.region.districts).map(bothLanguages);
  // Of several districts the season's own one is meant, which only a family's case names.
  if (only && others.length === 0) compiler.parameterWords.set('region.districts', only);
  compiler.parameterWords.set('entryYear', { zh: String(file.entryYear), en: String(file.entryYear) });
  const parameters = compileParameters(compiler, file);
  const { values, record: valueRecord } = compileValues(compiler, file);
  const ids = pointsIds(file.points);
  const Points = compiler.declareRecord('points', 'Points', Object.fromEntries(ids.map(([id]) => [id, 'decimal'])));
  for (const [id, label] of ids) compiler.labels.set(`points.${id}`, label);
  compiler.declareConditions(file.conditions ?? {});
  compiler.finishConditions();

  const documents = declareDocuments(compiler, file);
  const evidence = compileEvidence(compiler, file, documents);
  const review = { steps: file.review?.steps ?? 2, autoPass: file.review?.autoPass ?? false } as const;
  const categories = compileCategories(compiler, file, evidence, review);
  const ranking = file.ranking ? compileRanking(compiler, file, file.ranking, ['ranking']) : undefined;
  const siblings = file.groups?.siblings;

  const policy: Policy = {
    id: file.id,
    version: file.version,
    hash,
    title: bothLanguages(file.title),
    demo: file.demo ?? false,
    derivedFrom: optionalWords(file.derivedFrom),
    source: file.source,
    region: {
      name: regionName.zh,
      districts: Object.fromEntries(Object.keys(file.region.districts).map((code) => [code, names[code]?.zh ?? code])),
    },
    stage: file.stage,
    entryYear: file.entryYear,
    alsoFor: file.alsoFor ?? [],
    windows: compileWindows(compiler, file),
    review,
    cureDays: file.cureDays ?? 5,
    twins: file.groups?.twins,
    siblings: siblings && {
      when: compiler.condition(siblings.when, ['groups', 'siblings', 'when']),
      waits: compiler.optionalCondition(siblings.waits, ['groups', 'siblings', 'waits']),
      removes: siblings.removes ?? 'nothing',
      words: optionalWords(siblings.words),
      clause: siblings.clause,
    },
    ranking: ranking ?? LOTTERY_ALONE,
    overallPlacement: file.overallPlacement
      ? { ...file.overallPlacement, words: optionalWords(file.overallPlacement.words) }
      : { takesTheRest: true, words: undefined, clause: COMPULSORY_EDUCATION_ACT },
    late: file.late
      ? { ...file.late, words: bothLanguages(file.late.words) }
      : { outcome: 'overall_placement', words: LATE_WORDS, clause: COMPULSORY_EDUCATION_ACT },
    publication: file.publication ?? { list: 'final', clause: undefined },
    selection: file.selection ?? 'first',
    combinations: {
      otherwise: file.combinations?.otherwise ?? 'exclusive',
      exclusive: file.combinations?.exclusive ?? [],
      compatible: file.combinations?.compatible ?? [],
    },
    categories,
    admission: compileAdmission(compiler, file),
    evidence,
    documents,
    values,
    points: compilePoints(compiler, file.points),
    locks: compileLocks(compiler, file),
    batches: compileBatches(compiler, file),
    exclusivity: compileExclusivity(compiler, file),
    pools: compilePools(compiler, file),
    assumptions: (file.assumptions ?? []).map(({ words, clause }) => ({ words: bothLanguages(words), clause })),
    schema,
    factsUsed: compiler.factsUsed,
    file,
    machinery: {
      converters,
      tests: compiler.tests,
      parameters,
      calendar: policyCalendar(compiler, file),
      constant: (part, variables) => compiler.whole(serialize(part), variables),
      whole: (text, variables) => compiler.whole(text, variables),
      valueRecord: () => new valueRecord(),
      pointsRecord: () => new Points(),
      region,
      say: (expression) => compiler.say(expression),
      parameterWords: compiler.parameterWords,
      show: (value, path, language = 'zh') => compiler.show(value, path, language),
      isShare: (path) => compiler.isShare(path),
      labels: compiler.labels,
    },
  };
  return { policy: compiler.faults.length === 0 ? policy : undefined, faults: compiler.faults };
}

const COMPULSORY_EDUCATION_ACT = '《中华人民共和国义务教育法》第四条、第十二条';
const LATE_WORDS: Words = {
  zh: '逾期报名的，由教育主管部门统筹安排入学',
  en: 'Late registrations are placed by the bureau',
};
const LOTTERY_ALONE: Ranking = {
  keys: [{ kind: 'lottery', id: 'lottery', label: { zh: '派位号', en: 'lottery number' } }],
  clause: COMPULSORY_EDUCATION_ACT,
};

function regionSets(file: PolicyFile): (a: string, b: string) => boolean {
  const setOf = new Map<string, string>();
  for (const set of file.regions ?? []) for (const district of set.districts) setOf.set(district, set.id);
  return (a, b) => a === b || (setOf.has(a) && setOf.get(a) === setOf.get(b));
}

function compileAdmission(compiler: Compiler, file: PolicyFile): AdmissionRule[] {
  return (file.admission ?? []).map((rule, index) => ({
    id: rule.id,
    when: compiler.condition(rule.when, ['admission', index, 'when']),
    outcome: rule.outcome,
    words: compiler.template(rule.words, ['admission', index, 'words']),
    cure: rule.cure === undefined ? undefined : compiler.template(rule.cure, ['admission', index, 'cure']),
    clause: rule.clause,
  }));
}

function policyCalendar(compiler: Compiler, file: PolicyFile): WorkCalendar | undefined {
  if (file.calendar === undefined) return undefined;
  try {
    return makeCalendar(file.calendar.map((year) => ({ ...year, working: year.working ?? [] })));
  } catch (error) {
    compiler.fault(['calendar'], 'calendar', error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
