// The form by which a policy is tried: made from the facts that the policy declares, those that its rules look at marked.

import {
  bothLanguages,
  CHECKS,
  type FactDeclaration,
  type FactSchema,
  type Words,
} from '../../engines/policy/fact-schema.ts';
import type { Policy } from '../../engines/policy/model.ts';
import type { FormField } from './shapes.ts';

/** Names for codes that stand in text facts: districts and schools of the city. */
export interface FormNames {
  readonly districts: Readonly<Record<string, string>>;
  readonly schools: Readonly<Record<string, string>>;
}

type Options = FormField['options'];

/** The facts of a policy as form fields. What may only be recorded and decides nothing is left out. */
export function formOf(policy: Policy, names: FormNames): FormField[] {
  const used = [...policy.factsUsed.keys()];
  const optionsFor = textOptions(policy, names);
  const build = (fields: FactSchema, above: readonly string[], sourceAbove: Words | null): FormField[] =>
    Object.entries(fields)
      .filter(([, declaration]) => declaration.informative !== true)
      .map(([name, declaration]) => {
        const path = [...above, name];
        const key = path.join('.');
        const source = sourceWords(declaration.source) ?? sourceAbove;
        const inner = declaration.fields ? build(declaration.fields, path, source) : [];
        return {
          name,
          type: declaration.type,
          label: declaration.label.zh,
          labelEn: declaration.label.en,
          source: inner.length > 0 ? null : source,
          used: used.some((one) => one === key || one.startsWith(`${key}.`)),
          options: declaration.type === 'code' ? codeOptions(declaration) : optionsFor(path, declaration),
          fields: inner,
          of: declaration.of ?? null,
        };
      });
  return build(policy.schema, [], null);
}

function sourceWords(source: string | undefined): Words | null {
  if (source === undefined) return null;
  return Object.hasOwn(CHECKS, source) ? CHECKS[source as keyof typeof CHECKS] : bothLanguages(source);
}

function codeOptions(declaration: FactDeclaration): Options {
  return Object.entries(declaration.values ?? {}).map(([value, label]) => ({
    value,
    label: label.zh,
    labelEn: label.en,
  }));
}

function optionsOf(names: Readonly<Record<string, string | { zh: string; en?: string | undefined }>>): Options {
  return Object.entries(names).map(([value, name]) => {
    const { zh, en } = bothLanguages(name);
    return { value, label: zh, labelEn: en };
  });
}

/** What may be chosen for a text: districts, schools, kinds of documents, or the codes that the policy has names for. */
function textOptions(
  policy: Policy,
  names: FormNames,
): (path: readonly string[], declaration: FactDeclaration) => Options {
  const districts = optionsOf({ ...names.districts, ...policy.file.region.districts });
  const schools = optionsOf({ ...policy.file.names, ...names.schools });
  const documents = Object.entries(policy.documents).map(([value, label]) => ({
    value,
    label: label.zh,
    labelEn: label.en,
  }));
  const named = optionsOf(policy.file.names ?? {});
  return (path, declaration) => {
    if (declaration.type !== 'text' && declaration.of !== 'text') return [];
    const last = path.at(-1) ?? '';
    if (/district$/i.test(last)) return districts;
    if (/school|^preferences$/i.test(last) || path.at(-2) === 'primarySchool') return schools;
    if (path[0] === 'documents' && last === 'kind') return documents;
    if (/address|number|booklet|employer|issuer/i.test(last)) return [];
    return named;
  };
}
