// What reviewers decide, and what families make of it: material asked for, refusals cured, two people on one case.

import type { Page } from '@playwright/test';
import { STAFF } from '../support/small-city.ts';
import { FILES } from '../support/uploads.ts';
import { expect, test, type City } from './city.ts';
import { inventFamily, putOtherRecords, putRecords, registerQuietly, send, type Family } from './family.ts';

/** A family that has submitted, and when the district reviews. */
async function submitted(city: City, family: Family): Promise<{ phone: Page; id: string }> {
  const phone = await city.windowOf(family.phone, 'phone');
  const id = await registerQuietly(phone, family);
  return { phone, id };
}

/** Chooses an option of a list of antd's. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('dialog').getByLabel(label).click();
  await page.locator('.ant-select-item-option').filter({ hasText: option }).click();
}

/** Types a day into a date picker. */
async function pickDay(page: Page, day: string): Promise<void> {
  const field = page.getByRole('dialog').getByLabel('期限');
  await field.fill(day);
  await field.press('Enter');
}

/** A picture as a family would send it. */
const PHOTO = { name: '户口簿.png', mimeType: 'image/png', buffer: FILES.png };

test('a family answers a request for material with a photograph, and is approved', async ({ city }) => {
  const family = inventFamily(1);
  await putRecords(city.app, family);
  const { phone, id } = await submitted(city, family);
  const desk = await city.windowOf(STAFF.districtReviewer, 'desktop');
  await test.step('asked for', async () => {
    await desk.goto(`/console/cases/${id}`);
    await desk.getByRole('button', { name: '要求补充材料 (M)' }).click();
    await choose(desk, '原因', '图片看不清');
    await expect(desk.getByLabel('说明')).toHaveValue('请在光线充足处重新拍摄，四角完整。');
    await pickDay(desk, city.dayAfter(5));
    await desk.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await expect(desk.getByText('待补正').first()).toBeVisible();
  });
  await test.step('answered', async () => {
    await phone.goto(`/applications/${id}`);
    await expect(phone.getByText('需要您补充材料')).toBeVisible();
    await expect(phone.getByText('请在光线充足处重新拍摄，四角完整。').first()).toBeVisible();
    await phone.getByRole('link', { name: '修改并再次提交' }).click();
    await phone
      .getByLabel(/从手机选择/)
      .last()
      .setInputFiles(PHOTO);
    // An invented paper carries no print; the page says that it looks blurred, and the family decides.
    await phone.getByRole('button', { name: /^仍然使用/ }).click();
    await expect(phone.getByRole('link', { name: '户口簿.png' })).toBeVisible();
    await phone.getByRole('button', { name: '继续' }).click();
    await phone.getByText('我声明').click();
    await phone.getByRole('button', { name: '再次提交' }).click();
    await expect(phone.getByRole('heading', { level: 1, name: '已提交' })).toBeVisible();
  });
  await test.step('approved', async () => {
    await desk.reload();
    await expect(desk.getByRole('img', { name: /户口簿\.png/ })).toBeVisible();
    await desk.getByRole('button', { name: '审核通过 (A)' }).click();
    await desk.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await expect(desk.getByText('已处理')).toBeVisible();
  });
});

