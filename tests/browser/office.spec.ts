// What offices do besides reviewing: seats, the calendar, colleagues.

import { SEASON, STAFF } from '../support/small-city.ts';
import { expect, test } from './city.ts';
import { send, signIn } from './family.ts';

test('a change of the plan is proposed by one officer and decided by another', async ({ city }) => {
  const first = await city.windowOf(STAFF.districtAdmin, 'desktop');
  await first.goto('/console/plan');
  await first.getByRole('button', { name: '调整计划' }).click();
  await first.getByLabel('演示东小学 计划学位').fill('45');
  await first.getByLabel('变更原因（会记录）').fill('新增一个班');
  await first.getByRole('button', { name: '提交审批' }).click();
  await expect(first.getByText('由您提出，请另一位同事审批')).toBeVisible();
  const second = await city.windowOf(STAFF.secondAdmin, 'desktop');
  await second.goto('/console/plan');
  await expect(second.getByText('新增一个班')).toBeVisible();
  await second.getByRole('button', { name: '批准' }).click();
  await expect(second.getByText('新增一个班')).toHaveCount(0);
  await expect(second.getByRole('row', { name: /演示东小学/ })).toContainText('45');
});

test('a calendar is changed with a reason, and families see the new date', async ({ city }) => {
  const admin = await city.windowOf(STAFF.districtAdmin, 'desktop');
  await admin.goto('/console/season');
  const day = city.dayAfter(12);
  await admin.getByLabel('报名截止', { exact: true }).fill(`${day}T18:30`);
  await expect(admin.getByRole('button', { name: '保存' })).toBeDisabled();
  await admin.getByLabel('变更原因（会记录）').fill('系统维护，顺延两天');
  await admin.getByRole('button', { name: '保存' }).click();
  await expect(admin.getByText('已保存')).toBeVisible();
  const phone = await city.window('phone');
  await phone.goto(`/seasons/${SEASON}`);
  await expect(phone.getByText(`${Number(day.slice(5, 7))}月${Number(day.slice(8))}日 18:30`)).toBeVisible();
});

test('a colleague is added, signs in, is closed, and is let in no more', async ({ city }) => {
  const admin = await city.windowOf(STAFF.districtAdmin, 'desktop');
  await admin.goto('/console/staff');
  await admin.getByRole('button', { name: '新增人员' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: '确定' }).click();
  await expect(dialog.getByText('请输入姓名')).toBeVisible();
  await dialog.getByLabel('姓名').fill('演示新同事');
  await dialog.getByLabel('手机号码').fill('12000000099');
  await dialog.getByLabel('单位').click();
  await admin.locator('.ant-select-item-option').filter({ hasText: '320812 教育局' }).click();
  await dialog.getByLabel('职务').click();
  await admin.locator('.ant-select-item-option').filter({ hasText: '区县审核员' }).click();
  await dialog.getByRole('button', { name: '确定' }).click();
  const row = admin.getByRole('row', { name: /演示新同事/ });
  await expect(row).toBeVisible();

  const colleague = await city.windowOf('12000000099', 'desktop');
  await colleague.goto('/console/worklist');
  await expect(colleague.getByRole('heading', { level: 1, name: '审核' })).toBeVisible();
  await row.getByRole('button', { name: '停用' }).click();
  await admin.getByLabel('原因').fill('调离');
  await admin.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(row.getByText('已停用')).toBeVisible();
  await colleague.reload();
  await expect(colleague.getByRole('button', { name: '获取验证码' })).toBeVisible();
  // A minute later a code is given out again.
  city.app.setNow(new Date(Date.now() + 61_000));
  await expect(signIn(colleague.request, '12000000099')).rejects.toThrow(/session\.disabled/);
  const { entries } = await send<{ entries: { action: string }[] }>(admin.request, 'GET /api/audit');
  expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['accounts.disable_staff']));
});
