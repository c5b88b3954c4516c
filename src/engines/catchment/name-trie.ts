// Finds all known names in a text in one pass, without a pattern per name.

/** A tree of characters; a node that ends a name holds that name's number. */
interface Node {
  readonly next: Map<number, Node>;
  name: number;
}

/** Names by number, findable from any place in a text. */
export interface NameTrie {
  readonly root: Node;
  readonly longest: number;
}

/** Builds the tree from names; the number of a name is its place in the list. Later duplicates win. */
export function buildTrie(names: readonly string[]): NameTrie {
  const root: Node = { next: new Map(), name: -1 };
  let longest = 0;
  names.forEach((name, number) => {
    let node = root;
    for (let i = 0; i < name.length; i += 1) {
      const code = name.charCodeAt(i);
      let next = node.next.get(code);
      if (!next) {
        next = { next: new Map(), name: -1 };
        node.next.set(code, next);
      }
      node = next;
    }
    node.name = number;
    longest = Math.max(longest, name.length);
  });
  return { root, longest };
}

/**
 * Calls `found` with the number and end of every name that starts at a place, shortest first.
 * Costs at most the length of the longest name.
 */
export function namesAt(trie: NameTrie, text: string, start: number, found: (name: number, end: number) => void): void {
  let node: Node | undefined = trie.root;
  for (let i = start; i < text.length; i += 1) {
    node = node.next.get(text.charCodeAt(i));
    if (!node) return;
    if (node.name >= 0) found(node.name, i + 1);
  }
}
