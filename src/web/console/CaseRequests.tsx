// Requests of one case, with the other end of a move; and the quiet way to record that the child has died.

import { Button, Card, Form, Input, Modal, Radio, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { requestWorkflow } from '../../modules/requests/workflow.ts';
import type { Answer } from '../client/call.ts';
import { useMe, useRead, useSend } from '../client/queries.ts';
import { useWords } from '../texts/console.ts';
import { useRequestTexts } from '../texts/requests.ts';
import { Refused } from './parts.tsx';

type Application = Answer<'GET /api/applications/:id'>;

/** Nothing for schools: why a family leaves is none of theirs. */
export function CaseRequests({ application }: { application: Application }) {
  const { w, say } = useWords();
  const { r } = useRequestTexts();
  const me = useMe();
  const [recording, setRecording] = useState(false);
  const { id } = application;
  const off = !me || me.role === 'school_reviewer';
  const requests = useRead('GET /api/applications/:id/requests', [{ params: { id } }], { off }).data?.requests ?? [];
  const mayRecord = application.actions.includes('close');
  if (off || (requests.length === 0 && !mayRecord)) return null;
  return (
    <Card
      size="small"
      title={w('requests')}
      extra={
        mayRecord ? (
          <Button type="text" size="small" onClick={() => setRecording(true)}>
            {w('recordDeath')}
          </Button>
        ) : null
      }
    >
      {requests.map((request) => {
        const { staff } = requestWorkflow.states[request.state];
        const other = request.applicationId === id ? request.to : request.from;
        const words = `${r.kinds[request.kind][0]} ${request.number}`;
        return (
          <div key={request.id}>
            {/* The other district's officers see the link and its state, not the request itself. */}
            {request.from && !request.from.open ? words : <Link href={`/requests/${request.id}`}>{words}</Link>}{' '}
            <Tag>{say(staff.zh, staff.en)}</Tag>
            {other ? (
              <span className="soft">
                {w(request.applicationId === id ? 'requestTo' : 'requestFrom')}{' '}
                {say(other.districtName, other.districtNameEn)}{' '}
                {other.open ? <Link href={`/cases/${other.applicationId}`}>{other.receiptNo}</Link> : other.receiptNo}
              </span>
            ) : null}
          </div>
        );
      })}
      {recording ? <RecordDeath application={application} close={() => setRecording(false)} /> : null}
    </Card>
  );
}

function RecordDeath({ application: { id, version }, close }: { application: Application; close: () => void }) {
  const { w } = useWords();
  const [basis, setBasis] = useState<'paper' | 'department'>();
  const [words, setWords] = useState('');
  const send = useSend('POST /api/applications/:id/closing', close);
  return (
    <Modal
      open
      title={w('recordDeath')}
      okText={w('confirm')}
      cancelText={w('cancel')}
      okButtonProps={{ disabled: !basis || words.trim().length < 4, loading: send.isPending }}
      onCancel={close}
      onOk={() => basis && send.mutate([{ params: { id }, body: { version, basis, words } }])}
    >
      <p>{w('recordDeathWhy')}</p>
      <Form layout="vertical">
        <Form.Item label={w('deathBasis')} required>
          <Radio.Group
            value={basis}
            onChange={(event) => setBasis(event.target.value as 'paper')}
            options={[
              { value: 'paper', label: w('deathPaper') },
              { value: 'department', label: w('deathDepartment') },
            ]}
          />
        </Form.Item>
        <Form.Item label={w('deathWords')} htmlFor="death-words" required>
          <Input id="death-words" maxLength={500} value={words} onChange={(event) => setWords(event.target.value)} />
        </Form.Item>
        <Refused problem={send.error} />
      </Form>
    </Modal>
  );
}
