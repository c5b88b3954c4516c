// The demonstration's people and cases, for screens: who can show which page.

import { expect, type Browser, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
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

/**
 * A signed-in person's browser. Codes are not given out twice a minute and a code serves once, so whoever signed in
 * before, in whichever worker, comes back with the same session.
 */
export async function browserOf(
  browser: Browser,
  phone: string,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const kept = { viewport: SIZES.phone, locale: 'zh-CN', ...options };
  const file = `test-results/sessions/${phone}.json`;
  const lock = `${file}.lock`;
  mkdirSync('test-results/sessions', { recursive: true });
  while (!takes(lock)) await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    if (existsSync(file)) return await browser.newContext({ ...kept, storageState: file });
    const context = await browser.newContext(kept);
    await signIn(context.request, phone);
    await context.storageState({ path: file });
    return context;
  } finally {
    rmdirSync(lock);
  }
}

/** Takes a lock, which is a folder: only one can make it. */
function takes(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

/** Publishes the placement of the ready season, unless an earlier run of the tests did. @returns the run's id */
export async function publishReadySeason(browser: Browser, baseURL: string): Promise<string> {
  const first = await browserOf(browser, DEMO_STAFF.placingAdmin, { baseURL });
  const second = await browserOf(browser, DEMO_STAFF.approvingAdmin, { baseURL });
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
  const city = await browserOf(browser, DEMO_STAFF.cityOfficer, { baseURL });
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
