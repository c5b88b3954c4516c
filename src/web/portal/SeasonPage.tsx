// One season: its dates, order of admission and rules in words.

import { useMe, useRead } from '../client/queries.ts';
import { ButtonLink, Loaded, Notice, Page } from '../parts/basic.tsx';
import { Markdown } from '../parts/markdown.tsx';
import { dateText, rangeText, timeText, untilText } from '../texts/dates.ts';
import { useTexts } from '../texts/texts.ts';
import { RulesHistory } from './RulesHistory.tsx';
import { PhaseTag } from './SeasonCard.tsx';

export function SeasonPage({ id }: { id: string }) {
  const { t, say, language } = useTexts();
  const me = useMe();
  const reading = useRead('GET /api/seasons/:id', [{ params: { id } }]);
  return (
    <Page
      key={reading.data?.id ?? 'waiting'}
      title={reading.data ? say(reading.data.name, reading.data.nameEn) : t.home.seasons}
      back="/"
    >
      <Loaded reading={reading}>
        {(season) => (
          <>
            <div className="row">
              <PhaseTag phase={season.phase} />
              <span className="soft">
                {say(season.districtName, season.districtNameEn)} · {t.stages[season.stage]}
              </span>
            </div>
            {season.phase === 'registration' || season.phase === 'late_registration' ? (
              <div className="actions">
                <ButtonLink
                  to={
                    me
                      ? `/apply?season=${season.id}`
                      : `/sign-in?to=${encodeURIComponent(`/apply?season=${season.id}`)}`
                  }
                >
                  {t.season.apply}
                </ButtonLink>
              </div>
            ) : null}
            <section className="card">
              <h2>{t.season.calendar}</h2>
              <dl className="facts">
                <dt>{t.season.opens}</dt>
                <dd>{timeText(season.registrationOpensAt, language)}</dd>
                <dt>{t.season.closes}</dt>
                <dd>{untilText(season.registrationClosesAt, language)}</dd>
                <dt>{t.season.late}</dt>
                <dd>{untilText(season.lateClosesAt, language)}</dd>
                <dt>{t.season.results}</dt>
                <dd>{dateText(season.resultsExpectedOn, language)}</dd>
                <dt>{t.season.confirm}</dt>
                <dd>{untilText(season.confirmBy, language)}</dd>
                <dt>{t.season.report}</dt>
                <dd>{rangeText(season.reportFrom, season.reportUntil, language)}</dd>
              </dl>
            </section>
            {season.policy.demo ? <Notice tone="act" title={t.season.demoPolicy} /> : null}
            <section className="card">
              <h2>{t.season.order}</h2>
              <p className="soft">{t.season.orderWords}</p>
              <ol className="stack-tight">
                {season.categories.map((category) => (
                  <li key={category.id}>
                    {category.order}. {say(category.name, category.nameEn)}
                  </li>
                ))}
              </ol>
            </section>
            <details className="card">
              <summary>{t.season.rules}</summary>
              <Markdown text={season.rules} />
            </details>
            <RulesHistory seasonId={season.id} />
            <p className="small soft">
              {t.season.source}
              {t.colon}
              {season.source.url ? (
                <a href={season.source.url}>{season.source.document}</a>
              ) : (
                season.source.document
              )} · {season.policy.title} {season.policy.version}
            </p>
          </>
        )}
      </Loaded>
    </Page>
  );
}
