// What must not be collected from families, and what must not be a condition, with the source of each ban.

/** One thing that the law or the ministry forbids to collect or to demand. */
interface Ban {
  readonly what: string;
  /** Field names (English) that would hold it. */
  readonly names: RegExp;
  /** Words (Chinese) that would ask for it. */
  readonly words: RegExp;
  readonly source: string;
}

const ENROLMENT_NOTICE = '教基厅〔2022〕1号及历年招生入学通知';

/** Bans that published notices of the Ministry of Education state (教基厅〔2022〕1号 and its follow-ups). */
const BANS: readonly Ban[] = [
  {
    what: '家长的职务、职业',
    names:
      /(job|duty|work|father|mother|parent|guardian)_?(title|position|post|rank|job)|occupation|profession(?!al)|zhiwu/i,
    words: /职务|行政级别|任职|(家长|监护人|父母|父亲|母亲).{0,4}(职业|岗位)/,
    source: ENROLMENT_NOTICE,
  },
  {
    what: '家庭收入、资产',
    names: /income|earning|salary|wage|asset|wealth|deposit|shouru|gongzi/i,
    words: /(?<!营业|业务|企业|公司)收入|工资|薪酬|薪资|薪水|年薪|月薪|存款|家庭资产|财产状况/,
    source: ENROLMENT_NOTICE,
  },
  {
    what: '户籍地无人监护证明',
    names: /no_?guardian_?at_?home|unattended_?home/i,
    words: /无人监护(条件)?(的)?证明|户籍地无监护/,
    source: ENROLMENT_NOTICE,
  },
  {
    what: '计划生育证明',
    names: /family_?planning|birth_?control|birth_?permit/i,
    words: /计划生育|准生证|生育服务证|独生子女证/,
    source: ENROLMENT_NOTICE,
  },
  {
    what: '超龄入学证明',
    names: /overage_?(proof|certificate)/i,
    words: /超龄(入学)?证明/,
    source: ENROLMENT_NOTICE,
  },
  {
    what: '幼儿园就读经历',
    names: /kindergarten|pre_?school/i,
    words: /幼儿园(就读)?(经历|证明|毕业)|学前教育(证明|经历)|入园证明/,
    source: ENROLMENT_NOTICE,
  },
  {
    what: '预防接种作为入学前置条件',
    names: /vaccin|immuni[sz]/i,
    words: /预防接种|疫苗|接种证/,
    source: ENROLMENT_NOTICE,
  },
  {
    what: '考试、竞赛、面试成绩',
    names: /exam(ination|score|result)?s?$|contest|competition|interview|testScore/i,
    words: /(考试|测试|测评|笔试|学业|学科|期末|面试).{0,3}(成绩|分数|结果)|竞赛|面试|特长证书|等级证书|获奖证书/,
    source: '《中华人民共和国义务教育法》第十二条（免试入学）',
  },
];

function describe(ban: Ban, shown: string): string {
  return `不得采集“${shown}”：${ban.what}（依据：${ban.source}）；请删去`;
}

/** Why a fact may not be declared, or undefined if it may. */
export function forbiddenFact(name: string, label: string, english = ''): string | undefined {
  // An English label is written with spaces where a name has none: `job title`.
  const names = [name, english.replaceAll(' ', '_')];
  const ban = BANS.find((one) => names.some((each) => one.names.test(each)) || one.words.test(label));
  return ban && describe(ban, label === '' ? name : label);
}

/** Why a document may not be asked for, or undefined if it may. */
export function forbiddenDocument(label: string): string | undefined {
  const ban = BANS.find((one) => one.words.test(label));
  return ban && describe(ban, label);
}
