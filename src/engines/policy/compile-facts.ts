// The facts a policy may use: the standard ones, and those it declares; what must not be collected is refused.

import { NON_FACTS } from './expression.ts';
import { bothLanguages, declarationAt, extendSchema, type FactDeclaration, type FactSchema } from './fact-schema.ts';
import { STANDARD_FACTS } from './facts.ts';
import { forbiddenFact } from './forbidden.ts';
import type { FactSource, PolicyFile } from './language.ts';

/** What is wrong with a declaration, and where it is written. */
interface DeclarationFault {
  readonly at: readonly string[];
  readonly code: string;
  readonly words: string;
}

/** The schema of a policy's facts, and what is wrong with its own declarations, by place. */
export function declareFacts(file: PolicyFile): { schema: FactSchema; faults: DeclarationFault[] } {
  const faults: DeclarationFault[] = [];
  const declare = (source: FactSource, at: string[]): FactDeclaration => {
    const label = source.label ? bothLanguages(source.label) : undefined;
    const path = at.slice(1).filter((step) => step !== 'fields');
    const values = Object.values(source.values ?? {}).map(bothLanguages);
    const forbidden = [
      forbiddenFact(path.at(-1) ?? '', label?.zh ?? '', label?.en),
      ...values.map((value) => forbiddenFact('', value.zh, value.en)),
    ].find((words) => words !== undefined);
    if (forbidden !== undefined && source.informative !== true)
      faults.push({ at, code: 'forbidden_collection', words: forbidden });
    const standard = declarationAt(STANDARD_FACTS, path);
    if (label === undefined && standard === undefined)
      faults.push({ at, code: 'shape', words: `事实“${path.join('.')}”没有名称（label）` });
    if (source.type === 'code' && source.values === undefined)
      faults.push({ at, code: 'shape', words: `代码事实“${path.join('.')}”没有列出取值（values）` });
    if (source.type === 'object' && source.fields === undefined)
      faults.push({ at, code: 'shape', words: `“${path.join('.')}”没有写内容（fields）` });
    if (source.type === 'list' && (source.fields === undefined) === (source.of === undefined)) {
      faults.push({ at, code: 'shape', words: `列表“${path.join('.')}”应写 fields（一组事实）或 of（单值类型）之一` });
    }
    return {
      type: source.type,
      label: label ?? standard?.label ?? { zh: path.join('.'), en: path.join('.') },
      ...(source.values && {
        values: Object.fromEntries(Object.entries(source.values).map(([code, words]) => [code, bothLanguages(words)])),
      }),
      ...(source.fields && {
        fields: Object.fromEntries(
          Object.entries(source.fields).map(([name, field]) => [name, declare(field, [...at, 'fields', name])]),
        ),
      }),
      ...(source.of && { of: source.of }),
      ...(source.source !== undefined && { source: source.source }),
      ...(source.informative !== undefined && { informative: source.informative }),
    };
  };
  const more: Record<string, FactDeclaration> = {};
  for (const [name, source] of Object.entries(file.facts ?? {})) {
    if (RESERVED.has(name)) faults.push({ at: ['facts', name], code: 'taken', words: `“${name}”是保留名称，请换一个` });
    else more[name] = declare(source, ['facts', name]);
  }
  const { schema, taken } = extendSchema(STANDARD_FACTS, more);
  for (const path of taken)
    faults.push({
      at: ['facts', path.split('.')[0] ?? ''],
      code: 'taken',
      words: `事实“${path}”已经存在，直接使用即可，不必再声明`,
    });
  return { schema, faults };
}

/** Names that expressions use for other things. */
const RESERVED: ReadonlySet<string> = new Set([...NON_FACTS, 'doc', 'use', 'sources']);
