// Months of social insurance as policies count them: in a row, with gaps, arrears paid later, two jobs in one month.

/** One payment for one month. */
export interface PaidMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly employer: string;
  /** Paid after its time (补缴). */
  readonly backPaid: boolean;
}

/** What a policy lets pass. */
export interface CountingRule {
  /** Whether arrears paid later count. */
  readonly countBackPaid: boolean;
  /** The longest gap in months that does not break the row, e.g. while changing employers. */
  readonly toleratedGap: number;
}

/** What a history amounts to by a rule, up to a month. */
export interface InsuranceHistory {
  /** Different months paid; two jobs in one month count once. */
  readonly months: number;
  /** Months of the row that ends with the last paid month; tolerated gaps do not count as paid. */
  readonly continuous: number;
  /** First month of that row, or null without any. */
  readonly since: string | null;
  /** Last paid month, or null. */
  readonly until: string | null;
  /** Months that are missing between the first and the last paid one. */
  readonly missing: readonly string[];
  /** Months that were paid only afterwards, counted or not. */
  readonly backPaid: readonly string[];
}

/** Counts payments up to and with a month (`YYYY-MM`); later ones are not yet due and ignored. */
export function countInsurance(payments: readonly PaidMonth[], upTo: string, rule: CountingRule): InsuranceHistory {
  const due = payments.filter(({ month }) => month <= upTo);
  const inTime = new Set(due.filter((one) => !one.backPaid).map(({ month }) => month));
  const late = new Set(due.map(({ month }) => month).filter((month) => !inTime.has(month)));
  const counted = [...new Set([...inTime, ...(rule.countBackPaid ? late : [])])].map(indexOf).sort((a, b) => a - b);
  const missing: number[] = [];
  let continuous = 0;
  let since: number | null = null;
  counted.forEach((month, place) => {
    const before = counted[place - 1];
    const gap = before === undefined ? 0 : month - before - 1;
    for (let skipped = month - gap; skipped < month; skipped += 1) missing.push(skipped);
    if (before === undefined || gap > rule.toleratedGap) {
      continuous = 0;
      since = month;
    }
    continuous += 1;
  });
  const last = counted.at(-1);
  return {
    months: counted.length,
    continuous,
    since: since === null ? null : monthOf(since),
    until: last === undefined ? null : monthOf(last),
    missing: missing.map(monthOf),
    backPaid: [...late].sort(),
  };
}

function indexOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

function monthOf(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}
