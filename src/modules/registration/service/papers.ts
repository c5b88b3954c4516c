// What families are told of each paper before they photograph it: the city's notes under the policies' names of papers.

import { STANDARD_DOCUMENTS } from '../../../engines/policy/documents.ts';
import { ok } from '../../../kernel/result.ts';
import type { Context, Outcome } from '../../../platform/context.ts';
import type { z } from 'zod';
import type { paperGuide } from '../contract-evidence.ts';

/** The papers that the city explains, under the names that policies use. */
export function listPaperGuides(context: Context): Outcome<z.output<typeof paperGuide>[]> {
  const guides = Object.entries(context.services.city.papers).map(([kind, { what, where, pages, sample }]) => ({
    kind,
    zh: STANDARD_DOCUMENTS[kind]?.zh ?? what.zh,
    en: STANDARD_DOCUMENTS[kind]?.en ?? what.en,
    whatZh: what.zh,
    whatEn: what.en,
    whereZh: where.zh,
    whereEn: where.en,
    pages,
    sample: {
      ...sample,
      lines: Object.entries(sample.lines).map(([label, value]) => ({ label, value })),
    },
  }));
  return Promise.resolve(ok(guides));
}
