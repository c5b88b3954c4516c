// What a paper is, where to get it, which pages are needed, and an invented example of it.

import { useRead } from '../../client/queries.ts';
import type { Answer } from '../../client/call.ts';
import { useTexts } from '../../texts/texts.ts';

type Guide = Answer<'GET /api/paper-guides'>[number];

/** One line for each kind that the city explains, more on request. */
export function PaperHelp({ kinds }: { kinds: readonly string[] }) {
  const { t, say } = useTexts();
  const guides = useRead('GET /api/paper-guides', []).data ?? [];
  const shown = kinds.flatMap((kind) => guides.find((guide) => guide.kind === kind) ?? []);
  if (shown.length === 0) return null;
  return (
    <>
      {shown.map((guide) => (
        <details key={guide.kind} className="paper-help">
          <summary>
            {shown.length > 1 ? `${say(guide.zh, guide.en)}：` : ''}
            {say(guide.whatZh, guide.whatEn)}
          </summary>
          <div className="paper-help-body">
            <PaperSample guide={guide} />
            <div className="stack-tight small">
              <p>
                <strong>{t.apply.files.pagesNeeded}</strong>
              </p>
              <ul>
                {guide.pages.map((page) => (
                  <li key={page.zh}>{say(page.zh, page.en)}</li>
                ))}
              </ul>
              <p>
                <strong>{t.apply.files.whereFrom}</strong> {say(guide.whereZh, guide.whereEn)}
              </p>
            </div>
          </div>
        </details>
      ))}
    </>
  );
}

/** Width and height of the drawn paper, by its shape. */
const SHAPES = {
  booklet: [148, 104],
  card: [150, 96],
  certificate: [150, 108],
  sheet: [120, 160],
} as const;

/** An example drawn from data: nothing in it is anybody's. */
function PaperSample({ guide }: { guide: Guide }) {
  const { t, say } = useTexts();
  const { shape, title, lines } = guide.sample;
  const [width, height] = SHAPES[shape];
  const step = Math.min(13, (height - 34) / Math.max(1, lines.length));
  return (
    <svg
      className="paper-sample"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${t.apply.files.sample}：${say(guide.zh, guide.en)}`}
    >
      <rect
        className="sample-paper"
        x="0.5"
        y="0.5"
        width={width - 1}
        height={height - 1}
        rx={shape === 'card' ? 6 : 2}
      />
      {shape === 'booklet' ? <path className="sample-line" d={`M8 22H${width - 8}`} /> : null}
      {shape === 'certificate' ? (
        <rect className="sample-line" x="4" y="4" width={width - 8} height={height - 8} rx="2" />
      ) : null}
      <text className="sample-title" x={width / 2} y="16" textAnchor="middle">
        {title}
      </text>
      {lines.map(({ label, value }, at) => (
        <text className="sample-words" key={label} x="10" y={32 + at * step}>
          <tspan className="sample-label">{label}</tspan> {value}
        </text>
      ))}
      <text
        className="sample-mark"
        x={width / 2}
        y={height / 2 + 8}
        textAnchor="middle"
        transform={`rotate(-18 ${width / 2} ${height / 2})`}
      >
        {t.apply.files.sample}
      </text>
    </svg>
  );
}
