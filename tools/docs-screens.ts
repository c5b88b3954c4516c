// Takes the pictures of the READMEs from a running demonstration: `npm run docs:screens [-- http://127.0.0.1:8080]`.

import { chromium, type BrowserContext } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { browserOf, BUSY_SEASON, DEMO_STAFF, familiesByState, publishReadySeason } from '../tests/browser/demo.ts';
import { send } from '../tests/browser/family.ts';

const FOLDER = 'docs/screens';
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

const baseURL = process.argv[2] ?? 'http://127.0.0.1:8080';
await mkdir(FOLDER, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});

async function take(context: BrowserContext, size: typeof PHONE, name: string, address: string): Promise<void> {
  const page = await context.newPage();
  await page.setViewportSize(size);
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${FOLDER}/${name}.jpg`, type: 'jpeg', quality: 72, animations: 'disabled' });
  await page.close();
}

try {
  const runId = await publishReadySeason(browser, baseURL);
  const family = await familiesByState(browser, baseURL);
  const asked = family('needs_material');
  const askedFamily = await browserOf(browser, asked.phone, { baseURL });
  await take(askedFamily, PHONE, 'tasks', '/tasks');
  await take(askedFamily, PHONE, 'apply', `/applications/${asked.id}/edit/home`);
  await take(askedFamily, PHONE, 'progress', `/applications/${asked.id}`);
  const placed = family('placed');
  await take(await browserOf(browser, placed.phone, { baseURL }), PHONE, 'notice', `/applications/${placed.id}/notice`);
  const admin = await browserOf(browser, DEMO_STAFF.districtAdmin, { baseURL });
  const { rows } = await send<{ rows: { id: string }[] }>(
    admin.request,
    `GET /api/worklist?queue=all&size=1&state=submitted&risk=differs&seasonId=${BUSY_SEASON}`,
  );
  await take(admin, DESKTOP, 'worklist', '/console/worklist?queue=all');
  await take(admin, DESKTOP, 'case', `/console/cases/${rows[0]?.id}`);
  await take(await browserOf(browser, DEMO_STAFF.placingAdmin, { baseURL }), DESKTOP, 'run', `/console/runs/${runId}`);
} finally {
  await browser.close();
}
