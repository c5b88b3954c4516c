// All rule sets by region, stage and year, with drafts in work and changes that wait.

import { Alert, Button, Card, Input, Segmented, Select, Tag, Upload } from 'antd';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Answer } from '../../client/call.ts';
import { useRead, useSend } from '../../client/queries.ts';
import { timeText } from '../../texts/dates.ts';
import { usePolicyWords } from '../../texts/policies.ts';
import { DataTable, Head, Loaded, Refused } from '../parts.tsx';
import { StandingTag, useMayWrite, type RuleSet } from './parts.tsx';

export function PoliciesPage() {
  const { w } = usePolicyWords();
  const reading = useRead('GET /api/policies', []);
  return (
    <>
      <Head title={w('rules')} />
      <p className="soft">{w('rulesLead')}</p>
      <div className="stack">
        <Proposals />
        <Loaded reading={reading}>
          {({ ruleSets, drafts }) => (
            <>
              <Drafts drafts={drafts} />
              <Library ruleSets={ruleSets} />
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}

function Proposals() {
  const { w, say, language } = usePolicyWords();
  const reading = useRead('GET /api/policy-proposals', []);
  if (reading.data?.length === 0) return null;
  return (
    <Card size="small" title={w('proposals')}>
      <Loaded reading={reading}>
        {(proposals) => (
          <DataTable
            rowKey="id"
            size="small"
            dataSource={proposals}
            pagination={{ pageSize: 5, hideOnSinglePage: true }}
            scroll={{ x: 760 }}
            columns={[
              {
                title: w('season'),
                render: (_, one) => (
                  <Link href={`/rule-changes/${one.id}`}>{say(one.seasonName, one.seasonNameEn)}</Link>
                ),
              },
              { title: w('after'), render: (_, one) => `${one.after.title} v${one.after.version}` },
              {
                title: w('standing'),
                render: (_, one) => (
                  <>
                    <Tag color={one.state === 'proposed' ? 'orange' : one.state === 'approved' ? 'green' : 'default'}>
                      {w(one.state)}
                    </Tag>
                    {one.midSeason ? <Tag color="red">{w('midSeason')}</Tag> : null}
                  </>
                ),
              },
              {
                title: w('by'),
                render: (_, one) => `${one.proposedByName} · ${timeText(one.proposedAt, language)}`,
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
}

function Drafts({ drafts }: { drafts: Answer<'GET /api/policies'>['drafts'] }) {
  const { w, language } = usePolicyWords();
  const [, go] = useLocation();
  const mayWrite = useMayWrite();
  const begin = useSend('POST /api/policy-drafts', (draft) => go(`/rule-drafts/${draft.id}`));
  const upload = async (files: readonly File[]) => {
    const sources = await Promise.all(files.map(async (file) => ({ file: file.name, text: await file.text() })));
    // The file that extends others comes first; those that it extends after it.
    const names = new Set(sources.map(({ text }) => /^extends:\s*(\S+)/m.exec(text)?.[1]));
    sources.sort((a, b) => Number(names.has(a.file)) - Number(names.has(b.file)));
    begin.mutate([{ body: { sources } }]);
  };
  return (
    <Card
      size="small"
      title={w('drafts')}
      extra={
        mayWrite ? (
          <Upload
            accept=".yaml,.yml"
            multiple
            showUploadList={false}
            beforeUpload={(file, list) => {
              if (file === list[0]) void upload(list);
              return false;
            }}
          >
            <Button size="small" title={w('uploadHint')} loading={begin.isPending}>
              {w('fromFile')}
            </Button>
          </Upload>
        ) : null
      }
    >
      <Refused problem={begin.error} />
      {drafts.length === 0 ? <p className="soft">{w('noDrafts')}</p> : null}
      {drafts.map((draft) => (
        <div key={draft.id} className="rule-draft">
          <Link href={`/rule-drafts/${draft.id}`}>{draft.title}</Link>
          {draft.faults > 0 ? <Tag color="red">{w('faults', { n: draft.faults })}</Tag> : null}
          <span className="soft">
            {w('lastSaved', { name: draft.updatedByName, time: timeText(draft.updatedAt, language) })}
          </span>
        </div>
      ))}
    </Card>
  );
}

function Library({ ruleSets }: { ruleSets: readonly RuleSet[] }) {
  const { w, say } = usePolicyWords();
  const [whose, setWhose] = useState<'ours' | 'others'>('ours');
  const [stage, setStage] = useState<string>();
  const [year, setYear] = useState<number>();
  const [words, setWords] = useState('');
  const [, go] = useLocation();
  const shown = ruleSets.filter(
    (one) =>
      one.ours === (whose === 'ours') &&
      (stage === undefined || one.stage === stage) &&
      (year === undefined || one.entryYear === year) &&
      (words === '' || `${one.title.zh}${one.title.en}${one.region}`.toLowerCase().includes(words.toLowerCase())),
  );
  const order = ['in_force', 'proposed', 'draft', 'kept', 'retired'];
  const rows = shown.toSorted(
    (a, b) =>
      order.indexOf(a.standing) - order.indexOf(b.standing) ||
      b.entryYear - a.entryYear ||
      a.region.localeCompare(b.region, 'zh'),
  );
  return (
    <Card size="small" title={w('library')}>
      <div className="rule-filters">
        <Segmented
          value={whose}
          onChange={setWhose}
          options={[
            { value: 'ours', label: w('ours') },
            { value: 'others', label: w('others') },
          ]}
        />
        <Select
          aria-label={w('stage')}
          placeholder={w('stage')}
          allowClear
          style={{ width: 110 }}
          value={stage}
          onChange={setStage}
          options={(['primary', 'junior'] as const).map((value) => ({ value, label: w(value) }))}
        />
        <Select
          aria-label={w('year')}
          placeholder={w('year')}
          allowClear
          style={{ width: 120 }}
          value={year}
          onChange={setYear}
          options={[...new Set(ruleSets.map((one) => one.entryYear))]
            .toSorted((a, b) => b - a)
            .map((value) => ({ value, label: String(value) }))}
        />
        <Input.Search
          aria-label={w('search')}
          placeholder={w('search')}
          allowClear
          style={{ width: 240 }}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {rows.length === 0 ? <Alert title={w('noDrafts')} type="info" /> : null}
      <DataTable
        rowKey="hash"
        size="small"
        dataSource={rows}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 960 }}
        onRow={(one) => ({ onDoubleClick: () => go(`/rules/${one.hash}`) })}
        columns={[
          {
            title: w('title'),
            render: (_, one) => (
              <>
                <Link href={`/rules/${one.hash}`}>{say(one.title.zh, one.title.en)}</Link>{' '}
                {one.demo ? <Tag>{w('demo')}</Tag> : null}
              </>
            ),
          },
          { title: w('region'), dataIndex: 'region', width: 150 },
          { title: w('stage'), width: 80, render: (_, one) => w(one.stage) },
          { title: w('year'), dataIndex: 'entryYear', width: 90, align: 'right' },
          { title: w('version'), dataIndex: 'version', width: 70, align: 'right' },
          { title: w('standing'), width: 100, render: (_, one) => <StandingTag standing={one.standing} /> },
          {
            title: w('usedBy'),
            width: 330,
            render: (_, one) =>
              one.seasons.map((season) => (
                <div key={season.seasonId}>
                  {say(season.name, season.nameEn)}
                  {season.now ? '' : w('formerly')}
                </div>
              )),
          },
        ]}
      />
    </Card>
  );
}
