// The door to other departments' data: one question, one answer, as it was received.

/** What other departments are asked about (教育入学一件事: which department holds what). */
export const CHECK_KINDS = [
  'household',
  'property',
  'lease',
  'residence_permit',
  'social_insurance',
  'business_licence',
  'birth',
  'civil_affairs',
  'student_record',
] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** A question: the key by which the department files its records, e.g. an identity or certificate number. */
export interface DepartmentQuestion {
  readonly kind: CheckKind;
  readonly key: string;
  /** Ours; comes back with the answer, however late or often. */
  readonly requestId: string;
}

/** Why something that came back is no answer. */
export type AnswerFault =
  | 'bad_signature' // not signed, by another key, or changed on the way
  | 'malformed' // truncated, or not of the agreed shape
  | 'other_question' // answers another request
  | 'stale'; // signed too long ago, or in the future

/** What came back, as received. */
export interface Receipt {
  /** The text of the answer; for tables of our own, the record as JSON. */
  readonly body: string;
  /** `Signature-Input` and `Signature` as they came; null where the channel has none. */
  readonly signature: string | null;
  readonly keyId: string | null;
  readonly nonce: string | null;
  readonly fault: AnswerFault | null;
}

/** A record, or that there is none. */
export type Finding =
  { readonly state: 'found'; readonly record: Readonly<Record<string, unknown>> } | { readonly state: 'no_record' };

/** What asking came to. */
export type DepartmentAnswer = (
  | (Finding & { readonly receipt: Receipt })
  /** Nobody failed: the answer comes by itself, at night, or with the next batch. `until`: when to ask again, if known. */
  | { readonly state: 'later'; readonly reason: LaterReason; readonly until: Date | null }
  | { readonly state: 'down'; readonly reason: string }
) & {
  /** `gateway:household`, `reference:birth`, … */
  readonly source: string;
  /** What came back and could not be used, kept all the same. */
  readonly rejected?: readonly Receipt[];
};

export type LaterReason =
  | 'accepted' // the department took the question and answers by callback
  | 'closed' // outside the hours in which it answers
  | 'busy' // it asked us to come back
  | 'batch'; // it is asked by file

/** How a source is reached. */
export type Channel = 'gateway' | 'batch' | 'reference';

/** How a source does at present, as this process sees it. */
export interface SourceStatus {
  readonly channel: Channel;
  /** `open`: not asked for a while after many failures; `trying`: one question tests whether it answers again. */
  readonly breaker: 'closed' | 'open' | 'trying';
  /** `22:00-06:00` in China; null: at any time. */
  readonly hours: string | null;
  readonly withinHours: boolean;
  /** Of the last hundred exchanges. */
  readonly recent: { readonly asked: number; readonly failed: number; readonly medianMs: number | null };
}

/** What a department sends us by itself. */
export interface Callback {
  readonly requestId: string;
  readonly kind: CheckKind;
  readonly finding: Finding;
  readonly receipt: Receipt;
}

/** An HTTP request as it arrived, for the check of its signature. */
export interface ArrivedRequest {
  readonly method: string;
  /** With its path as the sender signed it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Other departments, however they are reached. */
export interface Departments {
  /** Never throws for a department's fault. */
  ask(question: DepartmentQuestion): Promise<DepartmentAnswer>;
  status(kind: CheckKind, now: Date): SourceStatus;
  /** Reads an answer that came by callback; its fault when it is none. */
  readCallback(request: ArrivedRequest): Promise<Callback | { readonly fault: AnswerFault }>;
  /** When a source that was down is asked again, after so many attempts. */
  askAgainAt(now: Date, attempts: number): Date;
  /** Lets go of what waits. */
  stop(): void;
}
