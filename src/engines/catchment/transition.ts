// Rights that a catchment text keeps for a time after a change: which other school, until when, in whose case.

import { isDate, type DateText } from '../../kernel/dates.ts';
import { foldText } from './fold.ts';
import type { TransitionRight } from './place-part.ts';

/** Words by which such a clause is known, in a folded text. */
const SIGN =
  /过渡期|过渡政策|原(?!则)[^、,;。()]{2,20}(?:学区|施教区|招生地段|服务区|地段)(?:内?的?(?:学生|适龄|儿童|新生|家庭)|生)/;

/** The clause from the part that holds such a sign to its end; bounded, so that no text makes it slow. */
export const TRANSITION =
  /(?:(?:自|从|至|截至|在)?\d{4}年[^、,;。\uE002\uE003]{0,14},)?[^、,;。\uE002\uE003]{0,30}(?:过渡期|过渡政策|原(?!则)[^、,;。()\uE002\uE003]{2,20}(?:学区|施教区|招生地段|服务区|地段)(?:内?的?(?:学生|适龄|儿童|新生|家庭)|生))[^;。]{0,160}/g;

/** Whether words (folded) speak of such a right. */
export function isTransition(folded: string): boolean {
  return SIGN.test(folded);
}

const DATE = String.raw`(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?`;
const UNTIL = new RegExp(`${DATE}(?:之前|以前|前|底|止|为止|截止|结束)|(?:至|到|截至|截止到?)${DATE}`);
const FROM = new RegExp(`(?:自|从)${DATE}|${DATE}(?:起|开始|以后)`);
const SPAN = /(\d{4})(?:年)?(?:-|至|到)(\d{4})年?/;
const YEARS = /(?:过渡期|为期|期限)[^\d]{0,4}(\d{1,2})年/;
const SCHOOL =
  /(?:选择|或者?|和|报读|就读|入读|回|到|在|至|读|为)(?:原(?:来的?)?)?([^、,;。()选择报就入读]{2,24}?(?:小学|中学|学校|校区)(?:\([^()]{1,12}校区\))?)/g;
const FORMER = /原(?:属)?([^、,;。()]{2,20}?(?:小学|中学|学校))(?:学区|施教区|招生地段|服务区|地段)/;

const two = (number: number): string => String(number).padStart(2, '0');

/** A date with its missing parts filled to the end (or the beginning) of the year or month. */
function dateOf(year: string, month: string | undefined, day: string | undefined, end: boolean): DateText | undefined {
  const m = month === undefined ? (end ? 12 : 1) : Number(month);
  const last = [31, Number(year) % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1];
  const d = day === undefined ? (end ? last : 1) : Number(day);
  const text = `${year}-${two(m)}-${two(d ?? 0)}`;
  return isDate(text) ? text : undefined;
}

function firstDate(found: RegExpExecArray | null, end: boolean): DateText | undefined {
  if (!found) return undefined;
  const at = found[1] === undefined ? 4 : 1;
  return found[at] === undefined ? undefined : dateOf(found[at], found[at + 1], found[at + 2], end);
}

/**
 * The rights in a clause, one for each school that it names; none where it names no school, so that the caller keeps
 * the words as a remark. A clause that only says whose pupils they were (原甲小学学区生可继续就读) means that school.
 */
export function readTransition(clause: string): TransitionRight[] {
  const folded = foldText(clause);
  const named = [...folded.matchAll(SCHOOL)].map((found) => found[1] as string);
  const former = FORMER.exec(folded)?.[1];
  const schools = named.length > 0 ? named : former === undefined ? [] : [former];
  const span = SPAN.exec(folded);
  const until =
    firstDate(UNTIL.exec(folded), true) ?? (span?.[2] ? dateOf(span[2], undefined, undefined, true) : undefined);
  const from =
    firstDate(FROM.exec(folded), false) ?? (span?.[1] ? dateOf(span[1], undefined, undefined, false) : undefined);
  const years = until === undefined ? YEARS.exec(folded)?.[1] : undefined;
  return [...new Set(schools)].map((school) => ({
    school,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(years === undefined ? {} : { years: Number(years) }),
    text: clause.trim(),
  }));
}

/** Whether a right holds on a day; `since` is the first day of the text, from which years count. */
export function rightHolds(right: TransitionRight, on: DateText | undefined, since: DateText | undefined): boolean {
  if (on === undefined) return true;
  if (right.from !== undefined && on < right.from) return false;
  if (right.until !== undefined) return on <= right.until;
  if (right.years === undefined || since === undefined) return true;
  return on < `${Number(since.slice(0, 4)) + right.years}${since.slice(4)}`;
}
