// One school with its published catchments.

import { lazy, Suspense } from 'react';
import { useRead } from '../client/queries.ts';
import { EmptyState, Loaded, Page, Tag } from '../parts/basic.tsx';
import { useTexts } from '../texts/texts.ts';

// Only schools with a drawn catchment need it.
const CatchmentOutline = lazy(() =>
  import('./CatchmentOutline.tsx').then(({ CatchmentOutline }) => ({ default: CatchmentOutline })),
);

export function SchoolPage({ id }: { id: string }) {
  const { t, say } = useTexts();
  const reading = useRead('GET /api/schools/:id', [{ params: { id } }]);
  return (
    <Page
      key={reading.data?.id ?? 'waiting'}
      title={reading.data ? say(reading.data.name, reading.data.nameEn) : t.finder.schools}
      back="/schools"
    >
      <Loaded reading={reading}>
        {(school) => (
          <>
            <div className="row">
              <Tag tone="plain">{t.schoolStages[school.stage]}</Tag>
              <Tag tone="plain">{t.ownerships[school.ownership]}</Tag>
              <Tag tone={school.status === 'open' ? 'good' : 'wait'}>{t.schoolStatus[school.status]}</Tag>
              {school.invented ? <Tag tone="act">{t.school.invented}</Tag> : null}
            </div>
            <dl className="facts wide card">
              <dt>{t.finder.district}</dt>
              <dd>{school.districtName}</dd>
              {school.address ? (
                <>
                  <dt>{t.school.address}</dt>
                  <dd>{school.address}</dd>
                </>
              ) : null}
              {school.phone ? (
                <>
                  <dt>{t.school.phone}</dt>
                  <dd>
                    <a href={`tel:${school.phone}`}>{school.phone}</a>
                  </dd>
                </>
              ) : null}
            </dl>
            {school.introduction ? <p>{school.introduction}</p> : null}
            <section className="stack">
              <h2>{t.school.zone}</h2>
              {school.catchments.length === 0 ? <EmptyState title={t.school.noZone} /> : null}
              {school.catchments.map((zone) => (
                <article className="card" key={`${zone.campus}${zone.stage}${zone.zone}`}>
                  <h3>
                    {t.stages[zone.stage]}
                    {zone.campus ? ` · ${zone.campus}` : ''}
                  </h3>
                  <p>{zone.zone}</p>
                  {zone.area ? (
                    <Suspense fallback={null}>
                      <CatchmentOutline area={zone.area} school={school} />
                    </Suspense>
                  ) : null}
                  {zone.note ? <p className="soft">{zone.note}</p> : null}
                  <p className="small soft">
                    {t.school.source}
                    {t.colon}
                    {zone.source} · {zone.effectiveFrom}
                    {zone.effectiveTo ? ` – ${zone.effectiveTo}` : ''}
                  </p>
                </article>
              ))}
            </section>
          </>
        )}
      </Loaded>
    </Page>
  );
}