test('a refusal names reason, cure and term; the family cures it and is approved', async ({ city }) => {
  const family = inventFamily(1);
  await putRecords(city.app, family);
  const { phone, id } = await submitted(city, family);
  const desk = await city.windowOf(STAFF.districtReviewer, 'desktop');
  await desk.goto(`/console/cases/${id}`);
  await expect(desk.getByRole('button', { name: '不予通过 (R)' })).toBeVisible();
  await desk.keyboard.press('r');
  const confirm = desk.getByRole('dialog').getByRole('button', { name: '确定' });
  await expect(confirm).toBeDisabled();
  await choose(desk, '原因', '材料与事实不符');
  await desk.getByLabel('说明').fill('房产证号与登记不符。');
  await pickDay(desk, city.dayAfter(10));
  await confirm.click();
  await expect(desk.getByText('审核不通过').first()).toBeVisible();

  await phone.goto(`/applications/${id}`);
  await expect(phone.getByText('没有通过的原因')).toBeVisible();
  await expect(phone.getByText('房产证号与登记不符。').first()).toBeVisible();
  await expect(phone.getByText('补救办法：请在期限内更正并重新提交，或申请复核。')).toBeVisible();
  await phone.getByRole('link', { name: '修改并再次提交' }).click();
  await phone.getByRole('button', { name: '继续' }).click();
  await phone.getByText('我声明').click();
  await phone.getByRole('button', { name: '再次提交' }).click();
  await expect(phone.getByRole('heading', { level: 1, name: '已提交' })).toBeVisible();

  await desk.reload();
  await expect(desk.getByRole('button', { name: '审核通过 (A)' })).toBeVisible();
  await desk.keyboard.press('a');
  await desk.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(desk.getByText('已处理')).toBeVisible();
  await phone.goto(`/applications/${id}`);
  await expect(phone.getByText('审核通过，等待录取').first()).toBeVisible();
});

test('of two reviewers on one case the later is told, and nothing is overwritten', async ({ city }) => {
  const family = inventFamily(1);
  await putRecords(city.app, family);
  const { id } = await submitted(city, family);
  const first = await city.windowOf(STAFF.districtReviewer, 'desktop');
  const later = await city.windowOf(STAFF.districtAdmin, 'desktop');
  await first.goto(`/console/cases/${id}`);
  await first.getByRole('button', { name: '领取 (C)' }).click();
  await expect(first.getByRole('button', { name: '放回 (C)' })).toBeVisible();
  await later.goto(`/console/cases/${id}`);
  await expect(later.getByText(/演示复审员 正在审核/)).toBeVisible();
  await later.getByRole('button', { name: '领取 (C)' }).click();
  await expect(later.getByRole('alert').filter({ hasText: '演示复审员' }).last()).toBeVisible();
  await later.getByRole('button', { name: '不予通过 (R)' }).click();
  await choose(later, '原因', '材料与事实不符');
  await pickDay(later, city.dayAfter(10));
  await first.getByRole('button', { name: '审核通过 (A)' }).click();
  await first.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(first.getByText('已处理')).toBeVisible();
  await later.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(later.getByRole('dialog').getByRole('alert')).toBeVisible();
  const { state } = await send<{ state: string }>(later.request, `GET /api/applications/${id}`);
  expect(state).toBe('eligible');
});

test('a check without a record is found true by a person, and two steps need two people', async ({ city }) => {
  // The police know nothing of this child, and no catchment text names the address.
  const family = inventFamily(1, '无名巷7号');
  await putOtherRecords(city.app, family);
  const { id } = await submitted(city, family);
  const admin = await city.windowOf(STAFF.districtAdmin, 'desktop');
  await admin.goto(`/console/cases/${id}`);
  const household = admin.locator('section').filter({ hasText: '没查到' }).first();
  await household.getByRole('button', { name: '人工认定' }).click();
  await household.getByLabel('说明').fill('电话核实，户口簿原件已看。');
  await household.getByRole('button', { name: '认定属实' }).click();
  await expect(admin.getByText('认定属实 · 演示管理员甲')).toBeVisible();
  await expect(admin.getByText('电话核实，户口簿原件已看。')).toBeVisible();

  await admin.getByRole('button', { name: '初审通过 (A)' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(admin.getByText('待复审').first()).toBeVisible();
  await expect(admin.getByRole('button', { name: '复审通过 (A)' })).toHaveCount(0);
  const other = await city.windowOf(STAFF.districtReviewer, 'desktop');
  await other.goto(`/console/cases/${id}`);
  await other.getByRole('button', { name: '复审通过 (A)' }).click();
  await other.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(other.getByText('已处理')).toBeVisible();
});
