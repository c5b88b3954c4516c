// The record of a ceremony on paper: what was announced, committed, revealed and drawn, who was present, room to sign.

import { Button } from 'antd';
import { Link } from 'wouter';
import { useRead } from '../../client/queries.ts';
import { useCeremonyWords } from '../../texts/ceremony.ts';
import { timeText } from '../../texts/dates.ts';
import { Head, Loaded } from '../parts.tsx';
import type { Ceremony } from './CeremonyPage.tsx';

export function RecordPage({ id }: { id: string }) {
  const { c } = useCeremonyWords();
  const reading = useRead('GET /api/draws/:id', [{ params: { id } }]);
  return (
    <>
      <Head title={c('recordTitle')}>
        <Link href={`/draws/${id}`}>{c('draws')}</Link>
        <Button type="primary" onClick={() => print()}>
          {c('print')}
        </Button>
      </Head>
      <Loaded reading={reading}>{(draw) => <Paper draw={draw} />}</Loaded>
    </>
  );
}

function Paper({ draw }: { draw: Ceremony }) {
  const { c, capacity, say, language } = useCeremonyWords();
  const { settings, roster, method } = draw;
  const rows: readonly (readonly [string, string])[] = [
    [c('place'), settings.place || '—'],
    [c('source'), settings.source],
    [c('form'), settings.form],
    [c('value'), timeText(settings.publicAt, language)],
    ...(roster && method
      ? ([
          [c('size'), `${roster.size} / ${roster.lots}`],
          [c('root'), roster.root],
          [c('rules'), `${method.rules.title} ${method.rules.version}`],
          [c('code'), method.code],
        ] as const)
      : []),
    ...(draw.replaces ? ([[c('replaces'), `${draw.replaces.reason} ${draw.replaces.transcript}`]] as const) : []),
    ...(draw.announcementHash ? ([[c('hash'), draw.announcementHash]] as const) : []),
    ...(draw.publicValue
      ? ([[c('publicValue'), `${draw.publicValue.value} (${draw.publicValue.where})`]] as const)
      : []),
    ...(draw.seed ? ([[c('seed'), draw.seed]] as const) : []),
    ...(draw.transcriptHash ? ([[c('transcript'), draw.transcriptHash]] as const) : []),
    ...(draw.withdrawnReason ? ([[say(draw.stateZh, draw.stateEn), draw.withdrawnReason]] as const) : []),
  ];
  return (
    <article className="paper">
      <h2>
        {say(draw.seasonName, draw.seasonNameEn)} · {c('nth', { n: draw.number })}
      </h2>
      <p>
        {draw.id} · {say(draw.stateZh, draw.stateEn)}
      </p>
      <table>
        <tbody>
          {rows.map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className={/^[0-9a-f]{64}$/.test(value) ? 'mono' : ''}>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{c('people')}</h3>
      <table>
        <tbody>
          {draw.parties.map((party) => (
            <tr key={party.name}>
              <th scope="row">
                {party.name}
                <br />
                {capacity(party.capacity)}
              </th>
              <td>
                <span className="mono">{party.commitment ?? c('notCommitted')}</span>
                <br />
                {party.value ?? c('notRevealed')} <span className="mono">{party.nonce ?? ''}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{c('record')}</h3>
      <table>
        <tbody>
          {draw.record.map((entry) => (
            <tr key={`${entry.at}${entry.event}${entry.who}${entry.words}`}>
              <th scope="row">{timeText(entry.at, language)}</th>
              <td>
                {say(entry.zh, entry.en)} {[entry.who, entry.organization].filter(Boolean).join(' · ')}
                {entry.words ? <span className="mono"> {entry.words}</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{c('signatures')}</h3>
      <div className="signatures">
        {[
          ...new Map([...draw.parties, ...draw.present].map(({ name, capacity: as }) => [name, capacity(as)] as const)),
        ].map(([name, as]) => (
          <div key={name}>
            {name}（{as}）
          </div>
        ))}
      </div>
      <p className="soft">{c('printedAt', { at: timeText(new Date().toISOString(), language) })}</p>
    </article>
  );
}
