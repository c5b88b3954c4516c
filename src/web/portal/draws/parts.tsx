// What pages of draws share: fingerprints to compare, and the six steps of a draw.

import { useState } from 'react';
import type { Answer } from '../../client/call.ts';
import { timeText } from '../../texts/dates.ts';
import { useDrawTexts } from '../../texts/draws.ts';

export type Draw = Answer<'GET /api/public-draws/:id'>;

/** 64 hexadecimal digits in groups of eight, with a button to copy them. */
export function Fingerprint({ value, label }: { value: string; label: string }) {
  const { d } = useDrawTexts();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <span className="fingerprint">
      <code>
        {(value.match(/.{8}/g) ?? [value]).map((group, place) => (
          // Copying by hand must not bring blanks along: the gaps are drawn, not written.
          <i key={`${place}${group}`}>{group}</i>
        ))}
      </code>
      <button
        type="button"
        className="button text small"
        aria-label={`${d.copy}：${label}`}
        onClick={() => void copy()}
      >
        {copied ? d.copied : d.copy}
      </button>
    </span>
  );
}

const STEPS = ['roster', 'commit', 'reveal', 'value', 'draw', 'seal'] as const;
const DONE: Readonly<Record<Draw['state'], number>> = {
  prepared: 0,
  proposed: 0,
  announced: 1,
  committed: 2,
  revealed: 3,
  value_entered: 3,
  source_failed: 3,
  valued: 4,
  drawn: 5,
  sealed: 6,
  withdrawn: 0,
};

/** How many of the six steps are done. */
export function stepsDone(draw: Draw): number {
  return DONE[draw.state];
}

/** The six steps with when each was taken or is planned. */
export function DrawSteps({ draw }: { draw: Draw }) {
  const { d, language } = useDrawTexts();
  const done = stepsDone(draw);
  const { settings } = draw;
  const latest = (times: readonly (string | null)[]) =>
    times.reduce((one, other) => (one && other && one > other ? one : other), null);
  const taken: readonly (string | null)[] = [
    draw.announcedAt,
    latest(draw.parties.map(({ committedAt }) => committedAt)),
    latest(draw.parties.map(({ revealedAt }) => revealedAt)),
    draw.publicValue?.at ?? null,
    null,
    draw.sealedAt,
  ];
  const planned: readonly (string | null)[] = [
    null,
    settings.commitBy,
    settings.revealBy,
    settings.publicAt,
    null,
    null,
  ];
  return (
    <ol className="draw-steps">
      {STEPS.map((step, place) => {
        const [name, words] = d.steps[step];
        const at = place < done ? taken[place] : planned[place];
        return (
          <li key={step} className={place < done ? 'done' : place === done ? 'now' : ''}>
            <strong>{name}</strong>
            <span className="small soft">{words}</span>
            {at ? (
              <span className="small">
                {place < done ? '' : `${d.planned} `}
                {timeText(at, language)}
              </span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
