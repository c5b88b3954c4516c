// Papers for a request that is being written: each is sent as soon as it is chosen.

import { useId, useState } from 'react';
import { Problem, uploadForRequest } from '../../client/call.ts';
import { Button, Refused } from '../../parts/basic.tsx';
import { useRequestTexts } from '../../texts/requests.ts';
import { useTexts } from '../../texts/texts.ts';

export interface SentFile {
  readonly id: string;
  readonly fileName: string;
}

interface FilesProps {
  /** The application. */
  readonly id: string;
  readonly files: readonly SentFile[];
  readonly change: (files: readonly SentFile[]) => void;
}

export function RequestFiles({ id, files, change }: FilesProps) {
  const { t } = useTexts();
  const { r } = useRequestTexts();
  const input = useId();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (file: File) => {
    setBusy(true);
    setProblem(null);
    try {
      change([...files, await uploadForRequest(id, file)]);
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem({ title: String(error) }));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card">
      {files.map((file) => (
        <div className="row between" key={file.id}>
          <span>{file.fileName}</span>
          <Button look="text" onClick={() => change(files.filter((one) => one.id !== file.id))}>
            {t.apply.files.remove}
            <span className="hidden-visually"> {file.fileName}</span>
          </Button>
        </div>
      ))}
      <Refused problem={problem} />
      <div>
        <label htmlFor={input} className="button quiet small" aria-busy={busy}>
          {busy ? r.adding : r.add}
        </label>
        <input
          id={input}
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
