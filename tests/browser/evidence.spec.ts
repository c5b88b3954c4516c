// Papers in a real browser: photographed on a phone, arranged, sent over a broken connection.

import sharp from 'sharp';
import { FILES } from '../support/uploads.ts';
import { expect, test } from './city.ts';
import { beginQuietly, inventFamily, putRecords } from './family.ts';

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });

test('a family photographs its papers; they arrive upright, small and without a place', async ({ city }) => {
  const family = inventFamily(1);
  await putRecords(city.app, family);
  const phone = await city.windowOf(family.phone, 'phone');
  const id = await beginQuietly(phone, family);
  await phone.goto(`/applications/${id}/edit/files`);
  const box = phone.locator('section.card', { has: phone.getByRole('heading', { name: '其他材料' }) });
  const camera = box.getByLabel('拍照 其他材料');
  await expect(camera).toHaveAttribute('capture', 'environment');

  // The picture that a phone held upright stores lying, with the place where it was taken.
  await camera.setInputFiles(file('户口簿.jpg', 'image/jpeg', FILES.phone));
  // The stripes of colour of an invented paper carry no print: the page says that it looks blurred, and lets the family decide.
  await box.getByRole('button', { name: /^仍然使用/ }).click();
  await expect(box.getByText('1 页')).toBeVisible();
  // What this browser cannot open goes as it is, and the server opens it.
  await box.getByLabel('从手机选择 其他材料').setInputFiles(file('照片.heic', 'image/heic', FILES.heic));
  await expect(box.getByText('2 页')).toBeVisible();

  // The connection breaks in the middle: the file stays, and arrives once.
  await phone.route('**/api/applications/*/files', (route) => route.abort('connectionreset'), { times: 1 });
  await box.getByLabel('从手机选择 其他材料').setInputFiles(file('合同.pdf', 'application/pdf', FILES.pdf));
  await expect(box.getByText('3 页')).toBeVisible({ timeout: 30_000 });
  await box.getByRole('button', { name: '前移 照片.heic' }).click();
  await expect(box.locator('.page-words a').first()).toHaveText('1. 照片.heic');

  const { files } = (await (await phone.request.get(`/api/applications/${id}`)).json()) as {
    files: { id: string; fileName: string; width: number | null; height: number | null; bytes: number }[];
  };
  expect(files.map((one) => one.fileName)).toEqual(['照片.heic', '户口簿.jpg', '合同.pdf']);
  const booklet = files[1];
  expect([booklet?.width, booklet?.height]).toEqual([1800, 2400]);
  expect(booklet?.bytes).toBeLessThan(FILES.phone.length);
  const stored = await (await phone.request.get(`/api/applications/${id}/files/${booklet?.id}`)).body();
  expect((await sharp(stored).metadata()).exif).toBeUndefined();
  const { data } = await sharp(stored)
    .extract({ left: 900, top: 100, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect((data[0] ?? 0) - (data[2] ?? 0)).toBeGreaterThan(100);

  await box.getByLabel('从手机选择 其他材料').setInputFiles(file('坏.jpg', 'image/jpeg', FILES.jpeg.subarray(0, 600)));
  await expect(box.getByText('打不开')).toBeVisible();
  await box.getByRole('button', { name: '不用这张 坏.jpg' }).click();
  await expect(box.getByText('打不开')).toBeHidden();
});
