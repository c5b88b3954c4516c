// A department's data goes down and comes back: the officer holds and resumes it, the family reads it honestly in between.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type BrowserContext } from '@playwright/test';
import { browserOf, DEMO_STAFF } from './demo.ts';

interface Held {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly actions: readonly string[];
  readonly checks: readonly { readonly kind: string; readonly state: string }[];
}

/** A family whose submitted application it may still correct, and whose household was checked. */
async function family(browser: Browser): Promise<{ context: BrowserContext; application: Held }> {
  for (let n = 101; n < 190; n += 1) {
    const context = await browserOf(browser, `12000000${n}`);
    const list = (await (await context.request.get('/api/applications')).json()) as { id: string; state: string }[];
    for (const { id } of list.filter(({ state }) => state === 'submitted')) {
      const one = (await (await context.request.get(`/api/applications/${id}`)).json()) as Held;
      const asked = one.checks.some((check) => check.kind === 'household');
      if (asked && one.actions.includes('resubmit')) return { context, application: one };
    }
    await context.close();
  }
  throw new Error('no family of the demonstration can correct a submission');
}

test('a source goes down and comes back: the family is told honestly and need do nothing', async ({ browser }) => {
  const city = await browserOf(browser, DEMO_STAFF.cityOfficer, { viewport: { width: 1440, height: 900 } });
  const desk = await city.newPage();
  await desk.goto('/console/departments');
  const row = desk.getByRole('row', { name: /户籍/ });
  await row.getByRole('button', { name: '暂停' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('原因').fill('户籍接口检修');
  await dialog.getByRole('button', { name: '确定' }).click();
  await expect(row.getByText('中断')).toBeVisible();
  await expect(row.getByText('户籍接口检修')).toBeVisible();

  const { context, application } = await family(browser);
  const sent = await context.request.post(`/api/applications/${application.id}/submit`, {
    data: { version: application.version, declarationAccepted: true, key: `once-more-${application.version}` },
  });
  expect(sent.status(), await sent.text()).toBe(200);
  const page = await context.newPage();
  await page.goto(`/applications/${application.id}`);
  const words = page.getByText(/户籍系统暂时无法访问，(您的修改期限已自动延期|恢复后会自动再次核对).*无需操作/).first();
  await expect(words).toBeVisible({ timeout: 30_000 });
  await page.screenshot({ path: 'test-results/screens/source-down-phone.png', fullPage: true });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await desk.reload();
  await expect(row.getByText('中断')).toBeVisible();
  await desk.screenshot({ path: 'test-results/screens/departments-down-desktop.png' });

  await row.getByRole('button', { name: '恢复' }).click();
  await dialog.getByLabel('原因').fill('检修完毕');
  await dialog.getByRole('button', { name: '确定' }).click();
  await expect(row.getByText('正常')).toBeVisible();
  await expect(words).toBeHidden({ timeout: 60_000 });
  const after = (await (await context.request.get(`/api/applications/${application.id}`)).json()) as Held;
  const before = application.checks.find(({ kind }) => kind === 'household')?.state;
  expect(after.checks.find(({ kind }) => kind === 'household')?.state).toBe(before);
  await row.getByRole('button', { name: '答复记录' }).click();
  await expect(desk.getByText('采用').first()).toBeVisible();
  await desk.screenshot({ path: 'test-results/screens/department-answers-desktop.png' });
});
