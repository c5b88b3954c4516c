// The files of one paper on their way: made ready, looked at, sent, tried again.

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Problem } from '../../client/call.ts';
import { preparePicture, type PreparationFault } from './picture.ts';
import type { PictureFault } from './quality.ts';
import { sendParcel } from './sending.ts';

/** One file on its way. */
export interface Upload {
  readonly key: string;
  readonly fileName: string;
  readonly preview: string | null;
  readonly state: 'preparing' | 'doubtful' | 'sending' | 'failed' | 'refused';
  /** Of 1. */
  readonly share: number;
  readonly fault: PictureFault | PreparationFault | null;
  readonly problem: Problem | null;
}

const FRESH = { preview: null, state: 'preparing', share: 0, fault: null, problem: null } as const;

/** Uploads for one kind of paper, one after the other in the order in which they were chosen. */
export function useUploads(applicationId: string, kind: string) {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const bodies = useRef(new Map<string, Blob>());
  const line = useRef(Promise.resolve());
  const change = (key: string, with_: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...with_ } : one)));

  const discard = (key: string) => {
    bodies.current.delete(key);
    setUploads((all) => {
      const gone = all.find((one) => one.key === key);
      if (gone?.preview) URL.revokeObjectURL(gone.preview);
      return all.filter((one) => one.key !== key);
    });
  };

  const send = (key: string, fileName: string) => {
    const body = bodies.current.get(key);
    if (!body) return;
    change(key, { state: 'sending', share: 0, problem: null });
    // In a line: pages arrive in order, and a slow connection serves one at a time.
    const before = line.current;
    const sendInTurn = async () => {
      await before;
      try {
        await sendParcel({ applicationId, kind, body, fileName, key }, (share) => change(key, { share }));
        await client.invalidateQueries({ queryKey: ['GET /api/applications/:id'] });
        discard(key);
      } catch (error) {
        const problem = error instanceof Problem ? error : new Problem({ title: String(error) });
        const mayHeal = problem.code === 'offline' || problem.status >= 500;
        change(key, { state: mayHeal ? 'failed' : 'refused', problem });
      }
    };
    line.current = sendInTurn();
  };

  const add = async (file: File) => {
    const key = crypto.randomUUID();
    const { name: fileName } = file;
    setUploads((all) => [...all, { ...FRESH, key, fileName }]);
    const prepared = await preparePicture(file);
    if (typeof prepared === 'string') return change(key, { state: 'refused', fault: prepared });
    bodies.current.set(key, prepared.body);
    change(key, { preview: prepared.preview, fault: prepared.fault });
    if (prepared.fault) return change(key, { state: 'doubtful' });
    return send(key, fileName);
  };

  return {
    uploads,
    discard,
    send: ({ key, fileName }: Upload) => send(key, fileName),
    add: async (files: readonly File[]) => {
      for (const file of files) await add(file);
    },
  };
}
