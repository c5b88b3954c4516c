// Speaks with the verifier beside the page.

import { useEffect, useRef } from 'react';
import type { Proof } from '../../../../tools/verify-lottery/verify.mjs';
import type { Question, Reply } from './verify-worker.ts';

type Told<K extends Reply['kind']> = Extract<Reply, { kind: K }>;
type Asked<K extends Question['kind']> = Omit<Extract<Question, { kind: K }>, 'id' | 'kind'>;

/** The verifier of a page: started with the page, so that it is there when the network is not. */
export interface Verifier {
  ask<K extends Question['kind']>(kind: K, question: Asked<K>): Promise<Told<K>>;
}

export function useVerifier(): Verifier {
  const worker = useRef<Worker | null>(null);
  const waiting = useRef(new Map<number, (reply: Reply) => void>());
  useEffect(() => {
    const started = new Worker(new URL('./verify-worker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      waiting.current.get(data.id)?.(data);
      waiting.current.delete(data.id);
    });
    worker.current = started;
    return () => started.terminate();
  }, []);
  const verifier = useRef<Verifier>({
    ask: (kind, question) =>
      new Promise((resolve) => {
        const id = Date.now() + Math.random();
        waiting.current.set(id, (reply) => resolve(reply as never));
        worker.current?.postMessage({ id, kind, ...question });
      }),
  });
  return verifier.current;
}

/** A proof file as families download it. */
export interface ProofFile {
  readonly draw: string;
  readonly ticket: string;
  readonly hash: 'sha256' | 'sm3';
  readonly root: string;
  readonly proof: Proof;
}

/** Reads a proof file; null when it is none. */
export function readProofFile(text: string): ProofFile | null {
  try {
    const value = JSON.parse(text) as Partial<ProofFile>;
    return value.proof && typeof value.proof.entry === 'string' && Array.isArray(value.proof.path)
      ? (value as ProofFile)
      : null;
  } catch {
    return null;
  }
}
