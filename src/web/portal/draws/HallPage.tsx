// The screen projected in the hall: large, without any name, moved on by one key; a reload comes back to where it was.

import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useRead } from '../../client/queries.ts';
import { timeText } from '../../texts/dates.ts';
import { ticketWords, useDrawTexts } from '../../texts/draws.ts';
import { fill } from '../../texts/texts.ts';
import { HallNumbers } from './HallNumbers.tsx';
import { stepsDone, type Draw } from './parts.tsx';
import { QrCode } from './QrCode.tsx';
import '../../design/hall.css';

const SCENES = ['cover', 'roster', 'commit', 'reveal', 'value', 'draw', 'seal'] as const;
type Scene = (typeof SCENES)[number];
const LOOK_KEY = 'hjt.hall';
const EVERY = 3_000;

/** The scene in the address, so that a reload comes back to it: `#2`. */
function sceneInAddress(): number {
  const given = Number.parseInt(location.hash.slice(1), 10);
  return Number.isInteger(given) && given >= 0 && given < SCENES.length ? given : 0;
}

function lookKept(): 'dark' | 'light' {
  try {
    const kept = localStorage.getItem(LOOK_KEY);
    if (kept === 'dark' || kept === 'light') return kept;
  } catch {
    // Without storage the device's own preference holds.
  }
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

export function HallPage({ id }: { id: string }) {
  const { d, say } = useDrawTexts();
  const reading = useRead('GET /api/public-draws/:id', [{ params: { id } }], { every: EVERY });
  const [at, setAt] = useState(sceneInAddress);
  const [look, setLook] = useState(lookKept);
  const draw = reading.data;
  const go = useRef((step: number) => {
    setAt((now) => {
      const next = Math.min(SCENES.length - 1, Math.max(0, now + step));
      history.replaceState(null, '', `#${next}`);
      return next;
    });
  }).current;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      // A focused button answers to space and enter itself.
      const onButton = event.target instanceof HTMLButtonElement;
      if (['ArrowRight', 'PageDown'].includes(event.key) || (!onButton && [' ', 'Enter'].includes(event.key))) go(1);
      else if (['ArrowLeft', 'PageUp'].includes(event.key)) go(-1);
      else if (event.key === 'Home') go(-SCENES.length);
      else if (event.key === 'f') void document.documentElement.requestFullscreen?.();
      else if (event.key === 'd') setLook((now) => (now === 'dark' ? 'light' : 'dark'));
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [go]);
  useEffect(() => {
    document.title = d.hall;
    try {
      localStorage.setItem(LOOK_KEY, look);
    } catch {
      // Kept until the page is closed, then.
    }
  }, [look, d.hall]);
  const scene = SCENES[at] ?? 'cover';
  return (
    <main className="hall" data-look={look} id="main">
      <header>
        <span>{draw ? say(draw.seasonName, draw.seasonNameEn) : d.title}</span>
        <span>{draw ? fill(d.nth, { n: draw.number }) : ''}</span>
      </header>
      <section className={`scene scene-${scene}`} aria-live="polite">
        {draw ? <SceneOf scene={scene} draw={draw} /> : <p>{reading.error?.title ?? '…'}</p>}
      </section>
      <footer>
        <button type="button" onClick={() => go(-1)} aria-label="←">
          ‹
        </button>
        <ol aria-hidden="true">
          {SCENES.map((one, place) => (
            <li key={one} className={place === at ? 'at' : draw && place <= stepsDone(draw) ? 'ready' : ''} />
          ))}
        </ol>
        <span>{draw?.demo ? d.demo : ''}</span>
        <button type="button" onClick={() => setLook(look === 'dark' ? 'light' : 'dark')} aria-label="☀ / ☾">
          {look === 'dark' ? '☀' : '☾'}
        </button>
        <button type="button" onClick={() => go(1)} aria-label="→">
          ›
        </button>
      </footer>
    </main>
  );
}

