// The chances before a draw, by school and category: those that numbers decide first, all others folded away.

import { useDrawTexts } from '../../texts/draws.ts';
import { fill } from '../../texts/texts.ts';
import type { Draw } from './parts.tsx';

type School = Draw['odds'][number];

export function DrawOdds({ odds }: { odds: readonly School[] }) {
  const { d } = useDrawTexts();
  const contested = odds.filter((school) => school.categories.some(({ byNumber }) => byNumber));
  return (
    <section className="card">
      <h2>{d.odds}</h2>
      <p className="small soft">{d.oddsWords}</p>
      {contested.length > 0 ? (
        <>
          <h3>{d.contested}</h3>
          <Table schools={contested} caption={d.contested} />
        </>
      ) : (
        <p>{d.noContested}</p>
      )}
      <details>
        <summary>{fill(d.allSchools, { n: odds.length })}</summary>
        <Table schools={odds} caption={d.odds} />
      </details>
    </section>
  );
}

function Table({ schools, caption }: { schools: readonly School[]; caption: string }) {
  const { d, say } = useDrawTexts();
  return (
    // A table wider than the phone is moved sideways, by keyboard too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="sideways" tabIndex={0} role="region" aria-label={caption}>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{caption === d.contested ? d.contested : d.odds}</th>
            <th scope="col">{d.asking}</th>
            <th scope="col">{d.chance}</th>
          </tr>
        </thead>
        {schools.map((school) => (
          <tbody key={school.schoolId}>
            <tr className="head">
              <th scope="rowgroup">{say(school.schoolName, school.schoolNameEn)}</th>
              <td>{school.children}</td>
              <td>
                {d.seats} {school.seats}
              </td>
            </tr>
            {school.categories.map((category) => (
              <tr key={category.name}>
                <th scope="row">{say(category.name, category.nameEn)}</th>
                <td>{category.children ?? d.few}</td>
                <td>
                  {category.chance === null
                    ? '—'
                    : category.chance === 100
                      ? d.certain
                      : category.chance === 0
                        ? d.noSeat
                        : `${category.chance}%`}
                  {category.byNumber ? <small> · {d.byNumber}</small> : null}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
