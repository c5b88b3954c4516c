// A Merkle tree over fixed leaves (RFC 6962, RFC 9162): one root binds all, and each leaf proves itself with few hashes.

import { bytes32, isHex32, toHex, type Hex } from './bytes.ts';
import { digest, type HashFunction } from './hash.ts';

/**
 * All nodes of a tree, level by level from the leaves to the root, 32 bytes each.
 * A level of odd width hands its last node up unchanged, which gives exactly the tree of RFC 6962, section 2.1.
 */
export interface MerkleTree {
  readonly size: number;
  readonly nodes: Uint8Array;
}

/** Leaves and inner nodes are hashed with different first bytes, so that none passes for the other. */
const LEAF = 0x00;
const NODE = 0x01;

/** Hashes leaf data: H(0x00 ‖ data). */
export function leafHash(data: Uint8Array, hash: HashFunction): Uint8Array {
  const input = new Uint8Array(1 + data.length);
  input[0] = LEAF;
  input.set(data, 1);
  return digest(hash, input);
}

/**
 * Builds the tree over `size` leaves, at least one.
 * @param leafInto writes the data of a leaf, at most 64 bytes, to an offset and returns their number
 */
export function buildTree(
  size: number,
  leafInto: (index: number, out: Uint8Array, offset: number) => number,
  hash: HashFunction,
): MerkleTree {
  const nodes = new Uint8Array(32 * nodeCount(size));
  const input = new Uint8Array(65);
  input[0] = LEAF;
  // Views of the input by length: making one for each leaf would cost as much as half a hash.
  const inputs = Array.from({ length: 65 }, (_, length) => input.subarray(0, 1 + length));
  for (let i = 0; i < size; i += 1) {
    hash.digestInto(inputs[leafInto(i, input, 1)]!, nodes, 32 * i);
  }
  // The children stand at byte 4 of the buffer, so that they can be copied as 16 words instead of 64 bytes.
  const pair = new Uint8Array(68).subarray(3);
  pair[0] = NODE;
  const pairWords = new Uint32Array(pair.buffer);
  const nodeWords = new Uint32Array(nodes.buffer);
  let below = 0;
  for (let width = size; width > 1; width = (width + 1) >> 1) {
    const level = below + width;
    for (let i = 0; i + 1 < width; i += 2) {
      for (let word = 0; word < 16; word += 1) pairWords[1 + word] = nodeWords[8 * (below + i) + word]!;
      hash.digestInto(pair, nodes, 32 * (level + (i >> 1)));
    }
    if (width % 2 === 1) {
      const last = 32 * (below + width - 1);
      nodes.copyWithin(32 * (level + (width >> 1)), last, last + 32);
    }
    below = level;
  }
  return { size, nodes };
}

/** The root in the published form. */
export function rootOf(tree: MerkleTree): Hex {
  return toHex(tree.nodes, tree.nodes.length - 32);
}

/** The siblings met on the way from a leaf to the root. A node handed up unchanged has none on that level. */
export function pathOf(tree: MerkleTree, index: number): Hex[] {
  const path: Hex[] = [];
  let level = 0;
  let at = index;
  for (let width = tree.size; width > 1; width = (width + 1) >> 1) {
    const sibling = at ^ 1;
    if (sibling < width) path.push(toHex(tree.nodes, 32 * (level + sibling), 32));
    level += width;
    at >>= 1;
  }
  return path;
}

/** Whether leaf data stands at `index` of the tree of `size` leaves that has this root. */
export function pathHolds(
  data: Uint8Array,
  index: number,
  path: readonly Hex[],
  tree: { readonly size: number; readonly root: Hex },
  hash: HashFunction,
): boolean {
  if (!Number.isInteger(index) || index < 0 || index >= tree.size || !path.every(isHex32)) return false;
  const pair = new Uint8Array(65);
  pair[0] = NODE;
  let node = leafHash(data, hash);
  let used = 0;
  let at = index;
  for (let width = tree.size; width > 1; width = (width + 1) >> 1) {
    if ((at ^ 1) < width) {
      const sibling = path[used];
      if (sibling === undefined) return false;
      used += 1;
      pair.set(node, at % 2 === 0 ? 1 : 33);
      pair.set(bytes32(sibling), at % 2 === 0 ? 33 : 1);
      node = digest(hash, pair);
    }
    at >>= 1;
  }
  return used === path.length && toHex(node) === tree.root;
}

function nodeCount(size: number): number {
  let count = 1;
  for (let width = size; width > 1; width = (width + 1) >> 1) count += width;
  return count;
}
