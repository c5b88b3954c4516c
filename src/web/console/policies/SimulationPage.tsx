// One simulation: how far it is, then what it found, kept to be opened again.

import { Alert, Card, Progress, Statistic, Tag } from 'antd';
import { Link } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useRead } from '../../client/queries.ts';
import { timeText } from '../../texts/dates.ts';
import { usePolicyWords } from '../../texts/policies.ts';
import { DataTable, Head, Loaded } from '../parts.tsx';
import { Movements } from './ImpactView.tsx';
import { SimulationCharts } from './SimulationCharts.tsx';

type Simulation = Answer<'GET /api/policy-simulations/:id'>;
type Result = NonNullable<Simulation['result']>;

export function SimulationPage({ id }: { id: string }) {
  const reading = useRead('GET /api/policy-simulations/:id', [{ params: { id } }]);
  const under = reading.data?.state === 'waiting' || reading.data?.state === 'running';
  // A second reading of the same: it asks again while the work goes on.
  useRead('GET /api/policy-simulations/:id', [{ params: { id } }], { every: 700, off: !under });
  return <Loaded reading={reading}>{(simulation) => <SimulationBody simulation={simulation} />}</Loaded>;
}

function SimulationBody({ simulation }: { simulation: Simulation }) {
  const { w, language } = usePolicyWords();
  const { settings, result } = simulation;
  const { growthPercent = 0 } = settings;
  const changedSeats = Object.keys(settings.seats ?? {}).length;
  const size =
    settings.count !== undefined
      ? `${w('synthetic')} ${String(settings.count)}`
      : growthPercent === 0
        ? w('asTheyAre')
        : `${growthPercent > 0 ? '+' : ''}${String(growthPercent)}%`;
  return (
    <>
      <Head title={`${w('simulate')} · ${simulation.title} v${simulation.version}`}>
        <Link href={`/rules/${simulation.hash}`}>{w('read')}</Link>
        <Link href={`/rule-simulations?season=${simulation.seasonId}`}>{w('simulations')}</Link>
      </Head>
      <p className="soft">
        {timeText(simulation.createdAt, language)} · {simulation.createdByName} · {w('familiesOf')}：
        {settings.familiesOf} · {size} · {w('seed')} {settings.seed}
        {changedSeats > 0 ? ` · ${w('seatsChanged', { n: changedSeats })}` : ''}
      </p>
      {simulation.state === 'waiting' || simulation.state === 'running' ? (
        <Card size="small" title={w(simulation.state)}>
          <Progress
            percent={simulation.total === 0 ? 0 : Math.round((100 * simulation.progress) / simulation.total)}
            aria-label={w('progress')}
          />
          {simulation.progress} / {simulation.total}
        </Card>
      ) : null}
      {simulation.fault ? <Alert type="error" showIcon title={simulation.fault} /> : null}
      {result ? <ResultView result={result} /> : null}
    </>
  );
}

const WARNING_COLOURS = { red: 'red', yellow: 'orange', green: 'green', grey: 'default' } as const;

function ResultView({ result }: { result: Result }) {
  const { w } = usePolicyWords();
  const { simulation, changes } = result;
  const nameOf = (id: string) => result.categories.find((one) => one.id === id)?.name ?? id;
  return (
    <div className="stack">
      <Card size="small">
        <div className="numbers">
          <Statistic
            title={`${w('applicants')}（${w('sample', { n: result.sample })}）`}
            value={simulation.applicants}
          />
          <Statistic title={w('seats')} value={simulation.seats} />
          <Statistic
            title={w('shortageAll')}
            value={simulation.shortage}
            {...(simulation.shortage > 0 ? { styles: { content: { color: '#a3271f' } } } : {})}
          />
          <Statistic title={w('admittedHere')} value={simulation.admitted} />
          <Statistic title={w('placedOverall')} value={simulation.placed} />
          <Statistic title={w('unplaced')} value={simulation.unplaced} />
          <Statistic title={w('overallByRule')} value={simulation.overallPlacement} />
          <Statistic title={w('refused')} value={simulation.refused} />
          <Statistic title={w('undecided')} value={simulation.undecided} />
        </div>
      </Card>
      {changes ? (
        <Card size="small" title={`${w('whose')}：${String(changes.touched)} / ${String(changes.compared)}`}>
          {changes.touched === 0 ? (
            <Alert type="success" showIcon title={w('nobody')} />
          ) : (
            <Movements movements={changes.movements} compared={changes.compared} />
          )}
        </Card>
      ) : null}
      <Card size="small">
        <SimulationCharts result={result} />
      </Card>
      <DataTable
        rowKey="school"
        size="small"
        dataSource={simulation.schools.toSorted((a, b) => b.shortage - a.shortage || b.demand - a.demand)}
        pagination={false}
        scroll={{ x: 980 }}
        expandable={{
          columnTitle: w('categoryRules'),
          columnWidth: 64,
          expandedRowRender: (school) =>
            Object.entries(school.byCategory).map(([id, asked]) => (
              <div key={id}>
                {w('cutOffWords', { category: nameOf(id), admitted: school.admitted[id] ?? 0, asked })}
              </div>
            )),
          rowExpandable: (school) => school.demand > 0,
        }}
        columns={[
          { title: w('school'), render: (_, one) => result.schools[one.school] ?? one.school },
          {
            title: w('warning'),
            width: 90,
            render: (_, one) => <Tag color={WARNING_COLOURS[one.warning]}>{w(one.warning)}</Tag>,
          },
          { title: w('seats'), align: 'right', width: 80, render: (_, one) => one.seats ?? '—' },
          { title: w('demand'), align: 'right', width: 80, dataIndex: 'demand' },
          {
            title: w('balance'),
            align: 'right',
            width: 80,
            render: (_, one) => {
              if (one.seats === null) return '—';
              const left = one.seats - one.demand;
              return left > 0 ? `+${String(left)}` : String(left);
            },
          },
          {
            title: <span title={w('forecastWords')}>{w('forecast')}</span>,
            align: 'right',
            width: 120,
            render: (_, one) => `${String(one.forecast.low)}–${String(one.forecast.high)}`,
          },
          { title: w('placedOverall'), align: 'right', width: 100, dataIndex: 'placedHere' },
          {
            title: w('cutOff'),
            width: 260,
            render: (_, one) =>
              one.cutOff
                ? w('cutOffWords', {
                    category: nameOf(one.cutOff.category),
                    admitted: one.cutOff.admitted,
                    asked: one.cutOff.asked,
                  })
                : w('everybody'),
          },
        ]}
      />
      <p className="soft">{w('forecastWords')}</p>
    </div>
  );
}
