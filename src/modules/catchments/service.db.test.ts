import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';
import {
  buildSmallCity,
  declarationAt,
  DISTRICT,
  inventedId,
  OPEN,
  SCHOOLS,
  SEASON,
  STAFF,
} from '../../../tests/support/small-city.ts';
import { Visitor } from '../../../tests/support/visitor.ts';
import type { Version } from './contract.ts';
import { catchmentsSubscriptions } from './public.ts';

const PLACE = { district: DISTRICT, stage: 'primary' };
const QUERY = `district=${DISTRICT}&stage=primary`;
/** The day of the tests, and a day after the season. */
const TODAY = '2027-05-03';
const AFTER_SEASON = '2027-09-01';

let app: TestApp;
let admin: Visitor;
let second: Visitor;
let reviewer: Visitor;
beforeAll(async () => {
  app = await startTestApp({ now: OPEN, jobs: true });
  await buildSmallCity(app);
  admin = await new Visitor(app.server).signIn(STAFF.districtAdmin);
  second = await new Visitor(app.server).signIn(STAFF.secondAdmin);
  reviewer = await new Visitor(app.server).signIn(STAFF.districtReviewer);
});
afterAll(async () => {
  await app.close();
});

const square = (west: number, east: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 33.6],
      [east, 33.6],
      [east, 33.61],
      [west, 33.61],
      [west, 33.6],
    ],
  ],
});
const FAR = square(110, 110.01);

async function versionsOf(schoolId: string): Promise<Version[]> {
  const { versions } = (await reviewer.send(`GET /api/catchments?${QUERY}`)).json<{ versions: Version[] }>();
  return versions.filter((one) => one.schoolId === schoolId);
}

async function newest(schoolId: string): Promise<Version> {
  const version = (await versionsOf(schoolId)).findLast((one) => one.state !== 'replaced');
  if (!version) throw new Error(`${schoolId} has no catchment`);
  return version;
}

/** The catchment of a school with something changed. */
async function item(schoolId: string, change: object) {
  const { id, campus, zone, note, source, area, areaSource } = await newest(schoolId);
  return { schoolId, campus, basedOn: id, zone, note, source, area, areaSource, ...change };
}

async function propose(items: object[], more: object = {}) {
  return admin.send('POST /api/catchments/changes', {
    ...PLACE,
    effectiveFrom: TODAY,
    reason: '道路改建后重新划线',
    seasonReason: '公示期内发现重叠，须在审核前更正',
    items,
    ...more,
  });
}

const decide = (by: Visitor, one: { id: string; version: number }, event: string, words = '') =>
  by.send(`POST /api/catchments/changes/${one.id}/decision`, { event, version: one.version, words });

/** What catchments do by the clock, done now. */
async function clock() {
  for (const { queue, handle } of catchmentsSubscriptions) {
    await handle(app.contextFor({ kind: 'system', job: queue }), {});
  }
}

async function located(address: string) {
  return (await new Visitor(app.server).send('POST /api/locate', { ...PLACE, address })).json();
}

/** A submitted application of a family at an address. */
let families = 0;
async function submitted(address: string) {
  families += 1;
  const phone = `1206000${String(families).padStart(4, '0')}`;
  const visitor = await new Visitor(app.server).signIn(phone);
  const child = {
    name: '演示童',
    idKind: 'resident_id',
    idNumber: inventedId('2020-10-10', families),
    relation: 'mother',
  };
  const childId = (await visitor.send('POST /api/children', child)).json().id;
  const begun = (await visitor.send('POST /api/applications', { seasonId: SEASON, childId })).json();
  const mother = { name: '演示母', idNumber: inventedId('1990-01-01', 2), phone };
  const saved = await visitor.send(`PUT /api/applications/${begun.id}/draft`, {
    version: begun.version,
    draft: declarationAt(address, mother, `演示2021第${families}号`),
  });
  const sent = await visitor.send(`POST /api/applications/${begun.id}/submit`, {
    version: saved.json().version,
    declarationAccepted: true,
    key: `key-of-family-${families}`,
  });
  expect(sent.statusCode, sent.body).toBe(200);
  return { visitor, id: begun.id as string };
}

