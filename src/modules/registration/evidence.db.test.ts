// Papers over HTTP: taken, scanned, arranged, looked at with a watermark and a record, and gone when their time is over.

import { PDFDocument } from '@cantoo/pdf-lib';
import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EICAR, type FakeClamd, startClamd } from '../../../tests/support/clamd.ts';
import { createTestDatabase, startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { type Family, readyFamily, submit, submittedFamily, viewOf } from '../../../tests/support/families.ts';
import { type ObjectStorage, startObjectStorage } from '../../../tests/support/object-storage.ts';
import { buildSmallCity, LATE_CLOSES, OPEN, REVIEW, SEASON, STAFF } from '../../../tests/support/small-city.ts';
import { attach, FILES } from '../../../tests/support/uploads.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import { changeKeys } from '../../cli/files.ts';
import { chinaInstant } from '../../kernel/dates.ts';
import { scanWaiting } from './service/files.ts';
import { forgetDueFiles } from './service/forgetting.ts';

let app: TestApp;
let clamd: FakeClamd;
let bucket: ObjectStorage;
beforeAll(async () => {
  [clamd, bucket] = await Promise.all([startClamd(), startObjectStorage()]);
  app = await startTestApp({ now: OPEN, settings: { CLAMAV: clamd.setting, ...bucket.settings } });
  await buildSmallCity(app);
});
beforeEach(() => app.setNow(OPEN));
afterAll(async () => {
  await app.close();
  await Promise.all([clamd.stop(), bucket.stop()]);
});

const job = (name = 'test') => app.contextFor({ kind: 'system', job: name });
const fileAt = ({ id }: { id: string }, file: string, query = '') =>
  `GET /api/applications/${id}/files/${file}${query}`;
/** Signed in once for the weeks of registration and review, and anew afterwards. */
const officers = new Map<keyof typeof STAFF, Visitor>();
const officer = async (who: keyof typeof STAFF) => {
  const now = app.services.clock().getTime();
  const old = officers.get(who);
  if (old && now < OPEN.getTime() + 25 * 86_400_000) return old;
  const visitor = await new Visitor(app.server).signIn(STAFF[who]);
  if (!old) officers.set(who, visitor);
  return visitor;
};
const filesOf = async (family: Pick<Family, 'visitor' | 'id'>) =>
  (await viewOf(family)).files as { id: string; kind: string; state: string; fileName: string }[];

describe('a paper', () => {
  it.each([
    ['jpeg', 'image/jpeg'],
    ['png', 'image/jpeg'],
    ['heic', 'image/jpeg'],
    ['phone', 'image/jpeg'],
    ['pdf', 'application/pdf'],
  ] as const)(
    'sent as %s is known by its content, whatever its name says, and given back to its family',
    async (kind, mediaType) => {
      const { visitor, id } = await readyFamily(app);
      const added = await attach(visitor, id, FILES[kind], '照片.exe');
      expect(added.json(), added.body).toMatchObject({ mediaType, kind: 'household_booklet', state: 'ready' });
      const read = await visitor.send(fileAt({ id }, added.json().id));
      expect(read.rawPayload.length).toBe(added.json().bytes);
      expect(read.headers).toMatchObject({
        'content-type': mediaType,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      expect(read.headers['content-disposition']).toMatch(/^inline; filename\*=UTF-8''%E7%85/);
      expect(read.headers['content-security-policy']).toMatch(/^default-src 'none'/);
      if (mediaType === 'image/jpeg') {
        expect(read.headers['content-security-policy']).toContain('sandbox');
        expect((await sharp(read.rawPayload).metadata()).exif).toBeUndefined();
        const small = await visitor.send(fileAt({ id }, added.json().id, '?size=small'));
        expect(Math.max(...Object.values(await sizeOf(small.rawPayload)))).toBeLessThanOrEqual(480);
      } else expect(read.rawPayload.equals(FILES.pdf)).toBe(true);
    },
  );
  const sizeOf = async (bytes: Buffer) => {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  };

  it.each(['gif', 'zip', 'exe', 'html', 'svg'] as const)(
    'is not taken as %s, though it is called a.jpg',
    async (kind) => {
      const { visitor, id } = await readyFamily(app);
      const answer = await attach(visitor, id, FILES[kind], 'a.jpg');
      expect([answer.statusCode, answer.json().type]).toEqual([415, 'file.kind']);
      expect(await filesOf({ visitor, id })).toEqual([]);
    },
  );

  it('that cannot be read is refused with what to do, and leaves nothing behind', async () => {
    const { visitor, id } = await readyFamily(app);
    const stored = bucket.objects.size;
    const answer = await attach(visitor, id, FILES.jpeg.subarray(0, 900));
    expect([answer.statusCode, answer.json().type]).toEqual([422, 'file.unreadable']);
    expect(answer.json().title).toContain('重新拍照');
    expect(bucket.objects.size).toBe(stored);
  });

  it('is at most ten megabytes, and never empty', async () => {
    const { visitor, id } = await readyFamily(app);
    const large = Buffer.concat([FILES.jpeg, Buffer.alloc(10 * 1024 * 1024)]);
    const answer = await attach(visitor, id, large);
    expect([answer.statusCode, answer.json().values]).toEqual([413, { limit: 10 }]);
    expect((await attach(visitor, id, Buffer.alloc(0))).json().type).toBe('file.missing');
    expect((await visitor.send(`POST /api/applications/${id}/files`, {})).json().type).toBe('file.missing');
  });

  it('sent again after a broken connection is one file, also at the same moment', async () => {
    const { visitor, id } = await readyFamily(app);
    const send = () => attach(visitor, id, FILES.jpeg, 'a.jpg', { key: 'upload-1' });
    const [one, other] = await Promise.all([send(), send()]);
    expect(one?.json().id).toBe(other?.json().id);
    expect((await send()).json().id).toBe(one?.json().id);
    expect(await filesOf({ visitor, id })).toHaveLength(1);
  });

  it('has pages, which its family puts into an order', async () => {
    const family = await readyFamily(app);
    const add = async (name: string, kind: string) =>
      (await attach(family.visitor, family.id, FILES.jpeg, name, { kind })).json().id as string;
    const [one, two, other, three] = [
      await add('1', 'household_booklet'),
      await add('2', 'household_booklet'),
      await add('o', 'other'),
      await add('3', 'household_booklet'),
    ];
    const order = (list: readonly string[]) =>
      family.visitor.send(`PUT /api/applications/${family.id}/files`, { kind: 'household_booklet', order: list });
    expect((await order([three, one, two])).statusCode).toBe(200);
    const booklet = (await filesOf(family)).filter((file) => file.kind === 'household_booklet');
    expect(booklet.map((file) => file.fileName)).toEqual(['3', '1', '2']);
    for (const wrong of [
      [one, two],
      [one, two, two],
      [one, two, other],
      [one, two, three, other],
    ])
      expect((await order(wrong)).json().type).toBe('file.order');
  });

  it('is locked once submitted with, and what is added later can be taken back', async () => {
    const one = await readyFamily(app);
    const before = (await attach(one.visitor, one.id)).json().id;
    await submit(one);
    app.setNow(new Date(OPEN.getTime() + 1000));
    const after = (await attach(one.visitor, one.id)).json().id;
    const remove = (file: string) => one.visitor.send(`DELETE /api/applications/${one.id}/files/${file}`);
    expect((await remove(before)).json().type).toBe('file.locked');
    expect((await remove(after)).statusCode).toBe(200);
    expect((await filesOf(one)).map((file) => file.id)).toEqual([before]);
  });

  it('is one of at most forty', async () => {
    const one = await readyFamily(app);
    const first = (await attach(one.visitor, one.id)).json().id;
    await sql`insert into evidence (id, application_id, kind, file_name, media_type, bytes, stored_as, uploaded_by, uploaded_at)
      select gen_random_uuid(), application_id, kind, file_name, media_type, bytes, stored_as, uploaded_by, uploaded_at
      from evidence, generate_series(1, 39) where id = ${first}`.execute(app.db);
    expect((await attach(one.visitor, one.id)).json()).toMatchObject({ type: 'file.count', values: { limit: 40 } });
    await one.visitor.send(`DELETE /api/applications/${one.id}/files/${first}`);
    expect((await attach(one.visitor, one.id)).statusCode).toBe(200);
  });

  it('of two families does not show to be the same, in names or in bytes', async () => {
    const [one, other] = [await readyFamily(app), await readyFamily(app)];
    for (const family of [one, one, other]) await attach(family.visitor, family.id, FILES.png);
    const { rows } = await sql<{ applicationId: string; storedAs: string }>`
      select application_id, stored_as from evidence where application_id in (${one.id}, ${other.id})`.execute(app.db);
    const names = (id: string) => new Set(rows.filter((row) => row.applicationId === id).map((row) => row.storedAs));
    expect([names(one.id).size, names(other.id).size]).toEqual([1, 1]);
    expect([...names(one.id)]).not.toEqual([...names(other.id)]);
    const { rows: entries } = await sql<{ detail: { sent?: string } }>`
      select detail from audit_entries where action = 'registration.add_file' and subject_id in (${one.id}, ${other.id})`.execute(
      app.db,
    );
    expect(new Set(entries.map((entry) => entry.detail.sent)).size).toBe(2);
  });
});

describe('the scanner', () => {
  /** A picture that carries the test virus behind its end. */
  const infected = Buffer.concat([FILES.jpeg, EICAR]);

  it('has a file with a virus locked away: the family is told, nobody can open it, and it counts as no paper', async () => {
    const family = await readyFamily(app);
    const added = (await attach(family.visitor, family.id, infected)).json();
    expect(added.state).toBe('infected');
    const read = await family.visitor.send(fileAt(family, added.id));
    expect([read.statusCode, read.json().type]).toEqual([409, 'file.infected']);
    await submit(family);
    const reviewer = await officer('districtReviewer');
    expect((await reviewer.send(fileAt(family, added.id))).json().type).toBe('file.infected');
    const { rows } = await sql<{ finding: string }>`select finding from evidence where id = ${added.id}`.execute(
      app.db,
    );
    expect(rows).toEqual([{ finding: 'Eicar-Test-Signature' }]);
    // Also after submission it can be put away, for a clean one.
    const removed = await family.visitor.send(`DELETE /api/applications/${family.id}/files/${added.id}`);
    expect(removed.statusCode).toBe(200);
  });

  it('that is down loses nothing: the file waits, its family sees it, officers when it has been scanned', async () => {
    clamd.behave('refusing');
    const family = await submittedFamily(app);
    const added = (await attach(family.visitor, family.id)).json();
    expect(added.state).toBe('waiting');
    const reviewer = await officer('districtReviewer');
    expect((await family.visitor.send(fileAt(family, added.id))).statusCode).toBe(200);
    expect((await reviewer.send(fileAt(family, added.id))).json().type).toBe('file.waiting');
    await scanWaiting(job());
    expect((await filesOf(family))[0]?.state).toBe('waiting');
    clamd.behave('well');
    await scanWaiting(job());
    expect((await filesOf(family))[0]?.state).toBe('ready');
    expect((await reviewer.send(fileAt(family, added.id))).statusCode).toBe(200);
  });

  it('that finds a virus later locks the file away, and the family reads it in the timeline', async () => {
    clamd.behave('busy');
    const family = await readyFamily(app);
    // As a PDF is kept byte by byte, what it carries in a comment is still there when the scanner comes back.
    const text = FILES.pdf.toString('latin1').replace(/^(%PDF-1\.\d\n)/, `$1%${EICAR.toString('latin1')}\n`);
    const added = await attach(family.visitor, family.id, Buffer.from(text, 'latin1'));
    expect(added.json(), added.body).toMatchObject({ state: 'waiting' });
    clamd.behave('well');
    await scanWaiting(job());
    const view = await viewOf(family);
    expect(view.files[0].state).toBe('infected');
    expect(view.timeline.at(-1)).toMatchObject({ event: 'lock_file' });
    expect(view.timeline.at(-1).words).toContain('病毒');
  });
});

describe('looking', () => {
  it('shows officers the file with their name across it, records each look, and shows the family who looked', async () => {
    const family = await readyFamily(app);
    const [picture, pdf] = [
      (await attach(family.visitor, family.id, FILES.phone, '户口簿.jpg')).json(),
      (await attach(family.visitor, family.id, FILES.pdf, '合同.pdf', { kind: 'lease_contract' })).json(),
    ];
    await submit(family);
    const reviewer = await officer('districtReviewer');
    const shown = await reviewer.send(fileAt(family, picture.id));
    const own = await family.visitor.send(fileAt(family, picture.id));
    expect(shown.statusCode).toBe(200);
    const difference = async (a: Buffer, b: Buffer) => {
      const [one, two] = await Promise.all([a, b].map((bytes) => sharp(bytes).greyscale().raw().toBuffer()));
      if (!one || one.length !== two?.length) throw new Error('other sizes');
      let changed = 0;
      for (let at = 0; at < one.length; at += 1) if (Math.abs((one[at] ?? 0) - (two[at] ?? 0)) > 30) changed += 1;
      return changed / one.length;
    };
    expect(await difference(shown.rawPayload, own.rawPayload)).toBeGreaterThan(0.003);
    // Another officer, another minute: other words.
    app.setNow(new Date(OPEN.getTime() + 60_000));
    const auditor = await officer('auditor');
    const audited = await auditor.send(fileAt(family, picture.id));
    expect(await difference(shown.rawPayload, audited.rawPayload)).toBeGreaterThan(0.003);
    const marked = await reviewer.send(fileAt(family, pdf.id, '?purpose=appeal'));
    expect(marked.headers['content-type']).toBe('application/pdf');
    expect((await PDFDocument.load(marked.rawPayload)).getPage(0).node.Resources()?.toString()).toContain('/Image');

    const views = (await family.visitor.send(`GET /api/applications/${family.id}/file-views`)).json();
    expect(views).toMatchObject([
      { fileName: '合同.pdf', purposeZh: '复核申诉', byZh: '区县审核人员' },
      { fileName: '户口簿.jpg', purposeZh: '监督检查', byZh: '监督人员' },
      { fileName: '户口簿.jpg', purposeZh: '入学审核', at: OPEN.toISOString() },
    ]);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_entries
      where action = 'registration.look_at_file' and subject_id = ${family.id}`.execute(app.db);
    expect(rows).toEqual([{ n: 3 }]);
    await expect(sql`delete from evidence_views where application_id = ${family.id}`.execute(app.db)).rejects.toThrow();
  });

  it('is refused to those who may not see the case, and leaves no record', async () => {
    const family = await readyFamily(app);
    const { id } = (await attach(family.visitor, family.id)).json();
    await submit(family);
    const stranger = await readyFamily(app);
    for (const visitor of [stranger.visitor, await officer('elsewhereReviewer')])
      expect((await visitor.send(fileAt(family, id))).statusCode).toBe(404);
    expect((await new Visitor(app.server).send(fileAt(family, id))).statusCode).toBe(401);
    expect((await stranger.visitor.send(fileAt(stranger, id))).json().type).toBe('file.not_found');
    expect((await family.visitor.send(`GET /api/applications/${family.id}/file-views`)).json()).toEqual([]);
  });
});

describe('the end of keeping', () => {
  /** The season's last day of arrival is 30 August 2027; children with a seat are kept a year, others half a year. */
  const day = (date: string) => chinaInstant(date);
  const runOn = async (date: string) => {
    app.setNow(day(date));
    await forgetDueFiles(job('forget'));
  };
  const withFile = async (state: string | null) => {
    app.setNow(OPEN);
    const family = await readyFamily(app);
    const file = (await attach(family.visitor, family.id)).json();
    if (state !== null) {
      await submit(family);
      await sql`update applications set state = ${state} where id = ${family.id}`.execute(app.db);
    }
    const { rows } = await sql<{ storedAs: string }>`select stored_as from evidence where id = ${file.id}`.execute(
      app.db,
    );
    const key = rows[0]?.storedAs ?? '';
    return { ...family, file: file.id as string, there: () => bucket.objects.has(`${key.slice(0, 2)}/${key}`) };
  };

  it('comes by outcome, to the day: the bytes go, the record and its reason stay, the family is told', async () => {
    const { rows } = await sql<{
      reportUntil: string;
    }>`select report_until::text from seasons where id = ${SEASON}`.execute(app.db);
    expect(rows).toEqual([{ reportUntil: '2027-08-30' }]);
    const [admitted, refused] = [await withFile('reported'), await withFile('refused')];
    await runOn('2028-02-28');
    expect([admitted.there(), refused.there()]).toEqual([true, true]);
    await runOn('2028-02-29');
    expect([admitted.there(), refused.there()]).toEqual([true, false]);
    await runOn('2028-08-29');
    expect(admitted.there()).toBe(true);
    await runOn('2028-08-30');
    expect(admitted.there()).toBe(false);
    await refused.visitor.signIn(refused.guardian.phone);
    const view = await viewOf(refused);
    expect(view.files[0]).toMatchObject({ state: 'deleted', deletedAt: day('2028-02-29').toISOString() });
    expect(view.timeline.at(-1)).toMatchObject({ event: 'forget_files', zh: '材料已按保存期限删除' });
    const read = await refused.visitor.send(fileAt(refused, refused.file));
    expect([read.statusCode, read.json().type]).toEqual([410, 'file.deleted']);
    // Run again: nothing more happens.
    await runOn('2028-09-01');
    const { rows: entries } = await sql<{ n: number }>`select count(*)::int as n from audit_entries
      where action = 'registration.forget_files' and subject_id = ${refused.id}`.execute(app.db);
    expect(entries).toEqual([{ n: 1 }]);
  });

  it('comes sooner for drafts, withdrawals, files taken back and viruses', async () => {
    const [draft, withdrawn, taken, sick] = [
      await withFile(null),
      await withFile('withdrawn'),
      await withFile(null),
      await withFile(null),
    ];
    await taken.visitor.send(`DELETE /api/applications/${taken.id}/files/${taken.file}`);
    await sql`update evidence set scan = 'infected', finding = 'x' where id = ${sick.file}`.execute(app.db);
    const after = async (from: Date, days: number, hours = 0) => {
      app.setNow(new Date(from.getTime() + days * 86_400_000 + hours * 3_600_000));
      await forgetDueFiles(job('forget'));
      return [draft.there(), withdrawn.there(), taken.there(), sick.there()];
    };
    expect(await after(OPEN, 7)).toEqual([true, true, true, true]);
    expect(await after(OPEN, 7, 1)).toEqual([true, true, false, true]);
    expect(await after(OPEN, 30, 1)).toEqual([true, false, false, false]);
    expect(await after(LATE_CLOSES, 30)).toEqual([true, false, false, false]);
    expect(await after(LATE_CLOSES, 30, 1)).toEqual([false, false, false, false]);
  });

  it('waits while an appeal is open, and officers see what is held', async () => {
    const family = await withFile('submitted');
    app.setNow(REVIEW);
    const reviewer = await officer('districtReviewer');
    const { version } = (await reviewer.send(`GET /api/applications/${family.id}`)).json();
    const decided = await reviewer.send(`POST /api/applications/${family.id}/decisions`, {
      outcome: 'refused',
      version,
      reasonCode: 'facts_disproved',
      words: '房产信息与登记不一致',
      cure: '请补充房产证明',
      dueOn: '2027-06-01',
    });
    expect(decided.json(), decided.body).toMatchObject({ state: 'refused' });
    const filed = { statement: '房产证是去年换发的，旧编号查不到，新证在我手里。', wish: '请重新核对房产并通过审核。' };
    const appeal = await family.visitor.send(`POST /api/applications/${family.id}/appeals`, filed);
    expect(appeal.statusCode, appeal.body).toBe(200);
    await runOn('2028-06-01');
    expect(family.there()).toBe(true);
    const report = (await (await officer('cityOfficer')).send('GET /api/evidence-retention')).json();
    expect(report.seasons.find((one: { seasonId: string }) => one.seasonId === SEASON).held).toBe(1);
    await family.visitor.signIn(family.guardian.phone);
    const withdrawn = await family.visitor.send(`POST /api/appeals/${appeal.json().id}/withdraw`, {
      version: appeal.json().version,
    });
    expect(withdrawn.statusCode, withdrawn.body).toBe(200);
    await runOn('2028-06-02');
    expect(family.there()).toBe(false);
  });

  it('is reported to officers by season', async () => {
    const family = await withFile('submitted');
    const admin = await officer('districtAdmin');
    const report = (await admin.send('GET /api/evidence-retention')).json();
    expect(report.rules).toMatchObject({ admittedMonths: 12, otherMonths: 6 });
    const season = report.seasons.find((one: { seasonId: string }) => one.seasonId === SEASON);
    expect(season).toMatchObject({ admittedUntil: '2028-08-30', otherUntil: '2028-02-29', endedOn: '2027-08-31' });
    expect(season.kept).toBeGreaterThan(0);
    expect(season.keptBytes).toBeGreaterThan(1000);
    const elsewhere = await (await officer('elsewhereReviewer')).send('GET /api/evidence-retention');
    expect(elsewhere.statusCode).toBe(403);
    expect(family.there()).toBe(true);
  });
});

describe('a new master key', () => {
  it('brings files under it, seals those of before, and lets the old key be forgotten', async () => {
    const database = await createTestDatabase();
    const small = await startTestApp({ now: OPEN, databaseUrl: database.url });
    try {
      await buildSmallCity(small);
      const { visitor, id } = await readyFamily(small);
      const sealed = (await attach(visitor, id)).json().id;
      // A file as it was kept before files were sealed: plain, under its content hash.
      const old = (await attach(visitor, id, FILES.png)).json().id;
      const name = createHash('sha256').update(FILES.jpeg).digest('hex');
      const folder = path.join(small.services.config.DATA_DIR, 'files');
      await mkdir(path.join(folder, name.slice(0, 2)), { recursive: true });
      await writeFile(path.join(folder, name.slice(0, 2), name), FILES.jpeg);
      await sql`update evidence set stored_as = ${name} where id = ${old}`.execute(small.db);
      const same = async () => {
        for (const file of [sealed, old]) {
          const read = await visitor.send(fileAt({ id }, file));
          expect(read.statusCode).toBe(200);
        }
        expect((await visitor.send(fileAt({ id }, old))).rawPayload.equals(FILES.jpeg)).toBe(true);
      };
      await same();
      const said: string[] = [];
      const terminal = {
        out: (text: string) => void said.push(text),
        complain: (line: string) => void said.push(line),
      };
      const { config } = small.services;
      expect(await changeKeys('rotate-key', config, database.url, terminal)).toBe(0);
      expect(JSON.parse(said.pop() ?? '')).toEqual({ current: 0, rewrapped: 1, sealed: 1, gone: 0 });
      // The running server has not been told.
      await same();
      expect(await readdir(path.join(folder, name.slice(0, 2)))).not.toContain(name);
      expect(await changeKeys('forget-keys', config, database.url, terminal)).toBe(0);
      expect(JSON.parse(said.pop() ?? '')).toEqual({ current: 2, rewrapped: 0, sealed: 0, gone: 0 });
      await same();
    } finally {
      await small.close();
      await database.drop();
    }
  });
});
