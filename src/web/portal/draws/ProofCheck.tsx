// Checks a family's inclusion proof on the reader's own device.

import { useId, useState } from 'react';
import { Notice } from '../../parts/basic.tsx';
import { useDrawTexts } from '../../texts/draws.ts';
import { fill } from '../../texts/texts.ts';
import type { Draw } from './parts.tsx';
import { readProofFile, useVerifier } from './verifying.ts';

/** Whether a family's saved proof leads to the published root; from the announcement on. */
export function ProofCheck({ draw }: { draw: Draw }) {
  const { d } = useDrawTexts();
  const verifier = useVerifier();
  const [answer, setAnswer] = useState<{ tone: 'good' | 'bad'; words: string }>();
  if (!draw.roster || !draw.method) return null;
  const { root, size } = draw.roster;
  const { hash } = draw.method;
  const check = async (file: File) => {
    const read = readProofFile(await file.text());
    if (!read) return setAnswer({ tone: 'bad', words: d.proofUnread });
    const { holds } = await verifier.ask('proof', { proof: read.proof, root, size, hash });
    setAnswer(
      holds
        ? { tone: 'good', words: fill(d.proofHolds, { n: read.proof.index + 1 }) }
        : { tone: 'bad', words: d.proofBroken },
    );
  };
  return (
    <section className="card">
      <h2>{d.proof}</h2>
      <p className="small soft">{d.proofWords}</p>
      <div>
        <FileChoice label={d.chooseFile} onFile={(file) => void check(file)} />
      </div>
      <div aria-live="polite">{answer ? <Notice tone={answer.tone} title={answer.words} /> : null}</div>
    </section>
  );
}

/** A button that chooses a file of this device. */
export function FileChoice({ label, onFile }: { label: string; onFile: (file: File) => void }) {
  const id = useId();
  return (
    <label className="button quiet small file-choice" htmlFor={id}>
      {label}
      <input
        id={id}
        type="file"
        accept=".json,application/json"
        className="hidden-visually"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
    </label>
  );
}
