// What else families do: correct, withdraw, decline, ask as a second guardian, type in two windows, in English, by keyboard.

import type { Locator, Page } from '@playwright/test';
import { expect, test, type City } from './city.ts';
import {
  addChildQuietly,
  beginQuietly,
  inventFamily,
  putRecords,
  registerQuietly,
  untilSaved,
  type Family,
} from './family.ts';
import { placeQuietly } from './office.ts';

/** A signed-in family on its phone, registered, its page of the application open. */
async function registered(city: City, number: number): Promise<{ family: Family; phone: Page; id: string }> {
  const family = inventFamily(number);
  await putRecords(city.app, family);
  const phone = await city.windowOf(family.phone, 'phone');
  const id = await registerQuietly(phone, family);
  await phone.goto(`/applications/${id}`);
  return { family, phone, id };
}

test('a family corrects what it submitted, is reminded that it is not sent yet, and sends it again', async ({
  city,
}) => {
  const { phone } = await registered(city, 1);
  const receipt = await phone
    .getByText(/^HA2027-/)
    .first()
    .textContent();
  await phone.getByRole('link', { name: '修改报名' }).click();
  await phone.getByRole('link', { name: '修改 其他情况' }).click();
  await phone.getByLabel('还有什么要告诉我们').fill('孩子左耳听力弱，请安排前排。');
  await untilSaved(phone);
  await phone.getByRole('link', { name: '返回' }).click();
  await phone.goto('/tasks');
  await phone
    .getByRole('link', { name: /演示童1/ })
    .first()
    .click();
  await expect(phone.getByText('您有改动还没有提交')).toBeVisible();
  await phone.getByRole('link', { name: '修改报名' }).click();
  await expect(phone.getByText('孩子左耳听力弱')).toBeVisible();
  await phone.getByText('我声明').click();
  await phone.getByRole('button', { name: '再次提交' }).click();
  await expect(phone.getByRole('heading', { level: 1, name: '已提交' })).toBeVisible();
  await expect(phone.getByText(receipt ?? '')).toBeVisible();
  await phone.getByRole('link', { name: '查看进度' }).click();
  await expect(phone.getByText('修改后再次提交')).toBeVisible();
  await expect(phone.getByText('您有改动还没有提交')).toHaveCount(0);
});

test('a family withdraws, after being asked once more, and may begin again', async ({ city }) => {
  const { phone } = await registered(city, 1);
  await phone.getByRole('button', { name: '撤回报名' }).click();
  await expect(phone.getByText('确定撤回吗？')).toBeVisible();
  await phone.getByRole('button', { name: '取消' }).click();
  await expect(phone.getByText('确定撤回吗？')).toHaveCount(0);
  await phone.getByRole('button', { name: '撤回报名' }).click();
  await phone.getByLabel('原因').fill('要搬家');
  await phone.getByRole('button', { name: '撤回报名' }).click();
  await expect(phone.getByText('已撤回').first()).toBeVisible();
  await expect(phone.getByText('报名时间内可以恢复或重新报名')).toBeVisible();
  await phone.getByRole('link', { name: '重新报名' }).click();
  await phone.getByRole('button', { name: '开始填写' }).click();
  await expect(phone.getByRole('heading', { level: 1, name: '孩子的户籍' })).toBeVisible();
});

test('a family declines its place, and the notice no longer holds', async ({ city }) => {
  const { phone, id } = await registered(city, 1);
  await placeQuietly(city);
  await phone.reload();
  await phone.getByRole('link', { name: '查看入学通知书' }).click();
  await phone.getByRole('link', { name: '打开核验页' }).click();
  await expect(phone.getByText('✓ 通知书属实')).toBeVisible();
  const check = phone.url();
  await phone.goto(`/applications/${id}`);
  await phone.getByRole('button', { name: '放弃学位' }).click();
  await expect(phone.getByText('放弃后学位会安排给其他孩子，不能恢复。')).toBeVisible();
  await phone.getByRole('button', { name: '放弃学位' }).click();
  await expect(phone.getByText('已放弃学位').first()).toBeVisible();
  await expect(phone.getByRole('link', { name: '查看入学通知书' })).toHaveCount(0);
  // The notice is voided by an event that follows the family's answer, moments later.
  await expect(async () => {
    await phone.goto(check);
    await expect(phone.getByText('× 这份通知书已作废')).toBeVisible({ timeout: 2_000 });
  }).toPass();
});

