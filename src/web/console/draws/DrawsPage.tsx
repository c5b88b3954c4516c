// Draws of a season, and preparing one.

import { Alert, Button, Empty, Tag } from 'antd';
import { Link, useLocation } from 'wouter';
import { useRead } from '../../client/queries.ts';
import { useCeremonyWords } from '../../texts/ceremony.ts';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { DataTable, Head, Loaded, SeasonSelect, useSeason } from '../parts.tsx';

export function DrawsPage() {
  const { c } = useCeremonyWords();
  const { w } = useWords();
  const choice = useSeason();
  return (
    <>
      <Head title={c('draws')}>
        <SeasonSelect choice={choice} />
      </Head>
      <Loaded reading={choice.reading}>
        {() =>
          choice.season ? <List key={choice.season.id} seasonId={choice.season.id} /> : <Alert title={w('noSeasons')} />
        }
      </Loaded>
    </>
  );
}

function List({ seasonId }: { seasonId: string }) {
  const { c, say, language } = useCeremonyWords();
  const [, go] = useLocation();
  const reading = useRead('GET /api/seasons/:id/draws', [{ params: { id: seasonId } }]);
  return (
    <div className="stack">
      <span className="soft">{c('lead')}</span>
      <Loaded reading={reading}>
        {({ draws, mayPrepare }) => (
          <>
            {mayPrepare ? (
              <div>
                <Button type="primary" onClick={() => go(`/draws/new?season=${seasonId}`)}>
                  {c('prepare')}
                </Button>
              </div>
            ) : null}
            <DataTable
              rowKey="id"
              dataSource={draws}
              pagination={false}
              scroll={{ x: 800 }}
              locale={{
                emptyText: (
                  <Empty
                    image={Empty.PRESENTED_IMAGE_SIMPLE}
                    description={
                      <>
                        <div>{c('none')}</div>
                        <div className="soft">{c('noneWords')}</div>
                      </>
                    }
                  />
                ),
              }}
              columns={[
                {
                  title: c('draws'),
                  render: (_, draw) => <Link href={`/draws/${draw.id}`}>{c('nth', { n: draw.number })}</Link>,
                },
                {
                  title: c('state'),
                  render: (_, draw) => (
                    <>
                      <Tag color={toneOf(draw.state)}>{say(draw.stateZh, draw.stateEn)}</Tag>
                      {draw.withdrawnReason ? <span className="soft">{draw.withdrawnReason}</span> : null}
                    </>
                  ),
                },
                {
                  title: c('announcedAt'),
                  render: (_, draw) => (draw.announcedAt ? timeText(draw.announcedAt, language) : '—'),
                },
                { title: c('publicAt'), render: (_, draw) => timeText(draw.publicAt, language) },
                {
                  title: c('sealedAt'),
                  render: (_, draw) => (draw.sealedAt ? timeText(draw.sealedAt, language) : '—'),
                },
              ]}
            />
          </>
        )}
      </Loaded>
    </div>
  );
}

/** The colour of a draw's state. */
export function toneOf(state: string): string {
  return state === 'sealed' ? 'green' : state === 'withdrawn' ? 'red' : state === 'prepared' ? 'default' : 'cyan';
}
