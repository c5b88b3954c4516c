// At the counter: an officer fills in the portal for a guardian who has no phone of their own.

import { expect, test } from './city.ts';
import { inventFamily } from './family.ts';
import { STAFF } from '../support/small-city.ts';

test('an officer acts for a guardian at the counter, in a tab that says so until it is ended', async ({ city }) => {
  const { child } = inventFamily(1);
  const desk = await city.windowOf(STAFF.districtReviewer, 'desktop');
  await desk.goto('/console/counter');
  await desk.getByRole('button', { name: '开始代办' }).click();
  await expect(desk.getByText('请填写家长姓名')).toBeVisible();
  await expect(desk.getByText('须由家长本人在场并签署')).toBeVisible();
  await desk.getByLabel('家长姓名').fill('演示老人');
  await desk.getByLabel('联系手机').fill('12040000901');
  await desk.getByText('亲属代收').click();
  await desk.getByLabel(/家长本人在场/).check();
  await desk.getByRole('button', { name: '开始代办' }).click();
  await expect(desk.getByText('可以为 演示老人 办理了')).toBeVisible();

  const opening = desk.context().waitForEvent('page');
  await desk.getByRole('link', { name: '打开办理页' }).first().click();
  const portal = await opening;
  await expect(portal.getByText(/窗口代办：正在为 演示老人 办理/)).toBeVisible();
  await expect(portal.getByRole('button', { name: '退出' })).toHaveCount(0);
  await portal.getByRole('link', { name: '添加孩子' }).click();
  await portal.getByLabel('孩子姓名').fill(child.name);
  await portal.getByLabel('证件号码').fill(child.idNumber);
  await portal.getByRole('button', { name: '结束代办' }).click();
  await expect(portal.getByRole('heading', { level: 1, name: '窗口代办' })).toBeVisible();
  await expect(portal.getByText('已结束').first()).toBeVisible();
});
