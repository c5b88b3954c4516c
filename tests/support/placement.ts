// From submitted families to published seats, as officers do it.

import { expect } from 'vitest';
import type { TestApp } from './database.ts';
import { putAgreeingRecords, settleChecks, viewOf, type Family } from './families.ts';
import { REVIEW, SEASON } from './small-city.ts';
import type { Officer } from './staff.ts';
import type { Visitor } from './visitor.ts';

/** Approves every family and publishes the season's seats; it is the time of review then. */
export async function publishSeats(app: TestApp, as: (officer: Officer) => Visitor, families: readonly Family[]) {
  app.setNow(REVIEW);
  for (const family of families) {
    await putAgreeingRecords(app, family);
    await settleChecks(app, as('districtReviewer'), family.id);
    const { version } = await viewOf(family);
    const decided = await as('districtReviewer').send(`POST /api/applications/${family.id}/decisions`, {
      outcome: 'approved',
      version,
    });
    expect(decided.json().state, decided.body).toBe('eligible');
  }
  const run = await as('districtAdmin').send(`POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });
  expect(run.statusCode, run.body).toBe(200);
  const { id } = run.json();
  await as('secondAdmin').send(`POST /api/runs/${id}/approve`);
  const published = await as('districtAdmin').send(`POST /api/runs/${id}/publish`);
  expect(published.statusCode, published.body).toBe(200);
}
