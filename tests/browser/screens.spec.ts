// Every page at both sizes: without faults, clean to axe, no wider than the window; pictures in test-results/screens.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { SIZES } from './city.ts';
import { BUSY_SEASON, browserOf, DEMO_STAFF, familiesByState, publishReadySeason, READY_SEASON } from './demo.ts';
import { send } from './family.ts';

type Screens = readonly (readonly [name: string, address: string])[];

test.describe.configure({ timeout: 240_000 });

let runId: string;
let family: Awaited<ReturnType<typeof familiesByState>>;
test.beforeAll(async ({ browser }, { project }) => {
  const baseURL = project.use.baseURL ?? '';
  runId = await publishReadySeason(browser, baseURL);
  family = await familiesByState(browser, baseURL);
});

/** Opens one page after the other, at the entrance's own size first. */
async function look(context: BrowserContext, screens: Screens, own: keyof typeof SIZES): Promise<void> {
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  const sizes = own === 'phone' ? (['phone', 'desktop'] as const) : (['desktop', 'phone'] as const);
  for (const [name, address] of screens) {
    await page.setViewportSize(SIZES[own]);
    await page.goto(address);
    await settled(page);
    for (const size of sizes) {
      await page.setViewportSize(SIZES[size]);
      await page.evaluate(() =>
        Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null))),
      );
      await page.screenshot({
        path: `test-results/screens/${name}-${size}.png`,
        fullPage: true,
        animations: 'disabled',
      });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect.soft(wide, `${name} is ${wide} pixels wider than a ${size}`).toBeLessThanOrEqual(0);
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        name,
      )
      .toEqual([]);
  }
  expect(faults).toEqual([]);
  await context.close();
}

/** What the page asked for has come. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible();
  await expect(page.locator('.skeleton, .ant-skeleton, .ant-spin-spinning')).toHaveCount(0);
}

test('public pages', async ({ browser, baseURL }) => {
  const placed = family('placed');
  const holder = await browserOf(browser, placed.phone, { baseURL: baseURL ?? '' });
  const { checkUrl } = await send<{ checkUrl: string }>(holder.request, `GET /api/applications/${placed.id}/notice`);
  await holder.close();
  const schools = await send<{ id: string }[]>(
    await browser.newContext({ baseURL: baseURL ?? '' }).then(({ request }) => request),
    'GET /api/schools?district=320812',
  );
  await look(
    await browser.newContext({ baseURL: baseURL ?? '' }),
    [
      ['home', '/'],
      ['sign-in', '/sign-in'],
      ['schools', '/schools'],
      ['school', `/schools/${schools[0]?.id}`],
      ['season', `/seasons/${BUSY_SEASON}`],
      ['check', new URL(checkUrl).pathname],
      ['check-unknown', '/v/no-such-notice-token'],
      ['not-found', '/no-such-page'],
    ],
    'phone',
  );
});

test('pages of a family that is asked for something', async ({ browser, baseURL }) => {
  const { id, phone } = family('needs_material');
  await look(
    await browserOf(browser, phone, { baseURL: baseURL ?? '' }),
    [
      ['tasks', '/tasks'],
      ['messages', '/messages'],
      ['child-new', '/children/new'],
      ['second-guardian', '/second-guardian'],
      ['apply-begin', '/apply'],
      ['application-asked', `/applications/${id}`],
      ...['household', 'guardians', 'home', 'family', 'files', 'check'].map(
        (step) => [`apply-${step}`, `/applications/${id}/edit/${step}`] as const,
      ),
      ['receipt', `/applications/${id}/receipt`],
    ],
    'phone',
  );
});

test('pages of families at other points of the way', async ({ browser, baseURL }) => {
  for (const [state, pages] of [
    ['submitted', ['']],
    ['refused', ['']],
    ['eligible', ['']],
    ['placed', ['', '/notice']],
    ['withdrawn', ['']],
  ] as const) {
    const { id, phone } = family(state);
    await look(
      await browserOf(browser, phone, { baseURL: baseURL ?? '' }),
      pages.map((page) => [`application-${state}${page.replace('/', '-')}`, `/applications/${id}${page}`] as const),
      'phone',
    );
  }
  await look(
    await browserOf(browser, '12039990001', { baseURL: baseURL ?? '' }),
    [
      ['tasks-empty', '/tasks'],
      ['messages-empty', '/messages'],
    ],
    'phone',
  );
});

test('pages of staff', async ({ browser, baseURL }) => {
  await look(await browser.newContext({ baseURL: baseURL ?? '' }), [['console-sign-in', '/console/']], 'desktop');
  const admin = await browserOf(browser, DEMO_STAFF.districtAdmin, { baseURL: baseURL ?? '' });
  const { rows } = await send<{ rows: { id: string }[] }>(
    admin.request,
    `GET /api/worklist?queue=all&size=1&state=submitted&risk=differs&seasonId=${BUSY_SEASON}`,
  );
  await look(
    admin,
    [
      ['console-home', '/console/'],
      ['console-worklist', '/console/worklist?queue=all'],
      ['console-case', `/console/cases/${rows[0]?.id}`],
      ['console-plan', '/console/plan'],
      ['console-season', '/console/season'],
      ['console-departments', '/console/departments'],
      ['console-staff', '/console/staff'],
      ['console-audit', '/console/audit'],
      ['console-not-found', '/console/nowhere'],
    ],
    'desktop',
  );
});

test('pages of staff when places are given', async ({ browser, baseURL }) => {
  await look(
    await browserOf(browser, DEMO_STAFF.placingAdmin, { baseURL: baseURL ?? '' }),
    [
      ['console-runs', `/console/runs?season=${READY_SEASON}`],
      ['console-run', `/console/runs/${runId}`],
    ],
    'desktop',
  );
  await look(
    await browserOf(browser, DEMO_STAFF.school, { baseURL: baseURL ?? '' }),
    [
      ['console-school-home', '/console/'],
      ['console-admissions', '/console/admissions'],
    ],
    'desktop',
  );
});
