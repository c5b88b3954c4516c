// The demonstration's people and cases, for screens: who can show which page.

import { expect, type Browser, type BrowserContext } from '@playwright/test';
import { existsSync } from 'node:fs';
import { send, signIn } from './family.ts';
import { SIZES } from './city.ts';

/** Staff of the demonstration. */
export const DEMO_STAFF = {
  school: '12000000013',
  districtAdmin: '12000000003',
  placingAdmin: '12000000015',
  approvingAdmin: '12000000016',
  cityOfficer: '12000000041',
} as const;

/** A district whose review is done: ready for placement. */
export const READY_SEASON = '320813-primary-2027';
/** A busy season. */
export const BUSY_SEASON = '320812-primary-2027';

/** A signed-in person's browser. Who signed in before comes back: codes are not given out twice a minute. */
export async function browserOf(browser: Browser, phone: string, baseURL: string): Promise<BrowserContext> {
  const file = `test-results/sessions/${phone}.json`;
  const known = existsSync(file);
  const context = await browser.newContext({
    baseURL,
    viewport: SIZES.phone,
    locale: 'zh-CN',
    ...(known ? { storageState: file } : {}),
  });
  if (!known) {
    await signIn(context.request, phone);
    await context.storageState({ path: file });
  }
  return context;
}

/** Publishes the placement of the ready season, unless an earlier run of the tests did. @returns the run's id */
export async function publishReadySeason(browser: Browser, baseURL: string): Promise<string> {
  const first = await browserOf(browser, DEMO_STAFF.placingAdmin, baseURL);
  const second = await browserOf(browser, DEMO_STAFF.approvingAdmin, baseURL);
  const runs = await send<{ id: string; state: string }[]>(first.request, `GET /api/seasons/${READY_SEASON}/runs`);
  let id = runs.find(({ state }) => state === 'published')?.id;
  if (!id) {
    id = (await send<{ id: string }>(first.request, `POST /api/seasons/${READY_SEASON}/runs`, { kind: 'draft' })).id;
    await send(second.request, `POST /api/runs/${id}/approve`);
    await send(first.request, `POST /api/runs/${id}/publish`);
  }
  await first.close();
  await second.close();
  return id;
}

/** A family of each state: an application and its guardian's phone. */
export async function familiesByState(browser: Browser, baseURL: string) {
  const city = await browserOf(browser, DEMO_STAFF.cityOfficer, baseURL);
  const found: Record<string, { id: string; phone: string }> = {};
  for (const state of ['submitted', 'needs_material', 'refused', 'eligible', 'placed', 'withdrawn']) {
    const { rows } = await send<{ rows: { id: string }[] }>(
      city.request,
      `GET /api/worklist?queue=all&size=1&state=${state}`,
    );
    const id = rows[0]?.id ?? '';
    const { declared } = await send<{ declared: { guardians: { phone: string }[] } }>(
      city.request,
      `GET /api/applications/${id}`,
    );
    found[state] = { id, phone: declared.guardians[0]?.phone ?? '' };
  }
  await city.close();
  return (state: string) => {
    const family = found[state];
    expect(family, `the demonstration has a family in state ${state}`).toBeDefined();
    return family as { id: string; phone: string };
  };
}
