// Catchments for officers: versions with drawn areas, changes by two officers, open addresses, findings, base maps.

import { z } from 'zod';
import { contract, dateText, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import { area, location } from '../schools/contract.ts';
import { CHANGE_STATES, type ChangeEvent, type ChangeState, changeWorkflow } from './workflow.ts';

const READERS = ['district_reviewer', 'district_admin', 'city_officer', 'auditor'] as const;
const EDITORS = ['district_admin'] as const;
const FINDERS = ['district_reviewer', 'district_admin'] as const;

const place = z.object({ district: z.string(), stage: z.enum(['primary', 'junior']) });
const words = z.string().trim().min(4).max(500);
const point = z.object({ lng: z.number().min(70).max(140), lat: z.number().min(0).max(56) });

/** Where a version stands on the day it is asked for. */
export const VERSION_STATES = ['past', 'current', 'coming', 'replaced'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

export const version = z.object({
  id: z.uuid(),
  schoolId: z.string(),
  school: z.string(),
  status: z.enum(['open', 'planned', 'closed']),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  campus: z.string(),
  zone: z.string(),
  note: z.string(),
  source: z.string(),
  area: area.nullable(),
  areaSource: z.string(),
  effectiveFrom: dateText,
  effectiveTo: dateText.nullable(),
  invented: z.boolean(),
  changeId: z.uuid().nullable(),
  state: z.enum(VERSION_STATES),
});
export type Version = z.output<typeof version>;

export const changeItem = z.object({
  schoolId: z.string(),
  campus: z.string().trim().max(40),
  /** The version that was edited; null where the school or campus had none. */
  basedOn: z.uuid().nullable(),
  zone: z.string().trim().min(2).max(20_000),
  note: z.string().trim().max(2000),
  source: z.string().trim().min(2).max(300),
  area: area.nullable(),
  areaSource: z.string().trim().max(300),
});
export type ChangeItem = z.output<typeof changeItem>;

export const change = z.object({
  id: z.uuid(),
  district: z.string(),
  stage: z.enum(['primary', 'junior']),
  state: z.enum(CHANGE_STATES as [ChangeState, ...ChangeState[]]),
  effectiveFrom: dateText,
  reason: z.string(),
  seasonReason: z.string(),
  items: z.array(changeItem.extend({ school: z.string() })),
  proposedByName: z.string(),
  proposedAt: instant,
  decidedByName: z.string().nullable(),
  decidedAt: instant.nullable(),
  decisionWords: z.string(),
  version: z.int(),
  actions: z.array(z.enum(Object.keys(changeWorkflow.on) as [ChangeEvent, ...ChangeEvent[]])),
});
export type Change = z.output<typeof change>;

const schoolNames = z.array(z.string());

/** An application that a change would locate otherwise. */
export const touched = z.object({
  applicationId: z.uuid(),
  receiptNo: z.string().nullable(),
  address: z.string(),
  before: schoolNames,
  after: schoolNames,
  result: location.shape.result,
  /** Nobody has decided on it yet, so that it follows when the change comes into force. */
  follows: z.boolean(),
});

export const finding = z.object({
  id: z.uuid(),
  address: z.string(),
  school: z.string(),
  campus: z.string(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  reason: z.string(),
  basis: z.string(),
  foundByName: z.string(),
  foundAt: instant,
  revokedAt: instant.nullable(),
  revokeReason: z.string().nullable(),
});

const placeName = z.object({ former: z.string(), current: z.string(), source: z.string() });
const geometry = z.object({ type: z.string(), coordinates: z.array(z.unknown()) });

export const LAYER_KINDS = ['extent', 'road', 'water'] as const;
export type LayerKind = (typeof LAYER_KINDS)[number];

const layer = z.object({
  kind: z.enum(LAYER_KINDS),
  features: z.array(z.object({ name: z.string(), geometry })),
  source: z.string(),
  invented: z.boolean(),
  importedAt: instant,
});
export type Layer = z.output<typeof layer>;

export const catchmentsContract = contract({
  'GET /api/catchments': {
    summary: 'The catchments of a district and stage in all versions, with base maps, place names and findings.',
    who: READERS,
    query: place,
    response: z.object({
      today: dateText,
      /** Where map tiles come from; null on a site without them. */
      tiles: z.object({ url: z.string(), attribution: z.string() }).nullable(),
      versions: z.array(version),
      layers: z.array(layer),
      placeNames: z.array(placeName),
      points: z.array(z.object({ address: z.string(), lng: z.number(), lat: z.number() })),
      findings: z.array(finding),
      /** Seasons under way or to come: a change that comes into force within one needs a reason. */
      seasons: z.array(
        z.object({ id: z.string(), name: z.string(), nameEn: z.string(), from: dateText, until: dateText }),
      ),
    }),
  },
  'GET /api/catchments/changes': {
    summary: 'Changes of a district’s catchments, the newest first.',
    who: READERS,
    query: place,
    response: z.array(change),
  },
  'POST /api/catchments/changes': {
    summary: 'Propose a change; a second officer decides.',
    who: EDITORS,
    body: place.extend({
      effectiveFrom: dateText,
      reason: words,
      seasonReason: z.string().trim().max(500),
      items: z.array(changeItem).min(1).max(200),
    }),
    response: change,
  },
  'GET /api/catchments/changes/:id/touched': {
    summary: 'Applications of seasons under way that a change would locate otherwise.',
    who: READERS,
    params: z.object({ id: z.uuid() }),
    response: z.object({ looked: z.int(), count: z.int(), applications: z.array(touched) }),
  },
  'POST /api/catchments/changes/:id/decision': {
    summary: 'Approve, refuse or withdraw a change.',
    who: EDITORS,
    params: z.object({ id: z.uuid() }),
    body: z.object({
      event: z.enum(Object.keys(changeWorkflow.on) as [ChangeEvent, ...ChangeEvent[]]),
      version: z.int(),
      words: z.string().trim().max(500),
    }),
    response: change,
  },
  'GET /api/catchments/open-addresses': {
    summary: 'Addresses of applications that words and drawing do not give to one school.',
    who: READERS,
    query: place,
    response: z.object({
      looked: z.int(),
      addresses: z.array(
        z.object({
          applicationId: z.uuid(),
          receiptNo: z.string().nullable(),
          season: z.string(),
          address: z.string(),
          result: location.shape.result,
          basis: z.string(),
          schools: z.array(z.object({ schoolId: z.string(), school: z.string(), campus: z.string() })),
          /** Where it lies, when the bureau's list of addresses knows. */
          point: point.nullable(),
        }),
      ),
    }),
  },
  'POST /api/catchments/findings': {
    summary: 'Keep what an officer found on the map for an address that words and drawing leave open.',
    who: FINDERS,
    body: place.extend({
      address: z.string().trim().min(2).max(200),
      schoolId: z.string(),
      campus: z.string().trim().max(40),
      point: point.nullable(),
      reason: words,
    }),
    response: z.object({ finding, relocated: z.int() }),
  },
  'POST /api/catchments/findings/:id/revoke': {
    summary: 'Take a finding back.',
    who: FINDERS,
    params: z.object({ id: z.uuid() }),
    body: z.object({ reason: words }),
    response: z.object({ relocated: z.int() }),
  },
  'PUT /api/catchments/place-names': {
    summary: 'Write a former or other name of a place, with its source.',
    who: EDITORS,
    body: z.object({
      district: z.string(),
      former: z.string().trim().min(2).max(40),
      current: z.string().trim().min(2).max(40),
      source: z.string().trim().min(2).max(300),
    }),
    response: placeName,
  },
  'POST /api/catchments/place-names/remove': {
    summary: 'Remove a former name that was wrong.',
    who: EDITORS,
    body: z.object({ district: z.string(), former: z.string() }),
    response: z.object({ former: z.string() }),
  },
  'POST /api/catchments/layers/:kind': {
    summary: 'Import a base map as GeoJSON; text fields district, system (wgs84 or gcj02), source.',
    who: EDITORS,
    params: z.object({ kind: z.enum(LAYER_KINDS) }),
    upload: true,
    response: layer,
  },
  'POST /api/catchments/points': {
    summary: 'Import where addresses lie as GeoJSON points; text fields district, system, source.',
    who: EDITORS,
    upload: true,
    response: z.object({ written: z.int() }),
  },
  'GET /api/catchments/geojson': {
    summary: 'The drawn catchments in force, as GeoJSON in WGS 84.',
    who: READERS,
    query: place,
    response: 'file',
  },
});

export const catchmentsRefusals = {
  'catchment.not_yours': {
    status: 403,
    zh: '这个区的施教区不归本单位管理。',
    en: 'The catchments of this district are not managed by your organization.',
  },
  'catchment_change.not_found': { status: 404, zh: '没有这项变更。', en: 'There is no such change.' },
  'catchment_change.state': {
    status: 409,
    zh: '这项变更已经{state}，请刷新页面。',
    en: 'This change is {state} already. Reload the page.',
  },
  'catchment_change.four_eyes': {
    status: 403,
    zh: '提出变更的人不能自己批准或退回，请另一位管理员办理。',
    en: 'Whoever proposed a change may not decide on it. Ask another administrator.',
  },
  'catchment_change.not_own': {
    status: 403,
    zh: '只有提出的人可以撤回。',
    en: 'Only the one who proposed it may withdraw it.',
  },
  'catchment_change.nothing': {
    status: 422,
    zh: '{school}的施教区与现行的没有不同。',
    en: 'The catchment of {school} does not differ from the present one.',
  },
  'catchment_change.past': {
    status: 422,
    zh: '生效日期不能早于今天（{today}）。',
    en: 'A change cannot come into force before today ({today}).',
  },
  'catchment_change.before_version': {
    status: 422,
    zh: '{school}已有自 {date} 起的版本，生效日期不能更早。',
    en: '{school} has a version from {date} on; the change cannot come into force earlier.',
  },
  'catchment_change.season': {
    status: 422,
    zh: '{seasons}正在进行。招生季中途变更须写明理由，或把生效日期改到招生季之后。',
    en: '{seasons} is under way. Give a reason for a change within it, or let it come into force afterwards.',
  },
  'catchment_change.outdated': {
    status: 409,
    zh: '{school}的施教区已被别人更改，请按新的版本重新编辑。',
    en: 'The catchment of {school} has been changed since. Edit the new version.',
  },
  'catchment_change.open': {
    status: 409,
    zh: '{school}已有一项待复核的变更，先处理那一项。',
    en: 'A change for {school} awaits a decision. Settle that one first.',
  },
  'catchment_change.school': {
    status: 422,
    zh: '{school}不是这个区本学段的学校。',
    en: '{school} is no school of this district and stage.',
  },
  'catchment_change.twice': {
    status: 422,
    zh: '{school}在同一项变更里出现了两次。',
    en: '{school} stands twice in one change.',
  },
  'catchment_change.area': {
    status: 422,
    zh: '{school}的图形有误：{what}。',
    en: 'The area of {school} is faulty: {what}.',
  },
  'map_file.missing': { status: 400, zh: '没有收到文件。', en: 'No file was received.' },
  'map_file.too_large': { status: 413, zh: '文件太大。', en: 'The file is too large.' },
  'map_file.fields': {
    status: 422,
    zh: '请写明来源，并说明坐标系是 WGS-84 还是 GCJ-02。',
    en: 'State the source, and whether the coordinates are WGS 84 or GCJ-02.',
  },
  'map_file.faulty': { status: 422, zh: '文件有误：{what}', en: 'The file is faulty: {what}' },
  'map_file.kind': {
    status: 422,
    zh: '这里需要{wanted}，文件里没有。',
    en: 'This needs {wanted}; the file holds none.',
  },
  'finding.not_found': { status: 404, zh: '没有这项核定。', en: 'There is no such finding.' },
  'finding.no_site': {
    status: 422,
    zh: '地址没有写明门牌号、小区或村组，不能核定到一处。',
    en: 'The address names no house number, estate or village group; nothing can be found for it.',
  },
  'finding.not_needed': {
    status: 422,
    zh: '这个地址已经能确定：{basis}',
    en: 'This address is decided already: {basis}',
  },
  'finding.exists': {
    status: 409,
    zh: '这个地址已有核定，先撤销原来的。',
    en: 'There is a finding for this address. Take it back first.',
  },
  'finding.revoked': { status: 409, zh: '这项核定已经撤销。', en: 'This finding was taken back already.' },
  'place_name.same': { status: 422, zh: '曾用名与现名相同。', en: 'The former and the present name are the same.' },
  'place_name.not_found': { status: 404, zh: '没有这个曾用名。', en: 'There is no such former name.' },
} as const satisfies Record<string, RefusalText>;
