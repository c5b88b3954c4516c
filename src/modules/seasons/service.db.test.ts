import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import type { Actor } from '../../kernel/actor.ts';
import { chinaInstant } from '../../kernel/dates.ts';
import { unwrap } from '../../kernel/result.ts';
import type { Context } from '../../platform/context.ts';
import * as seasons from './public.ts';
import * as service from './service.ts';

let app: TestApp;
let hash: string;
const id = '320812-primary-2027';

const staff = (kind: 'district_bureau' | 'city_bureau' | 'school', district: string | null): Actor => ({
  kind: 'account',
  accountId: '00000000-0000-7000-8000-000000000001',
  name: '测试',
  phone: '12000000001',
  role: kind === 'city_bureau' ? 'city_officer' : 'district_admin',
  organization: { id: `x-${district ?? 'city'}`, kind, name: '测试单位', district },
});
const as = (actor: Actor): Context => app.contextFor(actor);
const owner = () => as(staff('district_bureau', '320812'));

beforeAll(async () => {
  app = await startTestApp({ now: chinaInstant('2027-05-10', '12:00') });
  const context = as({ kind: 'system', job: 'test' });
  const file = 'demonstration-2027.yaml';
  const text = await readFile(path.join(context.services.city.folder, 'policies', file), 'utf8');
  hash = unwrap(await seasons.saveRuleSet(context, [{ file, text }])).hash;
  await seasons.createSeason(context, {
    id,
    district: '320812',
    stage: 'primary',
    entryYear: 2027,
    name: '清江浦区2027年小学招生',
    nameEn: 'Qingjiangpu, primary entry 2027',
    policyHash: hash,
    registrationOpensAt: chinaInstant('2027-05-06', '09:00'),
    registrationClosesAt: chinaInstant('2027-05-12', '17:00'),
    lateClosesAt: chinaInstant('2027-05-20', '17:00'),
    resultsExpectedOn: '2027-07-10',
    confirmBy: chinaInstant('2027-07-15', '17:00'),
    reportFrom: '2027-08-28',
    reportUntil: '2027-08-29',
    demo: true,
  });
});
afterAll(async () => app.close());

describe('a season', () => {
  it('is shown to the public with its phase, policy and rules in words', async () => {
    const season = unwrap(await service.readSeason(as({ kind: 'anonymous' }), id));
    expect(season).toMatchObject({ phase: 'registration', districtName: '清江浦区', policy: { hash, demo: true } });
    expect(season.categories[0]).toMatchObject({ id: 'home_and_household', order: 1 });
    expect(season.rules).toContain('户房一致');
  });

  it('stands on the policy that was stored, found again by its hash', async () => {
    expect((await seasons.policyOf(owner(), hash)).id).toBe('demonstration-primary-2027');
  });

  it('keeps its rule set: the same text twice is stored once', async () => {
    const context = owner();
    const file = 'demonstration-2027.yaml';
    const text = await readFile(path.join(context.services.city.folder, 'policies', file), 'utf8');
    expect(unwrap(await seasons.saveRuleSet(context, [{ file, text }])).hash).toBe(hash);
  });

  it('refuses a rule set with every fault of its text', async () => {
    const saved = await seasons.saveRuleSet(owner(), [{ file: 'bad.yaml', text: 'id: bad\nversion: 1\n' }]);
    expect(saved.ok).toBe(false);
  });

  it('is not found under another name', async () => {
    expect(await service.readSeason(owner(), 'nowhere')).toMatchObject({
      ok: false,
      error: { code: 'season.not_found' },
    });
  });
});

describe('changing a calendar', () => {
  const change = { version: 1, reason: '因台风延长报名', registrationClosesAt: chinaInstant('2027-05-14', '17:00') };

  it.each([
    ['another district', staff('district_bureau', '320804')],
    ['a school of the district', staff('school', '320812')],
    ['the public', { kind: 'anonymous' } as const],
  ])('is refused to %s', async (_, actor) => {
    const refused = await service.changeCalendar(as(actor), id, change);
    expect(refused).toMatchObject({ ok: false, error: { code: 'season.not_yours' } });
  });

  it.each([
    ['closing before it opens', { registrationClosesAt: chinaInstant('2027-05-06', '09:00') }, 'registrationClosesAt'],
    ['late registration closing first', { registrationClosesAt: chinaInstant('2027-05-21', '17:00') }, 'lateClosesAt'],
    ['results before late registration ends', { resultsExpectedOn: '2027-05-19' }, 'resultsExpectedOn'],
    ['confirmation before the results', { confirmBy: chinaInstant('2027-07-10') }, 'confirmBy'],
    ['confirmation after the days of arrival', { confirmBy: chinaInstant('2027-08-31') }, 'confirmBy'],
    ['arrival ending before it begins', { reportFrom: '2027-08-30' }, 'reportUntil'],
  ])('is refused with %s, and nothing of it stays', async (_, wrong, field) => {
    const refused = await service.changeCalendar(owner(), id, { version: 1, reason: '因台风延长报名', ...wrong });
    expect(refused).toMatchObject({ ok: false, error: { code: 'season.calendar_order' } });
    expect(!refused.ok && refused.error.fields?.map((fault) => fault.field)).toContain(field);
    expect(unwrap(await service.readSeason(owner(), id))).toMatchObject({
      version: 1,
      registrationClosesAt: chinaInstant('2027-05-12', '17:00'),
      confirmBy: chinaInstant('2027-07-15', '17:00'),
      reportFrom: '2027-08-28',
    });
  });

  it('is refused for a season that there is not', async () => {
    expect(await service.changeCalendar(owner(), 'nowhere', change)).toMatchObject({
      ok: false,
      error: { code: 'season.not_found' },
    });
  });

  it('extends registration for the district itself, and tells a second officer with the old version', async () => {
    const changed = unwrap(await service.changeCalendar(owner(), id, change));
    expect(changed).toMatchObject({ version: 2, registrationClosesAt: change.registrationClosesAt });
    const { rows } = await sql<{ detail: unknown }>`
      select detail from audit_entries where action = 'seasons.change_calendar' and subject_id = ${id}`.execute(app.db);
    expect(rows.map(({ detail }) => detail)).toEqual([
      expect.objectContaining({
        reason: '因台风延长报名',
        before: expect.objectContaining({ registrationClosesAt: '2027-05-12T09:00:00.000Z' }),
        after: expect.objectContaining({ registrationClosesAt: '2027-05-14T09:00:00.000Z' }),
      }),
    ]);
    const stale = await service.changeCalendar(as(staff('city_bureau', null)), id, change);
    expect(stale).toMatchObject({ ok: false, error: { code: 'season.changed' } });
  });
});

describe('publication', () => {
  it('happens once', async () => {
    app.setNow(chinaInstant('2027-07-10', '09:00'));
    const context = as({ kind: 'system', job: 'test' });
    expect(await seasons.markResultsPublished(context, id)).toBe(true);
    expect(await seasons.markResultsPublished(context, id)).toBe(false);
    const season = await seasons.getSeason(context, id);
    expect(season && seasons.phaseOf(season, context.now)).toBe('results');
  });
});
