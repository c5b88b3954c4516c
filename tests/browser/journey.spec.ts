// The one thing in a browser: register, verify, review, place, notice, scan, report, as families and staff click it.

import type { Locator } from '@playwright/test';
import jsqr from 'jsqr';
import { STAFF } from '../support/small-city.ts';
import { expect, test } from './city.ts';
import { goOn, inventFamily, putRecords, signIn } from './family.ts';

test('a family registers, is reviewed, placed and told, shows its notice, and arrives at school', async ({ city }) => {
  const family = inventFamily(1);
  await putRecords(city.app, family);
  const phone = await city.window('phone');

  await test.step('signs in with a code', async () => {
    await phone.goto('/');
    await phone.getByRole('link', { name: '开始报名' }).click();
    await phone.getByLabel('手机号码').fill(family.phone);
    await phone.getByRole('button', { name: '获取验证码' }).click();
    await phone.getByRole('button', { name: /^\d{6}$/ }).click();
    await phone.getByRole('button', { name: '登录' }).click();
    await expect(phone.getByRole('heading', { level: 1, name: '我的报名' })).toBeVisible();
  });

  await test.step('adds the child', async () => {
    await phone.getByRole('link', { name: '添加孩子' }).click();
    await phone.getByLabel('孩子姓名').fill(family.child.name);
    await phone.getByLabel('证件号码').fill(family.child.idNumber.slice(0, 17));
    await phone.getByLabel('母亲').check();
    await phone.getByRole('button', { name: '添加' }).click();
    await expect(phone.getByText('号码应为 18 位')).toBeVisible();
    await phone.getByLabel('证件号码').fill(family.child.idNumber);
    await phone.getByRole('button', { name: '添加' }).click();
    await phone.getByRole('button', { name: '开始填写' }).click();
  });

  await test.step('has its household fetched and fills in the rest', async () => {
    await expect(phone.getByRole('heading', { level: 1, name: '孩子的户籍' })).toBeVisible();
    await phone.getByText('从户籍数据带出').click();
    await phone.getByLabel('监护人姓名').fill(family.guardian.name);
    await phone.getByLabel('监护人身份证号').fill(family.guardian.idNumber);
    await phone.getByRole('button', { name: '查询并填入' }).click();
    await expect(phone.getByLabel('户籍地址')).toHaveValue(family.address);
    await goOn(phone, '监护人');
    await expect(phone.getByLabel('姓名')).toHaveValue(family.guardian.name);
    await goOn(phone, '现在住在哪里');
    await phone.getByLabel('住房情况').selectOption('owned');
    await phone.getByLabel('住址').fill('晨光');
    await phone.getByLabel('住址').fill(family.address);
    await expect(phone.getByText('这个地址属于')).toBeVisible();
    await expect(phone.getByText('演示东小学')).toBeVisible();
    await phone.getByLabel('不动产权证号').fill(family.certificate);
    await phone.getByRole('group', { name: '房主是孩子的' }).getByLabel('父母（监护人）').check();
    await goOn(phone, '其他情况');
    await goOn(phone, '材料照片');
    await goOn(phone, '核对后提交');
    await expect(phone.getByText('按今年的规则，您的孩子属于')).toBeVisible();
    await phone.getByRole('button', { name: '提交报名' }).click();
    await expect(phone.getByText('请阅读并勾选声明')).toBeVisible();
    await phone.getByText('我声明').click();
    await phone.getByRole('button', { name: '提交报名' }).click();
    await expect(phone.getByText('受理编号')).toBeVisible();
  });

  const id = /applications\/([^/]+)/.exec(phone.url())?.[1] ?? '';
  await test.step('sees the departments agree', async () => {
    await phone.getByRole('link', { name: '查看进度' }).click();
    await expect(phone.getByText('已提交，审核中')).toBeVisible();
    await expect(async () => {
      await phone.reload();
      await expect(phone.getByText('一致', { exact: true })).toHaveCount(3, { timeout: 1000 });
    }).toPass();
  });

  city.moveTo('review');
  await test.step('is reviewed by the district', async () => {
    const desk = await city.windowOf(STAFF.districtReviewer, 'desktop');
    await desk.goto('/console/');
    await desk.getByRole('link', { name: /等我处理/ }).click();
    await desk.getByRole('link', { name: family.child.name }).click();
    await expect(desk.getByText('全部一致').or(desk.getByText('部门核对'))).toBeVisible();
    await desk.getByRole('button', { name: '领取 (C)' }).click();
    await expect(desk.getByRole('button', { name: '放回 (C)' })).toBeVisible();
    await desk.getByRole('button', { name: '审核通过 (A)' }).click();
    await desk.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await expect(desk.getByText('已处理')).toBeVisible();
  });

  await test.step('gets a seat in a run that two officers answer for', async () => {
    const first = await city.windowOf(STAFF.districtAdmin, 'desktop');
    await first.goto('/console/runs');
    await first.getByRole('button', { name: '模拟运算' }).click();
    await expect(first.getByText('校验通过：每个结果都经独立程序核对')).toBeVisible();
    await first.getByRole('menuitem', { name: '录取', exact: true }).click();
    await first.getByRole('button', { name: '正式运算' }).click();
    await expect(first.getByText('校验通过：每个结果都经独立程序核对')).toBeVisible();
    await expect(first.getByRole('heading', { level: 1, name: '正式' })).toBeVisible();
    const second = await city.windowOf(STAFF.secondAdmin, 'desktop');
    await second.goto(first.url());
    await second.getByRole('button', { name: '批准' }).click();
    await expect(second.getByText('已批准').first()).toBeVisible();
    await first.reload();
    await first.getByRole('button', { name: '公布结果' }).click();
    await first.getByRole('dialog').getByRole('button', { name: '公布结果' }).click();
    await expect(first.getByText('已公布').first()).toBeVisible();
  });

  await test.step('reads the result, shows the notice, and whoever scans it sees that it is genuine', async () => {
    await signIn(phone.request, family.phone);
    await phone.goto('/messages');
    await expect(phone.getByText(`${family.child.name}已被录取`)).toBeVisible();
    await phone.getByRole('listitem').filter({ hasText: '已被录取' }).getByRole('link', { name: '查看报名' }).click();
    await expect(phone.getByText('演示东小学').first()).toBeVisible();
    await phone.getByRole('link', { name: '查看入学通知书' }).click();
    const code = phone.getByRole('img', { name: '核验通知书的二维码' });
    await expect(code).toBeVisible();
    const checkUrl = await scan(code);
    const gate = await city.window('phone');
    await gate.goto(checkUrl);
    await expect(gate.getByText('✓ 通知书属实')).toBeVisible();
    await expect(gate.getByText('演＊＊＊')).toBeVisible();
    await expect(gate.getByText(family.child.name)).toHaveCount(0);
    await phone.getByRole('link', { name: '返回' }).click();
    await phone.getByRole('button', { name: '确认就读' }).click();
    await expect(phone.getByText('已确认就读').first()).toBeVisible();
  });

  city.moveTo('reporting');
  await test.step('arrives at school, which takes its list with it', async () => {
    const school = await city.windowOf(STAFF.eastReviewer, 'desktop');
    await school.goto('/console/admissions');
    await expect(school.getByText(family.child.name)).toBeVisible();
    await school.getByRole('button', { name: '已报到' }).click();
    await expect(school.getByRole('cell', { name: '已报到' })).toBeVisible();
    const download = school.waitForEvent('download');
    await school.getByRole('link', { name: '下载名册（xlsx）' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);
    await signIn(phone.request, family.phone);
    await phone.goto(`/applications/${id}`);
    await expect(phone.getByText('已报到入学')).toBeVisible();
  });
});

/** What a phone's camera reads from a QR code on a page. */
async function scan(code: Locator): Promise<string> {
  const side = 240;
  const grey = await code.evaluate(async (image: HTMLImageElement, size) => {
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = size;
    canvas.height = size;
    const drawing = canvas.getContext('2d');
    drawing?.drawImage(image, 0, 0, size, size);
    const { data } = drawing?.getImageData(0, 0, size, size) ?? { data: new Uint8ClampedArray() };
    return Array.from({ length: size * size }, (_, at) => ((data[at * 4] ?? 0) > 127 ? '1' : '0')).join('');
  }, side);
  const pixels = Uint8ClampedArray.from(Array.from(grey).flatMap((dot) => [...Array(3).fill(Number(dot) * 255), 255]));
  const read = jsqr(pixels, side, side);
  expect(read, 'a QR code is readable').not.toBeNull();
  return read?.data ?? '';
}
