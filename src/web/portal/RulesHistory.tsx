// The versions of rules that a season has had, for families: since when, why, what changed. Shown once there was a change.

import { useRead } from '../client/queries.ts';
import { timeText } from '../texts/dates.ts';
import { useTexts } from '../texts/texts.ts';

export function RulesHistory({ seasonId }: { seasonId: string }) {
  const { t, say, language } = useTexts();
  const { data } = useRead('GET /api/seasons/:id/policy-history', [{ params: { id: seasonId } }]);
  if (!data || data.length < 2) return null;
  return (
    <section className="card">
      <h2>{t.season.history}</h2>
      <ol className="stack-tight">
        {data.map((version) => (
          <li key={`${version.hash}${version.since ?? ''}`}>
            <strong>
              {say(version.title.zh, version.title.en)} v{version.version}
            </strong>
            <p className="small soft">
              {version.since ? `${t.season.inForceSince} ${timeText(version.since, language)}` : t.season.firstVersion}
            </p>
            {version.reason ? (
              <p>
                {t.season.changeReason}
                {t.colon}
                {version.reason}
              </p>
            ) : null}
            {version.changes.length > 0 ? (
              <details>
                <summary>{t.season.changed}</summary>
                <ul>
                  {version.changes.map((change) => (
                    <li key={change}>{change}</li>
                  ))}
                </ul>
              </details>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
