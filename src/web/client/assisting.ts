// For whom this page acts: a member of staff opens the portal at the counter with `?assisting=…`, for this tab alone.

const KEY = 'hjt.assisting';

/** The assistance in which this tab acts; null where people act for themselves. Takes it out of the address. */
export function assistingId(): string | null {
  try {
    const address = new URL(location.href);
    const given = address.searchParams.get('assisting');
    if (given !== null) {
      sessionStorage.setItem(KEY, given);
      address.searchParams.delete('assisting');
      history.replaceState(history.state, '', address);
    }
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** From now on this tab acts for whoever is signed in. */
export function stopAssisting(): void {
  sessionStorage.removeItem(KEY);
}
