// The engine's own words in Chinese and English: how comparisons, functions and connections are said.

/** The languages in which a policy explains itself. */
export type Language = 'zh' | 'en';

/** A test in words, and its contrary. */
export interface TestWords {
  readonly words: string;
  readonly contrary: string;
}

/** How a comparison is said of numbers and of times, and which comparison is its contrary. */
export interface ComparisonWords {
  readonly number: string;
  /** `itself`: whether a day or a month is meant, so that it can be said whether the bound belongs. */
  readonly time: (bound: string, itself: 'day' | 'month') => string;
  readonly contrary: string;
}

/** Everything that a sentence about an expression is made of, besides the labels of facts. */
export interface Tongue {
  readonly and: string;
  readonly or: string;
  readonly yes: string;
  readonly no: string;
  readonly none: string;
  readonly given: string;
  readonly listed: string;
  readonly bracket: (inner: string) => string;
  readonly quote: (inner: string) => string;
  /** A name with what it stands for in brackets. */
  readonly named: (name: string, meaning: string) => string;
  readonly pair: (name: string, value: string) => string;
  readonly not: (words: string) => string;
  readonly equality: (a: string, b: string) => TestWords;
  readonly membership: (a: string, list: string) => TestWords;
  readonly presence: (what: string) => TestWords;
  readonly choice: (condition: string, yes: string, no: string) => string;
  readonly choiceOfTerms: (condition: string, yes: string, no: string) => string;
  readonly sameRegion: (a: string, b: string) => TestWords;
  readonly holds: (title: string) => TestWords;
  readonly contains: (text: string, part: string) => TestWords;
  readonly startsWith: (text: string, part: string) => TestWords;
  readonly endsWith: (text: string, part: string) => TestWords;
  readonly some: (items: string, said: TestWords, people: boolean) => TestWords;
  readonly every: (items: string, said: TestWords, people: boolean) => TestWords;
  readonly exactlyOne: (items: string, said: TestWords, people: boolean) => TestWords;
  /** How long a list of facts is. */
  readonly counted: (count: number, people: boolean) => string;
  readonly restricted: (said: string) => string;
  readonly ofTable: (table: string, key: string) => string;
  readonly table: (entries: readonly (readonly [string, string])[]) => string;
  readonly list: (items: readonly string[]) => string;
  /** Left and right of a comparison that is said in one sentence. */
  readonly compared: (left: string, comparison: string, right: string) => string;
  readonly timeCompared: (left: string, comparison: string) => string;
  readonly comparisons: Readonly<Record<string, ComparisonWords>>;
  readonly functions: Readonly<Record<string, (args: readonly string[]) => string>>;
  readonly methods: Readonly<Record<string, (receiver: string, args: readonly string[]) => string>>;
  readonly signs: Readonly<Record<string, string>>;
  readonly day: (iso: string) => string;
  readonly month: (iso: string) => string;
}

function shiftedZh(day: string, n: string, unit: string): string {
  return n.startsWith('-') ? `${day}前${n.slice(1)}${unit}` : `${day}后${n}${unit}`;
}

const itselfZh = { day: '当日', month: '当月' } as const;

