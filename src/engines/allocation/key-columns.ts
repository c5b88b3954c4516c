// Lists of priority numbers folded, column by column, into one whole number each.

/** One place of the priority lists, left to right: a number an entry, or one an applicant (the same at every school). */
export interface KeyColumn {
  readonly per: 'entry' | 'applicant';
  /** Finite numbers; `-Infinity` where an applicant's list has ended, so that the shorter list comes first. */
  readonly values: NumberColumn;
}

/** Any numbers, or whole ones in less room. */
export type NumberColumn = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** Whole numbers `values[i] - least`, from 0 below `range`, that compare like the columns folded so far. */
export interface Folded {
  readonly values: NumberColumn;
  readonly least: number;
  readonly range: number;
}

const EXACT = Number.MAX_SAFE_INTEGER;

/** The beginning: no column yet, all equal. */
export function nothingFolded(length: number): Folded {
  return { values: new Uint8Array(length), least: 0, range: 1 };
}

/** Appends a column: compares as the pair (before, column). */
export function fold(before: Folded, column: NumberColumn): Folded {
  let next = wholeNumbers(column) ?? compress({ values: column, least: 0, range: Infinity });
  if (before.range === 1) return next;
  let head = before;
  if (head.range * next.range > EXACT) head = compress(head);
  if (head.range * next.range > EXACT) next = compress(next);
  const values = new Float64Array(column.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = (head.values[i]! - head.least) * next.range + (next.values[i]! - next.least);
  }
  return { values, least: 0, range: head.range * next.range };
}

/** The column as it is when it holds whole numbers in a range that can be counted, else null. Ended lists come first. */
function wholeNumbers(column: NumberColumn): Folded | null {
  const { least, greatest, ended, whole } = column instanceof Float64Array ? survey(column) : surveyWhole(column);
  if (greatest === -Infinity) return nothingFolded(column.length);
  if (!whole || greatest - least + 2 > EXACT) return null;
  if (!ended) return { values: column, least, range: greatest - least + 1 };
  const values = new Float64Array(column.length);
  for (let i = 0; i < values.length; i++) values[i] = column[i] === -Infinity ? least - 1 : column[i]!;
  return { values, least: least - 1, range: greatest - least + 2 };
}

interface Survey {
  readonly least: number;
  readonly greatest: number;
  /** Some list has ended before this column. */
  readonly ended: boolean;
  readonly whole: boolean;
}

function survey(column: Float64Array): Survey {
  let least = Infinity;
  let greatest = -Infinity;
  let ended = false;
  let whole = true;
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    if (value === -Infinity) {
      ended = true;
      continue;
    }
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (whole && !Number.isInteger(value)) whole = false;
  }
  return { least, greatest, ended, whole };
}

/** The same for arrays that hold whole numbers by their kind. */
function surveyWhole(column: Exclude<NumberColumn, Float64Array>): Survey {
  let least = column.length === 0 ? Infinity : column[0]!;
  let greatest = column.length === 0 ? -Infinity : least;
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    if (value < least) least = value;
    else if (value > greatest) greatest = value;
  }
  return { least, greatest, ended: false, whole: true };
}

/** Numbers replaced by their place among the distinct ones. */
export function compress(column: Folded): Folded {
  const sorted = Float64Array.from(column.values).sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (distinct === 0 || sorted[i] !== sorted[distinct - 1]) sorted[distinct++] = sorted[i]!;
  }
  const unique = sorted.subarray(0, distinct);
  const values = new Float64Array(sorted.length);
  for (let i = 0; i < values.length; i++) values[i] = lowerBound(unique, column.values[i]!);
  return { values, least: 0, range: Math.max(1, distinct) };
}

/** The first place in ascending numbers that is not below a value. */
export function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
