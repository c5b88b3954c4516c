// What families ask for outside the ordinary course: a seat given back moves the list up, a deferral, and a change of facts.

import type { Page } from '@playwright/test';
import { sql } from 'kysely';
import { SCHOOLS, STAFF } from '../support/small-city.ts';
import { FILES } from '../support/uploads.ts';
import { expect, test, type City } from './city.ts';
import { goOn, inventFamily, putRecords, registerQuietly, send, type Family } from './family.ts';
import { placeQuietly } from './office.ts';

const PAPER = { name: '诊断证明.jpg', mimeType: 'image/jpeg', buffer: FILES.jpeg };

/** A family of the east catchment that has registered; a higher number has lived there for less long. */
async function registered(city: City, number: number): Promise<{ family: Family; phone: Page; id: string }> {
  const family = { ...inventFamily(number * 2 - 1), movedInOn: `202${number}-03-01` };
  await putRecords(city.app, family);
  const phone = await city.windowOf(family.phone, 'phone');
  const id = await registerQuietly(phone, family);
  // Departments answer on their own time.
  await expect
    .poll(
      async () => {
        const { checks } = await send<{ checks: { state: string }[] }>(phone.request, `GET /api/applications/${id}`);
        return checks.length > 0 && checks.every(({ state }) => state === 'matched');
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  return { family, phone, id };
}

/** From the application's page to the first question of a request. */
async function begin(phone: Page, id: string, kind: string, heading: string): Promise<void> {
  await phone.goto(`/applications/${id}`);
  await phone.getByRole('link', { name: '办理其他事项' }).click();
  await phone.getByRole('link', { name: kind }).click();
  await expect(phone.getByRole('heading', { level: 1, name: heading })).toBeVisible();
}

/** Decides on the one request that waits, with a key; `day` for a granted change. */
async function decide(desk: Page, key: 'g' | 'r', words: string, day?: string): Promise<void> {
  await desk.goto('/console/requests');
  await desk.getByRole('link', { name: /^SX/ }).click();
  await expect(desk.getByRole('button', { name: '同意 (G)', exact: true })).toBeVisible();
  await desk.keyboard.press(key);
  const dialog = desk.getByRole('dialog');
  if (day) {
    await dialog.getByLabel('修改截止日').fill(day);
    await dialog.getByLabel('修改截止日').press('Enter');
  }
  await dialog.getByLabel('给家长的理由').fill(words);
  await dialog.getByRole('button', { name: '确定' }).click();
  await expect(desk.getByText('已处理')).toBeVisible();
}

test('a family leaves after placement, and the next on the waiting list is offered the seat', async ({ city }) => {
  await sql`update plans set seats = 1 where school_id = ${SCHOOLS.east}`.execute(city.app.db);
  const one = await registered(city, 1);
  const two = await registered(city, 2);
  await placeQuietly(city);
  city.moveTo('results');
  const again = await city.windowOf(one.family.phone, 'phone');
  await begin(again, one.id, '退出报名', '为什么退出？');
  await again.getByText('出国（境）就读').click();
  await goOn(again, '确认后会怎样');
  await expect(again.getByText('学位立即退回，按候补顺序给下一个孩子，不能恢复。')).toBeVisible();
  const confirm = again.getByRole('button', { name: '确认办理' });
  await expect(confirm).toBeDisabled();
  await again.getByText('我已看清楚').click();
  await confirm.click();
  await expect(again.getByText('已放弃学位').first()).toBeVisible();
  await expect(again.getByRole('link', { name: '查看入学通知书' })).toHaveCount(0);

  const next = await city.windowOf(two.family.phone, 'phone');
  await next.goto(`/applications/${two.id}`);
  await expect(next.getByText('演示东小学').first()).toBeVisible();
  await next.getByRole('button', { name: '接受递补' }).click();
  await next.getByRole('button', { name: '接受递补' }).click();
  await expect(next.getByText('已确认就读').first()).toBeVisible();
});

test('a deferral is asked for with a paper, granted, and told with next year’s date', async ({ city }) => {
  const one = await registered(city, 1);
  const { phone, id } = one;
  await begin(phone, id, '缓学', '为什么需要缓学？');
  await phone.getByText('生病、手术或需要休养').click();
  await phone.getByLabel('请写明孩子的情况').fill('孩子刚做完手术，医生建议休养一年。');
  await goOn(phone, '上传材料');
  await expect(phone.getByRole('button', { name: '继续' })).toBeDisabled();
  await phone.getByLabel('拍照或选择文件').setInputFiles(PAPER);
  await expect(phone.getByText('诊断证明.jpg', { exact: true }).first()).toBeVisible();
  await goOn(phone, '确认后会怎样');
  await phone.getByText('我已看清楚').click();
  await phone.getByRole('button', { name: '提交申请' }).click();
  await expect(phone.getByText('已收到，等待办理')).toBeVisible();

  const desk = await city.windowOf(STAFF.districtReviewer, 'desktop');
  await decide(desk, 'g', '诊断证明已核实，同意延缓入学一年。');
  await phone.reload();
  await expect(phone.getByText('已批准缓学').first()).toBeVisible();
  await expect(phone.getByText('教育局的答复：诊断证明已核实，同意延缓入学一年。')).toBeVisible();
  await expect(phone.getByRole('link', { name: '查看决定书（PDF）' })).toBeVisible();
  await phone.goto('/messages');
  await expect(phone.getByText(/缓学申请已同意/)).toBeVisible();
});

test('a change after the deadline is granted, corrected where it changed, and approved', async ({ city }) => {
  const one = await registered(city, 1);
  city.moveTo('review');
  const phone = await city.windowOf(one.family.phone, 'phone');
  const { id } = one;
  await begin(phone, id, '情况变更', '什么有变化？');
  await phone.getByText('住址（搬家、交房、租约变化）').click();
  await phone.getByLabel('从哪一天起').fill(city.dayAfter(-3));
  await phone.getByLabel('请写明变化的情况').fill('门牌重新编过，住址还是同一处。');
  await goOn(phone, '上传材料');
  await goOn(phone, '确认后会怎样');
  await phone.getByText('我已看清楚').click();
  await phone.getByRole('button', { name: '提交申请' }).click();
  await expect(phone.getByText('已收到，等待办理')).toBeVisible();

  const desk = await city.windowOf(STAFF.districtReviewer, 'desktop');
  await decide(desk, 'g', '情况已核实，请更新住址。', city.dayAfter(5));
  await phone.reload();
  await expect(phone.getByText('需要您补充材料').first()).toBeVisible();
  await phone.getByRole('link', { name: '现在去修改' }).click();
  await expect(phone).toHaveURL(new RegExp(`/applications/${id}/edit/home`));
  await phone.goto(`/applications/${id}/edit/check`);
  await phone.getByText('我声明').click();
  await phone.getByRole('button', { name: '再次提交' }).click();
  await expect(phone.getByRole('heading', { level: 1, name: '已提交' })).toBeVisible();

  await desk.goto(`/console/cases/${id}`);
  await expect(desk.getByRole('link', { name: /情况变更 SX/ })).toBeVisible();
  await desk.getByRole('button', { name: '审核通过 (A)' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: '确定' }).click();
  await expect(desk.getByText('已处理')).toBeVisible();
});
