// Simulations of a season: begin a new one, open those that were made.

import { Button, Card, Form, InputNumber, Radio, Select, Tag } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useRead, useSend } from '../../client/queries.ts';
import { timeText } from '../../texts/dates.ts';
import { usePolicyWords } from '../../texts/policies.ts';
import { DataTable, Head, Loaded, Refused, SeasonSelect, useSeason } from '../parts.tsx';
import { useMayWrite, useRuleSetName } from './parts.tsx';
import { SeatOverrides, type Seats } from './SeatOverrides.tsx';

export function SimulationsPage() {
  const { w, language } = usePolicyWords();
  const choice = useSeason();
  const mayWrite = useMayWrite();
  const seasonId = choice.season?.id;
  const reading = useRead('GET /api/policy-simulations', [{ query: { seasonId: seasonId ?? '' } }], {
    off: seasonId === undefined,
    every: 5_000,
  });
  return (
    <>
      <Head title={w('simulations')}>
        <SeasonSelect choice={choice} />
        <Link href="/rules">{w('rules')}</Link>
      </Head>
      <div className="stack">
        {mayWrite && choice.season ? <NewSimulation key={choice.season.id} choice={choice} /> : null}
        <Loaded reading={reading}>
          {(simulations) => (
            <DataTable
              rowKey="id"
              size="small"
              dataSource={simulations}
              locale={{ emptyText: <span className="soft">{w('noSimulations')}</span> }}
              pagination={{ pageSize: 20, hideOnSinglePage: true }}
              scroll={{ x: 760 }}
              columns={[
                {
                  title: w('ruleSet'),
                  render: (_, one) => (
                    <Link href={`/rule-simulations/${one.id}`}>
                      {one.title} v{one.version}
                    </Link>
                  ),
                },
                {
                  title: w('state'),
                  width: 110,
                  render: (_, one) => (
                    <Tag color={one.state === 'done' ? 'green' : one.state === 'failed' ? 'red' : 'cyan'}>
                      {w(one.state)}
                    </Tag>
                  ),
                },
                { title: w('applicants'), width: 90, align: 'right', dataIndex: 'total' },
                {
                  title: w('by'),
                  width: 260,
                  render: (_, one) => `${one.createdByName} · ${timeText(one.createdAt, language)}`,
                },
              ]}
            />
          )}
        </Loaded>
      </div>
    </>
  );
}

type Size = 'same' | 'growth' | 'drawn';

function NewSimulation({ choice }: { choice: ReturnType<typeof useSeason> }) {
  const { w, say } = usePolicyWords();
  const name = useRuleSetName();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const { season, seasons } = choice;
  const ruleSets = (useRead('GET /api/policies', []).data?.ruleSets ?? []).filter(
    (one) => one.ours && one.stage === season?.stage && season !== undefined && one.districts.includes(season.district),
  );
  const wanted = ruleSets.find((one) => one.hash === params.get('hash'))?.hash;
  const other = ruleSets.find((one) => one.hash === params.get('from'))?.hash;
  const [hash, setHash] = useState<string>();
  const [comparedTo, setComparedTo] = useState<string | null>();
  const [familiesOf, setFamiliesOf] = useState(season?.id ?? '');
  const [size, setSize] = useState<Size>('same');
  const [growthPercent, setGrowth] = useState(10);
  const [count, setCount] = useState(2_000);
  const [seed, setSeed] = useState(1);
  const [seats, setSeats] = useState<Seats>({});
  const chosen = hash ?? wanted ?? season?.policy.hash;
  const against = comparedTo === undefined ? (other ?? null) : comparedTo;
  const start = useSend('POST /api/policy-simulations', (simulation) => go(`/rule-simulations/${simulation.id}`));
  if (!season) return null;
  const options = ruleSets.map((one) => ({ value: one.hash, label: `${name(one)} · ${w(one.standing)}` }));
  const begin = () => {
    if (chosen === undefined) return;
    start.mutate([
      {
        body: {
          seasonId: season.id,
          hash: chosen,
          comparedTo: against === chosen ? null : against,
          settings: {
            familiesOf,
            seed,
            seats,
            ...(size === 'growth' ? { growthPercent, drawn: true } : {}),
            ...(size === 'drawn' ? { count, drawn: true } : {}),
          },
        },
      },
    ]);
  };
  return (
    <Card size="small" title={w('newSimulation')}>
      <Form layout="vertical" className="simulation-form" onFinish={begin}>
        <Form.Item label={w('ruleSet')} htmlFor="simulate-rules">
          <Select id="simulate-rules" aria-label={w('ruleSet')} value={chosen} onChange={setHash} options={options} />
        </Form.Item>
        <Form.Item label={w('comparedWith')} htmlFor="simulate-against">
          <Select
            id="simulate-against"
            aria-label={w('comparedWith')}
            value={against ?? ''}
            onChange={(one: string) => setComparedTo(one === '' ? null : one)}
            options={[{ value: '', label: w('none') }, ...options.filter((one) => one.value !== chosen)]}
          />
        </Form.Item>
        <Form.Item label={w('familiesOf')} htmlFor="simulate-families">
          <Select
            id="simulate-families"
            aria-label={w('familiesOf')}
            value={familiesOf}
            onChange={setFamiliesOf}
            options={seasons
              .filter((one) => one.stage === season.stage)
              .map((one) => ({ value: one.id, label: say(one.name, one.nameEn) }))}
          />
        </Form.Item>
        <Form.Item label={w('population')}>
          <Radio.Group
            value={size}
            onChange={(event) => setSize(event.target.value as Size)}
            options={[
              { value: 'same', label: w('asTheyAre') },
              { value: 'growth', label: w('growth') },
              { value: 'drawn', label: w('synthetic') },
            ]}
          />
        </Form.Item>
        {size === 'growth' ? (
          <Form.Item label={w('growthPercent')} htmlFor="simulate-growth">
            <InputNumber
              id="simulate-growth"
              min={-90}
              max={300}
              suffix="%"
              value={growthPercent}
              onChange={(one) => setGrowth(one ?? 0)}
            />
          </Form.Item>
        ) : null}
        {size === 'drawn' ? (
          <Form.Item label={w('drawCount')} htmlFor="simulate-count">
            <InputNumber
              id="simulate-count"
              min={1}
              max={50_000}
              value={count}
              onChange={(one) => setCount(one ?? 1)}
            />
          </Form.Item>
        ) : null}
        <Form.Item label={w('seed')} htmlFor="simulate-seed">
          <InputNumber id="simulate-seed" min={1} value={seed} onChange={(one) => setSeed(one ?? 1)} />
        </Form.Item>
        <SeatOverrides seasonId={season.id} seats={seats} change={setSeats} />
        <Refused problem={start.error} />
        <Button type="primary" htmlType="submit" loading={start.isPending} disabled={chosen === undefined}>
          {w('start')}
        </Button>
      </Form>
    </Card>
  );
}
