import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeHash } from '../../platform/crypto/node-hash.ts';
import { toHex, utf8 } from './bytes.ts';
import { buildTree, pathHolds, pathOf, rootOf } from './merkle.ts';

const sha256 = nodeHash('sha256');
const sm3 = nodeHash('sm3');

/** RFC 6962, section 2.1, word for word: split at the largest power of two below n. */
function rfc6962(leaves: readonly Uint8Array[]): Buffer {
  const h = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 1) return h(Uint8Array.of(0), leaves[0]!);
  const k = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
  return h(Uint8Array.of(1), rfc6962(leaves.slice(0, k)), rfc6962(leaves.slice(k)));
}

const leaves = Array.from({ length: 200 }, (_, i) => utf8(`leaf ${i}`));

function leafInto(i: number, out: Uint8Array, offset: number): number {
  out.set(leaves[i]!, offset);
  return leaves[i]!.length;
}

describe('the Merkle tree', () => {
  it('has the root that RFC 6962 defines, for every size from 1 to 200', () => {
    for (let size = 1; size <= 200; size += 1) {
      const tree = buildTree(size, leafInto, sha256);
      expect(rootOf(tree), `size ${size}`).toBe(rfc6962(leaves.slice(0, size)).toString('hex'));
    }
  });

  it('proves every leaf of every size from 1 to 200, and no other leaf, place or size', () => {
    for (let size = 1; size <= 200; size += 1) {
      const tree = buildTree(size, leafInto, sha256);
      const announced = { size, root: rootOf(tree) };
      for (let i = 0; i < size; i += 1) {
        const path = pathOf(tree, i);
        const at = `leaf ${i} of ${size}`;
        expect(pathHolds(leaves[i]!, i, path, announced, sha256), at).toBe(true);
        expect(pathHolds(utf8('a foreign leaf'), i, path, announced, sha256), at).toBe(false);
        expect(pathHolds(leaves[i]!, i + 1, path, announced, sha256), at).toBe(false);
        expect(pathHolds(leaves[i]!, i, [...path, toHex(leaves[0]!)], announced, sha256), at).toBe(false);
        if (path.length > 0) expect(pathHolds(leaves[i]!, i, path.slice(1), announced, sha256), at).toBe(false);
      }
    }
  });

  it('takes no inner node for a leaf', () => {
    const two = buildTree(2, leafInto, sha256);
    const inner = two.nodes.slice(0, 64);
    expect(pathHolds(inner, 0, [], { size: 1, root: rootOf(two) }, sha256)).toBe(false);
  });

  it('differs between SHA-256 and SM3', () => {
    expect(rootOf(buildTree(5, leafInto, sm3))).not.toBe(rootOf(buildTree(5, leafInto, sha256)));
  });
});
