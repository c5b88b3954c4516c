// Writes a policy as plain Chinese in Markdown, rule by rule: what families read, and what officers check against the
// document and against the lines of the file.

import { constantValue } from './constants.ts';
import { bothLanguages, CHECKS } from './fact-schema.ts';
import {
  alternativesWords,
  type Batch,
  type Category,
  type PointsTable,
  type Policy,
  type ReviewSettings,
  type Template,
} from './model.ts';
import {
  basis,
  boundsWords,
  conditionList,
  conditionLines,
  MECHANISMS,
  pointsLines,
  renderRanking,
  say,
} from './render-rules.ts';
import { wordsOf } from './trace.ts';

const STAGES = { primary: '小学', junior: '初中' } as const;
const OUTCOMES = { refuse: '不予登记', confirm: '需要确认', overall_placement: '转统筹' } as const;
const PLACEMENTS = {
  catchment: '施教区学校',
  ranked: '施教区学校，超额时按排序',
  overall_placement: '统筹安排',
} as const;
const LATE = { overall_placement: '由统筹安排', refuse: '不再受理', same: '与按时报名相同' } as const;

const EVENTS: Readonly<Record<string, string>> = {
  applied: '报名',
  admitted: '被录取',
  confirmed: '确认',
  declined: '放弃',
  silent: '逾期未确认',
  reported: '报到',
  not_reported: '逾期未报到',
};

const LAST_SEAT = { skip: '跳过，录取下一位', over_quota: '超额录取', split: '分开录取' } as const;
const BINDING = { optional: '可自愿绑定', always: '一律绑定', never: '不绑定' } as const;

/** One rule in words. */
export interface RuleWords {
  /** Where it stands in the file, names and ids, e.g. `['categories', 'home_only']`; empty for what no rule says alone. */
  readonly path: readonly string[];
  /** Markdown: a list entry, or a part with a heading of its own. */
  readonly words: string;
}

/** One part of a policy as people read it. */
export interface PolicySection {
  /** The part of the file, e.g. `categories`. */
  readonly id: string;
  readonly title: string;
  /** Whether every rule has a heading of its own. */
  readonly parts: boolean;
  readonly rules: readonly RuleWords[];
}

/** The policy as Markdown. */
export function renderPolicy(policy: Policy): string {
  const sections = policySections(policy).map(
    ({ title, parts, rules }) => `## ${title}\n\n${rules.map((rule) => rule.words).join(parts ? '\n\n' : '\n')}`,
  );
  return `${[head(policy), ...sections].join('\n\n')}\n`;
}

/** The parts of a policy in the order in which they are read; those with nothing to say are left out. */
export function policySections(policy: Policy): PolicySection[] {
  const section = (id: string, title: string, rules: readonly RuleWords[], parts = false): PolicySection[] =>
    rules.length === 0 ? [] : [{ id, title, parts, rules }];
  const { categories, batches } = policy;
  return [
    ...section('admission', '谁可以报名', admission(policy)),
    ...section('windows', '时间安排', windows(policy)),
    ...section(
      'categories',
      '类别与顺位',
      categories.map((category) => ({ path: ['categories', category.id], words: renderCategory(policy, category) })),
      true,
    ),
    ...section('combinations', '可以同时申请的类别', combinations(policy)),
    ...section('points', '积分', policy.points ? points(policy.points) : []),
    ...section('ranking', '排序', [{ path: ['ranking'], words: renderRanking(policy, policy.ranking) }]),
    ...section('locks', '学位锁定', locks(policy)),
    ...section(
      'batches',
      '录取批次',
      batches.map((batch) => ({ path: ['batches', batch.id], words: renderBatch(policy, batch) })),
      true,
    ),
    ...section('exclusivity', '批次之间的关系', exclusivity(policy)),
    ...section('pools', '单列名额', pools(policy)),
    ...section('groups', '多胞胎与兄弟姐妹', groups(policy)),
    ...section('late', '逾期与统筹', lateAndRest(policy)),
    ...section('evidence', '材料', evidence(policy)),
    ...section('regions', '视为同一区域的区县', regionSets(policy)),
    ...section('values', '计算方法', values(policy)),
    ...section('parameters', '参数', parameters(policy)),
    ...section(
      'assumptions',
      '原文没有写明之处',
      policy.assumptions.map((one, index) => ({
        path: ['assumptions', String(index)],
        words: `- ${one.words.zh}${basis(one.clause)}`,
      })),
    ),
  ];
}

