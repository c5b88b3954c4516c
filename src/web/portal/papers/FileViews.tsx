// Who has looked at a family's papers: read when the family asks.

import { useState } from 'react';
import { useRead } from '../../client/queries.ts';
import { Refused, Skeleton } from '../../parts/basic.tsx';
import { timeText } from '../../texts/dates.ts';
import { useTexts } from '../../texts/texts.ts';

export function FileViews({ id }: { id: string }) {
  const { t } = useTexts();
  const [asked, setAsked] = useState(false);
  return (
    <details onToggle={(event) => setAsked((before) => before || event.currentTarget.open)}>
      <summary>{t.application.whoLooked}</summary>
      {asked ? <Views id={id} /> : null}
    </details>
  );
}

function Views({ id }: { id: string }) {
  const { t, say, language } = useTexts();
  const { data, error } = useRead('GET /api/applications/:id/file-views', [{ params: { id } }]);
  if (error) return <Refused problem={error} />;
  if (!data) return <Skeleton />;
  if (data.length === 0) return <p className="small soft">{t.application.nobodyLooked}</p>;
  return (
    <ul className="stack-tight small">
      {data.map((view) => (
        <li key={`${view.at}${view.fileId}`}>
          {timeText(view.at, language)} · {[view.organization, say(view.byZh, view.byEn)].filter(Boolean).join(' ')} ·{' '}
          {view.fileName} · {say(view.purposeZh, view.purposeEn)}
        </li>
      ))}
    </ul>
  );
}
