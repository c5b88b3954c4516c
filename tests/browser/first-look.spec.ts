// Families and staff open the doors: what each sees first, on a phone and on a desktop, without a fault of access.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type BrowserContext } from '@playwright/test';

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;

async function signedIn(browser: Browser, phone: string, size: keyof typeof SIZES): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: SIZES[size], locale: 'zh-CN' });
  // Another size of the same person may have asked a moment ago: then that code still serves.
  await context.request.post('/api/session/phone-codes', { data: { phone } });
  const inbox = (await (await context.request.get(`/api/demo/inbox?phone=${phone}`)).json()) as { text: string }[];
  const code = /\d{6}/.exec(inbox[0]?.text ?? '')?.[0];
  const response = await context.request.post('/api/session', { data: { phone, code } });
  expect(response.status()).toBe(200);
  return context;
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const [name, address] of [
    ['home', '/'],
    ['sign-in', '/sign-in'],
    ['school-finder', '/schools'],
    ['console-sign-in', '/console/'],
  ] as const) {
    test(`${name} opens on a ${size} and is clean to axe`, async ({ browser }) => {
      const context = await browser.newContext({ viewport, locale: 'zh-CN' });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(address);
      await expect(page.locator('h1').first()).toBeVisible();
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: `test-results/screens/${name}-${size}.png`, fullPage: true });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(faults).toEqual([]);
      await context.close();
    });
  }
}

test('a district administrator sees what awaits, opens the worklist and a case', async ({ browser }) => {
  const context = await signedIn(browser, '12000000003', 'desktop');
  const page = await context.newPage();
  for (const [name, address] of [
    ['console-home', '/console/'],
    ['console-worklist', '/console/worklist?queue=all'],
  ] as const) {
    await page.goto(address);
    await expect(page.locator('h1').first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: `test-results/screens/${name}-desktop.png` });
  }
  const list = (await (await context.request.get('/api/worklist?queue=all&state=submitted')).json()) as {
    rows: { id: string; childName: string }[];
  };
  const first = list.rows[0];
  await page.goto(`/console/cases/${first?.id}`);
  await expect(page.getByText(first?.childName ?? '').first()).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/console-case-desktop.png' });
  await context.close();
});
