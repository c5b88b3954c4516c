// Rules from reading to force: an officer reads, tries, drafts, compares, simulates and proposes; a second one approves; the public sees it.

import AxeBuilder from '@axe-core/playwright';
import { expect as expectSoon, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { browserOf } from './demo.ts';

test.describe.configure({ mode: 'serial' });
/** Rules are loaded and checked anew by a fresh server, and the machine may be busy. */
const expect = expectSoon.configure({ timeout: 25_000 });

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const;
/** 清江浦区: a reviewer and an administrator of one bureau; its primary season is open for registration. */
const FIRST = '12000000002';
const SECOND = '12000000003';

async function signedIn(
  browser: Browser,
  phone: string,
  size: keyof typeof SIZES = 'desktop',
): Promise<BrowserContext> {
  return browserOf(browser, phone, { viewport: SIZES[size] });
}

/** A picture at both sizes, and no fault of access. */
async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  // A colour that is still changing has a contrast that nobody reads.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
        .map((one) => one.finished.catch(() => undefined)),
    ),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `test-results/screens/rules-${name}-${size}.png`, fullPage: size === 'phone' });
  }
  await page.setViewportSize(SIZES.desktop);
}

let first: Page;
let second: Page;
const faults: string[] = [];
test.beforeAll(async ({ browser }) => {
  first = await (await signedIn(browser, FIRST)).newPage();
  second = await (await signedIn(browser, SECOND)).newPage();
  for (const page of [first, second]) page.on('pageerror', (error) => faults.push(error.message));
});
test.afterAll(async () => {
  expect(faults).toEqual([]);
  await first.context().close();
  await second.context().close();
});

test('an officer finds the rules in force and reads them with clauses, quotations and lines of the file', async () => {
  await first.goto('/console/rules');
  await expect(first.getByRole('heading', { level: 1, name: '招生规则' })).toBeVisible();
  await expect(first.getByText('执行中').first()).toBeVisible();
  await look(first, 'list');
  await first.getByRole('table').getByRole('link', { name: '2027 年小学招生演示政策', exact: true }).first().click();
  await expect(first.getByRole('heading', { name: '第 1 顺位：户房一致' })).toBeVisible();
  await expect(first.getByText('原文 · 演示第二条').first()).toBeVisible();
  const block = first.locator('.rule-block', { hasText: '第 3 顺位' });
  await block.getByRole('button', { name: /第 \d+ 行/ }).click();
  await expect(first.locator('.rule-lines .current')).toContainText('id: home_only');
  await look(first, 'read');
});

test('tries a family and sees every reason; a colleague who opens the address sees the same family', async () => {
  await first.getByRole('link', { name: '试算家庭' }).click();
  await expect(first.locator('.try-verdict')).toHaveText('户房一致');
  await first.getByLabel('孩子出生日期').fill('2021-09-01');
  await expect(first.locator('.try-verdict')).toHaveText('不予登记');
  await first.getByLabel('孩子出生日期').fill('2021-08-31');
  await first.getByRole('combobox', { name: '住房类型' }).click();
  await first.getByTitle('租赁住房', { exact: true }).click();
  await expect(first.locator('.try-verdict')).toContainText('本区户籍其他情形');
  await expect(first.getByRole('heading', { name: /差一点的类别：/ })).toBeVisible();
  const own = first.locator('.trace-rule', { hasText: '户房一致' }).first();
  await own.locator('summary').click();
  await expect(own.getByText('租赁住房').first()).toBeVisible();
  await look(first, 'try');
  await second.goto(first.url());
  await expect(second.locator('.try-verdict')).toContainText('本区户籍其他情形');
  await expect(second.getByLabel('孩子出生日期')).toHaveValue('2021-08-31');
});

