// The public page of ratings: figures by district where enough families rated, and words that name nobody.

import { Fragment } from 'react';
import { useRead } from '../client/queries.ts';
import { Loaded, Page } from '../parts/basic.tsx';
import { fill, useTexts } from '../texts/texts.ts';

export function RatingsPage() {
  const { t, say } = useTexts();
  const reading = useRead('GET /api/ratings', []);
  const least = reading.data?.least;
  const nameOf = (district: string) => {
    const found = reading.data?.districts.find((one) => one.district === district);
    return found ? say(found.name, found.nameEn) : district;
  };
  return (
    <Page title={t.ratings.publicTitle} back="/" lead={least ? fill(t.ratings.publicLead, { least }) : undefined}>
      <Loaded reading={reading}>
        {({ districts, words }) => (
          <>
            <ul className="stack">
              {districts.map((one) => (
                <li key={one.district} className="card">
                  <div className="row between">
                    <h2>{say(one.name, one.nameEn)}</h2>
                    {one.content === null ? (
                      <span className="small soft">{t.ratings.few}</span>
                    ) : (
                      <strong>
                        {t.ratings.content} {(one.content / 100).toFixed(1)}%
                      </strong>
                    )}
                  </div>
                  {one.levels ? (
                    <dl className="facts small">
                      {([5, 4, 3, 2, 1] as const).map((level) => (
                        <Fragment key={level}>
                          <dt>{t.ratings.levels[level]}</dt>
                          <dd>{one.levels?.[level - 1]}</dd>
                        </Fragment>
                      ))}
                    </dl>
                  ) : null}
                  {one.orders && one.orders.opened > 0 ? (
                    <p className="small soft">{fill(t.ratings.orders, one.orders)}</p>
                  ) : null}
                </li>
              ))}
            </ul>
            <h2>{t.ratings.said}</h2>
            {words.length === 0 ? <p className="soft">{t.ratings.noWords}</p> : null}
            <ul className="stack-tight">
              {words.map((one) => (
                <li key={one.words} className="card">
                  <p>{one.words}</p>
                  <span className="small soft">
                    {t.ratings.levels[one.level as 1 | 2 | 3 | 4 | 5]} · {nameOf(one.district)} · {one.month}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </Page>
  );
}
