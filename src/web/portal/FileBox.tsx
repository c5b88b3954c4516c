// One kind of paper: its uploaded pictures, and a button to add one.

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { addressOf, Problem, upload, type Answer } from '../client/call.ts';
import { useSend } from '../client/queries.ts';
import { Button, Refused, Tag } from '../parts/basic.tsx';
import { useTexts } from '../texts/texts.ts';

interface FileBoxProps {
  readonly application: Answer<'GET /api/applications/:id'>;
  readonly kind: string;
  readonly title: string;
  readonly words?: string | undefined;
  /** A reviewer asked for it. */
  readonly wanted?: boolean;
}

export function FileBox({ application, kind, title, words, wanted }: FileBoxProps) {
  const { t } = useTexts();
  const client = useQueryClient();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = useSend('DELETE /api/applications/:id/files/:fileId');
  const files = application.files.filter((file) => file.kind === kind);
  const send = async (file: File) => {
    setBusy(true);
    setProblem(null);
    try {
      await upload(application.id, kind, file);
      await client.invalidateQueries({ queryKey: ['GET /api/applications/:id'] });
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem({ title: String(error) }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card">
      <div className="row between">
        <h2>{title}</h2>
        {files.length > 0 ? (
          <Tag tone="good">{files.length}</Tag>
        ) : wanted ? (
          <Tag tone="act">{t.application.asked}</Tag>
        ) : null}
      </div>
      {words ? <p className="small soft">{words}</p> : null}
      {files.map((file) => (
        <div className="row between" key={file.id}>
          <a
            href={addressOf('GET /api/applications/:id/files/:fileId', {
              params: { id: application.id, fileId: file.id },
              query: {},
            })}
          >
            {file.fileName}
          </a>
          <Button look="text" onClick={() => remove.mutate([{ params: { id: application.id, fileId: file.id } }])}>
            {t.apply.files.remove}
            <span className="hidden-visually"> {file.fileName}</span>
          </Button>
        </div>
      ))}
      <Refused problem={problem ?? remove.error} />
      <div>
        <label htmlFor={id} className="button quiet small" aria-busy={busy}>
          {busy ? t.apply.files.uploading : t.apply.files.add}
        </label>
        <input
          id={id}
          className="hidden-visually"
          type="file"
          accept="image/jpeg,image/png,image/heic,application/pdf"
          disabled={busy}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) void send(file);
            event.currentTarget.value = '';
          }}
        />
      </div>
    </section>
  );
}
