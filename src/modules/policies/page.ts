// A rule set as a page: its parts in words, each rule with the lines of the file that state it.

import { decimalText } from '../../engines/policy/exact.ts';
import type { PointsNode, Policy } from '../../engines/policy/model.ts';
import { boundsWords, MECHANISMS, pointsHow } from '../../engines/policy/render-rules.ts';
import { policySections } from '../../engines/policy/render.ts';
import { type Located, placeAt } from '../../engines/policy/source.ts';
import { wordsOf } from '../../engines/policy/trace.ts';
import type { PolicyPage } from './shapes.ts';

type PageBody = Omit<PolicyPage, 'summary' | 'sources'>;

/** Everything of the page that the policy itself says; `tree` is its text, for the lines. */
export function pageOf(policy: Policy, tree: Located): PageBody {
  const { source } = policy;
  return {
    source: {
      document: source.document,
      number: source.number ?? null,
      url: source.url ?? null,
      issuer: source.issuer ?? null,
      year: source.year,
    },
    derivedFrom: policy.derivedFrom ?? null,
    review: policy.review,
    cureDays: policy.cureDays,
    sections: policySections(policy).map(({ id, title, rules }) => ({
      id,
      title,
      rules: rules.map(({ path, words }) => {
        const place = placeAt(tree, path);
        return {
          path: path.join('.'),
          words,
          clauses: clausesIn(words),
          // What the file does not state itself stands on its first line.
          place: place.line > 1 ? { file: place.file, line: place.line } : null,
        };
      }),
    })),
    quotes: policy.file.quotes ?? {},
    batches: policy.batches.map(({ id, name, mechanism, notAdmitted }) => ({
      id,
      name,
      mechanism: MECHANISMS[mechanism],
      notAdmitted: notAdmitted ?? null,
    })),
    exclusivity: {
      otherwise: policy.exclusivity.otherwise,
      rules: policy.exclusivity.rules.map((rule) => ({
        id: rule.id,
        when: rule.when.map(({ batch, event }) => ({ batch, event })),
        removes: [...rule.removes],
        bars: [...rule.bars],
        keeps: rule.keeps ?? null,
        overallPlacement: rule.overallPlacement,
        words: rule.words.zh,
      })),
    },
    points: policy.points
      ? policy.points.items.flatMap((node) => pointsRows(node, policy.points?.decimals ?? 0, 0))
      : [],
  };
}

/** The clauses that a rendered rule names: `（依据：…）`, and a line of its own that begins with `依据：`. */
function clausesIn(words: string): string[] {
  const inBrackets = [...words.matchAll(/（依据：([^）]+)）/g)].map((match) => match[1] ?? '');
  const alone = [...words.matchAll(/^\s*依据：(.+)$/gm)].map((match) => match[1] ?? '');
  return [...new Set([...alone, ...inBrackets])];
}

function pointsRows(node: PointsNode, decimals: number, depth: number): PolicyPage['points'] {
  return [
    {
      depth,
      id: node.id,
      label: node.label,
      how: pointsHow(node, (units) => decimalText(units, decimals)),
      bounds: boundsWords(node.capUnits, node.floorUnits, decimals).replace(/^，/, ''),
      when: node.when ? wordsOf(node.when) : null,
      clause: node.clause,
    },
    ...(node.amount.kind === 'items' ? node.amount.items.flatMap((item) => pointsRows(item, decimals, depth + 1)) : []),
  ];
}
