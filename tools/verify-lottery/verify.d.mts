// Types of the stand-alone verifier, for the pages that run it.

export type CheckPart =
  'form' | 'seal' | 'announcement' | 'roster' | 'commitments' | 'timing' | 'seed' | 'numbers' | 'seats' | 'chain';

export interface Check {
  readonly part: CheckPart;
  readonly state: 'holds' | 'broken' | 'not_checked';
  /** What was found, in English. */
  readonly words: string;
}

export interface Proof {
  readonly entry: string;
  readonly index: number;
  readonly size: number;
  readonly path: readonly string[];
}

export function verify(
  file: Uint8Array | string,
  published?: { readonly announced?: string; readonly publicValue?: string; readonly previous?: string },
): readonly Check[];
export function proofHolds(
  proof: Proof,
  announced: { readonly root: string; readonly size: number },
  hash: 'sha256' | 'sm3',
): boolean;
export function commitmentOf(
  opening: { readonly draw: string; readonly party: string; readonly nonce: string; readonly value: string },
  hash: 'sha256' | 'sm3',
): string;
