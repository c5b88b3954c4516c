// Batches as boxes and what an event in one does to the others as arrows, drawn by ourselves: a handful of each.

import type { Answer } from '../../client/call.ts';
import { usePolicyWords } from '../../texts/policies.ts';

type Page = Answer<'GET /api/policies/:hash'>;

const WIDTH = 190;
const HEIGHT = 64;
const GAP = 120;
const MARGIN = 16;

interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly kind: 'next' | 'removes' | 'bars';
}

export function BatchGraph({ page }: { page: Page }) {
  const { w, say } = usePolicyWords();
  const nodes = [
    ...page.batches.map(({ id, name, mechanism }) => ({ id, name: say(name.zh, name.en), mechanism })),
    { id: 'overall_placement', name: w('overall'), mechanism: '' },
  ];
  const at = (id: string) => nodes.findIndex((node) => node.id === id);
  const arrows: Arrow[] = [
    ...page.batches.flatMap(({ id, notAdmitted }) =>
      notAdmitted === null ? [] : [{ from: at(id), to: at(notAdmitted), label: w('graphNext'), kind: 'next' as const }],
    ),
    ...page.exclusivity.rules.flatMap((rule, index) => {
      const from = at(rule.when[0]?.batch ?? '');
      const number = String(index + 1);
      return [
        ...rule.removes.map((id) => ({
          from,
          to: at(id),
          label: `${number} ${w('graphRemoves')}`,
          kind: 'removes' as const,
        })),
        ...rule.bars.map((id) => ({ from, to: at(id), label: `${number} ${w('graphBars')}`, kind: 'bars' as const })),
        ...(rule.overallPlacement
          ? [{ from, to: at('overall_placement'), label: `${number} ${w('overall')}`, kind: 'removes' as const }]
          : []),
      ];
    }),
  ].filter((arrow) => arrow.from >= 0 && arrow.to >= 0 && arrow.from !== arrow.to);
  const above = arrows.filter((arrow) => arrow.kind !== 'next');
  const below = arrows.filter((arrow) => arrow.kind === 'next');
  const lift = (list: readonly Arrow[], arrow: Arrow) =>
    28 + 26 * list.filter((one) => one !== arrow && list.indexOf(one) < list.indexOf(arrow)).length;
  const top = MARGIN + (above.length > 0 ? 28 + 26 * above.length : 0);
  const bottom = below.length > 0 ? 28 + 26 * below.length : 0;
  const width = nodes.length * WIDTH + (nodes.length - 1) * GAP + MARGIN * 2;
  const left = (index: number) => MARGIN + index * (WIDTH + GAP);
  return (
    <figure className="rule-graph" role="region" aria-label={w('graph')} tabIndex={0}>
      <svg
        width={width}
        height={top + HEIGHT + bottom + MARGIN}
        role="img"
        aria-label={`${w('graph')}：${page.exclusivity.rules.map((rule) => rule.words).join('；')}`}
      >
        <defs>
          {(['next', 'removes', 'bars'] as const).map((kind) => (
            <marker
              key={kind}
              id={`tip-${kind}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8z" className={`tip ${kind}`} />
            </marker>
          ))}
        </defs>
        {nodes.map((node, index) => (
          <g key={node.id} transform={`translate(${String(left(index))} ${String(top)})`}>
            <rect width={WIDTH} height={HEIGHT} rx="10" className={node.id === 'overall_placement' ? 'rest' : ''} />
            <text x={WIDTH / 2} y={node.mechanism === '' ? 38 : 28} textAnchor="middle" className="name">
              {short(node.name, 14)}
            </text>
            <text x={WIDTH / 2} y="48" textAnchor="middle" className="how">
              {short(node.mechanism, 16)}
            </text>
          </g>
        ))}
        {[...above, ...below].map((arrow) => {
          const over = arrow.kind !== 'next';
          const list = over ? above : below;
          const rise = lift(list, arrow);
          const y = over ? top : top + HEIGHT;
          const bend = over ? y - rise : y + rise;
          const shift = 14 * (list.indexOf(arrow) + 1);
          const forward = arrow.to > arrow.from;
          const start = left(arrow.from) + (forward ? WIDTH - shift : shift);
          const end = left(arrow.to) + (forward ? shift : WIDTH - shift);
          return (
            <g key={`${arrow.label}${String(arrow.from)}${String(arrow.to)}`}>
              <path
                d={`M${String(start)} ${String(y)} V${String(bend)} H${String(end)} V${String(over ? y - 2 : y + 2)}`}
                className={`arrow ${arrow.kind}`}
                markerEnd={`url(#tip-${arrow.kind})`}
              />
              <text x={(start + end) / 2} y={bend - 5} textAnchor="middle" className="label">
                {arrow.label}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

function short(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
