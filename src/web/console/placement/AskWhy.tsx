// Why a child stands where it stands: found by name or receipt number, with its place in every line that it joined.

import { Button, Descriptions, Input, List, Modal, Tag } from 'antd';
import { useState } from 'react';
import { useRead } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { Loaded } from '../parts.tsx';

export function AskWhy({ runId }: { runId: string }) {
  const { w } = useWords();
  const [search, setSearch] = useState('');
  const [asked, setAsked] = useState<string>();
  const reading = useRead('GET /api/runs/:id/applications', [{ params: { id: runId }, query: { search } }], {
    off: search === '',
  });
  return (
    <>
      <Input.Search
        aria-label={w('search')}
        placeholder={w('search')}
        allowClear
        maxLength={60}
        enterButton
        style={{ maxWidth: 420 }}
        onSearch={(text) => setSearch(text.trim())}
      />
      {search === '' ? null : (
        <Loaded reading={reading}>
          {(found) => (
            <List
              size="small"
              locale={{ emptyText: w('nobodyFound') }}
              dataSource={found}
              renderItem={(child) => (
                <List.Item
                  actions={[
                    <Button key="why" size="small" onClick={() => setAsked(child.applicationId)}>
                      {w('whyHere')}
                    </Button>,
                  ]}
                >
                  {`${child.childName} · ${child.receiptNo} → ${child.schoolName ?? w('unplaced')}`}
                </List.Item>
              )}
            />
          )}
        </Loaded>
      )}
      {asked ? <Why runId={runId} applicationId={asked} close={() => setAsked(undefined)} /> : null}
    </>
  );
}

export function Why({ runId, applicationId, close }: { runId: string; applicationId: string; close: () => void }) {
  const { w, say } = useWords();
  const reading = useRead('GET /api/runs/:id/applications/:applicationId', [{ params: { id: runId, applicationId } }]);
  return (
    <Modal open width={640} title={w('whyHere')} footer={null} onCancel={close}>
      <Loaded reading={reading}>
        {(answer) => (
          <div className="stack">
            <strong>
              {`${answer.childName} · ${answer.receiptNo} → ${answer.schoolName ? say(answer.schoolName, answer.schoolNameEn) : w('unplaced')}`}
            </strong>
            <ul className="because">
              {answer.because.map((line) => (
                <li key={line.zh}>· {say(line.zh, line.en)}</li>
              ))}
            </ul>
            {answer.asked.length > 0 ? (
              <section>
                <h2 className="part-title">{w('askedSchools')}</h2>
                {answer.asked.map((school) => (
                  <p key={school.schoolId}>
                    <Tag color={school.has ? 'green' : 'orange'}>{school.has ? w('placed') : w('waitingList')}</Tag>{' '}
                    <strong>{say(school.schoolName, school.schoolNameEn)}</strong>
                    {' · '}
                    {w('placeOf', { place: school.place, demand: school.demand, seats: school.seats })}
                    <br />
                    <span className="soft">
                      {school.cutOff
                        ? w('lastAdmitted', { who: say(school.cutOff.zh, school.cutOff.en) })
                        : w('allAdmitted')}
                    </span>
                  </p>
                ))}
              </section>
            ) : null}
            {answer.nearerFull.length > 0 ? (
              <section>
                <h2 className="part-title">{w('nearerFull')}</h2>
                <ol>
                  {answer.nearerFull.map((school) => (
                    <li key={school.schoolName}>
                      {`${say(school.schoolName, school.schoolNameEn)} · ${w('metres', { n: school.metres })}`}
                    </li>
                  ))}
                </ol>
              </section>
            ) : null}
            <Descriptions
              size="small"
              column={1}
              title={w('rank')}
              items={answer.rank.map(({ label, value }) => ({
                key: label.zh,
                label: say(label.zh, label.en),
                children: say(value.zh, value.en),
              }))}
            />
          </div>
        )}
      </Loaded>
    </Modal>
  );
}
