// Verifies a sealed draw on the reader's own device, step by step, and says how to do it without this page.

import { useRef, useState } from 'react';
import type { Check } from '../../../../tools/verify-lottery/verify.mjs';
import { addressOf } from '../../client/call.ts';
import { Button, Notice } from '../../parts/basic.tsx';
import { Field } from '../../parts/form.tsx';
import { useDrawTexts } from '../../texts/draws.ts';
import { fill } from '../../texts/texts.ts';
import type { Draw } from './parts.tsx';
import { FileChoice } from './ProofCheck.tsx';
import { useVerifier } from './verifying.ts';

interface Verdict {
  readonly checks: readonly Check[];
  readonly ms: number;
  readonly name: string;
}

export function DrawVerify({ draw }: { draw: Draw }) {
  const { d } = useDrawTexts();
  const verifier = useVerifier();
  const [announced, setAnnounced] = useState(draw.announcementHash ?? '');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  const [verdict, setVerdict] = useState<Verdict>();
  // Kept, so that a second check needs no network.
  const published = useRef<Uint8Array>(undefined);
  const run = async (name: string, bytes: () => Promise<Uint8Array>) => {
    setBusy(true);
    setFailed('');
    setVerdict(undefined);
    try {
      const file = await bytes();
      const { checks, ms } = await verifier.ask('transcript', {
        file,
        announced: announced.replace(/\s+/g, '').toLowerCase(),
      });
      setVerdict({ checks, ms, name });
    } catch (error) {
      setFailed(String(error));
    } finally {
      setBusy(false);
    }
  };
  const fetched = async () => {
    if (published.current) return published.current;
    const response = await fetch(addressOf('GET /api/public-draws/:id/transcript.json', { params: { id: draw.id } }));
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    published.current = new Uint8Array(await response.arrayBuffer());
    return published.current;
  };
  return (
    <section className="card" id="verify">
      <h2>{d.check}</h2>
      <p>{d.checkWords}</p>
      <Field
        label={d.compareWith}
        hint={d.compareHint}
        value={announced}
        onChange={setAnnounced}
        kind="long"
        maxLength={80}
      />
      <div className="actions">
        <Button busy={busy} onClick={() => void run(d.published, fetched)}>
          {d.checkNow}
        </Button>
        <FileChoice
          label={d.checkFile}
          onFile={(file) => void run(file.name, async () => new Uint8Array(await file.arrayBuffer()))}
        />
      </div>
      <div aria-live="polite" className="stack">
        {busy ? <p>{d.checking}</p> : null}
        {failed ? <Notice tone="bad" title={failed} /> : null}
        {verdict ? <Result verdict={verdict} size={draw.roster?.size ?? 0} /> : null}
      </div>
      <details>
        <summary>{d.byYourself}</summary>
        <ol className="numbered">
          {d.byYourselfSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <div className="row">
          {['verify.mjs', 'verify.py', 'lottery.md'].map((name) => (
            <a key={name} href={addressOf('GET /api/lottery-files/:name', { params: { name } })}>
              {name === 'lottery.md' ? d.spec : name}
            </a>
          ))}
        </div>
      </details>
    </section>
  );
}

function Result({ verdict, size }: { verdict: Verdict; size: number }) {
  const { d, language } = useDrawTexts();
  const broken = verdict.checks.some(({ state }) => state === 'broken');
  return (
    <Notice tone={broken ? 'bad' : 'good'} title={broken ? d.checkBad : d.checkGood}>
      <p className="small">
        {fill(d.checkedFile, { name: verdict.name })} ·{' '}
        {fill(d.checkTime, { s: (verdict.ms / 1000).toFixed(1), n: size })}
      </p>
      <ol className="checks">
        {verdict.checks.map(({ part, state, words }) => {
          const [name, about] = d.parts[part];
          return (
            <li key={part} className={state}>
              <strong>
                {name} · {d.states[state]}
              </strong>
              <span className="small">{about}</span>
              {state !== 'holds' || language === 'en' ? <code className="small">{words}</code> : null}
            </li>
          );
        })}
      </ol>
    </Notice>
  );
}
