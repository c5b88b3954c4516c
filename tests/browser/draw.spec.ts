// A draw in the browser: a ceremony with two officers and two witnesses, the hall's screen, the public verification, a family's proof.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { browserOf } from './demo.ts';

const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
  hall: { width: 1920, height: 1080 },
};
/** A season without a draw, its two administrators, and the season whose draw is sealed. */
const SEASON = '320812-primary-2027';
const ADMINS = ['12000000003', '12000000004'] as const;
const SEALED = '320813-primary-2027-draw-1';
const VALUE = '02 09 13 20 28 31+05';

async function visit(browser: Browser, size: keyof typeof SIZES, phone?: string): Promise<BrowserContext> {
  const options = {
    viewport: SIZES[size],
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  } as const;
  return phone === undefined ? browser.newContext(options) : browserOf(browser, phone, options);
}

async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `test-results/screens/${name}.png`, fullPage: true });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('two officers and two witnesses hold a draw, and the hall sees it', async ({ browser }) => {
  test.setTimeout(420_000);
  const [first, second] = [await visit(browser, 'desktop', ADMINS[0]), await visit(browser, 'desktop', ADMINS[1])];
  const one = await first.newPage();
  const two = await second.newPage();

  // The plan.
  await one.goto(`/console/draws?season=${SEASON}`);
  await one.getByRole('button', { name: '准备派位' }).click();
  await one.getByLabel('地点').fill('演示报告厅');
  await one.getByRole('button', { name: '福利彩票双色球' }).click();
  // The example leaves the issue open, and cannot be saved so.
  await expect(one.getByText('是示例，请换成将来一期的真实期号')).toBeVisible();
  await one.getByLabel('公共随机值来源').fill('中国福利彩票“双色球”第 2027052 期开奖号码');
  await expect(one.getByText('是示例，请换成将来一期的真实期号')).toHaveCount(0);
  await one
    .getByRole('button', { name: '删 除' })
    .or(one.getByRole('button', { name: '删除' }))
    .last()
    .click();
  const names = one.getByLabel('名称（公开）');
  await names.nth(0).fill('纪检监察 演示甲');
  await names.nth(1).fill('家长代表 演示乙');
  await look(one, 'draw-plan-desktop');
  await one.getByRole('button', { name: '保存' }).click();
  await expect(one.getByText('现在封存，名单有')).toBeVisible();
  const id = new URL(one.url()).pathname.split('/').at(-1) ?? '';

  // A ceremony in minutes instead of days: the same plan with near times.
  const start = Date.now();
  const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
  const planned = await (await first.request.get(`/api/draws/${id}`)).json();
  const edited = await first.request.put(`/api/draws/${id}`, {
    data: {
      version: planned.version,
      settings: { ...planned.settings, commitBy: at(150), revealBy: at(150), publicAt: at(152) },
      parties: planned.people.map(({ name, capacity }: { name: string; capacity: string }) => ({ name, capacity })),
    },
  });
  expect(edited.status(), await edited.text()).toBe(200);
  await one.reload();
  await one.getByRole('button', { name: '送同事核定' }).click();
  await expect(one.getByRole('button', { name: '核定并公告' })).toHaveCount(0);
  await two.goto(`/console/draws/${id}`);
  await two.getByRole('button', { name: '核定并公告' }).click();
  await two.getByRole('dialog').getByRole('button', { name: '核定并公告' }).click();
  await expect(two.getByText('已公告，收取承诺').first()).toBeVisible();

  // The witnesses, each on its own phone; what they write never leaves it before the reveal.
  const { people } = await (await first.request.get(`/api/draws/${id}`)).json();
  const witnesses: Page[] = [];
  for (const person of people as { link: string }[]) {
    const page = await (await visit(browser, 'phone')).newPage();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.postData() ?? ''));
    await page.goto(new URL(person.link).pathname);
    await page.getByLabel('您的数值').fill('只有我知道的一句话');
    await page.getByRole('button', { name: '生成承诺' }).click();
    if (witnesses.length === 0) await look(page, 'draw-party-phone');
    await page.getByText('我已打印或抄好凭条').click();
    await page.getByRole('button', { name: '提交承诺' }).click();
    await expect(page.getByText('承诺已提交')).toBeVisible();
    expect(sent.join('\n')).not.toContain('只有我知道');
    witnesses.push(page);
  }
  const hall = await (await visit(browser, 'hall')).newPage();
  await hall.goto(`/hall/${id}`);
  await expect(hall.getByRole('heading', { name: '公开派位' })).toBeVisible();
  await hall.keyboard.press('ArrowRight');
  await expect(hall.getByText('名单指纹')).toBeVisible();
  await hall.keyboard.press('ArrowRight');
  await expect(hall.getByText('公告指纹')).toBeVisible();
  await hall.reload();
  await expect(hall.getByText('公告指纹')).toBeVisible();
  for (const page of witnesses) {
    await page.getByRole('button', { name: '揭示我的数值' }).click();
    await expect(page.getByText('您的数值已揭示并公布')).toBeVisible();
  }
  await hall.keyboard.press('ArrowRight');
  await expect(hall.getByText('只有我知道的一句话').first()).toBeVisible();
  await hall.screenshot({ path: 'test-results/screens/draw-hall-reveal.png' });

  // The public value, read twice.
  await one.getByLabel('姓名').fill('公证员 演示丙');
  await one.getByRole('button', { name: '登记到场' }).click();
  await expect(one.getByLabel('查询处（网址或公告）')).toBeVisible({ timeout: 200_000 });
  await one.getByLabel('公共随机值', { exact: true }).fill(VALUE);
  await one.getByLabel('查询处（网址或公告）').fill('演示开奖公告');
  await one.getByRole('button', { name: '录入公共随机值' }).click();
  await expect(one.getByText('公共随机值待核对').first()).toBeVisible();
  await two.getByLabel('公共随机值', { exact: true }).fill('02 09 13 20 28 31+06');
  await two.getByRole('button', { name: '核对公共随机值' }).click();
  await expect(two.getByText('与先录入的值不同')).toBeVisible();
  await two.getByLabel('公共随机值', { exact: true }).fill(VALUE);
  await two.getByRole('button', { name: '核对公共随机值' }).click();
  await two.getByRole('button', { name: '抽取' }).click();
  await two.getByRole('dialog').getByRole('button', { name: '抽取' }).click();
  await hall.keyboard.press('ArrowRight');
  await expect(hall.getByText(VALUE)).toBeVisible();
  await hall.keyboard.press('ArrowRight');
  await expect(
    hall
      .getByRole('listitem')
      .filter({ hasText: /^1[0-9a-f]{4} / })
      .first(),
  ).toBeVisible();
  await hall.screenshot({ path: 'test-results/screens/draw-hall-numbers.png' });
  await one.getByRole('button', { name: '封存并公布实录' }).click();
  await one.getByRole('dialog').getByRole('button', { name: '封存并公布实录' }).click();
  await expect(one.getByText('已封存公布').first()).toBeVisible();
  await look(one, 'draw-ceremony-desktop');
  await one.goto(`/console/draws/${id}/record`);
  await expect(one.getByText('公证员 演示丙').first()).toBeVisible();
  await look(one, 'draw-record-desktop');
});