function head(policy: Policy): string {
  const { source } = policy;
  const quality = {
    official: '官方原文',
    published: '公开发布',
    restated: '第三方转述，使用前须核对',
    invented: '虚构',
  };
  const lines = [`# ${policy.title.zh}`, ''];
  if (policy.demo) lines.push(`> **演示政策**：${policy.derivedFrom?.zh ?? '仅供演示，不作为招生依据'}`, '');
  lines.push(`- 适用：${policy.region.name}，${STAGES[policy.stage]}，${String(policy.entryYear)} 年秋季入学`);
  if (policy.alsoFor.length > 0) lines.push(`- 同一规则已预告适用：${policy.alsoFor.join('、')} 年`);
  const issuer = source.issuer === undefined ? '' : `${source.issuer}，`;
  const number = source.number === undefined ? '' : `，${source.number}`;
  const kind = source.quality === undefined ? '' : `（${quality[source.quality]}）`;
  lines.push(`- 依据：${issuer}${source.document}${number}，${String(source.year)} 年${kind}`);
  if (source.url !== undefined) lines.push(`- 来源：${source.url}`);
  lines.push(`- 规则：${policy.id}，第 ${policy.version} 版`);
  lines.push(`- 审核：${reviewWords(policy.review)}；补正材料 ${String(policy.cureDays)} 个工作日`);
  return lines.join('\n');
}

function reviewWords(review: ReviewSettings): string {
  const steps = review.steps === 1 ? '一步审核' : '初审和复审两步';
  return review.autoPass ? `${steps}，核验全部一致时自动通过` : steps;
}

function admission(policy: Policy): RuleWords[] {
  return policy.admission.map((rule) => {
    const lines = [`- **${OUTCOMES[rule.outcome]}**：${wordsOf(rule.when)}${basis(rule.clause)}`];
    lines.push(`  - 告知：${templateWords(policy, rule.words)}`);
    if (rule.cure) lines.push(`  - 补救：${templateWords(policy, rule.cure)}`);
    return { path: ['admission', rule.id], words: lines.join('\n') };
  });
}

function templateWords(policy: Policy, template: Template): string {
  return template.zh
    .map((part) => {
      if (typeof part === 'string') return part;
      const settled = constantValue(policy, part);
      return settled === undefined ? `【${say(policy, part)}】` : policy.machinery.show(settled, []);
    })
    .join('');
}

function windows(policy: Policy): RuleWords[] {
  return policy.windows.map((window) => {
    const who = window.when.kind === 'always' ? '' : `，面向：${wordsOf(window.when)}`;
    const late = window.late ? '（补报）' : '';
    return {
      path: ['windows', window.id],
      words: `- ${window.name.zh}${late}：${window.opens.slice(0, 16)}（含）至 ${window.closes.slice(0, 16)}（不含）${who}`,
    };
  });
}