test('a second guardian is refused a duplicate, shown the way out, and let in by the first', async ({ city }) => {
  const { family, phone, id } = await registered(city, 1);
  const father = await city.windowOf('12030009999', 'phone');
  await addChildQuietly(father, family);
  await father.goto('/apply');
  await father.getByRole('button', { name: '开始填写' }).click();
  await expect(father.getByText(/已由手机尾号 0001 的监护人报名/)).toBeVisible();
  await father.getByRole('link', { name: '申请共同查看' }).click();
  await father.getByLabel('孩子的证件号码').fill(family.child.idNumber);
  await father.getByRole('button', { name: '发出申请' }).click();
  await expect(father.getByText(/已请手机尾号 0001 的监护人同意/)).toBeVisible();

  await phone.reload();
  await expect(phone.getByText('另一位监护人想查看这份报名')).toBeVisible();
  await phone.getByRole('button', { name: '同意', exact: true }).click();
  await expect(phone.getByText('另一位监护人想查看这份报名')).toHaveCount(0);
  await father.goto(`/applications/${id}`);
  await expect(father.getByText('您可以查看，不能修改')).toBeVisible();
});

test('what is typed in two windows is lost in neither', async ({ city }) => {
  const family = inventFamily(1);
  await putRecords(city.app, family);
  const phone = await city.windowOf(family.phone, 'phone');
  const id = await beginQuietly(phone, family);
  const other = await phone.context().newPage();
  await phone.goto(`/applications/${id}/edit/household`);
  await other.goto(`/applications/${id}/edit/household`);
  await other.getByLabel('户籍地址').fill('别处填的地址');
  await untilSaved(other);
  await phone.getByLabel('户籍地址').fill('晨光路1号');
  await expect(phone.getByText('别处改过这份报名')).toBeVisible();
  await expect(phone.getByLabel('户籍地址')).toHaveValue('晨光路1号');
  await phone.getByRole('button', { name: '用我现在填的' }).click();
  await untilSaved(phone);
  await other.getByLabel('户籍地址').fill('又在别处填');
  await expect(other.getByText('别处改过这份报名')).toBeVisible();
  await other.getByRole('button', { name: '载入别处的' }).click();
  await expect(other.getByLabel('户籍地址')).toHaveValue('晨光路1号');
});

test('a family that reads English meets no Chinese but names, addresses and the texts of rules', async ({ city }) => {
  const family = inventFamily(1);
  await putRecords(city.app, family);
  const phone = await city.window('phone');
  await phone.goto('/');
  await phone.getByRole('button', { name: 'English' }).click();
  await expectEnglish(phone);
  await phone.getByRole('link', { name: 'Start an application' }).click();
  await phone.getByLabel('Mobile number').fill(family.phone);
  await phone.getByRole('button', { name: 'Send' }).click();
  await phone.getByRole('button', { name: /^\d{6}$/ }).click();
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await expect(phone.getByRole('heading', { level: 1, name: 'My applications' })).toBeVisible();
  await expectEnglish(phone);
  const id = await beginQuietly(phone, family);
  for (const step of ['household', 'guardians', 'home', 'family', 'files', 'check']) {
    await phone.goto(`/applications/${id}/edit/${step}`);
    await expect(phone.getByText(/Step \d of \d/).first()).toBeVisible();
    await expectEnglish(phone, [family.child.name]);
  }
  for (const address of ['/apply', '/children/new', '/second-guardian', '/tasks']) {
    await phone.goto(address);
    await expectEnglish(phone, [family.child.name]);
  }
  const other = inventFamily(3);
  await putRecords(city.app, other);
  const submitted = await registerQuietly(phone, other);
  await placeQuietly(city);
  await phone.goto('/');
  await phone.reload();
  const names = [family.child.name, other.child.name, other.address];
  for (const address of ['/messages', `/applications/${submitted}`, `/applications/${submitted}/notice`]) {
    await phone.goto(address);
    await expectEnglish(phone, [...names, '演示东小学路1号', '演示东小学', '320812 教育局']);
  }
  await phone.goto('/schools');
  await expectEnglish(phone, ['演示东小学路1号', '演示西小学路1号']);
});

