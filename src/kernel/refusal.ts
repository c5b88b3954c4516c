// A refusal: what a person asked for is not done, and the person is told why and what to do.

/** HTTP statuses a refusal can have (RFC 9110); the wire form is a problem document (RFC 9457). */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 503;

/** The words of a refusal code. `{name}` stands for a value that the refusal carries. */
export interface RefusalText {
  readonly status: RefusalStatus;
  /** Chinese, for people: what is wrong and what to do. */
  readonly zh: string;
  readonly en: string;
}

/** A fault at one place of the input. */
export interface FieldFault {
  /** Path into the body, query or form, e.g. `guardians.0.phone`. */
  readonly field: string;
  readonly zh: string;
  readonly en: string;
}

/** Why a use case was not carried out. Its texts stand in the `contract.ts` of the module that owns the code. */
export interface Refusal {
  readonly code: string;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly fields?: readonly FieldFault[];
}

/** Makes a refusal. */
export function refusal(code: string, values?: Refusal['values'], fields?: readonly FieldFault[]): Refusal {
  return { code, ...(values ? { values } : {}), ...(fields ? { fields } : {}) };
}

/** Puts a refusal's values into its text. A value that was not given leaves its name in braces, so that it is seen. */
export function fillText(text: string, values: Refusal['values'] = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