/** A multipart body with a GeoJSON file, as a browser sends it. */
function mapFile(value: unknown, fields: Record<string, string>) {
  const parts = Object.entries(fields).map(
    ([name, text]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
  );
  const file = `--x\r\nContent-Disposition: form-data; name="file"; filename="a.geojson"\r\nContent-Type: application/geo+json\r\n\r\n${typeof value === 'string' ? value : JSON.stringify(value)}\r\n--x--\r\n`;
  return Buffer.from(parts.join('') + file);
}
const upload = (path: string, value: unknown, fields: Record<string, string>) =>
  admin.send(`POST ${path}`, mapFile(value, fields), { 'content-type': 'multipart/form-data; boundary=x' });
const FROM = { district: DISTRICT, system: 'wgs84', source: '测试' };

function points(list: readonly (readonly [address: string, lng: number, lat: number])[]) {
  return {
    type: 'FeatureCollection',
    features: list.map(([address, lng, lat]) => ({
      type: 'Feature',
      properties: { address },
      geometry: { type: 'Point', coordinates: [lng, lat] },
    })),
  };
}

describe('a change', () => {
  it('is proposed by one officer and decided by another, comes into force from its day, and keeps what was before', async () => {
    const proposed = await propose([await item(SCHOOLS.east, { area: square(119.1, 119.11), areaSource: '测绘' })], {
      effectiveFrom: AFTER_SEASON,
      seasonReason: '',
    });
    expect(proposed.statusCode, proposed.body).toBe(200);
    const change = proposed.json();
    expect(change).toMatchObject({ state: 'proposed', actions: ['withdraw'], decidedByName: null });
    expect((await decide(admin, change, 'approve')).json().type).toBe('catchment_change.four_eyes');
    const approved = await decide(second, change, 'approve', '核对过图');
    expect(approved.json()).toMatchObject({ state: 'approved', decisionWords: '核对过图', actions: [] });
    expect((await decide(second, change, 'approve')).json().type).toBe('catchment_change.state');
    const east = await versionsOf(SCHOOLS.east);
    expect(east.map((one) => [one.state, one.effectiveFrom, one.effectiveTo])).toEqual([
      ['current', '2026-01-01', '2027-08-31'],
      ['coming', AFTER_SEASON, null],
    ]);
    expect(east[1]).toMatchObject({ areaSource: '测绘', changeId: change.id });
  });

  it('that has not come into force is replaced by another, which is kept too', async () => {
    const change = (
      await propose([await item(SCHOOLS.east, { zone: '晨光路1—199号单号、东苑小区、梧荫花园。' })], {
        effectiveFrom: '2027-08-31',
        seasonReason: '',
      })
    ).json();
    await decide(second, change, 'approve');
    const east = await versionsOf(SCHOOLS.east);
    expect(east.map((one) => [one.state, one.effectiveFrom, one.effectiveTo])).toEqual([
      ['current', '2026-01-01', '2027-08-30'],
      ['coming', '2027-08-31', null],
      ['replaced', AFTER_SEASON, null],
    ]);
  });

  it('within a season needs a reason; the season keeps its catchments otherwise', async () => {
    const west = await item(SCHOOLS.west, { zone: '晨光路2—200号双号、西苑小区、兰岚小区。' });
    const refused = await propose([west], { seasonReason: '' });
    expect(refused.json()).toMatchObject({ type: 'catchment_change.season' });
    expect(refused.json().title).toContain('2027 年演示小学入学');
    expect((await propose([west], { effectiveFrom: '2027-05-02' })).json().type).toBe('catchment_change.past');
  });

  it('is refused with the reason where it is empty, doubled, outdated, elsewhere or badly drawn', async () => {
    const west = await item(SCHOOLS.west, {});
    const type = async (items: object[]) => (await propose(items)).json().type;
    expect(await type([west])).toBe('catchment_change.nothing');
    const changed = { ...west, note: '改' };
    expect(await type([changed, changed])).toBe('catchment_change.twice');
    expect(await type([{ ...changed, basedOn: null }])).toBe('catchment_change.outdated');
    expect(await type([{ ...changed, schoolId: 'nowhere' }])).toBe('catchment_change.school');
    const bow = square(119, 119.01);
    const [a, b, c, d, e] = bow.coordinates[0] as [number, number][];
    const crossed = { ...bow, coordinates: [[a, c, b, d, e]] };
    const bad = await propose([{ ...changed, area: crossed }]);
    expect(bad.json()).toMatchObject({ type: 'catchment_change.area' });
    expect(bad.json().title).toContain('与自身相交');
    expect((await admin.send('POST /api/catchments/changes', { ...PLACE, district: '320813' })).statusCode).toBe(400);
  });

  it('waits for one decision at a time, and can be withdrawn by whoever proposed it', async () => {
    const change = (await propose([await item(SCHOOLS.west, { note: '试改' })])).json();
    expect((await propose([await item(SCHOOLS.west, { note: '再改' })])).json().type).toBe('catchment_change.open');
    expect((await decide(second, change, 'withdraw')).json().type).toBe('catchment_change.not_own');
    expect((await decide(admin, change, 'withdraw')).json()).toMatchObject({ state: 'withdrawn' });
    const again = (await propose([await item(SCHOOLS.west, { note: '再改' })])).json();
    expect((await decide(second, again, 'refuse', '理由不足')).json()).toMatchObject({ state: 'refused' });
    expect(await newest(SCHOOLS.west)).toMatchObject({ note: '' });
  });

  it('shows whom it touches before, and moves only those on whom nobody decided when it is in force at once', async () => {
    const family = await submitted('兰岚小区3栋502室');
    const change = (
      await propose([await item(SCHOOLS.west, { zone: '晨光路2—200号双号、西苑小区、兰岚小区。' })])
    ).json();
    const touched = (await second.send(`GET /api/catchments/changes/${change.id}/touched`)).json();
    expect(touched).toMatchObject({
      looked: 1,
      count: 1,
      applications: [{ address: '兰岚小区3栋502室', before: [], after: ['演示西小学'], follows: true }],
    });
    await decide(second, change, 'approve');
    const seen = (await family.visitor.send(`GET /api/applications/${family.id}`)).json();
    expect(seen).toMatchObject({ location: { result: 'matched', basis: '“兰岚小区”' }, schoolName: '演示西小学' });
    expect(seen.timeline.at(-1)).toMatchObject({ event: 'relocate', zh: '重新核定施教区' });
    expect(seen.timeline.at(-1).words).toContain('须在审核前更正');
  });
});

describe('where an address lies', () => {
  it('is asked of the words first and then of the drawing at the point of the address, and the family is told why', async () => {
    const change = (
      await propose([await item(SCHOOLS.west, { area: square(119, 119.01), areaSource: '测绘' })])
    ).json();
    await decide(second, change, 'approve');
    expect(await located('菊洲新村2栋')).toMatchObject({ result: 'uncovered' });
    const written = await upload(
      '/api/catchments/points',
      points([
        ['菊洲新村', 119.005, 33.605],
        ['晨光路1号', 119.005, 33.605],
      ]),
      FROM,
    );
    expect(written.json()).toEqual({ written: 2 });
    const answer = await located('清江浦区菊洲新村2栋501室');
    expect(answer).toMatchObject({ result: 'matched', decidedBy: 'map', schools: [{ school: '演示西小学' }] });
    expect(answer.basis).toContain('教育局绘制的演示西小学施教区范围之内');
    // The words name one school, whatever is drawn.
    expect(await located('晨光路1号')).toMatchObject({ decidedBy: 'text', schools: [{ school: '演示东小学' }] });
  });

  it('is found by an officer where neither decides, kept with the reason, and taken back', async () => {
    const family = await submitted('桃泉路8号2栋');
    const open = (await reviewer.send(`GET /api/catchments/open-addresses?${QUERY}`)).json();
    expect(open.addresses).toMatchObject([{ address: '桃泉路8号2栋', result: 'uncovered', point: null }]);
    const body = {
      ...PLACE,
      address: '桃泉路8号',
      schoolId: SCHOOLS.east,
      campus: '',
      point: { lng: 119.1, lat: 33.6 },
      reason: '院门开在晨光路一侧',
    };
    const kept = await reviewer.send('POST /api/catchments/findings', body);
    expect(kept.json()).toMatchObject({ relocated: 1, finding: { school: '演示东小学', foundByName: '演示复审员' } });
    const seen = (await family.visitor.send(`GET /api/applications/${family.id}`)).json();
    expect(seen.location).toMatchObject({ result: 'matched', decidedBy: 'finding' });
    expect(seen.location.basis).toBe('教育局2027年5月3日对照地图核定：院门开在晨光路一侧');
    expect((await reviewer.send('POST /api/catchments/findings', body)).json().type).toBe('finding.exists');
    const decided = await reviewer.send('POST /api/catchments/findings', { ...body, address: '晨光路1号' });
    expect(decided.json().type).toBe('finding.not_needed');
    const road = await reviewer.send('POST /api/catchments/findings', { ...body, address: '桃泉路' });
    expect(road.json().type).toBe('finding.no_site');
    const { id } = kept.json().finding;
    const revoked = await reviewer.send(`POST /api/catchments/findings/${id}/revoke`, { reason: '院门已经改建' });
    expect(revoked.json()).toEqual({ relocated: 1 });
    expect(await located('桃泉路8号')).toMatchObject({ result: 'uncovered' });
  });

  it('is not answered by the texts of one county where the address names another', async () => {
    expect(await located('清江浦区晨光路1号')).toMatchObject({ schools: [{ school: '演示东小学' }] });
    const elsewhere = await located('淮安市洪泽区晨光路1号');
    expect(elsewhere).toMatchObject({ result: 'uncovered', schools: [] });
    expect(elsewhere.basis).toBe('地址在洪泽区，文本只管清江浦区');
  });

  it('follows former names, which are data with a source', async () => {
    const name = { district: DISTRICT, former: '北京路', current: '晨光路', source: '地名办〔2026〕3号' };
    expect((await admin.send('PUT /api/catchments/place-names', name)).statusCode).toBe(200);
    expect(await located('北京路3号')).toMatchObject({ result: 'matched', schools: [{ school: '演示东小学' }] });
    const same = await admin.send('PUT /api/catchments/place-names', { ...name, current: '北京路' });
    expect(same.json().type).toBe('place_name.same');
    const gone = { district: DISTRICT, former: '北京路' };
    expect((await admin.send('POST /api/catchments/place-names/remove', gone)).statusCode).toBe(200);
    expect((await admin.send('POST /api/catchments/place-names/remove', gone)).json().type).toBe(
      'place_name.not_found',
    );
  });
});

describe('map files', () => {
  it('become base maps, or are refused in words and change nothing', async () => {
    const extent = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: FAR }] };
    const done = await upload('/api/catchments/layers/extent', extent, FROM);
    expect(done.json()).toMatchObject({ kind: 'extent', features: [{ geometry: { type: 'Polygon' } }] });
    const wrong = async (value: unknown, fields = FROM) =>
      (await upload('/api/catchments/layers/extent', value, fields)).json();
    expect(await wrong(points([['甲', 119, 33.6]]))).toMatchObject({ type: 'map_file.kind' });
    expect(await wrong('{')).toMatchObject({ type: 'map_file.faulty' });
    expect((await wrong({ type: 'Polygon', coordinates: [[[33.6, 119]]] })).title).toContain('经纬度顺序写反了');
    expect(await wrong(extent, { ...FROM, system: 'bd09' })).toMatchObject({ type: 'map_file.fields' });
    expect(await wrong(extent, { ...FROM, district: '320813' })).toMatchObject({ type: 'catchment.not_yours' });
    const { layers } = (await reviewer.send(`GET /api/catchments?${QUERY}`)).json();
    expect(layers).toHaveLength(1);
  });

  it('give back the drawn catchments of today', async () => {
    const file = await reviewer.send(`GET /api/catchments/geojson?${QUERY}`);
    expect(file.headers['content-type']).toContain('application/geo+json');
    expect(JSON.parse(file.body).features).toMatchObject([
      { properties: { school: '演示西小学' }, geometry: square(119, 119.01) },
    ]);
  });
});

