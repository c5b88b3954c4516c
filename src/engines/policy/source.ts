// A policy's text as a tree that remembers lines: YAML parsed, and what it extends merged beneath it.

import { isMap, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument, visit } from 'yaml';
import { err, ok, type Result } from '../../kernel/result.ts';

/** A policy file's text, and how to find the text of a file that it extends. */
export interface PolicySource {
  /** The name that faults are reported under. */
  readonly file: string;
  readonly text: string;
  /** The name and text of a file named by `extends`, relative to the file that names it; undefined if there is none. */
  readonly resolve?: ((name: string, from: string) => { file: string; text: string } | undefined) | undefined;
}

/** Something wrong in a policy: where, and in words that say what to do. */
export interface PolicyFault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly code: string;
  readonly words: string;
}

/** Where a value was written. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The scalar exactly as written, to find a line inside a text of several lines. */
  readonly raw?: string;
}

/** A value with its place, and the places of what it holds. */
export interface Located {
  readonly place: Place;
  /** Where the name of a map's member was written. */
  readonly named?: Place;
  readonly value: unknown;
  readonly entries?: ReadonlyMap<string, Located>;
  readonly items?: readonly Located[];
}

/** A fault at a place. */
export function faultAt(place: Place, code: string, words: string): PolicyFault {
  return { file: place.file, line: place.line, column: place.column, code, words };
}

/** `file:line:column: words`, as compilers write it, so that editors can jump to it. */
export function faultLine(fault: PolicyFault): string {
  return `${fault.file}:${String(fault.line)}:${String(fault.column)}: ${fault.words}`;
}

/** Reads a policy and everything it extends into one tree. */
export function readSource(source: PolicySource): Result<Located, readonly PolicyFault[]> {
  return readFile(source, []);
}

function readFile(source: PolicySource, seen: readonly string[]): Result<Located, readonly PolicyFault[]> {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, uniqueKeys: true, version: '1.2' });
  const [error] = document.errors;
  if (error) {
    // One slip brings a train of errors with it; the first says where it is.
    const { line, col } = lines.linePos(error.pos[0]);
    return err([{ file: source.file, line, column: col, code: 'yaml', words: yamlWords(error) }]);
  }
  const top: Place = { file: source.file, line: 1, column: 1 };
  if (!isMap(document.contents)) {
    return err([faultAt(top, 'yaml', '政策文件应为“名称： 内容”的结构（YAML map）')]);
  }
  const aliases: PolicyFault[] = [];
  const refuse = (what: string, range: readonly number[] | null | undefined): void => {
    const { line, col } = lines.linePos(range?.[0] ?? 0);
    const place = { file: source.file, line, column: col };
    aliases.push(faultAt(place, 'yaml', `不支持${what}；重复的条件请写在 conditions 中再用 cond.名称 引用`));
  };
  visit(document, {
    Alias: (_key, alias) => {
      refuse(` YAML 别名“*${alias.source}”`, alias.range);
    },
    Value: (_key, node) => {
      if (node.anchor !== undefined) refuse(` YAML 锚点“&${node.anchor}”`, node.range);
    },
  });
  if (aliases.length > 0) return err(aliases);
  const tree = locatedNode(document.contents, source, lines, top);
  const parent = tree.entries?.get('extends');
  if (parent === undefined) return ok(tree);
  const name = String(parent.value);
  const found = source.resolve?.(name, source.file);
  if (found === undefined) {
    return err([faultAt(parent.place, 'extends', `找不到所继承的政策文件“${name}”（extends 按本文件所在目录解析）`)]);
  }
  if (found.file === source.file || seen.includes(found.file)) {
    return err([
      faultAt(parent.place, 'extends', `政策文件循环继承：${[...seen, source.file, found.file].join(' → ')}`),
    ]);
  }
  const base = readFile({ ...source, file: found.file, text: found.text }, [...seen, source.file]);
  if (!base.ok) return base;
  return ok(merge(withoutExamples(base.value), tree));
}

/** What YAML's parser says, in words for the author, by its codes; the rest mostly comes from an unquoted expression. */
const YAML_WORDS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: '同一处有两个同名的字段；请删去或改名其中一个',
  TAB_AS_INDENT: '缩进用了制表符（Tab）；请改用空格',
  BAD_INDENT: '缩进不对；同一层的字段要左对齐',
  MULTILINE_IMPLICIT_KEY: '这里不是“名称: 内容”；冒号要用英文半角，后面空一格',
  MULTIPLE_DOCS: '一个文件只写一份政策，不能用 --- 分成几份',
};

