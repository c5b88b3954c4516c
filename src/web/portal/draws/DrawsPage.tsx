// Every announced draw, newest first.

import { useRead } from '../../client/queries.ts';
import { EmptyState, Loaded, Page, Tag, TaskList } from '../../parts/basic.tsx';
import { timeText } from '../../texts/dates.ts';
import '../../design/draws.css';
import { useDrawTexts } from '../../texts/draws.ts';
import { fill } from '../../texts/texts.ts';

export function DrawsPage() {
  const { d, say, language } = useDrawTexts();
  const reading = useRead('GET /api/public-draws', []);
  return (
    <Page title={d.title} lead={d.lead} back="/">
      <Loaded reading={reading}>
        {(draws) =>
          draws.length === 0 ? (
            <EmptyState title={d.none} words={d.noneWords} />
          ) : (
            <TaskList
              tasks={draws.map((draw) => ({
                key: draw.id,
                title: say(draw.seasonName, draw.seasonNameEn),
                words: `${fill(d.nth, { n: draw.number })} · ${d.steps.value[0]} ${timeText(draw.publicAt, language)}${
                  draw.withdrawnReason ? ` · ${draw.withdrawnReason}` : ''
                }`,
                tag: <Tag tone={toneOf(draw.state)}>{say(draw.stateZh, draw.stateEn)}</Tag>,
                to: `/draws/${draw.id}`,
              }))}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

/** The tone of a draw's state. */
export function toneOf(state: string): 'good' | 'bad' | 'wait' {
  return state === 'sealed' ? 'good' : state === 'withdrawn' ? 'bad' : 'wait';
}
