// What families are told, against the database: messages, text messages, letters, and the public check of a notice.

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { submittedFamily, viewOf, type Family } from '../../../tests/support/families.ts';
import { publishSeats } from '../../../tests/support/placement.ts';
import { buildSmallCity, OPEN, SCHOOLS, SEASON, STAFF } from '../../../tests/support/small-city.ts';
import { signInStaff } from '../../../tests/support/staff.ts';
import { until } from '../../../tests/support/until.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import { tellOfMove } from './service.ts';

let app: TestApp;
let family: Family;
let number: string;
beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
  const as = await signInStaff(app);
  family = await submittedFamily(app, { childName: '欧阳演示' });
  await publishSeats(app, as, [family]);
  number = (await viewOf(family)).outcome.noticeNumber;
});
afterAll(async () => {
  await app.close();
});

interface Message {
  readonly kind: string;
  readonly titleZh: string;
  readonly bodyEn: string;
  readonly readAt: string | null;
}
const messages = async (): Promise<{ messages: Message[]; unread: number }> =>
  (await family.visitor.send('GET /api/messages')).json();

describe('messages', () => {
  it('come once for each move, in both languages, and are read', async () => {
    const told = await until(messages, (seen) => seen.messages.length === 3);
    expect(told.messages.map(({ kind }) => kind).toSorted()).toEqual(['approve_at_once', 'place', 'submit']);
    expect(told.messages.find(({ kind }) => kind === 'place')).toMatchObject({
      titleZh: '欧阳演示已被录取',
      bodyEn: expect.stringContaining('accept or decline'),
    });
    expect(told.unread).toBe(3);
    await family.visitor.send('POST /api/messages/read');
    expect((await messages()).unread).toBe(0);
  });

  it('come once only, also when the queue delivers the news twice', async () => {
    const { rows } = await sql<{ key: string }>`
      select key from messages where application_id = ${family.id} and kind = 'place'`.execute(app.db);
    const moveKey = rows[0]?.key.slice(family.id.length + 1) ?? '';
    await tellOfMove(app.contextFor({ kind: 'system', job: 'notices.tell' }), family.id, 'place', moveKey);
    expect((await messages()).messages).toHaveLength(3);
  });

  it('are told by text message without the child’s name', async () => {
    const inbox = (await family.visitor.send(`GET /api/demo/inbox?phone=${family.guardian.phone}`)).json();
    const texts = inbox.map(({ text }: { text: string }) => text).filter((text: string) => !text.includes('验证码'));
    expect(texts.join()).toContain('录取结果已公布');
    expect(texts.join()).not.toContain('欧阳');
  });
});

const canRead = spawnSync('pdftotext', ['-v']).error === undefined;
async function textOf(pdf: Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hjt-notice-'));
  const file = path.join(folder, 'letter.pdf');
  await writeFile(file, pdf);
  const { stdout } = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  await rm(folder, { recursive: true });
  return stdout;
}

describe('the admission notice', () => {
  const letter = () => family.visitor.send(`GET /api/applications/${family.id}/notice.pdf`);

  it('is a PDF under its number, and prints again under the same number', async () => {
    expect(number).toMatch(/^\d{6}-2027-\d{6}$/);
    const [first, second] = [await letter(), await letter()];
    for (const { headers, rawPayload } of [first, second]) {
      expect(headers['content-type']).toBe('application/pdf');
      expect(decodeURIComponent(String(headers['content-disposition']))).toContain(`入学通知书-${number}.pdf`);
      expect(rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    }
  });

  it.skipIf(!canRead)('says child, school, days and number (needs pdftotext to read it back)', async () => {
    const text = await textOf((await letter()).rawPayload);
    for (const words of ['欧阳演示', '演示东小学', '2027年8月27日', '2027年8月30日', number])
      expect(text).toContain(words);
    expect(text).not.toContain(family.child.idNumber);
  });

  it.skipIf(!canRead)('prints the school’s corrected address the next time, under the same number', async () => {
    await sql`update schools set address = '改正路7号' where id = ${SCHOOLS.east}`.execute(app.db);
    const text = await textOf((await letter()).rawPayload);
    expect(text).toContain('改正路7号');
    expect(text).toContain(number);
  });

  it.skipIf(!canRead)('has a receipt before it, with the moment of submission', async () => {
    const receipt = await family.visitor.send(`GET /api/applications/${family.id}/receipt.pdf`);
    const text = await textOf(receipt.rawPayload);
    for (const words of [(await viewOf(family)).receiptNo, '2027-05-03 10:00:00']) expect(text).toContain(words);
  });
});

describe('the public check', () => {
  const tokenOf = async () =>
    (await sql<{ token: string }>`select token from notices where application_id = ${family.id}`.execute(app.db))
      .rows[0]?.token ?? '';
  const check = (token: string) => new Visitor(app.server).send(`GET /api/notices/${token}`);

  it('tells what the paper says and nothing more', async () => {
    const answer = (await check(await tokenOf())).json();
    expect(answer).toEqual({
      state: 'genuine',
      number,
      childName: '欧＊＊＊',
      schoolName: '演示东小学',
      schoolNameEn: 'East Primary',
      bureau: expect.any(String),
      seasonName: '2027 年演示小学入学',
      reportFrom: '2027-08-27',
      reportUntil: '2027-08-30',
      issuedAt: expect.any(String),
      revokedAt: null,
    });
  });

  it('follows new days of arrival, of which the family is told once', async () => {
    const admin = await new Visitor(app.server).signIn(STAFF.districtAdmin);
    const { version } = (await admin.send(`GET /api/seasons/${SEASON}`)).json();
    const change = { version, reason: '校舍检修，报到推迟', reportFrom: '2027-08-28', reportUntil: '2027-08-31' };
    expect((await admin.send(`PATCH /api/seasons/${SEASON}/calendar`, change)).statusCode).toBe(200);
    const told = await until(
      async () => (await messages()).messages.filter(({ kind }) => kind === 'report_days'),
      (seen) => seen.length > 0,
    );
    expect(told).toMatchObject([{ titleZh: '欧阳演示的报到时间有变', bodyEn: expect.stringContaining('2027-08-28') }]);
    expect((await check(await tokenOf())).json()).toMatchObject({
      state: 'genuine',
      number,
      reportFrom: '2027-08-28',
      reportUntil: '2027-08-31',
    });
  });

  it('knows no notice by a token with one letter changed, and none by its number', async () => {
    const token = await tokenOf();
    const other = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    for (const wrong of [other, number, `${token}=`]) {
      const answer = await check(wrong);
      expect([answer.statusCode, answer.json().type], wrong).toEqual([404, 'notice.not_found']);
    }
  });
});
