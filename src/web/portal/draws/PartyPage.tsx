// A party's own page: the value is written, hidden and kept here; the server gets its fingerprint first, the value last.

import { useState } from 'react';
import { commitmentOf } from '../../../../tools/verify-lottery/verify.mjs';
import type { Answer } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { Button, ButtonLink, Failure, Loaded, Notice, Page, Refused, Tag } from '../../parts/basic.tsx';
import { Field } from '../../parts/form.tsx';
import { timeText } from '../../texts/dates.ts';
import '../../design/draws.css';
import { useDrawTexts } from '../../texts/draws.ts';
import { fill } from '../../texts/texts.ts';
import { Fingerprint } from './parts.tsx';

type Party = Answer<'GET /api/draw-parties/:key'>;

/** What stays on the device until it is revealed. */
interface Secret {
  readonly nonce: string;
  readonly value: string;
}

const nameOf = ({ drawId, name }: Party) => `hjt.draw.${drawId}.${name}`;

function kept(party: Party): Secret | null {
  try {
    const found = JSON.parse(localStorage.getItem(nameOf(party)) ?? 'null') as Secret | null;
    return found && typeof found.nonce === 'string' && typeof found.value === 'string' ? found : null;
  } catch {
    return null;
  }
}

function keep(party: Party, secret: Secret): void {
  try {
    localStorage.setItem(nameOf(party), JSON.stringify(secret));
  } catch {
    // A device without storage relies on the slip, which is asked for in any case.
  }
}

