// The list from which a case was opened, so that one can go on to the next.

const KEY = 'hjt.list';

export function rememberList(ids: readonly string[]): void {
  sessionStorage.setItem(KEY, JSON.stringify(ids));
}

/** The cases before and after one in the list last seen. */
export function neighboursOf(id: string): { previous: string | undefined; next: string | undefined } {
  const ids = JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as string[];
  const at = ids.indexOf(id);
  return { previous: at > 0 ? ids[at - 1] : undefined, next: at >= 0 ? ids[at + 1] : undefined };
}