/** No Chinese on the page but what stays so in English: names, addresses and official texts, given as patterns. */
async function expectEnglish(page: Page, allowed: readonly string[] = []): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible();
  await expect(page.locator('.skeleton')).toHaveCount(0);
  // Reasons are quoted from the rules.
  const text = await page.evaluate(() => {
    for (const quoted of document.querySelectorAll('.because')) quoted.remove();
    return document.body.innerText;
  });
  const stays = ['中文', ...allowed];
  const left = stays.reduce((rest, words) => rest.replaceAll(words, ''), text);
  expect
    .soft(
      left.split('\n').filter((line) => /\p{Script=Han}/u.test(line)),
      page.url(),
    )
    .toEqual([]);
}

test('a family that uses a keyboard gets from the first page into the form', async ({ city }) => {
  const family = inventFamily(1);
  const desk = await city.windowOf(family.phone, 'desktop');
  await desk.goto('/');
  await desk.keyboard.press('Tab');
  await expect(desk.getByRole('link', { name: '跳到正文' })).toBeFocused();
  await tabTo(desk, desk.getByRole('link', { name: '我的报名' }).first());
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('heading', { level: 1, name: '我的报名' })).toBeFocused();
  await tabTo(desk, desk.getByRole('link', { name: '添加孩子' }));
  await desk.keyboard.press('Enter');
  await tabTo(desk, desk.getByLabel('孩子姓名'));
  await desk.keyboard.type(family.child.name);
  await tabTo(desk, desk.getByLabel('证件号码'));
  await desk.keyboard.type(family.child.idNumber);
  await desk.keyboard.press('Tab');
  await desk.keyboard.press('Space');
  await expect(desk.getByLabel('父亲')).toBeChecked();
  await desk.keyboard.press('ArrowDown');
  await expect(desk.getByLabel('母亲')).toBeChecked();
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('heading', { level: 1, name: '为哪个孩子、报哪里？' })).toBeFocused();
  await tabTo(desk, desk.getByRole('button', { name: '开始填写' }));
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('heading', { level: 1, name: '孩子的户籍' })).toBeFocused();
});

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('inside a chat app, without storage, downloads and second windows, the notice can still be shown', async ({
  city,
}) => {
  const family = inventFamily(1);
  await putRecords(city.app, family);
  const webview = await city.windowOf(family.phone, 'phone', {
    acceptDownloads: false,
    userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile MicroMessenger/8.0.50',
  });
  await webview.addInitScript(() => {
    for (const storage of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, storage, {
        get: () => {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    }
    window.open = () => null;
  });
  const windows: string[] = [];
  webview.on('popup', (popup) => windows.push(popup.url()));
  const id = await registerQuietly(webview, family);
  await placeQuietly(city);
  await webview.goto('/tasks');
  await webview.getByRole('link', { name: /演示童1/ }).click();
  await webview.getByRole('link', { name: '查看入学通知书' }).click();
  const code = webview.getByRole('img', { name: '核验通知书的二维码' });
  await expect(code).toBeVisible();
  await expect.poll(() => code.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(200);
  await expect(webview.getByText('下载不了？')).toBeVisible();
  await webview.getByRole('button', { name: 'English' }).click();
  await expect(webview.getByRole('heading', { level: 1, name: 'Notice of admission' })).toBeVisible();
  await webview.goto(`/applications/${id}/receipt`);
  await expect(webview.getByText(/^HA2027-/)).toBeVisible();
  for (const link of await webview.getByRole('link').all()) expect(await link.getAttribute('target')).toBeNull();
  expect(windows).toEqual([]);
});
