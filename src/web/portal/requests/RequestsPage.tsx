// What a family can ask for about its application; what is not possible now says why, and what to do instead.

import { useRead } from '../../client/queries.ts';
import { Loaded, Page, TaskList } from '../../parts/basic.tsx';
import { useRequestTexts } from '../../texts/requests.ts';
import { fill } from '../../texts/texts.ts';

export function RequestsPage({ id }: { id: string }) {
  const { r, say } = useRequestTexts();
  const reading = useRead('GET /api/applications/:id/requests', [{ params: { id } }]);
  return (
    <Page title={r.title} lead={r.lead} back={`/applications/${id}`}>
      <Loaded reading={reading}>
        {({ ways }) => (
          <>
            <TaskList
              tasks={ways
                .filter(({ barred }) => barred === null)
                .map((way) => ({
                  key: way.kind,
                  to: `/applications/${id}/requests/${way.kind}`,
                  title: r.kinds[way.kind][0],
                  words: r.kinds[way.kind][1],
                  tag: (
                    <span className="small soft">
                      {way.atOnce ? r.atOnce : fill(r.decided, { days: way.workingDays ?? '' })}
                    </span>
                  ),
                }))}
            />
            {ways.some(({ barred }) => barred !== null) ? (
              <section className="stack-tight">
                <h2>{r.notNow}</h2>
                <TaskList
                  tasks={ways.flatMap(({ kind, barred }) =>
                    barred ? [{ key: kind, title: r.kinds[kind][0], words: say(barred.zh, barred.en) }] : [],
                  )}
                />
              </section>
            ) : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}