test('anybody verifies a sealed draw on the own device without a network, and a changed file is found and named', async ({
  browser,
}) => {
  for (const size of ['phone', 'desktop'] as const) {
    const context = await visit(browser, size);
    const page = await context.newPage();
    await page.goto(`/draws/${SEALED}`);
    const address = await page.getByRole('link', { name: '下载派位实录' }).getAttribute('href');
    const text = await (await context.request.get(address ?? '')).text();
    await page.getByRole('button', { name: '在本机核验' }).click();
    await expect(page.getByText('核验通过：结果与公告完全一致')).toBeVisible();
    await look(page, `draw-verified-${size}`);

    // Offline, with a file in which two numbers were exchanged and nothing else.
    await context.setOffline(true);
    const transcript = JSON.parse(text) as { results: { numbers: number[] }[] };
    const numbers = transcript.results[0]?.numbers ?? [];
    [numbers[0], numbers[1]] = [numbers[1] ?? 0, numbers[0] ?? 0];
    const changed = { name: 'changed.json', mimeType: 'application/json' };
    const buffer = Buffer.from(`${JSON.stringify(transcript)}\n`);
    await page.getByLabel('核验另一份实录文件').setInputFiles({ ...changed, buffer });
    await expect(page.getByText('核验不通过：发现改动')).toBeVisible();
    await expect(page.getByText('派位号 · 不符')).toBeVisible();
    await expect(page.getByText('名单 · 相符')).toBeVisible();
    await page.screenshot({ path: `test-results/screens/draw-tampered-${size}.png`, fullPage: true });
    await context.close();
  }
});

