// A district's placement clicked through by its officers and two families: plan, runs, publication, waiting list, correction.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';

const SEASON = '320813-primary-2027';
const [REVIEWER, ADMIN] = ['12000000014', '12000000015'];

async function signedIn(browser: Browser, phone: string, width = 1440): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' });
  await context.request.post('/api/session/phone-codes', { data: { phone } });
  const inbox = (await (await context.request.get(`/api/demo/inbox?phone=${phone}`)).json()) as { text: string }[];
  const code = /\d{6}/.exec(inbox[0]?.text ?? '')?.[0];
  context.setDefaultTimeout(20_000);
  const response = await context.request.post('/api/session', { data: { phone, code } });
  expect(response.status()).toBe(200);
  return context;
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `test-results/screens/placement-${name}.png`, fullPage: true });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('plan, simulate, compare, publish with two officers, decline, move up, correct', async ({ browser }) => {
  test.setTimeout(300_000);
  const reviewer = await signedIn(browser, REVIEWER);
  const admin = await signedIn(browser, ADMIN);
  const one = await reviewer.newPage();
  const two = await admin.newPage();

  // A first simulation, then fewer seats at one school, agreed by two officers.
  await one.goto(`/console/runs?season=${SEASON}`);
  await one.getByRole('button', { name: '模拟运算' }).click();
  await expect(one.getByText('校验通过')).toBeVisible({ timeout: 60_000 });
  await look(one, 'run');
  const plan = (await (await reviewer.request.get(`/api/seasons/${SEASON}/plan`)).json()) as {
    lines: { schoolName: string; seats: number; demand: number }[];
  };
  const busy = plan.lines.toSorted((x, y) => y.demand - y.seats - (x.demand - x.seats))[0];
  await one.goto(`/console/plan?season=${SEASON}`);
  await one.getByRole('button', { name: '调整计划' }).click();
  await one.getByRole('spinbutton', { name: `${busy?.schoolName} 计划学位` }).fill(String((busy?.seats ?? 0) - 2));
  await one.getByRole('textbox', { name: '变更原因' }).fill('一间教室维修');
  await one.getByRole('button', { name: '提交审批' }).click();
  await expect(one.getByText('由您提出')).toBeVisible();
  await two.goto(`/console/plan?season=${SEASON}`);
  await two.getByRole('button', { name: '批准' }).click();
  await expect(two.getByText('待审批的调整')).toBeHidden();

  // A draft, compared with the simulation before.
  await one.goto(`/console/runs?season=${SEASON}`);
  await one.getByRole('button', { name: '正式运算' }).click();
  await expect(one.getByText('校验通过')).toBeVisible({ timeout: 60_000 });
  await one.getByRole('combobox', { name: '与另一次运算比较' }).click();
  await one.getByTitle(/^模拟/).first().click();
  await expect(one.getByText('为什么不同')).toBeVisible();
  await expect(one.getByText(`${busy?.schoolName}：计划学位`)).toBeVisible();
  await look(one, 'compare');
  const runId = new URL(one.url()).pathname.split('/').at(-1) ?? '';

  // A second officer approves and publishes.
  await two.goto(`/console/runs/${runId}`);
  await two.getByRole('button', { name: '批准' }).click();
  await two.getByRole('button', { name: '公布结果' }).click();
  await two.getByRole('dialog').getByRole('button', { name: '公布结果' }).click();
  await expect(two.getByText('已公布').first()).toBeVisible({ timeout: 60_000 });

  // Why, for the first child that waits.
  const waiting = (await (await admin.request.get(`/api/seasons/${SEASON}/waiting`)).json()) as {
    schools: { schoolId: string; schoolName: string; waiting: { applicationId: string; receiptNo: string }[] }[];
  };
  const school = waiting.schools.find((each) => each.waiting.length > 1);
  const next = school?.waiting[0];
  await two.getByRole('searchbox', { name: '姓名、受理编号' }).fill(next?.receiptNo ?? '');
  await two.getByRole('searchbox', { name: '姓名、受理编号' }).press('Enter');
  await two.getByRole('button', { name: '为什么' }).first().click();
  await expect(two.getByRole('dialog').getByText('申请的学校')).toBeVisible();
  await look(two, 'why');

  // A family that has a seat at that school gives it back; the next on the list is asked and takes it.
  const list = (await (
    await admin.request.get(`/api/schools/${school?.schoolId}/admissions?seasonId=${SEASON}`)
  ).json()) as {
    rows: { applicationId: string; guardianPhone: string; route: string }[];
  };
  const leaving = list.rows.find(({ route }) => route === 'catchment');
  const phoneOf = async (applicationId: string) => {
    const view = (await (await admin.request.get(`/api/applications/${applicationId}`)).json()) as {
      declared: { guardians: { phone: string }[] };
    };
    return view.declared.guardians[0]?.phone ?? '';
  };
  const leaver = await signedIn(browser, leaving?.guardianPhone ?? '', 390);
  const left = await leaver.newPage();
  await left.goto(`/applications/${leaving?.applicationId}`);
  await left.getByRole('button', { name: '放弃学位' }).click();
  await left.getByRole('button', { name: '放弃学位' }).last().click();
  await expect(left.getByText('已放弃学位').first()).toBeVisible();

  const comer = await signedIn(browser, await phoneOf(next?.applicationId ?? ''), 390);
  const came = await comer.newPage();
  await expect(async () => {
    await came.goto(`/applications/${next?.applicationId}`);
    await expect(came.getByText(`您可以递补到${school?.schoolName}`)).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await look(came, 'offer-390');
  await came.getByRole('button', { name: '接受递补' }).click();
  await came.getByRole('button', { name: '接受递补' }).click();
  await expect(came.getByText('已确认就读').first()).toBeVisible();
  await expect(came.locator('.seal')).toHaveText(school?.schoolName ?? '');

  // The family objects; an officer answers; a correction needs another officer.
  await came.getByRole('button', { name: '提出异议' }).click();
  await came.getByRole('textbox', { name: '请写明哪里不对' }).fill('登记的类别不对，请核对户口簿');
  await came.getByRole('button', { name: '提交异议' }).click();
  await expect(came.getByText('处理中')).toBeVisible();
  await look(came, 'family-390');
  await one.goto(`/console/afterwards?season=${SEASON}&tab=objections`);
  await one.getByRole('textbox', { name: '答复和理由' }).fill('经核对户口簿，类别确有差错。');
  await one.getByRole('button', { name: '异议成立', exact: true }).click();
  await one.getByRole('link', { name: '提出更正' }).click();
  await one.getByRole('combobox', { name: '哪个孩子' }).fill(next?.receiptNo ?? '');
  await one.getByTitle(new RegExp(next?.receiptNo ?? '')).click();
  await one.getByRole('combobox', { name: '正确的施教区学校' }).click();
  await one.getByTitle('不属于任何施教区').click();
  await one.getByRole('textbox', { name: '错在哪里' }).fill('住址认定有误');
  await one.getByRole('textbox', { name: '依据' }).fill('不动产登记簿');
  await one.getByRole('button', { name: '看影响' }).click();
  await expect(one.getByText('受影响的孩子 (1)')).toBeVisible({ timeout: 30_000 });
  await look(one, 'correction');
  await one.getByRole('button', { name: '提交审批' }).click();
  await expect(one.getByText('由您提出')).toBeVisible({ timeout: 30_000 });
  await two.goto(`/console/afterwards?season=${SEASON}&tab=corrections`);
  await two.getByRole('button', { name: '批准' }).click();
  await expect(two.locator('.ant-tag-green', { hasText: '已批准' })).toBeVisible({ timeout: 30_000 });
  await came.goto(`/applications/${next?.applicationId}`);
  await expect(came.getByText('更正：住址认定有误')).toBeVisible();
  await two.goto(`/console/afterwards?season=${SEASON}&tab=waiting`);
  await expect(two.getByText(school?.schoolName ?? '').first()).toBeVisible();
  await look(two, 'waiting');
  await two.setViewportSize({ width: 390, height: 844 });
  await two.goto(`/console/runs/${runId}`);
  await expect(two.getByText('校验通过')).toBeVisible();
  await look(two, 'run-390');
});
