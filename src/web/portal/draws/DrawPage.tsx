// One draw for everybody: what was announced, who committed, the odds before, the result by ticket after, and the check.

import { addressOf } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { ButtonLink, Loaded, Notice, Page, Tag } from '../../parts/basic.tsx';
import { timeText } from '../../texts/dates.ts';
import '../../design/draws.css';
import { useDrawTexts } from '../../texts/draws.ts';
import { fill } from '../../texts/texts.ts';
import { DrawOdds } from './DrawOdds.tsx';
import { DrawResults } from './DrawResults.tsx';
import { toneOf } from './DrawsPage.tsx';
import { DrawVerify } from './DrawVerify.tsx';
import { ProofCheck } from './ProofCheck.tsx';
import { DrawSteps, Fingerprint, type Draw } from './parts.tsx';

export function DrawPage({ id }: { id: string }) {
  const { d, say } = useDrawTexts();
  const reading = useRead('GET /api/public-draws/:id', [{ params: { id } }], { every: 15_000 });
  const draw = reading.data;
  return (
    <Page
      key={draw?.id ?? 'waiting'}
      title={draw ? say(draw.seasonName, draw.seasonNameEn) : d.title}
      lead={draw ? fill(d.nth, { n: draw.number }) : undefined}
      back="/draws"
    >
      <Loaded reading={reading}>{(draw) => <Body draw={draw} />}</Loaded>
    </Page>
  );
}

function Body({ draw }: { draw: Draw }) {
  const { d, say } = useDrawTexts();
  return (
    <>
      <div className="row">
        <Tag tone={toneOf(draw.state)}>{say(draw.stateZh, draw.stateEn)}</Tag>
        {draw.demo ? <span className="small soft">{d.demo}</span> : null}
      </div>
      {draw.state === 'withdrawn' ? (
        <Notice tone="bad" title={d.withdrawn}>
          <p>{draw.withdrawnReason}</p>
          <p>{say(draw.nextZh, draw.nextEn)}</p>
        </Notice>
      ) : (
        <section className="card">
          <DrawSteps draw={draw} />
        </section>
      )}
      {draw.state === 'sealed' ? (
        <>
          <DrawResults draw={draw} />
          <DrawVerify draw={draw} />
        </>
      ) : null}
      <Announced draw={draw} />
      <ProofCheck draw={draw} />
      <Parties draw={draw} />
      {draw.odds.length > 0 ? <DrawOdds odds={draw.odds} /> : null}
    </>
  );
}

function Announced({ draw }: { draw: Draw }) {
  const { d, language } = useDrawTexts();
  const { roster, method, settings } = draw;
  const params = { id: draw.id };
  return (
    <section className="card">
      <h2>{d.announced}</h2>
      <dl className="facts wide">
        <dt>{d.source}</dt>
        <dd>{settings.source}</dd>
        <dt>{d.form}</dt>
        <dd>{settings.form}</dd>
        <dt>{d.valueAt}</dt>
        <dd>
          <strong>{timeText(settings.publicAt, language)}</strong>
        </dd>
        {settings.place ? (
          <>
            <dt>{d.place}</dt>
            <dd>{settings.place}</dd>
          </>
        ) : null}
        {roster ? (
          <>
            <dt>
              {d.children} / {d.lots}
            </dt>
            <dd>
              {roster.size} / {roster.lots} <span className="small soft">{d.lotsWords}</span>
            </dd>
            <dt>{d.root}</dt>
            <dd>
              <Fingerprint value={roster.root} label={d.root} />
            </dd>
          </>
        ) : null}
        {method ? (
          <>
            <dt>{d.rules}</dt>
            <dd>
              {method.rules.title} {method.rules.version}
            </dd>
            <dt>{d.code}</dt>
            <dd>
              <Fingerprint value={method.code} label={d.code} />
              <a
                className="small"
                href={addressOf('GET /api/lottery-files/:name', { params: { name: 'code.sha256' } })}
              >
                {d.codeWords}
              </a>
            </dd>
          </>
        ) : null}
        <dt>{d.hash}</dt>
        <dd>
          {draw.announcementHash ? (
            <>
              <Fingerprint value={draw.announcementHash} label={d.hash} />
              <span className="small soft">{d.hashWords}</span>
            </>
          ) : (
            <span className="soft">{d.hashLater}</span>
          )}
        </dd>
        {draw.replaces ? (
          <>
            <dt>{d.replaces}</dt>
            <dd>
              {d.reason}：{draw.replaces.reason}
              <Fingerprint value={draw.replaces.transcript} label={d.replaces} />
            </dd>
          </>
        ) : null}
      </dl>
      {roster ? (
        <div className="actions">
          <ButtonLink file look="quiet" small to={addressOf('GET /api/public-draws/:id/roster.txt', { params })}>
            {d.rosterFile}
          </ButtonLink>
          {draw.announcementHash ? (
            <ButtonLink
              file
              look="quiet"
              small
              to={addressOf('GET /api/public-draws/:id/announcement.json', { params })}
            >
              {d.announcementFile}
            </ButtonLink>
          ) : null}
          <ButtonLink look="quiet" small to={`/hall/${draw.id}`}>
            {d.hall}
          </ButtonLink>
        </div>
      ) : null}
    </section>
  );
}

function Parties({ draw }: { draw: Draw }) {
  const { d, language } = useDrawTexts();
  return (
    <section className="card">
      <h2>{d.parties}</h2>
      <ul className="stack">
        {draw.parties.map((party) => (
          <li key={party.name} className="stack-tight">
            <div className="row">
              <strong>{party.name}</strong>
              <span className="small soft">{d.capacity[party.capacity]}</span>
            </div>
            <dl className="facts wide small">
              <dt>{d.commitment}</dt>
              <dd>
                {party.commitment ? (
                  <>
                    <Fingerprint value={party.commitment} label={`${d.commitment} ${party.name}`} />
                    <span className="soft">{party.committedAt ? timeText(party.committedAt, language) : ''}</span>
                  </>
                ) : (
                  d.noCommitment
                )}
              </dd>
              <dt>{d.revealed}</dt>
              <dd>
                {party.value === null ? (
                  d.noReveal
                ) : (
                  <>
                    <strong>{party.value}</strong>{' '}
                    <span className="soft">{party.revealedAt ? timeText(party.revealedAt, language) : ''}</span>
                  </>
                )}
              </dd>
            </dl>
          </li>
        ))}
      </ul>
      {draw.publicValue ? (
        <dl className="facts wide">
          <dt>{d.publicValue}</dt>
          <dd>
            <strong>{draw.publicValue.value}</strong>
          </dd>
          <dt>{d.where}</dt>
          <dd>{draw.publicValue.where}</dd>
          {draw.seed ? (
            <>
              <dt>{d.seed}</dt>
              <dd>
                <Fingerprint value={draw.seed} label={d.seed} />
              </dd>
            </>
          ) : null}
        </dl>
      ) : null}
    </section>
  );
}