test('a family finds its ticket and number, saves its proof, and the public page confirms it', async ({ browser }) => {
  const anybody = await visit(browser, 'phone');
  const accounts = (await (await anybody.request.get('/api/demo/accounts')).json()) as {
    phone: string;
    role: string;
  }[];
  let found: { context: BrowserContext; application: string } | undefined;
  for (const { phone, role } of accounts) {
    if (role !== 'guardian' || found) continue;
    const context = await visit(browser, 'phone', phone);
    const own = (await (await context.request.get('/api/applications')).json()) as {
      id: string;
      seasonId: string;
      state: string;
    }[];
    const mine = own.find(({ seasonId, state }) => SEALED.startsWith(seasonId) && state !== 'withdrawn');
    if (mine) found = { context, application: mine.id };
    else await context.close();
  }
  if (!found) throw new Error('no family of the season with a sealed draw is listed');
  const page = await found.context.newPage();
  await page.goto(`/applications/${found.application}`);
  await expect(page.getByText('孩子的派位码')).toBeVisible();
  await page.getByRole('button', { name: '显示二维码' }).click();
  await expect(page.getByAltText('扫码打开公示页，并填好孩子的派位码')).toBeVisible();
  await look(page, 'draw-family-phone');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载证明' }).click();
  const proof = await (await download).path();
  await page.getByRole('link', { name: '查看公示与核验' }).click();
  await expect(page.locator('.found').first()).toBeVisible();
  await page.getByLabel('选择文件').setInputFiles(proof);
  await expect(page.getByText('相符：这个派位码在封存的名单里')).toBeVisible();
});

test('draws before and after their ceremony are clean to axe, in the hall by dark and by light', async ({
  browser,
}) => {
  for (const size of ['phone', 'desktop'] as const) {
    const page = await (await visit(browser, size)).newPage();
    await page.goto('/draws');
    await expect(page.getByRole('heading', { name: '公开派位' })).toBeVisible();
    await look(page, `draws-${size}`);
    await page.goto('/draws/320803-primary-2027-draw-1');
    await expect(page.getByText('名单指纹（默克尔根）')).toBeVisible();
    await look(page, `draw-announced-${size}`);
  }
  for (const colorScheme of ['dark', 'light'] as const) {
    const context = await browser.newContext({ viewport: SIZES.hall, colorScheme, locale: 'zh-CN' });
    const page = await context.newPage();
    for (const scene of [0, 1, 2, 4, 5, 6]) {
      await page.goto('about:blank');
      await page.goto(`/hall/${SEALED}#${scene}`);
      await expect(page.getByRole('heading').first()).toBeVisible();
      await look(page, `hall-${colorScheme}-${scene}`);
    }
  }
});
