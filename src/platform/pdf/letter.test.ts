import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { drawLetter, type Letter } from './letter.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'hjt-pdf-'));
afterAll(() => rmSync(folder, { recursive: true }));

const letter: Letter = {
  title: '义务教育入学通知书',
  subtitle: 'Notice of Admission',
  number: '编号 320800-2027-000001',
  addressee: '王演示 同学家长:',
  paragraphs: ['经审核，王演示同学被录取。'],
  facts: [{ label: '学校 School', value: '演示小学' }],
  office: '演示教育局',
  date: '2027年7月1日',
  qr: { text: 'http://127.0.0.1/v/abc', caption: '扫码核验' },
  footer: '服务热线',
  watermark: '演示 DEMO',
};

it('draws a PDF of one page with the Chinese font inside, small enough for a phone', async () => {
  const bytes = await drawLetter(letter);
  const text = Buffer.from(bytes).toString('latin1');
  expect(text.slice(0, 5)).toBe('%PDF-');
  expect(text.match(/\/Type \/Page\b/g)?.length).toBe(1);
  expect(text).toContain('/FontFile');
  expect(bytes.length).toBeLessThan(300_000);
});

const canRead = spawnSync('pdftotext', ['-v']).error === undefined;

it.skipIf(!canRead)(
  'marks a character that the font lacks instead of losing it (needs pdftotext to read it back)',
  async () => {
    const file = path.join(folder, 'letter.pdf');
    writeFileSync(file, await drawLetter({ ...letter, addressee: '王\u{30000} 同学家长：' }));
    const read = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).stdout;
    expect(read).toContain('义务教育入学通知书');
    expect(read).toContain('U+30000');
  },
);
