// A placement as officers and families go through it: runs, approval, publication, objections, corrections, waiting lists.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { sql } from 'kysely';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { saveRuleSet } from '../../src/modules/seasons/public.ts';
import { familyPhone, seedFamilies } from '../support/eligible-families.ts';
import { SEASON, STAFF } from '../support/small-city.ts';
import { expect, SIZES, test, type City } from './city.ts';

/** So many children for five seats; the lower the number, the longer it has lived there. */
const CHILDREN = 7;

/** A picture at both sizes, which fits the window and in which axe finds nothing. */
async function look(page: Page, name: string, own: keyof typeof SIZES): Promise<void> {
  for (const size of ['phone', 'desktop'] as const) {
    await page.setViewportSize(SIZES[size]);
    // All that move and come to rest; a progress bar does not.
    await page.evaluate(() => {
      const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      return Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
    });
    const path = `test-results/screens/placement-${name}-${size}.png`;
    await page.screenshot({ path, fullPage: true, animations: 'disabled' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect.soft(wide, `${name} is ${wide} pixels wider than a ${size}`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(SIZES[own]);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.html}`)).toEqual([]);
}

/** A season ready for placement: families past review, four days for objections, two to answer an offer. */
async function prepare(city: City): Promise<readonly string[]> {
  const context = city.app.contextFor({ kind: 'system', job: 'test' });
  const policy = path.join(context.services.city.folder, 'policies', 'demonstration-2027.yaml');
  const text = `${await readFile(policy, 'utf8')}\npublication: { list: preliminary, clause: 测试 }\n`;
  const rules = await saveRuleSet(context, [{ file: 'demonstration-2027.yaml', text }]);
  if (!rules.ok) throw new Error(JSON.stringify(rules.error));
  await sql`update seasons set policy_hash = ${rules.value.hash}`.execute(city.app.db);
  const ids = await seedFamilies(city.app, CHILDREN, 0, (n) => `${2018 + n}-03-01`);
  await sql`update plans set seats = 2 where season_id = ${SEASON}`.execute(city.app.db);
  city.moveTo('results');
  const until = new Date(city.app.services.clock().getTime() + 4 * 86_400_000);
  await sql`update seasons set objections_until = ${until}, offer_days = 2`.execute(city.app.db);
  return ids;
}

test('a placement is planned, run, compared, approved and published by two officers, objected to and corrected', async ({
  city,
}) => {
  test.setTimeout(300_000);
  const ids = await prepare(city);
  const one = await city.windowOf(STAFF.districtAdmin, 'desktop');
  const two = await city.windowOf(STAFF.secondAdmin, 'desktop');
  const sound = (page: Page) => expect(page.getByText('校验通过')).toBeVisible();
  const windowOfFamily = async (n: number) => {
    const page = await city.windowOf(familyPhone(n), 'phone');
    await page.goto(`/applications/${ids[n]}`);
    return page;
  };

  await test.step('a simulation shows demand, fill and cut-offs', async () => {
    await one.goto('/console/runs');
    await look(one, 'runs-none', 'desktop');
    await one.getByRole('button', { name: '模拟运算' }).click();
    await sound(one);
    await expect(one.getByRole('row', { name: /演示东小学/ }).first()).toContainText('7');
    await look(one, 'simulation', 'desktop');
  });

  await test.step('a seat more is proposed by one and agreed by the other', async () => {
    await one.goto('/console/plan');
    await one.getByRole('button', { name: '调整计划' }).click();
    await one.getByLabel('演示东小学 计划学位').fill('3');
    await look(one, 'plan-form', 'desktop');
    await one.getByLabel('变更原因（会记录）').fill('新增半个班');
    await one.getByRole('button', { name: '提交审批' }).click();
    await expect(one.getByText('由您提出，请另一位同事审批')).toBeVisible();
    await two.goto('/console/plan');
    await expect(two.getByText('新增半个班')).toBeVisible();
    await look(two, 'plan-proposed', 'desktop');
    await two.getByRole('button', { name: '批准' }).click();
    await expect(two.getByText('新增半个班')).toHaveCount(0);
  });

  const runId = await test.step('the draft is compared with the simulation before it', async () => {
    await one.goto('/console/runs');
    await one.getByRole('button', { name: '正式运算' }).click();
    await sound(one);
    await one.getByRole('combobox', { name: '与另一次运算比较' }).click();
    await one.getByTitle(/^模拟/).first().click();
    await expect(one.getByText('为什么不同')).toBeVisible();
    await expect(one.getByText(/演示东小学：计划学位.*2.*3/)).toBeVisible();
    await expect(one.getByText('2 → 3 (+1)').first()).toBeVisible();
    await look(one, 'compare', 'desktop');
    return /runs\/([^/?]+)/.exec(one.url())?.[1] ?? '';
  });

  await test.step('whoever ran it cannot approve it; a second officer asks why, and approves', async () => {
    await expect(one.getByRole('button', { name: '批准' })).toHaveCount(0);
    await two.goto(`/console/runs/${runId}`);
    const search = two.getByRole('searchbox', { name: '姓名、受理编号' });
    await search.fill('演示孩子3');
    await search.press('Enter');
    const found = two.getByRole('listitem').filter({ hasText: '演示孩子3' });
    await found.getByRole('button', { name: '为什么' }).click();
    await expect(two.getByRole('dialog').getByText('第 4 位 / 共 7 人')).toBeVisible();
    await expect(two.getByRole('dialog').getByText('申请的学校')).toBeVisible();
    await look(two, 'why', 'desktop');
    await two.keyboard.press('Escape');
    await two.getByRole('button', { name: '批准' }).click();
    await expect(two.getByRole('heading', { level: 1, name: '已批准' })).toBeVisible();
    await look(two, 'approved', 'desktop');
  });

  const placed = await windowOfFamily(0);
  await test.step('nobody sees a result before it is published, and everybody after', async () => {
    await expect(placed.getByText('演示东小学录取')).toHaveCount(0);
    await expect(placed.locator('.seal')).toHaveCount(0);
    await one.goto(`/console/runs/${runId}`);
    await one.getByRole('button', { name: '公布结果' }).click();
    // A click while the dialog still opens is lost.
    await expect(one.locator('.ant-zoom-appear, .ant-zoom-enter')).toHaveCount(0);
    await one.getByRole('dialog').getByRole('button', { name: '公布结果' }).click();
    await expect(one.getByRole('heading', { level: 1, name: '已公布' })).toBeVisible();
    const seen = await city.app.db
      .withTables<{ outcomes: { publishedAt: Date } }>()
      .selectFrom('outcomes')
      .select('publishedAt')
      .execute();
    expect(new Set(seen.map(({ publishedAt }) => publishedAt.getTime())).size).toBe(1);
    expect(seen).toHaveLength(CHILDREN);
    await placed.reload();
    await expect(placed.locator('.seal')).toHaveText('演示东小学');
    await expect(placed.getByText('录取名单正在公示')).toBeVisible();
    await look(placed, 'family-placed', 'phone');
  });

  const unplaced = await windowOfFamily(6);
  await test.step('a family without a seat reads why, and where it waits', async () => {
    await expect(unplaced.getByText('演示东小学').first()).toBeVisible();
    await look(unplaced, 'family-unplaced', 'phone');
  });

  const objector = await windowOfFamily(5);
  await test.step('a family objects within the period', async () => {
    await objector.getByRole('button', { name: '提出异议' }).click();
    await objector.getByLabel('请写明哪里不对').fill('入户时间登记错了，我们 2017 年就住在这里。');
    await look(objector, 'family-objecting', 'phone');
    await objector.getByRole('button', { name: '提交异议' }).click();
    await expect(objector.getByText('处理中')).toBeVisible();
  });

  await test.step('an officer upholds the objection and proposes a correction, seeing whom it touches', async () => {
    await one.goto('/console/afterwards?tab=objections');
    await expect(one.getByText('入户时间登记错了')).toBeVisible();
    await look(one, 'objections', 'desktop');
    await one.getByLabel('答复和理由').fill('经核对户口簿，登记确有差错。');
    await one.getByRole('button', { name: '异议成立', exact: true }).click();
    await one.getByRole('link', { name: '提出更正' }).click();
    await one.getByRole('combobox', { name: '哪个孩子' }).fill('演示孩子5');
    await one.getByTitle(/演示孩子5/).click();
    await one.getByRole('combobox', { name: '正确的施教区学校' }).click();
    await one.getByTitle('演示西小学').click();
    await one.getByLabel('错在哪里').fill('住址认定有误，应属西小学');
    await one.getByLabel('依据').fill('不动产登记簿和现场核对记录');
    await one.getByRole('button', { name: '看影响' }).click();
    await expect(one.getByText(/受影响的孩子/)).toBeVisible();
    await look(one, 'correction-new', 'desktop');
    await one.getByRole('button', { name: '提交审批' }).click();
    await expect(one.getByText('由您提出')).toBeVisible();
    await two.goto('/console/afterwards?tab=corrections');
    await two.getByRole('button', { name: '批准' }).click();
    await expect(two.locator('.ant-tag-green', { hasText: '已批准' })).toBeVisible();
    await look(two, 'correction', 'desktop');
    await objector.reload();
    await expect(objector.getByText(/更正：住址认定有误/).first()).toBeVisible();
    await look(objector, 'family-corrected', 'phone');
  });

  await test.step('a seat that is given back is offered to the next in line, who takes it', async () => {
    await placed.getByRole('button', { name: '放弃学位' }).click();
    await placed.getByRole('button', { name: '放弃学位' }).last().click();
    await expect(placed.getByText('已放弃学位').first()).toBeVisible();
    const next = await windowOfFamily(3);
    await expect(async () => {
      await next.reload();
      await expect(next.getByText('您可以递补到演示东小学')).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await look(next, 'family-offer', 'phone');
    await two.goto('/console/afterwards?tab=waiting');
    await two.locator('.ant-table-row-expand-icon').first().click();
    await expect(two.getByText('待答复').first()).toBeVisible();
    await look(two, 'waiting', 'desktop');
    await next.getByRole('button', { name: '接受递补' }).click();
    await next.getByRole('button', { name: '接受递补' }).click();
    await expect(next.getByText('已确认就读').first()).toBeVisible();
    await expect(next.locator('.seal')).toHaveText('演示东小学');
    await look(next, 'family-moved', 'phone');
    await next.goto('/messages');
    await expect(next.getByText('演示孩子3可以递补到演示东小学')).toBeVisible();
  });
});

test('a run at work shows its step, and an officer cancels it', async ({ city }) => {
  await prepare(city);
  const officer = await city.windowOf(STAFF.districtAdmin, 'desktop');
  await officer.goto('/console/runs');
  await officer.getByRole('button', { name: '模拟运算' }).click();
  await expect(officer.getByText('校验通过')).toBeVisible();
  const id = /runs\/([^/?]+)/.exec(officer.url())?.[1] ?? '';
  // As another server of the bureau would have left it while it works: held for a minute, at its third step.
  const held = new Date(city.app.services.clock().getTime() + 60_000);
  const step = (name: string) => JSON.stringify({ step: name });
  await sql`update placement_runs set state = 'running', held_until = ${held}, progress = ${step('gather')}::jsonb,
    input = null, input_hash = null, result = null, result_hash = null, summary = null, report = null
    where id = ${id}`.execute(city.app.db);
  await officer.reload();
  await expect(officer.getByText(/^1 \/ \d/)).toBeVisible();
  await sql`update placement_runs set progress = ${step('public')}::jsonb where id = ${id}`.execute(city.app.db);
  await expect(officer.getByText(/^4 \/ 6/)).toBeVisible();
  await look(officer, 'progress', 'desktop');
  await officer.getByRole('button', { name: '取消运算' }).click();
  await expect(officer.getByRole('heading', { level: 1, name: '已取消' })).toBeVisible();
  await look(officer, 'cancelled', 'desktop');
  await officer.goto('/console/runs');
  await officer.getByRole('button', { name: '模拟运算' }).click();
  await expect(officer.getByText('校验通过')).toBeVisible();
});
