// An object as its members in order, so that a million of them need no classes of the JavaScript machine.

/** The members of a JSON object: names and values, in the order of the text; a name may stand twice. */
export class Members {
  readonly names: readonly string[];
  readonly values: readonly unknown[];

  constructor(names: readonly string[], values: readonly unknown[]) {
    this.names = names;
    this.values = values;
  }

  /** The last value under a name. */
  get(name: string): unknown {
    return this.values[this.names.lastIndexOf(name)];
  }
}

/** The members of a value that is an object, else null. */
export function membersOf(value: unknown): Members | null {
  if (value instanceof Members) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Members(Object.keys(value), Object.values(value));
}