test('edits a draft: a fault is marked at its line, and once it is mended the text is a rule set', async () => {
  await first.goto('/console/rules');
  await first.getByRole('table').getByRole('link', { name: '2027 年小学招生演示政策', exact: true }).first().click();
  await first.getByRole('button', { name: '以此起草' }).click();
  const editor = first.getByRole('textbox', { name: '规则文本' });
  await expect(editor).toBeVisible();
  await expect(first.getByText(/检查通过/)).toBeVisible();
  await replaceInEditor(first, 'value.familyShare > 5000', 'value.familyShar > 5000');
  await expect(first.locator('.rule-fault')).toContainText('familyShar');
  await first.locator('.rule-fault').click();
  await expect(first.locator('.cm-lint-marker-error')).toBeVisible();
  await look(first, 'draft-fault');
  await first.getByRole('button', { name: '保存草稿' }).click();
  await expect(first.getByText(/已保存，还有 1 处错误/)).toBeVisible();
  await expect(first.getByRole('button', { name: '用于招生季' })).toBeDisabled();
  await replaceInEditor(first, 'value.familyShar > 5000', 'value.familyShare >= 5000');
  await expect(first.locator('.rule-fault').first()).toContainText('half_share');
  await replaceInEditor(
    first,
    'expect: { category: other_household, overallPlacement: true }',
    'expect: { category: home_and_household }',
  );
  await replaceInEditor(first, 'version: 1', 'version: 2');
  await replaceInEditor(
    first,
    'guardians.exists(g, g.sameBooklet)',
    'guardians.exists(g, g.sameBooklet && g.ownsHome)',
  );
  await expect(first.getByText(/检查通过/)).toBeVisible();
  await first.getByRole('button', { name: '保存草稿' }).click();
  await expect(first.getByText('已保存', { exact: true })).toBeVisible();
  await look(first, 'draft');
});

test('compares the draft with the rules in force, and counts whose result changes', async () => {
  await first.getByRole('link', { name: '比较' }).click();
  const changes = first.getByRole('region', { name: '改了什么' });
  await expect(changes).toContainText('类别“户房一致”的条件');
  await expect(changes.locator('ins').first()).toBeVisible();
  await first.getByRole('button', { name: '计算' }).click();
  await expect(first.getByText('参与比较')).toBeVisible();
  await look(first, 'compare');
});

test('simulates the draft in the background and opens the result with its charts', async () => {
  await first.goBack();
  await first.getByRole('link', { name: '模拟' }).click();
  await first.getByRole('radio', { name: '按比例增减' }).check();
  await look(first, 'simulations');
  await first.getByRole('button', { name: '开始模拟' }).click();
  await expect(first.getByText('各校需求与学位（人）')).toBeVisible({ timeout: 60_000 });
  await expect(first.getByRole('img', { name: '各校录取的类别（人）' })).toBeVisible();
  await expect(first.getByRole('columnheader', { name: '录取到哪一类' })).toBeVisible();
  await look(first, 'simulation');
});

test('proposes it in mid-season with a reason; a second officer sees whom it touches and approves', async () => {
  await first.goto('/console/rules');
  await first.locator('.rule-draft a').first().click();
  await first.getByRole('button', { name: '用于招生季' }).click();
  const send = first.getByRole('button', { name: '提交审批' });
  await expect(send).toBeDisabled();
  await first.getByLabel('变更原因').fill('份额恰为一半的家庭也应认定（演示）');
  await send.click();
  await expect(first.getByText('由您提出，请另一位同事审批')).toBeVisible();
  await look(first, 'proposal');

  await second.goto('/console/rules');
  await second
    .getByRole('link', { name: /清江浦区.*小学/ })
    .first()
    .click();
  await expect(second.getByText('影响谁')).toBeVisible();
  await second.getByRole('button', { name: '批准' }).click();
  await second.getByRole('dialog').getByRole('button', { name: '批准' }).click();
  await expect(second.getByText('已批准').first()).toBeVisible();
  await look(second, 'approved');
});

test('the public page of the season shows both versions, why it changed and what', async ({ browser }) => {
  const seasons = (await (await first.context().request.get('/api/seasons')).json()) as { id: string }[];
  const season = seasons.find(({ id }) => id.startsWith('320812-primary'));
  const context = await browser.newContext({ viewport: SIZES.phone, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`/seasons/${season?.id ?? ''}`);
  await expect(page.getByRole('heading', { name: '规则的版本' })).toBeVisible();
  await expect(page.getByText('份额恰为一半的家庭也应认定（演示）')).toBeVisible();
  await page.getByText('改了什么').click();
  await look(page, 'public');
  await context.close();
});

/** Replaces a text inside the editor, by its own search panel: the lines out of view are not in the page. */
async function replaceInEditor(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('textbox', { name: '规则文本' }).focus();
  await page.keyboard.press('Control+f');
  const panel = page.locator('.cm-search');
  await panel.locator('input[name=search]').fill(from);
  await panel.locator('input[name=replace]').fill(to);
  await panel.getByRole('button', { name: 'replace all' }).click();
  await panel.getByRole('button', { name: 'close' }).click();
}
