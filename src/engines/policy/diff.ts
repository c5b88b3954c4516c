// What changed between two policies, in words: entry by entry, as people read them.

import type { Condition } from './condition.ts';
import { decimalText } from './exact.ts';
import { bothLanguages } from './fact-schema.ts';
import { alternativesWords, type Policy } from './model.ts';
import { conditionLines, MECHANISMS, pointsLines, renderRanking } from './render-rules.ts';

/** One difference. */
export interface PolicyChange {
  /** Where, e.g. `categories.A1.condition`. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: string | null;
  readonly after: string | null;
  /** The difference in one Chinese sentence. */
  readonly words: string;
}

/** Every difference between two policies, in the order in which a policy is read. */
export function diffPolicies(before: Policy, after: Policy): PolicyChange[] {
  const old = entriesOf(before);
  const now = entriesOf(after);
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths.flatMap((path): PolicyChange[] => {
    const was = old.get(path);
    const is = now.get(path);
    if (was?.text === is?.text) return [];
    const title = is?.title ?? was?.title ?? path;
    if (was === undefined)
      return [{ path, kind: 'added', before: null, after: is?.text ?? '', words: `新增${title}：${is?.text ?? ''}` }];
    if (is === undefined)
      return [{ path, kind: 'removed', before: was.text, after: null, words: `取消${title}：${was.text}` }];
    return [
      { path, kind: 'changed', before: was.text, after: is.text, words: `${title}由“${was.text}”改为“${is.text}”` },
    ];
  });
}

interface Entry {
  readonly title: string;
  readonly text: string;
}

/** Everything a policy says, by path, each in words. */
function entriesOf(policy: Policy): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const put = (path: string, title: string, text: string | number | boolean | undefined): void => {
    if (text !== undefined && text !== '') entries.set(path, { title, text: String(text) });
  };
  const condition = (path: string, title: string, value: Condition | undefined): void => {
    if (value) put(path, title, said(value));
  };
  put('title', '名称', policy.title.zh);
  put('version', '版本', policy.version);
  put('source', '依据文件', policy.source.document);
  put('entryYear', '入学年份', policy.entryYear);
  put('stage', '学段', policy.stage);
  put('region', '适用区县', Object.values(policy.region.districts).join('、'));
  put('review', '审核步数', policy.review.steps);
  put('review.autoPass', '自动通过', policy.review.autoPass);
  put('cureDays', '补正工作日', policy.cureDays);
  for (const [name, parameter] of Object.entries(policy.file.parameters ?? {})) {
    put(
      `parameters.${name}`,
      `参数“${bothLanguages(parameter.label).zh}”`,
      policy.machinery.parameterWords.get(`param.${name}`)?.zh,
    );
  }
  for (const set of policy.file.regions ?? []) {
    put(
      `regions.${set.id}`,
      '视为同一区域的区县',
      set.districts.map((code) => policy.machinery.show(code, [])).join('、'),
    );
  }
  for (const value of policy.values) {
    put(`values.${value.name}`, `计算值“${value.label}”`, policy.machinery.say(value.expression));
  }
  for (const window of policy.windows) {
    put(`windows.${window.id}`, `时段“${window.name.zh}”`, `${window.opens}至${window.closes}（不含）`);
  }
  for (const rule of policy.admission) {
    condition(`admission.${rule.id}.condition`, `报名规则“${rule.id}”的条件`, rule.when);
    put(`admission.${rule.id}.outcome`, `报名规则“${rule.id}”的结果`, rule.outcome);
    put(`admission.${rule.id}.clause`, `报名规则“${rule.id}”的依据`, rule.clause);
  }
  putCategories(policy, put, condition);
  putPlacement(policy, put, condition);
  return entries;
}

type Put = (path: string, title: string, text: string | number | boolean | undefined) => void;
type PutCondition = (path: string, title: string, value: Condition | undefined) => void;

function said(condition: Condition): string {
  return conditionLines(condition, 0)
    .map((line) => line.trim().replace(/^- /, ''))
    .join('；');
}

