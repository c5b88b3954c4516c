// Reads JSON (RFC 8259) of any size from bytes: chosen lists come item by item, faults name line and column.

import { Members } from '../engines/allocation/members.ts';

/** The bytes are not JSON; the message says where and what was expected. */
export class NotJson extends Error {}

/** Lists of the top object that are not kept, and who gets their items. */
export interface ItemVisitor {
  readonly lists: readonly string[];
  item(list: string, value: unknown, index: number): void;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Deeper nesting is refused: no file of ours needs it, and it would exhaust the stack. */
const DEEPEST = 200;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
/** Texts seen lately, by a hash of their bytes: ids of schools come by the million. */
const CACHE = 1 << 16;

/**
 * The value of a JSON text; objects as {@link Members}. Lists named by the visitor are given to it and stand empty in
 * the answer.
 */
export function readJsonBytes(bytes: Buffer, visitor: ItemVisitor = { lists: [], item: () => undefined }): unknown {
  return new JsonBytes(bytes, visitor).read();
}

class JsonBytes {
  readonly #bytes: Buffer;
  readonly #visitor: ItemVisitor;
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true });
  readonly #cached: string[] = Array.from({ length: CACHE }, () => '');
  readonly #cachedFrom = new Float64Array(CACHE).fill(-1);
  #at = 0;
  #depth = 0;

  constructor(bytes: Buffer, visitor: ItemVisitor) {
    this.#bytes = bytes;
    this.#visitor = visitor;
  }

  read(): unknown {
    const marked = this.#bytes[0] === 0xef && this.#bytes[1] === 0xbb && this.#bytes[2] === 0xbf;
    this.#at = marked ? 3 : 0;
    const value = this.#value();
    if (this.#next() !== -1) throw this.#fault('the end of the text');
    return value;
  }

  /** The next byte that is not white space, or -1; stays before it. */
  #next(): number {
    const bytes = this.#bytes;
    for (; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at]!;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
    }
    return -1;
  }

  #fault(expected: string, at = this.#at): NotJson {
    const before = this.#bytes.subarray(0, at);
    const lineStart = before.lastIndexOf(0x0a) + 1;
    let line = 1;
    for (let i = before.indexOf(0x0a); i >= 0; i = before.indexOf(0x0a, i + 1)) line++;
    const found = at < this.#bytes.length ? JSON.stringify(this.#bytes.toString('utf8', at, at + 20)) : 'the end';
    return new NotJson(`line ${line}, column ${at - lineStart + 1}: expected ${expected}, found ${found}`);
  }

  #value(): unknown {
    switch (this.#next()) {
      case OPEN_OBJECT:
        return this.#object();
      case OPEN_LIST:
        return this.#list();
      case QUOTE:
        return this.#text();
      case 0x74:
        return this.#word('true', true);
      case 0x66:
        return this.#word('false', false);
      case 0x6e:
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #word<T>(word: string, value: T): T {
    if (this.#bytes.toString('latin1', this.#at, this.#at + word.length) !== word) throw this.#fault('a value');
    this.#at += word.length;
    return value;
  }

  #object(): Members {
    const names: string[] = [];
    const values: unknown[] = [];
    this.#enter();
    if (this.#next() === CLOSE_OBJECT) return this.#leave(new Members(names, values));
    for (;;) {
      if (this.#next() !== QUOTE) throw this.#fault('a name in quotes');
      const name = this.#text();
      if (this.#next() !== COLON) throw this.#fault('":"');
      this.#at++;
      names.push(name);
      const streamed = this.#depth === 1 && this.#visitor.lists.includes(name) && this.#next() === OPEN_LIST;
      values.push(streamed ? this.#list(name) : this.#value());
      const byte = this.#next();
      if (byte === CLOSE_OBJECT) return this.#leave(new Members(names, values));
      if (byte !== COMMA) throw this.#fault('"," or "}"');
      this.#at++;
    }
  }

  #list(streamed?: string): unknown[] {
    const items: unknown[] = [];
    this.#enter();
    if (this.#next() === CLOSE_LIST) return this.#leave(items);
    for (let index = 0; ; index++) {
      const value = this.#value();
      if (streamed === undefined) items.push(value);
      else this.#visitor.item(streamed, value, index);
      const byte = this.#next();
      if (byte === CLOSE_LIST) return this.#leave(items);
      if (byte !== COMMA) throw this.#fault('"," or "]"');
      this.#at++;
    }
  }

  #enter(): void {
    if (++this.#depth > DEEPEST) throw this.#fault(`at most ${DEEPEST} levels`);
    this.#at++;
  }

  #leave<T>(value: T): T {
    this.#depth--;
    this.#at++;
    return value;
  }

  #text(): string {
    const bytes = this.#bytes;
    const from = this.#at + 1;
    let hash = 0;
    let plain = true;
    let to = from;
    for (; ; to++) {
      const byte = bytes[to];
      if (byte === QUOTE) break;
      if (byte === undefined) throw this.#fault('a quote at the end of the text', bytes.length);
      if (byte < 0x20) throw this.#fault('an escape instead of a control character', to);
      if (byte === BACKSLASH) {
        plain = false;
        to++;
      } else if (byte >= 0x80) plain = false;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    this.#at = to + 1;
    if (!plain) return this.#unusualText(from, to);
    const slot = (hash ^ (hash >>> 16)) & (CACHE - 1);
    const known = this.#cached[slot]!;
    if (known.length === to - from && this.#sameBytes(this.#cachedFrom[slot]!, from, known.length)) return known;
    const text = bytes.toString('latin1', from, to);
    this.#cached[slot] = text;
    this.#cachedFrom[slot] = from;
    return text;
  }

  #sameBytes(one: number, other: number, length: number): boolean {
    if (one < 0) return false;
    const bytes = this.#bytes;
    for (let i = 0; i < length; i++) if (bytes[one + i] !== bytes[other + i]) return false;
    return true;
  }

  /** A text with escapes or beyond ASCII. */
  #unusualText(from: number, to: number): string {
    let text: string;
    try {
      text = this.#utf8.decode(this.#bytes.subarray(from, to));
    } catch {
      throw this.#fault('UTF-8', from);
    }
    if (!text.includes('\\')) return text;
    try {
      return JSON.parse(`"${text}"`) as string;
    } catch {
      throw this.#fault('a text whose escapes are those of JSON', from);
    }
  }

  #number(): number {
    const bytes = this.#bytes;
    const from = this.#at;
    let to = bytes[from] === MINUS ? from + 1 : from;
    let value = 0;
    const digits = to;
    for (; to < bytes.length; to++) {
      const byte = bytes[to]!;
      if (byte < ZERO || byte > NINE) break;
      value = value * 10 + (byte - ZERO);
    }
    const next = bytes[to];
    const short = to > digits && to - digits <= 15 && (bytes[digits] !== ZERO || to === digits + 1);
    if (short && next !== 0x2e && next !== 0x65 && next !== 0x45) {
      this.#at = to;
      return digits > from ? -value : value;
    }
    while (to < bytes.length && /[-+.0-9eE]/.test(String.fromCharCode(bytes[to]!))) to++;
    const text = bytes.toString('latin1', from, to);
    if (!NUMBER.test(text)) throw this.#fault('a value');
    this.#at = to;
    return Number(text);
  }
}
