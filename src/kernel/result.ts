// The two ways a use case can end: done, or refused with a reason.

/** A value, or the reason why there is none. Refusals are data; only bugs throw. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Wraps a value that was reached. */
export function ok(): Result<undefined, never>;
export function ok<T>(value: T): Result<T, never>;
export function ok<T>(value?: T): Result<T | undefined, never> {
  return { ok: true, value };
}

/** Wraps the reason why no value was reached. */
export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}

/**
 * The value of a result that cannot have failed here; throws with the error as text when it did.
 * For tests, start-up and places where a refusal is a bug.
 */
export function unwrap<T, E>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new Error(`unexpected refusal: ${JSON.stringify(result.error)}`);
}