const zh: Tongue = {
  and: '且',
  or: '或',
  yes: '是',
  no: '否',
  none: '无',
  given: '已提供',
  listed: '、',
  bracket: (inner) => `（${inner}）`,
  quote: (inner) => `“${inner}”`,
  named: (name, meaning) => `${name}（${meaning}）`,
  pair: (name, value) => `${name}：${value}`,
  not: (words) => `并非“${words}”`,
  equality: (a, b) => ({ words: `${a}为${b}`, contrary: `${a}不是${b}` }),
  membership: (a, list) => ({ words: `${a}属于${list}`, contrary: `${a}不属于${list}` }),
  presence: (what) => ({ words: `已提供${what}`, contrary: `未提供${what}` }),
  choice: (condition, yes, no) => `${condition}时${yes}，否则${no}`,
  choiceOfTerms: (condition, yes, no) => `${condition}时为${yes}，否则为${no}`,
  sameRegion: (a, b) => ({ words: `${a}与${b}属于同一区域`, contrary: `${a}与${b}不属于同一区域` }),
  holds: (title) => ({ words: `持有有效的“${title}”资格`, contrary: `没有有效的“${title}”资格` }),
  contains: (text, part) => ({ words: `${text}包含${part}`, contrary: `${text}不包含${part}` }),
  startsWith: (text, part) => ({ words: `${text}以${part}开头`, contrary: `${text}不以${part}开头` }),
  endsWith: (text, part) => ({ words: `${text}以${part}结尾`, contrary: `${text}不以${part}结尾` }),
  some: (items, said, people) => ({
    words: `至少一${people ? '位' : '项'}${items}符合：${said.words}`,
    contrary: `没有${items}符合：${said.words}`,
  }),
  every: (items, said, people) => ({
    words: `每${people ? '位' : '项'}${items}都符合：${said.words}`,
    contrary: `至少一${people ? '位' : '项'}${items}不符合：${said.words}`,
  }),
  exactlyOne: (items, said, people) => ({
    words: `恰有一${people ? '位' : '项'}${items}符合：${said.words}`,
    contrary: `不是恰有一${people ? '位' : '项'}${items}符合：${said.words}`,
  }),
  counted: (count, people) => `${String(count)}${people ? '位' : '项'}`,
  restricted: (said) => `（限：${said}）`,
  ofTable: (table, key) => `${table}中${key}对应的值`,
  table: (entries) => `【${entries.map(([key, value]) => `${key}→${value}`).join('、')}】`,
  list: (items) => `【${items.join('、')}】`,
  compared: (left, comparison, right) => `${left}${comparison}${right}`,
  timeCompared: (left, comparison) => `${left}${comparison}`,
  comparisons: {
    '<': { number: '少于', time: (bound, itself) => `早于${bound}（不含${itselfZh[itself]}）`, contrary: '>=' },
    '<=': { number: '不超过', time: (bound, itself) => `不晚于${bound}（含${itselfZh[itself]}）`, contrary: '>' },
    '>': { number: '超过', time: (bound, itself) => `晚于${bound}（不含${itselfZh[itself]}）`, contrary: '<=' },
    '>=': { number: '不少于', time: (bound, itself) => `不早于${bound}（含${itselfZh[itself]}）`, contrary: '<' },
  },
  functions: {
    size: ([list = '']) => `${list}的数量`,
    sum: ([list = '']) => `${list}的合计`,
    min: ([a = '', b = '']) => `${a}与${b}中较小者`,
    max: ([a = '', b = '']) => `${a}与${b}中较大者`,
    earliest: (args) => (args.length === 1 ? `${args[0] ?? ''}中最早者` : `${args.join('与')}中较早者`),
    latest: (args) => (args.length === 1 ? `${args[0] ?? ''}中最晚者` : `${args.join('与')}中较晚者`),
    yearsBetween: ([a = '', b = '']) => `${a}至${b}满的周年数`,
    monthsBetween: ([a = '', b = '']) => `${a}至${b}满的月数`,
    daysBetween: ([a = '', b = '']) => `${a}至${b}的天数`,
    countMonths: ([list = '']) => `${list}的月数`,
    continuousMonths: ([list = '', end = '', gap]) =>
      `${list}截至${end}连续的月数${gap === undefined ? '' : `（允许中断${gap}个月）`}`,
    settledDaysBefore: ([list = '', end = '']) => `${list}在${end}之前累计的天数`,
    settledDaysThrough: ([list = '', end = '']) => `${list}截至${end}（含）累计的天数`,
    dateOf: ([y = '', m = '', d = '']) => `${y}年${m}月${d}日`,
    string: ([text = '']) => text,
    int: ([text = '']) => text,
    decimal: ([text = '']) => text,
  },
  methods: {
    plusDays: (day, [n = '']) => shiftedZh(day, n, '天'),
    plusMonths: (day, [n = '']) => shiftedZh(day, n, '个月'),
    plusYears: (day, [n = '']) => shiftedZh(day, n, '年'),
    year: (day) => `${day}的年份`,
    month: (day) => `${day}所在月`,
    firstDay: (month) => `${month}首日`,
    lastDay: (month) => `${month}末日`,
    previousWorkingDay: (_calendar, [day = '']) => `${day}（遇休息日提前到上一工作日）`,
    size: (list) => `${list}的数量`,
  },
  signs: { '+': '+', '-': '-', '*': '×', '/': '÷', '%': '除余' },
  day: (iso) => `${Number(iso.slice(0, 4))}年${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日`,
  month: (iso) => `${Number(iso.slice(0, 4))}年${Number(iso.slice(5, 7))}月`,
};

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

function shiftedEn(day: string, n: string, unit: string): string {
  const count = n.replace(/^-/, '');
  return `${count} ${unit}${count === '1' ? '' : 's'} ${n.startsWith('-') ? 'before' : 'after'} ${day}`;
}

