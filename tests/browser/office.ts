// What staff do in walks whose subject is something else: decide and place without the pages.

import { expect } from '@playwright/test';
import { SEASON, STAFF } from '../support/small-city.ts';
import type { City } from './city.ts';
import { send } from './family.ts';

/** Approves everything that waits, runs, approves and publishes the placement; the clock then stands at the results. */
export async function placeQuietly(city: City): Promise<void> {
  city.moveTo('review');
  const reviewer = await city.windowOf(STAFF.districtReviewer, 'desktop');
  const waiting = () =>
    send<{ rows: { id: string; version: number; checks: { waiting: number } }[] }>(
      reviewer.request,
      `GET /api/worklist?seasonId=${SEASON}&queue=all&state=submitted`,
    );
  // Departments are asked after a family has submitted, by a job that may not have ended yet.
  await expect.poll(async () => (await waiting()).rows.every(({ checks }) => checks.waiting === 0)).toBe(true);
  const { rows } = await waiting();
  for (const { id, version } of rows) {
    await send(reviewer.request, `POST /api/applications/${id}/decisions`, { outcome: 'approved', version });
  }
  const first = await city.windowOf(STAFF.districtAdmin, 'desktop');
  const second = await city.windowOf(STAFF.secondAdmin, 'desktop');
  const run = await send<{ id: string }>(first.request, `POST /api/seasons/${SEASON}/runs`, { kind: 'draft' });
  await send(second.request, `POST /api/runs/${run.id}/approve`);
  await send(first.request, `POST /api/runs/${run.id}/publish`);
  for (const page of [reviewer, first, second]) await page.context().close();
}
