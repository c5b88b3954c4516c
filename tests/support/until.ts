// Waiting for the queues, which work on their own time.

/** Asks until it holds. @throws with what was seen last when it does not within 20 seconds */
export async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  let seen = await look();
  for (let waited = 0; waited < 20_000 && !holds(seen); waited += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    seen = await look();
  }
  if (!holds(seen)) throw new Error(`waited in vain: ${JSON.stringify(seen)}`);
  return seen;
}