function putCategories(policy: Policy, put: Put, condition: PutCondition): void {
  put('selection', '类别选取方式', policy.selection);
  for (const category of policy.categories) {
    const at = `categories.${category.id}`;
    const title = `类别“${category.name.zh}”`;
    put(`${at}.order`, `${title}的顺位`, category.order);
    condition(`${at}.condition`, `${title}的条件`, category.when);
    put(`${at}.clause`, `${title}的依据`, category.clause);
    put(`${at}.placement`, `${title}的安排`, category.placement);
    put(`${at}.review`, `${title}的审核步数`, category.review.steps);
    put(
      `${at}.evidence`,
      `${title}的材料`,
      category.evidence.map((id) => policy.evidence[id]?.label.zh ?? id).join('、'),
    );
    put(`${at}.checks`, `${title}的核验`, category.checks.join('、'));
    if (category.worth) put(`${at}.worth`, `${title}的比较值`, policy.machinery.say(category.worth));
    if (category.ranking) put(`${at}.ranking`, `${title}的排序`, oneLine(renderRanking(policy, category.ranking)));
  }
  for (const set of Object.values(policy.evidence)) {
    const documents = alternativesWords(set.anyOf, 'zh', '、');
    const accept = set.acceptWords === undefined ? '' : `；须满足：${set.acceptWords}`;
    put(`evidence.${set.id}`, `材料“${set.label.zh}”`, `${documents}${accept}`);
  }
  if (policy.points) {
    const { decimals, capUnits, floorUnits } = policy.points;
    put('points.cap', '积分上限', capUnits === undefined ? undefined : decimalText(capUnits, decimals));
    put('points.floor', '积分下限', floorUnits === undefined ? undefined : decimalText(floorUnits, decimals));
    for (const node of policy.points.items) {
      put(
        `points.${node.id}`,
        `积分项“${node.label}”`,
        pointsLines(node, decimals, 0)
          .map((line) => line.trim())
          .join('；'),
      );
    }
  }
  put('ranking', '排序', oneLine(renderRanking(policy, policy.ranking)));
}

function oneLine(text: string): string {
  return text.replaceAll(/\n+/g, '；');
}

function putPlacement(policy: Policy, put: Put, condition: PutCondition): void {
  for (const lock of policy.locks) {
    const at = `locks.${lock.id}`;
    const title = `学位锁定“${lock.label.zh}”`;
    put(`${at}.years`, `${title}的年限`, lock.years);
    put(`${at}.entriesFrom`, `${title}的起算日`, lock.entriesFrom);
    put(`${at}.consumers`, `${title}占用学位的身份`, lock.consumers.join('、'));
    put(`${at}.blocks`, `${title}的影响`, lock.blocks);
    condition(`${at}.when`, `${title}的适用对象`, lock.when);
    put(`${at}.exempt`, `${title}的例外`, lock.exempt?.words);
    put(`${at}.unlock`, `${title}的解除`, lock.unlock?.words);
  }
  for (const batch of policy.batches) {
    const at = `batches.${batch.id}`;
    const title = `批次“${batch.name.zh}”`;
    put(`${at}.mechanism`, `${title}的办法`, MECHANISMS[batch.mechanism]);
    condition(`${at}.when`, `${title}的条件`, batch.when.kind === 'always' ? undefined : batch.when);
    put(`${at}.categories`, `${title}面向的类别`, batch.categories?.join('、'));
    put(`${at}.preferences`, `${title}的志愿规则`, batch.preferences && JSON.stringify(batch.preferences));
    put(`${at}.opensAt`, `${title}的开班人数`, batch.opensAt?.registrants);
    put(`${at}.notAdmitted`, `${title}未录取的去向`, batch.notAdmitted);
    if (batch.ranking) put(`${at}.ranking`, `${title}的排序`, oneLine(renderRanking(policy, batch.ranking)));
  }
  for (const rule of policy.exclusivity.rules) put(`exclusivity.${rule.id}`, `批次关系“${rule.id}”`, rule.words.zh);
  if (policy.batches.length > 1) put('exclusivity.otherwise', '没有写明的批次关系', policy.exclusivity.otherwise);
  for (const pool of policy.pools) {
    put(
      `pools.${pool.id}`,
      `名额池“${pool.name.zh}”`,
      `${String(pool.seats ?? pool.sharePercent ?? '')} ${pool.unused}`,
    );
    condition(
      `pools.${pool.id}.when`,
      `名额池“${pool.name.zh}”的对象`,
      pool.when.kind === 'always' ? undefined : pool.when,
    );
  }
  if (policy.twins) put('groups.twins', '多胞胎规则', `${policy.twins.bind} ${policy.twins.lastSeat}`);
  condition('groups.siblings', '兄弟姐妹同校的条件', policy.siblings?.when);
  put('late', '逾期报名', `${policy.late.outcome} ${policy.late.words.zh}`);
  put('overallPlacement', '统筹', policy.overallPlacement.takesTheRest);
  put('publication', '名单公布', policy.publication.list);
}
