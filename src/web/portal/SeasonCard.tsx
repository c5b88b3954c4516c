// A season in short: where, which stage, where it stands, its dates.

import { Link } from 'wouter';
import type { Answer } from '../client/call.ts';
import { Tag } from '../parts/basic.tsx';
import { dateText, timeText, untilText } from '../texts/dates.ts';
import { useTexts } from '../texts/texts.ts';

type Season = Answer<'GET /api/seasons'>[number];

/** Where the season stands, with a mark. */
export function PhaseTag({ phase }: { phase: Season['phase'] }) {
  const { t } = useTexts();
  const tone = phase === 'registration' || phase === 'late_registration' ? 'good' : phase === 'over' ? 'plain' : 'wait';
  return <Tag tone={tone}>{t.phases[phase]}</Tag>;
}

export function SeasonCard({ season }: { season: Season }) {
  const { t, say, language } = useTexts();
  return (
    <Link className="card" href={`/seasons/${season.id}`}>
      <div className="stack-tight">
        <PhaseTag phase={season.phase} />
        <h3>{say(season.name, season.nameEn)}</h3>
        <span className="soft small">
          {say(season.districtName, season.districtNameEn)} · {t.stages[season.stage]}
        </span>
      </div>
      <dl className="facts small card-foot">
        <dt>{t.home.opens}</dt>
        <dd>
          {timeText(season.registrationOpensAt, language)} {t.home.until}{' '}
          {untilText(season.registrationClosesAt, language)}
        </dd>
        <dt>{t.home.results}</dt>
        <dd>{dateText(season.resultsExpectedOn, language)}</dd>
      </dl>
    </Link>
  );
}
