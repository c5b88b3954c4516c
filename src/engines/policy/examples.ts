// Families that come with a policy: what each must get is decided anew whenever the policy is loaded.

import type { Evaluation } from './evaluation.ts';
import { exactUnits } from './exact.ts';
import { checkFacts } from './fact-schema.ts';
import type { Facts } from './facts.ts';
import type { ExampleSource } from './language.ts';
import type { Policy } from './model.ts';
import type { EvaluationContext } from './run.ts';
import { faultAt, type Located, placeAt, type PolicyFault } from './source.ts';

/** Every example whose facts do not fit, or whose result is not the one that is expected, with its place. */
export function tryExamples(
  policy: Policy,
  tree: Located,
  evaluate: (policy: Policy, facts: Facts, context: EvaluationContext) => Evaluation,
): PolicyFault[] {
  return (policy.file.examples ?? []).flatMap((example) => {
    const at = ['examples', example.id];
    const unfit = checkFacts(policy.schema, example.facts).map((fault) => {
      const path = fault.path.split(/[.[\]]+/).filter((step) => step !== '');
      return faultAt(placeAt(tree, [...at, 'facts', ...path]), 'example', `${fault.path}：${fault.words}`);
    });
    if (unfit.length > 0) return unfit;
    const { today, district, late, facts } = example;
    const result = evaluate(policy, facts, { today, district, late });
    return deviations(policy, example, result).map(([field, words]) =>
      faultAt(placeAt(tree, [...at, 'expect', field]), 'example', `试算家庭“${example.id}”${words}`),
    );
  });
}

/** `102.5` and `102.50` are the same points. */
function samePoints(expected: string, points: Evaluation['points']): boolean {
  return points !== null && exactUnits(expected, points.decimals) === points.units;
}

/** What came out otherwise than expected: the field and the words. */
function deviations(policy: Policy, { expect }: ExampleSource, result: Evaluation): [field: string, words: string][] {
  const nameOf = (id: string | null): string =>
    id === null ? '不属于任何类别' : `类别“${policy.categories.find((one) => one.id === id)?.name.zh ?? id}”`;
  const found: [string, string][] = [];
  if (
    expect.refused !== undefined &&
    !policy.admission.some((rule) => rule.id === expect.refused) &&
    expect.refused !== 'late'
  ) {
    return [['refused', `写的报名规则“${expect.refused}”不存在`]];
  }
  if (typeof expect.category === 'string' && !policy.categories.some((one) => one.id === expect.category)) {
    return [
      [
        'category',
        `写的类别“${expect.category}”不存在；可用的有：${policy.categories.map((one) => one.id).join('、')}`,
      ],
    ];
  }
  const category = result.category?.id ?? null;
  if (expect.category !== undefined && expect.category !== category) {
    found.push(['category', `应为${nameOf(expect.category)}，实际为${nameOf(category)}`]);
  }
  const codes = result.refusals.map((refusal) => refusal.code);
  if (expect.refused !== undefined && !codes.includes(expect.refused)) {
    const actual = codes.length > 0 ? `实际依据${codes.map((code) => `“${code}”`).join('、')}` : '实际可以报名';
    found.push(['refused', `应依据“${expect.refused}”不予登记，${actual}`]);
  }
  if (expect.points !== undefined && !samePoints(expect.points, result.points)) {
    found.push(['points', `应得积分 ${expect.points}，实际${result.points?.text ?? '没有积分'}`]);
  }
  const overall = result.fallback !== null;
  if (expect.overallPlacement !== undefined && expect.overallPlacement !== overall) {
    found.push(['overallPlacement', overall ? '不应转统筹，实际转统筹' : '应转统筹，实际不转统筹']);
  }
  return found;
}
