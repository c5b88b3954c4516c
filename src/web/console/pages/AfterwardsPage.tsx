// After publication: whether the list is final, waiting lists and offers, objections and corrections of a season.

import { Alert, Tabs } from 'antd';
import { useSearchParams } from 'wouter';
import { useWords } from '../../texts/console.ts';
import { timeText } from '../../texts/dates.ts';
import { Head, Loaded, SeasonSelect, useSeason } from '../parts.tsx';
import { Corrections } from '../placement/Corrections.tsx';
import { Objections } from '../placement/Objections.tsx';
import { WaitingLists } from '../placement/WaitingLists.tsx';

export function AfterwardsPage() {
  const { w, language } = useWords();
  const choice = useSeason();
  const [params, setParams] = useSearchParams();
  const { season } = choice;
  return (
    <>
      <Head title={w('afterwards')}>
        <SeasonSelect choice={choice} />
      </Head>
      <Loaded reading={choice.reading}>
        {() => {
          if (!season) return <Alert title={w('noSeasons')} />;
          if (season.resultsPublishedAt === null) return <Alert showIcon title={w('notPublished')} />;
          const { objectionsUntil } = season;
          const heard =
            objectionsUntil === null
              ? w('objectionsNone')
              : w(Date.parse(objectionsUntil) > Date.now() ? 'objectionsUntil' : 'objectionsOver', {
                  until: timeText(objectionsUntil, language),
                });
          return (
            <div className="stack">
              <Alert
                showIcon
                type={season.resultsFinalAt === null ? 'warning' : 'success'}
                title={w(season.resultsFinalAt === null ? 'listPreliminary' : 'listFinal')}
                description={heard}
              />
              <Tabs
                activeKey={params.get('tab') ?? 'waiting'}
                onChange={(tab) => setParams({ season: season.id, tab })}
                items={[
                  {
                    key: 'waiting',
                    label: w('waitingLists'),
                    children: <WaitingLists key={season.id} seasonId={season.id} />,
                  },
                  {
                    key: 'objections',
                    label: w('objections'),
                    children: <Objections key={season.id} seasonId={season.id} />,
                  },
                  {
                    key: 'corrections',
                    label: w('corrections'),
                    children: <Corrections key={season.id} seasonId={season.id} />,
                  },
                ]}
              />
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
