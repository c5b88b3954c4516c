// A refusal that was wrong: the family appeals, another officer puts it right, and the child is placed without moving anybody.

import { putRecords, inventFamily, registerQuietly, send } from './family.ts';
import { expect, test } from './city.ts';
import { placeQuietly } from './office.ts';
import { STAFF } from '../support/small-city.ts';

test('a family appeals against a refusal; another officer upholds it, and the child alone is placed', async ({
  city,
}) => {
  const refused = inventFamily(1);
  const neighbour = inventFamily(3);
  for (const family of [refused, neighbour]) await putRecords(city.app, family);
  const phone = await city.windowOf(refused.phone, 'phone');
  const id = await registerQuietly(phone, refused);
  const other = await city.windowOf(neighbour.phone, 'phone');
  const otherId = await registerQuietly(other, neighbour);
  const officer = await city.windowOf(STAFF.secondAdmin, 'desktop');
  const desk = await city.windowOf(STAFF.districtReviewer, 'desktop');
  const { version } = await send<{ version: number }>(phone.request, `GET /api/applications/${id}`);
  await send(desk.request, `POST /api/applications/${id}/decisions`, {
    outcome: 'refused',
    version,
    reasonCode: 'facts_disproved',
    words: '房产证号与登记不符。',
    cure: '请在期限内更正。',
    dueOn: city.dayAfter(10),
  });
  await desk.context().close();
  await placeQuietly(city);
  await other.goto(`/applications/${otherId}`);
  const seat = await other
    .getByText(/演示东小学/)
    .first()
    .textContent();

  await phone.goto(`/applications/${id}`);
  await phone.getByRole('link', { name: '申请复核' }).click();
  await expect(phone.getByRole('heading', { level: 1, name: '申请复核' })).toBeVisible();
  await phone.getByLabel('哪里不对').fill('房产证号是对的，登记系统写错了一位，附不动产登记中心更正证明。');
  await phone.getByLabel('您希望怎么处理').fill('请按更正后的登记重新审核，安排学位。');
  await phone.getByRole('button', { name: '提交' }).click();
  await expect(phone.getByText('答复期限').first()).toBeVisible();

  await officer.goto('/console/appeals');
  await officer.getByRole('table').getByRole('link').first().click();
  await officer.getByRole('button', { name: '领取办理' }).click();
  await officer.getByRole('button', { name: '成立，更正原决定' }).click();
  const dialog = officer.getByRole('dialog');
  const day = dialog.getByLabel('核查日期');
  await day.fill(city.dayAfter(0));
  await day.press('Enter');
  await dialog.getByLabel('核查方式和参加人').fill('电话核查；家长、不动产登记中心经办人');
  await dialog.getByLabel('查明的情况').fill('登记中心确认登记有误，已更正，与家长所填一致。');
  await dialog.getByLabel('给家长的理由').fill('经核实，房产登记与您填报的一致，原决定撤销。');
  await dialog.getByRole('button', { name: '确定' }).click();
  await expect(officer.getByText('已处理')).toBeVisible();

  await expect(async () => {
    await phone.goto(`/applications/${id}`);
    await expect(phone.getByText('已录取，请确认').first()).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await phone.getByRole('link', { name: '查看入学通知书' }).click();
  await expect(phone.getByText('演示东小学').first()).toBeVisible();
  await other.reload();
  await expect(other.getByText(seat ?? '').first()).toBeVisible();
});
