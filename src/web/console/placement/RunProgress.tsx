// A run at work: which step it has reached, of how many, and a way to cancel it.

import { Alert, Button, Card, Progress } from 'antd';
import type { Answer } from '../../client/call.ts';
import { useSend } from '../../client/queries.ts';
import { useWords } from '../../texts/console.ts';
import { Refused } from '../parts.tsx';

export function RunProgress({ run }: { run: Answer<'GET /api/runs/:id'> }) {
  const { w } = useWords();
  const cancel = useSend('POST /api/runs/:id/cancel');
  const { progress } = run;
  if (run.state === 'failed') return <Alert type="error" showIcon title={w('runFailed')} />;
  if (run.state !== 'running' || !progress) return null;
  return (
    <Card size="small">
      <div className="stack" aria-live="polite">
        <strong>{`${progress.at} / ${progress.of} · ${w(`step_${progress.step}`)}`}</strong>
        <Progress
          aria-label={w('running')}
          percent={Math.round((100 * (progress.at - 1)) / progress.of)}
          status="active"
        />
        {run.actions.includes('cancel') ? (
          <div>
            <Button danger loading={cancel.isPending} onClick={() => cancel.mutate([{ params: { id: run.id } }])}>
              {w('cancelRun')}
            </Button>
          </div>
        ) : null}
        <Refused problem={cancel.error} />
      </div>
    </Card>
  );
}
