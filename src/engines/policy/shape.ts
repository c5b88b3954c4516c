// Checks that a file has the shape of a policy, and says in words what does not fit, and where.

import type { z } from 'zod';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type PolicyFile, policyFile } from './language.ts';
import { faultAt, type Located, placeAt, placeOfName, type PolicyFault, repeatedIds } from './source.ts';

type Issue = z.core.$ZodIssue;

/** The file with its types, or every fault of shape. */
export function checkShape(tree: Located): Result<PolicyFile, readonly PolicyFault[]> {
  const parsed = policyFile.safeParse(tree.value);
  if (parsed.success) {
    const repeated = repeatedIds(tree).map(({ id, place }) =>
      faultAt(place, 'duplicate', `标识“${id}”重复：同一列表中各项的 id 不得相同`),
    );
    return repeated.length > 0 ? err(repeated) : ok(parsed.data);
  }
  return err(parsed.error.issues.flatMap((issue) => faultsOf(tree, issue, [])));
}

function faultsOf(tree: Located, issue: Issue, above: readonly PropertyKey[]): PolicyFault[] {
  const path = [...above, ...issue.path];
  const place = placeAt(tree, path);
  const field = path.map(String).join('.');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(tree, path, key));
    case 'invalid_union':
      return unionFaults(tree, issue, path);
    case 'invalid_type':
      if (valueAt(tree, path) === undefined) return [missingFault(tree, path)];
      return [faultAt(place, 'wrong_type', `${field} 应为${TYPES[issue.expected] ?? issue.expected}`)];
    case 'invalid_value':
      if (valueAt(tree, path) === undefined) return [missingFault(tree, path)];
      return [faultAt(place, 'wrong_value', `${field} 只能是：${issue.values.map(String).join('、')}`)];
    case 'invalid_key':
      return [faultAt(place, 'wrong_name', `${field}:${issue.issues[0]?.message ?? '名称不合规定'}`)];
    case 'too_small':
      return [
        faultAt(
          place,
          'wrong_value',
          `${field} ${issue.origin === 'string' || issue.origin === 'array' ? '不能为空' : `过小（至少 ${String(issue.minimum)}）`}`,
        ),
      ];
    case 'too_big':
      return [faultAt(place, 'wrong_value', `${field} 过大（至多 ${String(issue.maximum)}）`)];
    default:
      return [faultAt(place, 'wrong_value', `${field}:${issue.message}`)];
  }
}

function unknownKey(tree: Located, path: readonly PropertyKey[], key: string): PolicyFault {
  const field = path.map(String).join('.');
  const where = field === '' ? '' : `（在 ${field} 中）`;
  // A comma inside an unquoted expression ends a YAML entry: its rest looks like a field.
  const cut = /[()"'=.\s]/.test(key) ? '；在 {…} 里，含逗号的表达式或文字要加引号' : '';
  return faultAt(placeOfName(tree, [...path, key]), 'unknown_field', `没有“${key}”这个字段${where}${cut}`);
}

const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '一组字段',
  record: '一组“名称： 内容”',
};

function missingFault(tree: Located, path: readonly PropertyKey[]): PolicyFault {
  const around = path.slice(0, -1);
  const name = String(path.at(-1));
  const place = placeAt(tree, around);
  const where = around.length === 0 ? '' : `${around.map(String).join('.')} `;
  if (name === 'clause') {
    const id = valueAt(tree, [...around, 'id']);
    const title = typeof id === 'string' ? `“${id}”` : '';
    return faultAt(place, 'missing_clause', `${where}${title}没有注明条款（clause）：每条规则都要写明依据`);
  }
  return faultAt(place, 'missing_field', `${where}缺少“${name}”`);
}

function valueAt(tree: Located, path: readonly PropertyKey[]): unknown {
  let here: Located | undefined = tree;
  for (const step of path) here = here?.entries?.get(String(step)) ?? here?.items?.[Number(step)];
  return here?.value;
}

/** Of the forms a value may take, the one that was most likely meant: the one whose faults lie deepest. */
function unionFaults(
  tree: Located,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: readonly PropertyKey[],
): PolicyFault[] {
  if (valueAt(tree, path) === undefined) return [missingFault(tree, path)];
  const field = path.map(String).join('.');
  const given = valueAt(tree, path);
  const forms = issue.errors.filter(
    (form) => !form.some((one) => one.path.length === 0 && one.code === 'invalid_type'),
  );
  const isObject = typeof given === 'object' && given !== null;
  const meant = isObject
    ? forms.filter((form) => form.every((one) => !isMissingDiscriminator(tree, path, one)))
    : forms;
  const [best] = (meant.length > 0 ? meant : forms).toSorted((a, b) => a.length - b.length);
  if (best === undefined)
    return [faultAt(placeAt(tree, path), 'wrong_type', `${field} 的写法不对，请对照 policy-language.md`)];
  return best.flatMap((one) => faultsOf(tree, one, path));
}

/** A form whose own leading word (`test`, `all`, `any`, `not` …) is absent was not meant. */
function isMissingDiscriminator(tree: Located, path: readonly PropertyKey[], issue: Issue): boolean {
  return (
    (issue.code === 'invalid_type' || issue.code === 'invalid_union') &&
    issue.path.length === 1 &&
    valueAt(tree, [...path, ...issue.path]) === undefined
  );
}