function yamlWords(error: { readonly code: string; readonly message: string }): string {
  const known = YAML_WORDS[error.code];
  if (known !== undefined) return `YAML 写法有误：${known}`;
  const reason = (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
  return `YAML 写法有误：${reason}。表达式中有 [ ] { } , : # ! 等符号时，请把整个表达式放在引号里`;
}

/** Families that a policy was tried by were born for its year: they say nothing of one that extends it. */
function withoutExamples(tree: Located): Located {
  const entries = new Map(tree.entries);
  entries.delete('examples');
  return { ...tree, value: plainMap(entries), entries };
}

function locatedNode(node: ParsedNode | null, source: PolicySource, lines: LineCounter, around: Place): Located {
  if (node === null) return { place: around, value: null };
  const { line, col } = lines.linePos(node.range[0]);
  const place: Place = { file: source.file, line, column: col };
  if (isMap(node)) {
    const entries = new Map<string, Located>();
    const value: Record<string, unknown> = {};
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const keyAt = lines.linePos(pair.key.range[0]);
      const named: Place = { file: source.file, line: keyAt.line, column: keyAt.col };
      const child = { ...locatedNode(pair.value, source, lines, named), named };
      entries.set(key, child);
      value[key] = child.value;
    }
    return { place, value, entries };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => locatedNode(item, source, lines, place));
    return { place, value: items.map((item) => item.value), items };
  }
  if (isScalar(node)) {
    return { place: { ...place, raw: source.text.slice(node.range[0], node.range[1]) }, value: node.value };
  }
  return { place, value: undefined };
}

/**
 * The child laid over what it extends: maps member by member; a list whose items carry an `id` item by item (new ones
 * are appended, `remove: true` takes one out); any other value as a whole.
 */
function merge(base: Located, child: Located): Located {
  if (base.entries && child.entries) {
    const entries = new Map(base.entries);
    for (const [key, value] of child.entries) {
      const below = base.entries.get(key);
      entries.set(key, below ? merge(below, value) : value);
    }
    return { place: child.place, value: plainMap(entries), entries };
  }
  if (base.items && child.items && hasIds(base.items) && hasIds(child.items)) {
    const items = [...base.items];
    for (const item of child.items) {
      const at = items.findIndex((other) => idOf(other) === idOf(item));
      const below = items[at];
      if (item.entries?.get('remove')?.value === true) {
        if (at >= 0) items.splice(at, 1);
      } else if (below === undefined) {
        items.push(item);
      } else {
        items[at] = merge(below, item);
      }
    }
    return { place: child.place, value: items.map((item) => item.value), items };
  }
  return child;
}

function plainMap(entries: ReadonlyMap<string, Located>): Record<string, unknown> {
  return Object.fromEntries([...entries].map(([key, located]) => [key, located.value]));
}

function idOf(item: Located): unknown {
  return item.entries?.get('id')?.value;
}

function hasIds(items: readonly Located[]): boolean {
  return items.length > 0 && items.every((item) => idOf(item) !== undefined);
}

/** The place of a value inside a tree, or of the nearest thing around it. Items of a list are named by place or `id`. */
export function placeAt(tree: Located, path: readonly PropertyKey[]): Place {
  return nearest(tree, path).place;
}

/** The place of the name of a value inside a tree. */
export function placeOfName(tree: Located, path: readonly PropertyKey[]): Place {
  const here = nearest(tree, path);
  return here.named ?? here.place;
}

function nearest(tree: Located, path: readonly PropertyKey[]): Located {
  let here = tree;
  for (const step of path) {
    const next =
      here.entries?.get(String(step)) ?? here.items?.[Number(step)] ?? here.items?.find((item) => idOf(item) === step);
    if (next === undefined) break;
    here = next;
  }
  return here;
}

/** Every item of a list that repeats the `id` of one before it, with its place. */
export function repeatedIds(tree: Located): { readonly id: string; readonly place: Place }[] {
  const seen = new Set<unknown>();
  const here = (tree.items ?? []).flatMap((item) => {
    const id = idOf(item);
    if (typeof id !== 'string' || !seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ id, place: item.entries?.get('id')?.place ?? item.place }];
  });
  // Facts of example families are no part of the policy: what they call `id` is theirs.
  const members = [...(tree.entries ?? [])].filter(([name]) => name !== 'facts').map(([, member]) => member);
  const below = [...(tree.items ?? []), ...members];
  return [...here, ...below.flatMap(repeatedIds)];
}

/**
 * The place of an offset within a text, from the place of the scalar that holds it: found by counting the characters
 * that are not white space, which YAML keeps in order however a text is wrapped.
 */
export function placeWithin(place: Place, text: string, offset: number): Place {
  if (place.raw === undefined) return place;
  let before = text.slice(0, offset).replace(/\s/g, '').length;
  let line = place.line;
  let column = place.column;
  const header = /^[|>][^\n]*\n/.exec(place.raw)?.[0].length ?? (/^["']/.test(place.raw) ? 1 : 0);
  for (let i = 0; i < place.raw.length; i += 1) {
    const character = place.raw.charAt(i);
    if (i >= header && !/\s/.test(character)) {
      if (before === 0) break;
      before -= 1;
    }
    if (character === '\n') {
      line += 1;
      column = 1;
    } else {
      column += 1;
    }
  }
  return { ...place, line, column };
}

/** JSON with sorted keys, so that the same policy always has the same hash. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