const randomHex = (bytes: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export function PartyPage({ partyKey }: { partyKey: string }) {
  const { d } = useDrawTexts();
  const reading = useRead('GET /api/draw-parties/:key', [{ params: { key: partyKey } }], { every: 5_000 });
  return (
    <Page key={reading.data ? 'party' : 'waiting'} title={d.party.title} lead={d.party.lead}>
      {reading.error?.code === 'draw.account_party' ? (
        <>
          <Failure problem={reading.error} />
          <div>
            <ButtonLink to={`/sign-in?to=${encodeURIComponent(`/draw-party/${partyKey}`)}`}>
              {d.party.signIn}
            </ButtonLink>
          </div>
        </>
      ) : (
        <Loaded reading={reading}>{(party) => <Body party={party} partyKey={partyKey} />}</Loaded>
      )}
    </Page>
  );
}

function Body({ party, partyKey }: { party: Party; partyKey: string }) {
  const { d, say, language } = useDrawTexts();
  return (
    <>
      <section className="card no-print">
        <p className="soft">{say(party.seasonName, party.seasonNameEn)}</p>
        <div className="row between">
          <strong>
            {d.party.you}：{party.name}
          </strong>
          <Tag tone="wait">{say(party.stateZh, party.stateEn)}</Tag>
        </div>
        <p className="small soft">{d.capacity[party.capacity]}</p>
        <p className="small">
          <a href={`/draws/${party.drawId}`}>{d.title}</a>
        </p>
      </section>
      {party.may === 'commit' ? (
        <Commit party={party} partyKey={partyKey} />
      ) : party.may === 'reveal' ? (
        <Reveal party={party} partyKey={partyKey} />
      ) : (
        <section className="card no-print">
          <h2>{party.revealedAt ? d.party.revealed : d.party.wait}</h2>
          {party.commitment === null ? (
            <p>{fill(d.party.waitCommit, { time: timeText(party.commitBy, language) })}</p>
          ) : party.revealedAt ? null : (
            <p>{fill(d.party.waitReveal, { time: timeText(party.revealBy, language) })}</p>
          )}
        </section>
      )}
      {party.commitment ? (
        <section className="card no-print">
          <h2>{d.commitment}</h2>
          <Fingerprint value={party.commitment} label={d.commitment} />
          <p className="small soft">{d.party.sent}</p>
        </section>
      ) : null}
    </>
  );
}

function Commit({ party, partyKey }: { party: Party; partyKey: string }) {
  const { d } = useDrawTexts();
  const [value, setValue] = useState('');
  const [secret, setSecret] = useState<Secret | null>(() => kept(party));
  const [noted, setNoted] = useState(false);
  const send = useSend('POST /api/draw-parties/:key/commitment');
  const make = () => {
    const made = { nonce: randomHex(32), value: value.trim() };
    keep(party, made);
    setSecret(made);
  };
  if (!secret) {
    return (
      <section className="card">
        <h2>{d.party.make}</h2>
        <Field label={d.party.value} hint={d.party.valueHint} value={value} onChange={setValue} maxLength={100} />
        <div className="actions">
          <Button onClick={make} disabled={value.trim() === ''}>
            {d.party.make}
          </Button>
          <Button look="quiet" onClick={() => setValue(BigInt(`0x${randomHex(8)}`).toString())}>
            {d.party.shuffle}
          </Button>
        </div>
      </section>
    );
  }
  const commitment = commitmentOf({ draw: party.drawId, party: party.name, ...secret }, party.hash);
  return (
    <section className="card">
      <h2 className="no-print">{d.party.send}</h2>
      <Notice tone="act" title={d.party.made} />
      <Slip party={party} secret={secret} commitment={commitment} />
      <Refused problem={send.error} />
      <label className="choice no-print">
        <input type="checkbox" checked={noted} onChange={(event) => setNoted(event.currentTarget.checked)} />
        <span>{d.party.kept}</span>
      </label>
      <div className="actions no-print">
        <Button look="quiet" onClick={() => print()}>
          {d.party.print}
        </Button>
        <Button
          disabled={!noted}
          busy={send.isPending}
          onClick={() => send.mutate([{ params: { key: partyKey }, body: { commitment } }])}
        >
          {d.party.send}
        </Button>
        <Button look="text" onClick={() => setSecret(null)}>
          {d.party.again}
        </Button>
      </div>
    </section>
  );
}

/** What the party needs to reveal, on paper. */
function Slip({ party, secret, commitment }: { party: Party; secret: Secret; commitment: string }) {
  const { d, say, language } = useDrawTexts();
  return (
    <div className="slip">
      <h3>
        {d.party.slip} · {party.name}
      </h3>
      <p className="small">
        {say(party.seasonName, party.seasonNameEn)} · {party.drawId}
      </p>
      <dl className="facts wide">
        <dt>{d.party.value}</dt>
        <dd>
          <strong>{secret.value}</strong>
        </dd>
        <dt>{d.party.nonce}</dt>
        <dd>
          <Fingerprint value={secret.nonce} label={d.party.nonce} />
        </dd>
        <dt>{d.commitment}</dt>
        <dd>
          <Fingerprint value={commitment} label={d.commitment} />
        </dd>
      </dl>
      <p className="small">{d.party.slipWords}</p>
      <p className="small">{fill(d.party.waitReveal, { time: timeText(party.revealBy, language) })}</p>
    </div>
  );
}

function Reveal({ party, partyKey }: { party: Party; partyKey: string }) {
  const { d } = useDrawTexts();
  const known = kept(party);
  const [value, setValue] = useState(known?.value ?? '');
  const [nonce, setNonce] = useState(known?.nonce ?? '');
  const send = useSend('POST /api/draw-parties/:key/reveal');
  return (
    <section className="card">
      <h2>{d.party.reveal}</h2>
      <p className="small soft">{d.party.revealWords}</p>
      {known ? null : <Notice tone="act" title={d.party.local} />}
      <Field label={d.party.value} value={value} onChange={setValue} maxLength={200} />
      <Field
        label={d.party.nonce}
        value={nonce}
        onChange={(text) => setNonce(text.replace(/\s+/g, '').toLowerCase())}
        maxLength={80}
      />
      <Refused problem={send.error} />
      <div className="actions">
        <Button
          busy={send.isPending}
          disabled={value.trim() === '' || nonce.length !== 64}
          onClick={() => send.mutate([{ params: { key: partyKey }, body: { nonce, value: value.trim() } }])}
        >
          {d.party.reveal}
        </Button>
      </div>
    </section>
  );
}