function SceneOf({ scene, draw }: { scene: Scene; draw: Draw }) {
  const { d, language, say } = useDrawTexts();
  if (draw.state === 'withdrawn') {
    return (
      <>
        <h1>{d.withdrawn}</h1>
        <p className="lead">{draw.withdrawnReason}</p>
        <p>{say(draw.nextZh, draw.nextEn)}</p>
      </>
    );
  }
  const address = `${location.origin}/draws/${draw.id}`;
  switch (scene) {
    case 'cover':
      return (
        <>
          <h1>{d.title}</h1>
          <p className="lead">{d.lead}</p>
          <Pair>
            <p>
              {draw.settings.place}
              <br />
              {timeText(draw.settings.publicAt, language)}
            </p>
            <QrCode text={address} label={address} size={300} />
          </Pair>
        </>
      );
    case 'roster':
      return (
        <>
          <Title step="roster" />
          <p className="figure">
            {draw.roster?.size ?? '—'} <small>{d.children}</small> {draw.roster?.lots ?? '—'} <small>{d.lots}</small>
          </p>
          <h2>{d.root}</h2>
          <Print value={draw.roster?.root ?? null} />
          <p className="small">
            {d.rules}：{draw.method?.rules.title} {draw.method?.rules.version}
          </p>
        </>
      );
    case 'commit':
      return (
        <>
          <Title step="commit" />
          <ul className="lines">
            {draw.parties.map((party) => (
              <li key={party.name} className={party.commitment ? 'there' : ''}>
                <strong>{party.name}</strong>
                {party.commitment ? <Print value={party.commitment} /> : <span>{d.noCommitment}</span>}
              </li>
            ))}
          </ul>
          {draw.announcementHash ? (
            <>
              <h2>{d.hash}</h2>
              <Print value={draw.announcementHash} />
            </>
          ) : null}
        </>
      );
    case 'reveal':
      return (
        <>
          <Title step="reveal" />
          <ul className="lines">
            {draw.parties.map((party) => (
              <li key={party.name} className={party.value === null ? '' : 'there'}>
                <strong>{party.name}</strong>
                {party.value === null ? <span>{d.noReveal}</span> : <span className="value">{party.value}</span>}
              </li>
            ))}
          </ul>
        </>
      );
    case 'value':
      return (
        <>
          <Title step="value" />
          <p className="lead">{draw.settings.source}</p>
          {draw.publicValue ? (
            <p className="figure value">{draw.publicValue.value}</p>
          ) : (
            <Countdown until={draw.settings.publicAt} />
          )}
          {draw.publicValue ? (
            <p>
              {d.where}：{draw.publicValue.where}
            </p>
          ) : null}
        </>
      );
    case 'draw':
      return (
        <>
          <Title step="draw" />
          {draw.seed ? (
            <>
              <p className="seed">
                {d.seed} <Print value={draw.seed} />
              </p>
              <HallNumbers drawId={draw.id} />
            </>
          ) : (
            <p className="lead">{say(draw.stateZh, draw.stateEn)}</p>
          )}
        </>
      );
    case 'seal':
      return (
        <>
          <Title step="seal" />
          {draw.sealedAt ? (
            <Pair>
              <div>
                <p>{timeText(draw.sealedAt, language)}</p>
                <Print value={draw.transcriptHash} />
                <p className="lead">{d.checkWords}</p>
                <p className="small">{address}</p>
              </div>
              <QrCode text={address} label={address} size={320} />
            </Pair>
          ) : (
            <p className="lead">{say(draw.stateZh, draw.stateEn)}</p>
          )}
        </>
      );
  }
}

function Pair({ children }: { children: ReactNode }) {
  return <div className="pair">{children}</div>;
}

function Title({ step }: { step: Exclude<Scene, 'cover'> }) {
  const { d } = useDrawTexts();
  const [name, words] = d.steps[step];
  return (
    <>
      <h1>{name}</h1>
      <p className="words">{words}</p>
    </>
  );
}

/** 64 digits large enough to compare from the last row: groups of four in two lines. */
function Print({ value }: { value: string | null }) {
  return <code className="print">{value ? ticketWords(value, 16) : '—'}</code>;
}

/** Time left, in the hall's own seconds. */
function Countdown({ until }: { until: string }) {
  const { d, language } = useDrawTexts();
  const end = useMemo(() => new Date(until).getTime(), [until]);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.floor((end - now) / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const words = `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
  return (
    <p className="figure">
      {left >= 48 * 3600 ? timeText(until, language) : words} <small>{d.valueAt}</small>
    </p>
  );
}
