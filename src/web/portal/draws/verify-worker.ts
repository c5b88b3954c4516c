// Repeats a whole draw beside the page, with the same stand-alone verifier that anybody can download.

import { proofHolds, verify, type Check, type Proof } from '../../../../tools/verify-lottery/verify.mjs';

/** What the page asks. Everything needed is in the message: no network. */
export type Question =
  | { readonly id: number; readonly kind: 'transcript'; readonly file: Uint8Array; readonly announced: string }
  | {
      readonly id: number;
      readonly kind: 'proof';
      readonly proof: Proof;
      readonly root: string;
      readonly size: number;
      readonly hash: 'sha256' | 'sm3';
    };

/** What it answers; `ms` is the time that repeating took. */
export type Reply =
  | { readonly id: number; readonly kind: 'transcript'; readonly checks: readonly Check[]; readonly ms: number }
  | { readonly id: number; readonly kind: 'proof'; readonly holds: boolean };

/** A worker's own way of answering: unlike a window's it has no target, only the page that started it. */
const page = self as unknown as { postMessage(answer: Reply): void };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker knows no target origin
const reply = (answer: Reply): void => page.postMessage(answer);

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  if (data.kind === 'proof') {
    const { root, size, hash, proof, id } = data;
    reply({ id, kind: 'proof', holds: proofHolds(proof, { root, size }, hash) });
    return;
  }
  const start = performance.now();
  const checks = verify(data.file, data.announced === '' ? {} : { announced: data.announced });
  reply({ id: data.id, kind: 'transcript', checks, ms: performance.now() - start });
});
