// The public first page: what is open, what is needed, where to begin.

import { useEffect } from 'react';
import type { Answer } from '../client/call.ts';
import { useMe, useRead } from '../client/queries.ts';
import { ButtonLink, EmptyState, Loaded } from '../parts/basic.tsx';
import { useTexts } from '../texts/texts.ts';
import { SeasonCard } from './SeasonCard.tsx';

export function HomePage() {
  const { t } = useTexts();
  const me = useMe();
  useEffect(() => {
    document.title = `${t.brand} · ${t.tagline}`;
  }, [t]);
  const seasons = useRead('GET /api/seasons', []);
  return (
    <main id="main" className="wide">
      <section className="hero">
        <h1>{t.home.title}</h1>
        <p>{t.home.lead}</p>
        <div className="row">
          <ButtonLink to={me ? '/tasks' : '/sign-in'}>{me ? t.menu.tasks : t.home.start}</ButtonLink>
          <ButtonLink to="/schools" look="quiet">
            {t.home.find}
          </ButtonLink>
        </div>
      </section>
      <section className="stack">
        <div className="stack-tight">
          <h2>{t.home.seasons}</h2>
          <p className="soft">{t.home.seasonsLead}</p>
        </div>
        <Loaded reading={seasons}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState title={t.home.noSeasons} words={t.home.noSeasonsWords} />
            ) : (
              <>
                <div className="grid">
                  {list.filter(isOpen).map((season) => (
                    <SeasonCard key={season.id} season={season} />
                  ))}
                </div>
                <Others seasons={list.filter((season) => !isOpen(season))} />
              </>
            )
          }
        </Loaded>
      </section>
      <section className="stack">
        <h2>{t.home.how}</h2>
        <ol className="grid four">
          {t.home.steps.map(([title, words], index) => (
            <li className="card" key={title}>
              <h3>
                {index + 1}. {title}
              </h3>
              <p className="soft">{words}</p>
            </li>
          ))}
        </ol>
      </section>
      <section className="card">
        <h2>{t.home.need}</h2>
        <ul className="because">
          {t.home.needList.map((line) => (
            <li key={line} data-mark="✓">
              <span>{line}</span>
            </li>
          ))}
        </ul>
        <p className="soft">{t.home.needWords}</p>
      </section>
    </main>
  );
}

type Season = Answer<'GET /api/seasons'>[number];
const isOpen = ({ phase }: Season) => phase === 'registration' || phase === 'late_registration';

/** Seasons in which nobody can apply now. */
function Others({ seasons }: { seasons: readonly Season[] }) {
  const { t } = useTexts();
  if (seasons.length === 0) return null;
  return (
    <details className="card">
      <summary>{t.home.later}</summary>
      <div className="grid">
        {seasons.map((season) => (
          <SeasonCard key={season.id} season={season} />
        ))}
      </div>
    </details>
  );
}