describe('authority', () => {
  it('lets a district’s officers read, its administrators change, and nobody else anything', async () => {
    const guest = new Visitor(app.server);
    const elsewhere = await new Visitor(app.server).signIn(STAFF.elsewhereReviewer);
    const school = await new Visitor(app.server).signIn(STAFF.eastReviewer);
    const city = await new Visitor(app.server).signIn(STAFF.cityOfficer);
    const auditor = await new Visitor(app.server).signIn(STAFF.auditor);
    const reads = [`/api/catchments?${QUERY}`, `/api/catchments/changes?${QUERY}`, `/api/catchments/geojson?${QUERY}`];
    for (const path of reads) {
      const codes = [];
      for (const who of [guest, school, elsewhere, reviewer, admin, city, auditor]) {
        codes.push((await who.send(`GET ${path}`)).statusCode);
      }
      expect(codes).toEqual([401, 403, 403, 200, 200, 200, 200]);
    }
    const changed = { ...PLACE, effectiveFrom: TODAY, reason: '测试理由', seasonReason: '测试理由' };
    const body = { ...changed, items: [await item(SCHOOLS.west, { note: '改' })] };
    const codes = [];
    for (const who of [guest, school, elsewhere, reviewer, city, auditor]) {
      codes.push((await who.send('POST /api/catchments/changes', body)).statusCode);
    }
    expect(codes).toEqual([401, 403, 403, 403, 403, 403]);
  });
});

describe('a change that comes into force later in the season', () => {
  it('is followed on its day, once, by the applications on which nobody has decided', async () => {
    const family = await submitted('榆北花园6栋201室');
    const { zone } = await newest(SCHOOLS.west);
    const change = (
      await propose([await item(SCHOOLS.west, { zone: `${zone.replace(/。$/, '')}、榆北花园。` })], {
        effectiveFrom: '2027-05-05',
      })
    ).json();
    expect((await decide(second, change, 'approve')).statusCode).toBe(200);
    const seen = async () => (await family.visitor.send(`GET /api/applications/${family.id}`)).json();
    await clock();
    expect(await seen()).toMatchObject({ location: { result: 'uncovered' } });
    app.setNow(new Date('2027-05-05T09:00:00+08:00'));
    await clock();
    await clock();
    const after = await seen();
    expect(after).toMatchObject({ location: { result: 'matched' }, schoolName: '演示西小学' });
    expect(after.timeline.filter((one: { event: string }) => one.event === 'relocate')).toHaveLength(1);
  });
});