const en: Tongue = {
  and: ' and ',
  or: ' or ',
  yes: 'yes',
  no: 'no',
  none: 'none',
  given: 'given',
  listed: ', ',
  bracket: (inner) => `(${inner})`,
  quote: (inner) => `“${inner}”`,
  named: (name, meaning) => `${name} (${meaning})`,
  pair: (name, value) => `${name}: ${value}`,
  not: (words) => `not: ${words}`,
  equality: (a, b) => ({ words: `${a} is ${b}`, contrary: `${a} is not ${b}` }),
  membership: (a, list) => ({ words: `${a} is among ${list}`, contrary: `${a} is not among ${list}` }),
  presence: (what) => ({ words: `${what} is given`, contrary: `${what} is not given` }),
  choice: (condition, yes, no) => `if ${condition}: ${yes}, otherwise: ${no}`,
  choiceOfTerms: (condition, yes, no) => `if ${condition}: ${yes}, otherwise: ${no}`,
  sameRegion: (a, b) => ({
    words: `${a} and ${b} belong to one region`,
    contrary: `${a} and ${b} do not belong to one region`,
  }),
  holds: (title) => ({ words: `holds a valid “${title}”`, contrary: `holds no valid “${title}”` }),
  contains: (text, part) => ({ words: `${text} contains ${part}`, contrary: `${text} does not contain ${part}` }),
  startsWith: (text, part) => ({
    words: `${text} begins with ${part}`,
    contrary: `${text} does not begin with ${part}`,
  }),
  endsWith: (text, part) => ({ words: `${text} ends with ${part}`, contrary: `${text} does not end with ${part}` }),
  some: (items, said) => ({
    words: `of ${items}, at least one: ${said.words}`,
    contrary: `of ${items}, none: ${said.words}`,
  }),
  every: (items, said) => ({
    words: `of ${items}, each: ${said.words}`,
    contrary: `of ${items}, at least one not: ${said.words}`,
  }),
  exactlyOne: (items, said) => ({
    words: `of ${items}, exactly one: ${said.words}`,
    contrary: `of ${items}, not exactly one: ${said.words}`,
  }),
  counted: String,
  restricted: (said) => ` (only: ${said})`,
  ofTable: (table, key) => `the value for ${key} in ${table}`,
  table: (entries) => `[${entries.map(([key, value]) => `${key} → ${value}`).join(', ')}]`,
  list: (items) => `[${items.join(', ')}]`,
  compared: (left, comparison, right) => `${left} ${comparison} ${right}`,
  timeCompared: (left, comparison) => `${left} ${comparison}`,
  comparisons: {
    '<': { number: 'is less than', time: (bound) => `is before ${bound}`, contrary: '>=' },
    '<=': { number: 'is at most', time: (bound, itself) => `is ${onOrIn(itself)} or before ${bound}`, contrary: '>' },
    '>': { number: 'is more than', time: (bound) => `is after ${bound}`, contrary: '<=' },
    '>=': { number: 'is at least', time: (bound, itself) => `is ${onOrIn(itself)} or after ${bound}`, contrary: '<' },
  },
  functions: {
    size: ([list = '']) => `the number of ${list}`,
    sum: ([list = '']) => `the sum of ${list}`,
    min: ([a = '', b = '']) => `the smaller of ${a} and ${b}`,
    max: ([a = '', b = '']) => `the larger of ${a} and ${b}`,
    earliest: (args) =>
      args.length === 1 ? `the earliest of ${args[0] ?? ''}` : `the earlier of ${args.join(' and ')}`,
    latest: (args) => (args.length === 1 ? `the latest of ${args[0] ?? ''}` : `the later of ${args.join(' and ')}`),
    yearsBetween: ([a = '', b = '']) => `full years from ${a} to ${b}`,
    monthsBetween: ([a = '', b = '']) => `full months from ${a} to ${b}`,
    daysBetween: ([a = '', b = '']) => `days from ${a} to ${b}`,
    countMonths: ([list = '']) => `the number of months of ${list}`,
    continuousMonths: ([list = '', end = '', gap]) =>
      `months in a row of ${list} up to ${end}${gap === undefined ? '' : ` (gaps of ${gap} months allowed)`}`,
    settledDaysBefore: ([list = '', end = '']) => `days of ${list} before ${end}, added up`,
    settledDaysThrough: ([list = '', end = '']) => `days of ${list} through ${end}, added up`,
    dateOf: ([y = '', m = '', d = '']) => `day ${d} of month ${m} of ${y}`,
    string: ([text = '']) => text,
    int: ([text = '']) => text,
    decimal: ([text = '']) => text,
  },
  methods: {
    plusDays: (day, [n = '']) => shiftedEn(day, n, 'day'),
    plusMonths: (day, [n = '']) => shiftedEn(day, n, 'month'),
    plusYears: (day, [n = '']) => shiftedEn(day, n, 'year'),
    year: (day) => `the year of ${day}`,
    month: (day) => `the month of ${day}`,
    firstDay: (month) => `the first day of ${month}`,
    lastDay: (month) => `the last day of ${month}`,
    previousWorkingDay: (_calendar, [day = '']) => `${day} (or the working day before)`,
    size: (list) => `the number of ${list}`,
  },
  signs: { '+': '+', '-': '-', '*': '×', '/': '÷', '%': 'modulo' },
  day: (iso) => `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''} ${Number(iso.slice(0, 4))}`,
  month: (iso) => `${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''} ${Number(iso.slice(0, 4))}`,
};

function onOrIn(itself: 'day' | 'month'): 'on' | 'in' {
  return itself === 'day' ? 'on' : 'in';
}

/** The engine's words in each language. */
export const TONGUES: Readonly<Record<Language, Tongue>> = { zh, en };

/** Shares are kept in ten-thousandths and said in percent: 5000 → `50%`, 3333 → `33.33%`. */
export function percent(tenThousandths: bigint | number): string {
  const n = Number(tenThousandths);
  return `${String(n / 100)}%`;
}

/** Whether a list of facts holds people, who are counted by another word than things. */
export function holdsPeople(path: readonly string[]): boolean {
  return ['guardians', 'siblings', 'dwelling.owners'].includes(path.join('.'));
}