function renderCategory(policy: Policy, category: Category): string {
  const lines = [`### 第 ${String(category.order)} 顺位：${category.name.zh}`, '', `依据：${category.clause}`, ''];
  if (category.when.kind === 'always') lines.push('- 条件：不属于前面各类的');
  else lines.push(...conditionList('条件', category.when));
  if (category.worth) lines.push(`- 取最有利时比较：${say(policy, category.worth)}`);
  const sets = category.evidence.flatMap((id) => policy.evidence[id]?.label.zh ?? []);
  if (sets.length > 0) lines.push(`- 材料：${sets.join('、')}`);
  if (category.checks.length > 0) lines.push(`- 核验：${category.checks.map((check) => CHECKS[check].zh).join('、')}`);
  lines.push(`- 审核：${reviewWords(category.review)}`);
  lines.push(`- 安排：${PLACEMENTS[category.placement]}`);
  if (category.ranking) lines.push('- 本类排序：', indent(renderRanking(policy, category.ranking)));
  if (category.note) lines.push(`- 说明：${category.note.zh}`);
  return lines.join('\n');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function combinations(policy: Policy): RuleWords[] {
  if (policy.selection !== 'several') return [];
  const name = (id: string): string => policy.categories.find((category) => category.id === id)?.name.zh ?? id;
  const sets = (list: readonly (readonly string[])[]): string =>
    list.map((set) => set.map(name).join(' 与 ')).join('；');
  const { otherwise, exclusive, compatible } = policy.combinations;
  const lines = [];
  if (exclusive.length > 0) lines.push(`- 只能选一：${sets(exclusive)}`);
  if (compatible.length > 0) lines.push(`- 可以同时：${sets(compatible)}`);
  lines.push(`- 没有写明的：${otherwise === 'exclusive' ? '只能选一' : '可以同时'}`);
  return lines.map((words) => ({ path: ['combinations'], words }));
}

function points(table: PointsTable): RuleWords[] {
  const bounds = boundsWords(table.capUnits, table.floorUnits, table.decimals);
  const lines = [`分值保留 ${String(table.decimals)} 位小数，各项相加${bounds}${basis(table.clause)}。`, ''];
  if (table.when) lines.push(`只对以下家庭计分：${wordsOf(table.when)}`, '');
  return [
    { path: ['points'], words: lines.join('\n') },
    ...table.items.map((node) => ({
      path: ['points', 'items', node.id],
      words: pointsLines(node, table.decimals, 0).join('\n'),
    })),
  ];
}

function locks(policy: Policy): RuleWords[] {
  const consumers = { owner: '产权人家庭', tenant: '承租人家庭' };
  return policy.locks.map((lock) => {
    const lines = [
      `- **${lock.label.zh}**：自入学之日起 ${String(lock.years)} 年内，同一住房只供一个家庭使用学位${basis(lock.clause)}`,
      `  - 占用学位的居住身份：${lock.consumers.map((one) => consumers[one]).join('、')}`,
      `  - 影响：${lock.blocks === 'school' ? '不能进入该校，学位由区内统筹安排' : '区内学位受限'}`,
    ];
    if (lock.entriesFrom !== undefined) lines.push(`  - 自 ${lock.entriesFrom}（含）起入学的才占用`);
    if (lock.when) lines.push(`  - 适用于：${wordsOf(lock.when)}`);
    if (lock.exempt) lines.push(`  - 不受限：${lock.exempt.words}`);
    if (lock.unlock) lines.push(`  - 解除：${lock.unlock.words}`);
    return { path: ['locks', lock.id], words: lines.join('\n') };
  });
}

function renderBatch(policy: Policy, batch: Batch): string {
  const name = (id: string): string =>
    id === 'overall_placement' ? '统筹' : (policy.batches.find((one) => one.id === id)?.name.zh ?? id);
  const lines = [`### ${batch.name.zh}`, '', `依据：${batch.clause}`, '', `- 办法：${MECHANISMS[batch.mechanism]}`];
  if (batch.when.kind !== 'always') lines.push(...conditionList('条件', batch.when));
  if (batch.categories) {
    const names = policy.categories.filter((one) => batch.categories?.includes(one.id)).map((one) => one.name.zh);
    lines.push(`- 面向：${names.join('、')}`);
  }
  lines.push(`- 学校：${schoolsWords(policy, batch)}`);
  if (batch.preferences) lines.push(`- 志愿：${preferencesWords(batch.preferences)}`);
  if (batch.opensAt) {
    const { registrants, otherwise } = batch.opensAt;
    lines.push(`- 报名达到 ${String(registrants)} 人才开班，不足的转入“${name(otherwise)}”`);
  }
  if (batch.ranking) lines.push('- 超额时排序：', indent(renderRanking(policy, batch.ranking)));
  if (batch.notAdmitted !== undefined) lines.push(`- 未录取的转入：${name(batch.notAdmitted)}`);
  return lines.join('\n');
}

function schoolsWords(policy: Policy, batch: Batch): string {
  switch (batch.schools.kind) {
    case 'catchment':
      return '施教区学校';
    case 'area':
      return '本片全部学校';
    case 'none':
      return '不限';
    case 'listed':
      return batch.schools.schools.map((school) => policy.machinery.show(school, [])).join('、');
    default:
      return say(policy, batch.schools.expression);
  }
}

function preferencesWords(preferences: NonNullable<Batch['preferences']>): string {
  const parts = [preferences.all ? '须对全部可选学校排序' : `至少 ${String(preferences.min)} 个`];
  if (preferences.max !== undefined) parts.push(`至多 ${String(preferences.max)} 个`);
  if (preferences.incomplete === 'overall_placement') parts.push('不合要求的转统筹');
  if (preferences.guaranteed) parts.push('规范填报的保证安置');
  return parts.join('，');
}

function exclusivity(policy: Policy): RuleWords[] {
  if (policy.batches.length < 2) return [];
  const name = (id: string): string => policy.batches.find((one) => one.id === id)?.name.zh ?? id;
  const lines = policy.exclusivity.rules.map((rule) => {
    const when = rule.when.map((one) => `${name(one.batch)}${EVENTS[one.event] ?? one.event}`).join('且');
    const effects = [
      ...(rule.keeps === undefined ? [] : [`保留${name(rule.keeps)}`]),
      ...rule.removes.map((id) => `退出${name(id)}`),
      ...rule.bars.map((id) => `不得再参加${name(id)}`),
      ...(rule.overallPlacement ? ['转统筹'] : []),
    ];
    return {
      path: ['exclusivity', 'rules', rule.id],
      words: `- ${when} → ${effects.join('、')}：${rule.words.zh}${basis(rule.clause)}`,
    };
  });
  const silent = policy.exclusivity.otherwise === 'exclusive' ? '确认一处学位即退出其他批次' : '可以同时保有';
  return [...lines, { path: ['exclusivity'], words: `- 没有写明的：${silent}` }];
}

function pools(policy: Policy): RuleWords[] {
  return policy.pools.map((pool) => {
    const size =
      pool.seats === undefined
        ? pool.sharePercent === undefined
          ? ''
          : `，占计划 ${String(pool.sharePercent)}%`
        : `，${String(pool.seats)} 个`;
    const order = pool.beforeLottery ? '，派位前单列' : '';
    const rest =
      { general: '并入普通计划', stays_empty: '不再使用' }[pool.unused] ??
      `转入“${policy.pools.find((one) => one.id === pool.unused)?.name.zh ?? pool.unused}”`;
    const who = pool.when.kind === 'always' ? '' : `；面向：${wordsOf(pool.when)}`;
    return {
      path: ['pools', pool.id],
      words: `- ${pool.name.zh}${size}${order}；用不完的${rest}${who}${basis(pool.clause)}`,
    };
  });
}

function groups(policy: Policy): RuleWords[] {
  const rules: RuleWords[] = [];
  if (policy.twins) {
    const { bind, lastSeat, clause } = policy.twins;
    rules.push({
      path: ['groups', 'twins'],
      words: `- 多胞胎${BINDING[bind]}；只剩一个学位时：${LAST_SEAT[lastSeat]}${basis(clause)}`,
    });
  }
  if (policy.siblings) {
    const { when, waits, removes, words, clause } = policy.siblings;
    const lines = [];
    lines.push(`- 兄弟姐妹同校：${words?.zh ?? '符合条件的可以申请'}${basis(clause)}`, ...conditionLines(when, 1));
    if (waits) lines.push(`  - 暂缓审核：${wordsOf(waits)}`);
    if (removes === 'every_other_batch') lines.push('  - 批准后退出其他一切途径');
    rules.push({ path: ['groups', 'siblings'], words: lines.join('\n') });
  }
  return rules;
}

function lateAndRest(policy: Policy): RuleWords[] {
  const { late, overallPlacement } = policy;
  const rest = overallPlacement.words?.zh ?? '由教育主管部门统筹安排';
  return [
    { path: ['late'], words: `- 逾期报名：${LATE[late.outcome]}。${late.words.zh}${basis(late.clause)}` },
    {
      path: ['overallPlacement'],
      words: `- 其余孩子：${overallPlacement.takesTheRest ? rest : '本规则不安排'}${basis(overallPlacement.clause)}`,
    },
    ...(policy.publication.list === 'preliminary'
      ? [{ path: ['publication'], words: `- 录取名单先公示，异议期满后生效${basis(policy.publication.clause)}` }]
      : []),
  ];
}

function evidence(policy: Policy): RuleWords[] {
  return Object.values(policy.evidence).map((set) => {
    const any = set.anyOf.length > 1 ? '任一：' : '';
    const when = set.when ? `；需要时：${wordsOf(set.when)}` : '';
    const accept = set.acceptWords === undefined ? '' : `；须满足：${set.acceptWords}`;
    return {
      path: ['evidence', set.id],
      words: `- ${set.label.zh}：${any}${alternativesWords(set.anyOf, 'zh', '、')}${when}${accept}${basis(set.clause)}`,
    };
  });
}

function regionSets(policy: Policy): RuleWords[] {
  return (policy.file.regions ?? []).map((set) => {
    const title = typeof set.name === 'string' ? set.name : set.name.zh;
    const names = set.districts.map((code) => policy.machinery.show(code, [])).join('、');
    return { path: ['regions', set.id], words: `- ${title}：${names}${basis(set.clause)}` };
  });
}

function values(policy: Policy): RuleWords[] {
  return policy.values.map((value) => {
    const unit = value.unit === '' ? '' : `（${value.unit}）`;
    return {
      path: ['values', value.name],
      words: `- ${value.label}${unit}：${say(policy, value.expression)}${basis(value.clause)}`,
    };
  });
}

function parameters(policy: Policy): RuleWords[] {
  return Object.entries(policy.file.parameters ?? {}).map(([name, source]) => {
    const value = policy.machinery.parameterWords.get(`param.${name}`)?.zh ?? '';
    return {
      path: ['parameters', name],
      words: `- ${bothLanguages(source.label).zh}：${value}${basis(source.clause)}`,
    };
  });
}
