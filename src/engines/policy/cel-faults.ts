// What CEL's parser and checker find wrong, in words that lead the author of a policy to the mending.

import type { Environment } from '@marcbachmann/cel-js';
import type { ExpressionFault } from './expression.ts';
import { suggestion } from './spelling.ts';

/** What the library says, in words for the author of a policy. */
export function celFault(error: unknown, text: string, environment: Environment): ExpressionFault {
  const known = error as { code?: string; summary?: string; range?: { start: number } };
  const summary = known.summary ?? String(error);
  const offset = Math.min(known.range?.start ?? 0, text.length);
  switch (known.code) {
    case 'no_such_key': {
      return { offset, code: 'unknown_field', words: `没有“${summary.replace('No such key: ', '')}”这一项` };
    }
    case 'unknown_variable': {
      return { offset, code: 'unknown_field', words: `没有“${summary.replace('Unknown variable: ', '')}”这个名称` };
    }
    case 'no_such_overload': {
      const types = summary.replace('no such overload: ', '');
      const hint = /\b(date|month|decimal)\b/.test(types)
        ? '；日期写作 date("2027-08-31")，月份写作 month("2027-03")，小数写作 decimal("0.05")'
        : '';
      return { offset, code: 'wrong_type', words: `类型不符：${types}${hint}` };
    }
    case 'no_matching_overload':
      return { offset, ...functionFault(summary, environment) };
    case 'invalid_logical_operand':
    case 'invalid_condition_type':
    case 'incompatible_ternary_branches':
    case 'heterogeneous_list_element':
      return { offset, code: 'wrong_type', words: `类型不符：${summary}` };
    default:
      return { offset, code: 'cel', words: `CEL 写法有误：${slipWords(summary, text, offset)}` };
  }
}

/** A function that does not exist, or one that takes other arguments: what was meant, or how it is written. */
function functionFault(summary: string, environment: Environment): { code: string; words: string } {
  const used = /'(.+)'/.exec(summary)?.[1] ?? summary;
  const name = /([A-Za-z_]+)\(/.exec(used)?.[1] ?? used;
  const { functions } = environment.getDefinitions();
  const namesakes = functions.filter((one) => one.name === name);
  if (namesakes.length > 0) {
    const forms = [...new Set(namesakes.map((one) => one.signature))].join('；');
    return { code: 'wrong_type', words: `${name}(…) 的参数不对：写的是 ${used}，可以是 ${forms}` };
  }
  const names = [...new Set(functions.map((one) => one.name))].filter((one) => !UNUSABLE.includes(one));
  return { code: 'unknown_function', words: `没有函数 ${name}(…)${suggestion(name, names)}` };
}

/** Functions of CEL that policies must not use. */
const UNUSABLE: readonly string[] = ['matches', 'timestamp', 'duration', 'double', 'dyn', 'type'];

/** The slips that are made most often, in words; for the rest, where it stands and what the library says. */
function slipWords(summary: string, text: string, offset: number): string {
  const here = text.slice(offset);
  const wide = /^[“”‘’（），。：；！？＝＜＞＆｜、]/.exec(here)?.[0];
  if (wide !== undefined) return `“${wide}”是中文标点，请改用英文半角符号`;
  if (/^(=<|=>)/.test(here)) return '请写 <= 或 >=';
  if (here.startsWith('=')) return '相等请写 ==';
  if (/\b(and|or|not)\b/i.test(text)) return '“并且”“或者”“不”请写 &&、||、!';
  if (summary.startsWith('Unterminated string')) return '文字缺少右引号';
  if (summary.includes('Expected RPAREN')) return '缺少右括号“)”';
  if (summary.includes('Expected RBRACKET')) return '缺少右方括号“]”';
  if (offset >= text.trimEnd().length) return '表达式没有写完';
  return `“${here.slice(0, 12)}”处不合语法（${summary}）`;
}
