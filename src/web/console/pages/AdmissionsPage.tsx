// A school's list after publication: arrival, and the file for the student record system.

import { Button, Card, Select, Space, Statistic } from 'antd';
import { useSearchParams } from 'wouter';
import { applicationWorkflow, type ApplicationState } from '../../../modules/registration/workflow.ts';
import { addressOf } from '../../client/call.ts';
import { useMe, useRead, useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { DataTable, Head, Loaded, Refused } from '../parts.tsx';

export function AdmissionsPage() {
  const { w, say } = useWords();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const own = me?.organization?.kind === 'school' ? me.organization.id : undefined;
  const schools =
    useRead('GET /api/schools', [{ query: { district: me?.organization?.district ?? undefined } }], {
      off: !me || Boolean(own),
    }).data ?? [];
  const schoolId = own ?? params.get('school') ?? schools[0]?.id;
  return (
    <>
      <Head title={w('admissions')}>
        {own ? null : (
          <Select
            showSearch
            aria-label={w('school')}
            optionFilterProp="label"
            style={{ minWidth: 260 }}
            value={schoolId}
            onChange={(school) => setParams({ school })}
            options={schools.map((item) => ({ value: item.id, label: say(item.name, item.nameEn) }))}
          />
        )}
      </Head>
      {schoolId ? <Admissions key={schoolId} schoolId={schoolId} /> : null}
    </>
  );
}

function Admissions({ schoolId }: { schoolId: string }) {
  const { w, say } = useWords();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const seasonId = params.get('season') ?? undefined;
  const reading = useRead('GET /api/schools/:id/admissions', [{ params: { id: schoolId }, query: { seasonId } }]);
  const report = useSend('POST /api/applications/:id/report');
  const mayReport = me?.role === 'school_reviewer' || me?.role === 'district_admin';
  return (
    <Loaded reading={reading}>
      {(list) => (
        <div className="stack">
          <Space wrap>
            <Select
              aria-label={w('season')}
              style={{ minWidth: 280 }}
              value={list.seasonId}
              onChange={(season) => setParams({ school: schoolId, season: season ?? '' })}
              options={list.seasons.map(({ id, name }) => ({ value: id, label: name }))}
            />
            {list.seasonId && me?.role !== 'auditor' ? (
              <Button
                href={addressOf('GET /api/schools/:id/admissions.xlsx', {
                  params: { id: schoolId },
                  query: { seasonId: list.seasonId },
                })}
              >
                {w('download')}
              </Button>
            ) : null}
            {list.reportFrom ? (
              <span className="soft">
                {w('reportFrom')} {list.reportFrom} – {list.reportUntil}
              </span>
            ) : null}
          </Space>
          <Card size="small">
            <div className="numbers">
              <Statistic title={w('placed')} value={list.counts.placed} />
              <Statistic title={w('acceptedSeat')} value={list.counts.accepted} />
              <Statistic title={w('arrived')} value={list.counts.reported} />
              <Statistic title={w('declinedSeat')} value={list.counts.declined} />
              <Statistic title={w('notArrived')} value={list.counts.notReported} />
            </div>
          </Card>
          <Refused problem={report.error} />
          <DataTable
            rowKey="applicationId"
            size="middle"
            dataSource={list.rows}
            scroll={{ x: 1000 }}
            pagination={{ pageSize: 50, hideOnSinglePage: true }}
            columns={[
              { title: w('child'), render: (_, row) => `${row.childName} ${row.birthDate}` },
              { title: w('receipt'), dataIndex: 'receiptNo' },
              { title: w('category'), dataIndex: 'categoryName' },
              { title: w('notice'), dataIndex: 'noticeNumber' },
              { title: w('guardian2'), render: (_, row) => `${row.guardianName} ${row.guardianPhone}` },
              {
                title: w('state'),
                render: (_, row) => {
                  const words = applicationWorkflow.states[row.state as ApplicationState]?.staff;
                  return words ? say(words.zh, words.en) : row.state;
                },
              },
              {
                title: w('operate'),
                render: (_, row) =>
                  mayReport && ['placed', 'accepted', 'not_reported'].includes(row.state) ? (
                    <Space>
                      <Button
                        size="small"
                        onClick={() =>
                          report.mutate([
                            { params: { id: row.applicationId }, body: { version: row.version, arrived: true } },
                          ])
                        }
                      >
                        {w('arrived')}
                      </Button>
                      {row.state === 'not_reported' ? null : (
                        <Button
                          size="small"
                          danger
                          onClick={() =>
                            report.mutate([
                              { params: { id: row.applicationId }, body: { version: row.version, arrived: false } },
                            ])
                          }
                        >
                          {w('notArrived')}
                        </Button>
                      )}
                    </Space>
                  ) : null,
              },
            ]}
          />
        </div>
      )}
    </Loaded>
  );
}
