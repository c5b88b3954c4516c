// An officer finds where the drawn catchments are wrong, mends them by hand and key, and a second one lets it into force.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { browserOf } from './demo.ts';

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 950 } } as const;
const PLACE = { district: '320812', stage: 'primary' };
/** The two district administrators of the demonstration. */
const FIRST = '12000000003';
const SECOND = '12000000004';

async function signedIn(browser: Browser, phone: string, size: keyof typeof SIZES): Promise<BrowserContext> {
  return browserOf(browser, phone, { viewport: SIZES[size] });
}

async function located(page: Page, address: string) {
  const answer = await page.request.post('/api/locate', { data: { ...PLACE, address } });
  return (await answer.json()) as { result: string; basis: string; schools: { school: string }[] };
}

async function clean(page: Page, name: string) {
  await page.screenshot({ path: `test-results/screens/${name}.png`, fullPage: true });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();
const problems = (page: Page) => page.locator('.problem-list').first();

test.describe.configure({ mode: 'serial' });

test('two officers mend an overlap and a gap, and an address is then located by the drawing, with the reason', async ({
  browser,
}) => {
  const context = await signedIn(browser, FIRST, 'desktop');
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto('/console/catchments');
  await expect(page.getByRole('heading', { name: '施教区' })).toBeVisible();
  await expect(problems(page).getByText('重叠')).toBeVisible();
  await expect(problems(page).getByText('空白')).toBeVisible();

  // 河湾公寓 stands in the gap: neither words nor drawing know it.
  expect((await located(page, '河湾公寓2栋')).result).toBe('uncovered');

  await page.getByRole('button', { name: '从清江浦区育英小学减去' }).click();
  await expect(problems(page).getByText('重叠')).toBeHidden();
  await page.getByRole('combobox', { name: '并入' }).click();
  await page.locator('.ant-select-item-option', { hasText: '清江浦区弘文小学' }).click();
  await expect(page.getByText('图上没有重叠和空白')).toBeVisible();

  // By key: the corner of a third school is moved in the table, which draws a new overlap, and undone.
  await page
    .locator('.site-list')
    .getByRole('button', { name: /明德小学/ })
    .click();
  await page.getByRole('spinbutton', { name: '经度 2' }).fill('119.0162');
  await page.getByRole('spinbutton', { name: '经度 2' }).press('Enter');
  await expect(problems(page).getByText('重叠')).toBeVisible();
  await page.getByRole('button', { name: '撤销改动' }).click();
  await expect(page.getByText('图上没有重叠和空白')).toBeVisible();
  await clean(page, 'catchments-map-desktop');

  await page.getByRole('button', { name: '提交变更（2）' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('理由', { exact: true }).fill('依 2027 年测绘更正边界');
  const seasonReason = dialog.getByLabel('招生季中途变更的理由');
  if (await seasonReason.isVisible()) await seasonReason.fill('公示期间发现重叠和空白');
  await dialog.getByRole('button', { name: '提交' }).click();
  await expect(page.getByText('待复核')).toBeVisible();
  await expect(page.getByRole('button', { name: '批准' })).toBeHidden();
  expect((await located(page, '河湾公寓2栋')).result).toBe('uncovered');

  const other = await (await signedIn(browser, SECOND, 'desktop')).newPage();
  await other.goto('/console/catchments');
  await tab(other, '变更');
  await expect(other.getByText('影响的报名')).toBeVisible();
  await clean(other, 'catchments-changes-desktop');
  await other.getByLabel('意见').fill('已核对');
  await other.getByRole('button', { name: '批准' }).click();
  await expect(other.getByText('已批准')).toBeVisible();

  const answer = await located(page, '清江浦区河湾公寓2栋301室');
  expect(answer).toMatchObject({ result: 'matched', schools: [{ school: '清江浦区弘文小学' }] });
  // What a family reads when it asks where it belongs.
  const visitor = await (await browser.newContext({ viewport: SIZES.phone, locale: 'zh-CN' })).newPage();
  await visitor.goto('/schools');
  await visitor.getByLabel('区县').selectOption({ label: '清江浦区' });
  await visitor.getByRole('textbox').first().fill('清江浦区河湾公寓2栋301室');
  await visitor.getByRole('textbox').first().press('Enter');
  await expect(visitor.getByText('教育局绘制的清江浦区弘文小学施教区范围之内')).toBeVisible();
  expect(faults).toEqual([]);
});

test('an area is drawn with the mouse', async ({ browser }) => {
  const page = await (await signedIn(browser, FIRST, 'desktop')).newPage();
  await page.goto('/console/catchments');
  await page
    .locator('.site-list')
    .getByRole('button', { name: /实验小学/ })
    .click();
  await page.getByRole('button', { name: '画范围' }).click();
  const map = page.getByRole('application', { name: '施教区地图' });
  const box = await map.boundingBox();
  if (!box) throw new Error('the map has no place');
  const corners = [
    [30, 60],
    [90, 60],
    [90, 140],
    [30, 140],
    [30, 60],
  ] as const;
  for (const [x, y] of corners) {
    await page.mouse.move(box.x + x + 40, box.y + y + 60);
    await page.mouse.click(box.x + x + 40, box.y + y + 60);
  }
  await expect(page.getByRole('button', { name: '提交变更（1）' })).toBeVisible();
  await expect(page.getByRole('spinbutton', { name: '经度 4' })).toBeVisible();
});

test('a text is read while it is edited, an address tried, and one that needs a map is found on it', async ({
  browser,
}) => {
  const page = await (await signedIn(browser, FIRST, 'desktop')).newPage();
  await page.goto('/console/catchments');
  await tab(page, '文字');
  await page
    .getByLabel('公布的文字')
    .fill('桂香路1至199号的单号、51至60号、新绿苑A至C栋；过渡期三年，期内可选择弘文小学');
  await expect(page.getByText('新绿苑')).not.toHaveCount(0);
  await expect(page.getByText('过渡期', { exact: true })).toBeVisible();
  await page.getByLabel('试一个地址').fill('新绿苑B栋501');
  await expect(page.getByText('属于：清江浦区明德小学')).toBeVisible();
  await clean(page, 'catchments-text-desktop');

  await tab(page, '待定地址');
  await page.getByRole('button', { name: '看图核定' }).first().click();
  const dialog = page.getByRole('dialog');
  const address = /看图核定：(.+)/.exec(await dialog.locator('.ant-modal-title').innerText())?.[1] ?? '';
  await dialog.getByRole('spinbutton', { name: '经度' }).fill('119.008');
  await dialog.getByRole('spinbutton', { name: '纬度' }).fill('33.595');
  await dialog.getByRole('spinbutton', { name: '纬度' }).press('Enter');
  await expect(dialog.getByText('清江浦区明德小学')).not.toHaveCount(0);
  await dialog.getByLabel('理由').fill('院门开在桂香路一侧');
  await clean(page, 'catchments-finding-desktop');
  await dialog.getByRole('button', { name: '核定' }).click();
  await expect(page.getByText('已核定的地址')).toBeVisible();
  const answer = await located(page, address);
  expect(answer.result).toBe('matched');
  expect(answer.basis).toContain('对照地图核定：院门开在桂香路一侧');
});

test('the page can be read on a phone', async ({ browser }) => {
  const page = await (await signedIn(browser, '12000000002', 'phone')).newPage();
  await page.goto('/console/catchments');
  for (const [name, file] of [
    ['地图', 'map'],
    ['文字', 'text'],
    ['待定地址', 'open'],
    ['地名', 'names'],
    ['变更', 'changes'],
  ] as const) {
    await tab(page, name);
    await expect(page.locator('.ant-skeleton')).toHaveCount(0);
    await clean(page, `catchments-${file}-phone`);
  }
});
