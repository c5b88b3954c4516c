import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import { Visitor } from '../../../tests/support/visitor.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ settings: { SESSION_HOURS: '12' } });
});
afterAll(async () => {
  await app.close();
});

const minutesLater = (minutes: number) => app.setNow(new Date(app.services.clock().getTime() + minutes * 60_000));

describe('sign-in by phone code', () => {
  it('makes a phone without an account a guardian, and signs out again', async () => {
    const visitor = await new Visitor(app.server).signIn('12010000001');
    expect((await visitor.send('GET /api/session')).json().me).toMatchObject({
      phone: '12010000001',
      role: 'guardian',
      organization: null,
    });
    await visitor.send('DELETE /api/session');
    expect((await visitor.send('GET /api/session')).json().me).toBeNull();
  });

  it('refuses a wrong code, counts the tries, and after five takes not even the right one', async () => {
    const visitor = new Visitor(app.server);
    const phone = '12010000002';
    await visitor.send('POST /api/session/phone-codes', { phone });
    const [{ text }] = (await visitor.send(`GET /api/demo/inbox?phone=${phone}`)).json();
    const code = /\d{6}/.exec(text)?.[0] ?? '';
    const wrong = code === '000000' ? '000001' : '000000';
    for (const left of [4, 3, 2, 1, 0]) {
      const response = await visitor.send('POST /api/session', { phone, code: wrong });
      expect(response.statusCode).toBe(422);
      expect(response.json()).toMatchObject({ type: 'session.code_wrong', values: { left } });
    }
    expect((await visitor.send('POST /api/session', { phone, code })).statusCode).toBe(422);
  });

  it('takes a code once only, and not after five minutes', async () => {
    const visitor = new Visitor(app.server);
    const phone = '12010000003';
    const codeOf = async () =>
      /\d{6}/.exec((await visitor.send(`GET /api/demo/inbox?phone=${phone}`)).json()[0].text)?.[0];
    await visitor.send('POST /api/session/phone-codes', { phone });
    const first = await codeOf();
    expect((await visitor.send('POST /api/session', { phone, code: first })).statusCode).toBe(200);
    expect((await visitor.send('POST /api/session', { phone, code: first })).statusCode).toBe(422);
    minutesLater(2);
    await visitor.send('POST /api/session/phone-codes', { phone });
    const second = await codeOf();
    minutesLater(5);
    expect((await visitor.send('POST /api/session', { phone, code: second })).statusCode).toBe(422);
  });

  it('asks to wait a minute before another code, in the reader’s language', async () => {
    const visitor = new Visitor(app.server);
    const ask = (language: string) =>
      visitor.send('POST /api/session/phone-codes', { phone: '12010000004' }, { 'accept-language': language });
    expect((await ask('zh-CN')).statusCode).toBe(200);
    expect((await ask('zh-CN')).json().title).toBe('请 60 秒后再获取验证码。');
    expect((await ask('en-GB,en')).json().title).toBe('Please wait 60 seconds before asking for another code.');
  });

  it('ends a session after the hours that the settings give it', async () => {
    const visitor = await new Visitor(app.server).signIn('12010000005');
    minutesLater(12 * 60 + 1);
    expect((await visitor.send('GET /api/session')).json().me).toBeNull();
  });
});

describe('the door', () => {
  it('refuses what comes from another site', async () => {
    const visitor = await new Visitor(app.server).signIn('12010000006');
    const response = await visitor.send('PATCH /api/me', { name: '演示' }, { origin: 'https://elsewhere.example' });
    expect(response.statusCode).toBe(403);
    expect(response.json().type).toBe('request.cross_site');
  });

  it('names every field that is not right', async () => {
    const response = await new Visitor(app.server).send('POST /api/session', { phone: '123', code: 'x' });
    expect(response.statusCode).toBe(400);
    expect(response.json().fields.map((fault: { field: string }) => fault.field)).toEqual(['phone', 'code']);
  });

  it('answers a broken body, an unknown address and a forbidden role with a problem document', async () => {
    const visitor = await new Visitor(app.server).signIn('12010000007');
    const broken = await app.server.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'content-type': 'application/json' },
      payload: '{"phone":',
    });
    expect([broken.statusCode, broken.json().type]).toEqual([400, 'request.malformed']);
    const nowhere = await visitor.send('GET /api/nowhere');
    expect([nowhere.statusCode, nowhere.json().type]).toEqual([404, 'request.no_such_page']);
    const forbidden = await visitor.send('GET /api/audit');
    expect([forbidden.statusCode, forbidden.json().type]).toEqual([403, 'request.forbidden']);
    const stranger = await new Visitor(app.server).send('GET /api/audit');
    expect([stranger.statusCode, stranger.json().type]).toEqual([401, 'session.needed']);
  });

  it('never lets history be changed, not even by the owner of the database', async () => {
    const { sql } = await import('kysely');
    await expect(sql`delete from audit_entries`.execute(app.db)).rejects.toThrow('keeps history');
    await expect(sql`update audit_entries set action = 'x'`.execute(app.db)).rejects.toThrow('keeps history');
  });
});
