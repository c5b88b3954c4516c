// Who gets which answer from which endpoint about which object: read off the rules by people, one row a case, and none left out.

import type { EndpointName } from '../../src/app.ts';
import { DISTRICT, SCHOOLS, SEASON, STAFF } from '../support/small-city.ts';
import { POLICY_ROWS } from './policy-rows.ts';
import { DRAW_PLAN, DRAW_SEASON, PLACED_SEASON, RUN_SEASON, type Actor, type Ids, type Thing } from './world.ts';

/** What is sent. */
export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly file?: true;
}

/** One object, one call, and the answer to everybody. */
export interface Row {
  /** The object; default: none. */
  readonly of?: Thing;
  readonly call?: (ids: Ids) => Call;
  /** Status and who gets it. */
  readonly answers: Readonly<Partial<Record<200 | 302 | 401 | 403 | 404 | 409 | 422, readonly Actor[]>>>;
  /** To whom the object does not exist: the same answer, to the letter, as for one that is not there. */
  readonly hidden?: readonly Actor[];
  /** Whose answer names the object; the answer to others must not. Default: not looked at. */
  readonly names?: { readonly what: (ids: Ids) => string; readonly to: readonly Actor[] };
  // Everybody else: 401 for the two who are not signed in, 403 for a role that may not call it at all.
}

const SIGNED_OUT = ['anonymous', 'disabled'] as const;
const GUARDIANS = ['owner', 'otherGuardian', 'secondGuardian', 'formerGuardian'] as const;
const NOT_THE_OWNER = ['otherGuardian', 'secondGuardian', 'formerGuardian'] as const;
/** May not see the family's case, though a guardian. */
const STRANGERS = ['otherGuardian', 'formerGuardian'] as const;
const DISTRICT_OFFICERS = ['districtReviewer', 'districtAdmin'] as const;
const ELSEWHERE_OFFICERS = ['elsewhereReviewer', 'elsewhereAdmin'] as const;
const OWN_STAFF = ['ownSchool', ...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] as const;
const OTHER_STAFF = ['otherSchool', ...ELSEWHERE_OFFICERS, 'elsewhereAuditor'] as const;
const ALL_STAFF = [...OWN_STAFF, ...OTHER_STAFF] as const;
const SIGNED_IN = [...GUARDIANS, ...ALL_STAFF] as const;
const EVERYBODY = [...SIGNED_OUT, ...SIGNED_IN] as const;
const ADMINS = ['districtAdmin', 'elsewhereAdmin', 'cityOfficer'] as const;
/** Reviewers of the case, and those for whom it is not there. */
const REVIEWERS = ['ownSchool', ...DISTRICT_OFFICERS] as const;
const OTHER_REVIEWERS = ['otherSchool', ...ELSEWHERE_OFFICERS] as const;

const everybody = (call?: Call): readonly Row[] => [
  { ...(call ? { call: () => call } : {}), answers: { 200: EVERYBODY } },
];
const byApplication = ({ application }: Ids): Call => ({ params: { id: application } });
const decision = (body: Record<string, unknown>) => (ids: Ids) => ({
  ...byApplication(ids),
  body: { version: ids.version, words: '按规定办理', ...body },
});
/** A version that was never read: whoever may do it at all is told that the case has changed, and nothing happens. */
const STALE = 0;
const inSeason = (id: string, body?: unknown) => (): Call => ({ params: { id }, ...(body ? { body } : {}) });
const byRun = ({ run }: Ids): Call => ({ params: { id: run } });

const APPEAL_READERS = ['owner', 'secondGuardian', ...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] as const;
const appealCall =
  (body: Record<string, unknown> = {}) =>
  ({ appeal, version }: Ids): Call => ({ params: { id: appeal }, body: { version, ...body } });
const byMatter =
  (body: Record<string, unknown> = {}) =>
  ({ matter, version }: Ids): Call => ({ params: { id: matter }, body: { version, ...body } });
const heldByAnother = (call: (ids: Ids) => Call, of: Thing = 'appeal_taken'): readonly Row[] => [
  { of, call, answers: { 403: [...DISTRICT_OFFICERS, 'cityOfficer'] }, hidden: ELSEWHERE_OFFICERS },
];

const byDraw =
  (body?: Record<string, unknown>) =>
  ({ draw, party }: Ids): Call => ({ params: { id: draw, partyId: party }, ...(body ? { body } : {}) });
/** In this state, or on an old version, nothing is done: who may do it at all is told why. */
const officersOfDraw = (of: Thing, body: Record<string, unknown>, status: 200 | 409 = 409): readonly Row[] => [
  {
    of,
    call: byDraw(body),
    answers: { [status]: [...DISTRICT_OFFICERS, 'cityOfficer'] },
    hidden: ELSEWHERE_OFFICERS,
  },
];
const byKey =
  (body?: Record<string, unknown>) =>
  ({ partyKey }: Ids): Call => ({ params: { key: partyKey }, ...(body ? { body } : {}) });
/** Of an announced draw; one that is only planned is not there, for its own officers neither. */
const publicDraw = (status: 200 | 404): readonly Row[] => [
  { of: 'announced_draw', call: byDraw(), answers: { [status]: EVERYBODY } },
  { of: 'planned_draw', call: byDraw(), answers: {}, hidden: EVERYBODY },
];

/** Officers of the district read its catchments, administrators change them. */
const catchmentsHere = (body?: Record<string, unknown>) => (): Call =>
  body ? { body: { district: DISTRICT, stage: 'primary', ...body } } : { query: `district=${DISTRICT}&stage=primary` };
const CATCHMENT_READERS: readonly Row[] = [
  {
    call: catchmentsHere(),
    answers: {
      200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'],
      403: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
    },
  },
];
const NOWHERE = { id: '00000000-0000-7000-8000-00000000dead' };
const CATCHMENT_ITEM = { basedOn: null, zone: '晨光路', note: '', source: '测试', area: null, areaSource: '' };
const CATCHMENTS = {
  'GET /api/catchments': CATCHMENT_READERS,
  'GET /api/catchments/changes': CATCHMENT_READERS,
  'GET /api/catchments/open-addresses': CATCHMENT_READERS,
  'GET /api/catchments/geojson': CATCHMENT_READERS,
  'POST /api/catchments/changes': [
    {
      call: catchmentsHere({
        effectiveFrom: '2099-09-01',
        reason: '测试理由',
        seasonReason: '',
        items: [{ schoolId: 'nowhere', campus: '', ...CATCHMENT_ITEM }],
      }),
      answers: { 422: ['districtAdmin'], 403: ['elsewhereAdmin'] },
    },
  ],
  'GET /api/catchments/changes/:id/touched': [
    {
      call: () => ({ params: NOWHERE }),
      answers: {
        404: [...DISTRICT_OFFICERS, ...ELSEWHERE_OFFICERS, 'cityOfficer', 'auditor', 'elsewhereAuditor'],
      },
    },
  ],
  'POST /api/catchments/changes/:id/decision': [
    {
      call: () => ({ params: NOWHERE, body: { event: 'approve', version: 1, words: '' } }),
      answers: { 404: ['districtAdmin', 'elsewhereAdmin'] },
    },
  ],
  'POST /api/catchments/findings': [
    {
      call: catchmentsHere({ address: '晨光路7号', schoolId: 'nowhere', campus: '', point: null, reason: '测试理由' }),
      answers: { 404: DISTRICT_OFFICERS, 403: ELSEWHERE_OFFICERS },
    },
  ],
  'POST /api/catchments/findings/:id/revoke': [
    {
      call: () => ({ params: NOWHERE, body: { reason: '测试理由' } }),
      answers: { 404: [...DISTRICT_OFFICERS, ...ELSEWHERE_OFFICERS] },
    },
  ],
  'PUT /api/catchments/place-names': [
    {
      call: catchmentsHere({ former: '晨光路', current: '晨光路', source: '测试' }),
      answers: { 422: ['districtAdmin'], 403: ['elsewhereAdmin'] },
    },
  ],
  'POST /api/catchments/place-names/remove': [
    {
      call: catchmentsHere({ former: '没有的路' }),
      answers: { 404: ['districtAdmin'], 403: ['elsewhereAdmin'] },
    },
  ],
  'POST /api/catchments/layers/:kind': [
    { call: () => ({ params: { kind: 'road' }, file: true }), answers: { 404: ['districtAdmin', 'elsewhereAdmin'] } },
  ],
  'POST /api/catchments/points': [
    { call: () => ({ file: true }), answers: { 404: ['districtAdmin', 'elsewhereAdmin'] } },
  ],
} satisfies Partial<Record<EndpointName, readonly Row[]>>;

export const MATRIX: Readonly<Record<EndpointName, readonly Row[]>> = {
  ...CATCHMENTS,

  // The server itself, sign-in, one's own account
  'GET /api/health': everybody(),
  'GET /api/openapi.json': everybody(),
  'POST /api/session/phone-codes': [{ call: ({ phone }) => ({ body: { phone } }), answers: { 200: EVERYBODY } }],
  'POST /api/session': [{ call: ({ phone }) => ({ body: { phone, code: '000000' } }), answers: { 422: EVERYBODY } }],
  'GET /api/session': everybody(),
  'DELETE /api/session': everybody(),
  'GET /api/session/options': everybody(),
  'GET /api/session/oidc': [{ answers: { 404: EVERYBODY } }],
  'GET /api/session/oidc/callback': [{ answers: { 404: EVERYBODY } }],
  'PATCH /api/me': [{ call: () => ({ body: { language: 'zh' } }), answers: { 200: SIGNED_IN } }],
  'GET /api/demo/accounts': everybody(),
  'GET /api/demo/inbox': everybody(),

  // Assistance at a counter
  'POST /api/counter/phone-codes': [
    { call: ({ phone }) => ({ body: { phone } }), answers: { 200: [...REVIEWERS, ...OTHER_REVIEWERS] } },
  ],
  'POST /api/counter/sessions': [
    {
      call: () => ({
        body: { guardianName: '演示家长', phone: STAFF.cityOfficer, phoneOf: 'guardian', consent: true },
      }),
      answers: { 422: [...REVIEWERS, ...OTHER_REVIEWERS] },
    },
  ],
  'GET /api/counter/sessions': [{ answers: { 200: [...REVIEWERS, ...OTHER_REVIEWERS] } }],
  'POST /api/counter/sessions/:id/end': [
    { call: () => ({ params: NOWHERE }), answers: { 404: [...GUARDIANS, ...REVIEWERS, ...OTHER_REVIEWERS] } },
  ],
  'GET /api/counter/current': everybody(),

  // Staff
  'GET /api/staff': [
    {
      of: 'staff',
      call: () => ({ query: 'q=演示职员' }),
      answers: { 200: [...ADMINS, 'auditor', 'elsewhereAuditor'] },
      names: { what: ({ account }) => account, to: ['districtAdmin', 'cityOfficer', 'auditor'] },
    },
  ],
  'GET /api/organizations': [
    {
      answers: { 200: ADMINS },
      names: { what: ({ organization }) => `"${organization}"`, to: ['districtAdmin', 'cityOfficer'] },
    },
  ],
  'POST /api/staff': [
    {
      call: ({ phone, organization }) => ({
        body: { name: '演示新人', phone, role: 'school_reviewer', organizationId: organization },
      }),
      answers: { 200: ['districtAdmin', 'cityOfficer'] },
      hidden: ['elsewhereAdmin'],
    },
  ],
  'PATCH /api/staff/:id': [
    {
      of: 'staff',
      call: ({ account }) => ({ params: { id: account }, body: { name: '演示改名' } }),
      answers: { 200: ['districtAdmin', 'cityOfficer'] },
      hidden: ['elsewhereAdmin'],
    },
  ],
  'POST /api/staff/:id/disable': [
    {
      of: 'staff',
      call: ({ account }) => ({ params: { id: account }, body: { reason: '离职' } }),
      answers: { 200: ['districtAdmin', 'cityOfficer'] },
      hidden: ['elsewhereAdmin'],
    },
  ],
  'POST /api/staff/:id/enable': [
    {
      of: 'staff',
      call: ({ account }) => ({ params: { id: account }, body: { reason: '复职' } }),
      answers: { 200: ['districtAdmin', 'cityOfficer'] },
      hidden: ['elsewhereAdmin'],
    },
  ],
  'GET /api/audit': [
    {
      of: 'withdrawn_draft',
      call: ({ application }) => ({ query: `subject=${application}` }),
      answers: { 200: [...ADMINS, 'auditor', 'elsewhereAuditor'] },
      names: { what: ({ application }) => application, to: ['districtAdmin', 'cityOfficer', 'auditor'] },
    },
  ],

  // Seasons and schools are public; a calendar is its district's
  'GET /api/seasons': everybody(),
  'GET /api/seasons/:id': everybody({ params: { id: SEASON } }),
  'PATCH /api/seasons/:id/calendar': [
    {
      call: inSeason(SEASON, { version: STALE, reason: '因台风延长报名', resultsExpectedOn: '2027-06-16' }),
      answers: { 409: ['districtAdmin', 'cityOfficer'], 403: ['elsewhereAdmin'] },
    },
  ],
  'GET /api/districts': everybody(),
  'GET /api/regions': everybody({ query: 'within=32' }),
  'GET /api/regions/:code': everybody({ params: { code: '321322' } }),
  'GET /api/schools': everybody(),
  'GET /api/schools/:id': everybody({ params: { id: SCHOOLS.east } }),
  'POST /api/locate': everybody({ body: { district: DISTRICT, stage: 'primary', address: '晨光路21号' } }),
  'GET /api/addresses': everybody({ query: `district=${DISTRICT}&stage=primary&q=晨光` }),

  // A family's own
  'GET /api/children': [
    { of: 'draft', answers: { 200: GUARDIANS }, names: { what: ({ child }) => child, to: ['owner'] } },
  ],
  'POST /api/children': [
    {
      call: ({ otherIdNumber }) => ({
        body: { name: '演示童', idKind: 'resident_id', idNumber: otherIdNumber, relation: 'mother' },
      }),
      answers: { 200: GUARDIANS },
    },
  ],
  'PATCH /api/children/:id': [
    {
      of: 'draft',
      call: ({ child }) => ({ params: { id: child }, body: { name: '演示改名' } }),
      answers: { 200: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'GET /api/applications': [
    { of: 'draft', answers: { 200: GUARDIANS }, names: { what: ({ application }) => application, to: ['owner'] } },
    {
      of: 'submitted',
      answers: { 200: GUARDIANS },
      names: { what: ({ application }) => application, to: ['owner', 'secondGuardian'] },
    },
  ],
  'POST /api/applications': [
    {
      of: 'draft',
      call: ({ child }) => ({ body: { seasonId: SEASON, childId: child } }),
      answers: { 200: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'GET /api/applications/:id': [
    { of: 'draft', call: byApplication, answers: { 200: ['owner'] }, hidden: [...NOT_THE_OWNER, ...ALL_STAFF] },
    {
      of: 'withdrawn_draft',
      call: byApplication,
      answers: { 200: ['owner'] },
      hidden: [...NOT_THE_OWNER, ...ALL_STAFF],
    },
    {
      of: 'submitted',
      call: byApplication,
      answers: { 200: ['owner', 'secondGuardian', ...OWN_STAFF] },
      hidden: [...STRANGERS, ...OTHER_STAFF],
    },
    {
      of: 'placed',
      call: byApplication,
      answers: { 200: ['owner', 'secondGuardian', ...OWN_STAFF] },
      hidden: [...STRANGERS, ...OTHER_STAFF],
    },
  ],
  'PUT /api/applications/:id/draft': (['draft', 'submitted'] as const).map((of) => ({
    of,
    call: (ids) => ({ ...byApplication(ids), body: { version: ids.version, draft: {} } }),
    answers: { 200: ['owner'] },
    hidden: NOT_THE_OWNER,
  })),
  'POST /api/applications/:id/prefill': [
    {
      of: 'draft',
      call: (ids) => ({ ...byApplication(ids), body: { guardianName: '演示主', guardianIdNumber: ids.idNumber } }),
      answers: { 200: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'POST /api/applications/:id/preview': (['draft', 'submitted'] as const).map((of) => ({
    of,
    call: byApplication,
    answers: { 200: ['owner'] },
    hidden: NOT_THE_OWNER,
  })),
  'POST /api/applications/:id/submit': (['draft', 'submitted'] as const).map((of) => ({
    of,
    call: (ids) => ({
      ...byApplication(ids),
      body: { version: ids.version, declarationAccepted: true, key: 'a key of the client' },
    }),
    answers: { 200: ['owner'] },
    hidden: NOT_THE_OWNER,
  })),
  'POST /api/applications/:id/withdraw': (['draft', 'submitted'] as const).map((of) => ({
    of,
    call: (ids) => ({ ...byApplication(ids), body: { version: ids.version } }),
    answers: { 200: ['owner'] },
    hidden: NOT_THE_OWNER,
  })),
  'POST /api/applications/:id/accept': [
    {
      of: 'placed',
      call: (ids) => ({ ...byApplication(ids), body: { version: STALE } }),
      answers: { 409: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'POST /api/applications/:id/decline': [
    {
      of: 'placed',
      call: (ids) => ({ ...byApplication(ids), body: { version: STALE } }),
      answers: { 409: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'POST /api/applications/:id/files': (['draft', 'submitted'] as const).map((of) => ({
    of,
    call: (ids) => ({ ...byApplication(ids), file: true }),
    answers: { 200: ['owner'] },
    hidden: NOT_THE_OWNER,
  })),
  'PUT /api/applications/:id/files': [
    {
      of: 'draft',
      call: ({ application, file }) => ({ params: { id: application }, body: { kind: 'other', order: [file] } }),
      answers: { 200: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'GET /api/applications/:id/file-views': [
    { of: 'draft', call: byApplication, answers: { 200: ['owner'] }, hidden: NOT_THE_OWNER },
    { of: 'submitted', call: byApplication, answers: { 200: ['owner', 'secondGuardian'] }, hidden: STRANGERS },
  ],
  'GET /api/paper-guides': everybody(),
  'GET /api/evidence-retention': [{ answers: { 200: [...ADMINS, 'auditor', 'elsewhereAuditor'] } }],
  'DELETE /api/applications/:id/files/:fileId': [
    {
      of: 'draft',
      call: ({ application, file }) => ({ params: { id: application, fileId: file } }),
      answers: { 200: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'GET /api/applications/:id/files/:fileId': [
    {
      of: 'draft',
      call: ({ application, file }) => ({ params: { id: application, fileId: file } }),
      answers: { 200: ['owner'] },
      hidden: [...NOT_THE_OWNER, ...ALL_STAFF],
    },
    {
      of: 'submitted',
      call: ({ application, file }) => ({ params: { id: application, fileId: file } }),
      answers: { 200: ['owner', 'secondGuardian', ...OWN_STAFF] },
      hidden: [...STRANGERS, ...OTHER_STAFF],
    },
  ],
  'POST /api/guardian-requests': [
    {
      of: 'submitted',
      call: ({ idNumber }) => ({ body: { idKind: 'resident_id', idNumber, seasonId: SEASON, words: '我是父亲' } }),
      // The owner needs no permission; who asked before is told so, whatever the answer was.
      answers: { 200: ['otherGuardian'], 404: ['owner'], 409: ['secondGuardian', 'formerGuardian'] },
    },
  ],
  'POST /api/guardian-requests/:id': [
    {
      of: 'submitted',
      call: ({ request }) => ({ params: { id: request }, body: { accept: true } }),
      answers: { 200: ['owner', 'districtAdmin'] },
      hidden: [...NOT_THE_OWNER, 'elsewhereAdmin'],
    },
  ],

  // Verification
  'GET /api/applications/:id/checks': [
    { of: 'submitted', call: byApplication, answers: { 200: OWN_STAFF }, hidden: OTHER_STAFF },
    { of: 'draft', call: byApplication, answers: {}, hidden: ALL_STAFF },
  ],
  'POST /api/checks/:id/resolve': [
    {
      of: 'submitted',
      call: ({ check }) => ({ params: { id: check }, body: { resolution: 'accepted', words: '看过原件' } }),
      answers: { 200: REVIEWERS },
      hidden: OTHER_REVIEWERS,
    },
  ],
  'POST /api/checks/:id/retry': [
    {
      of: 'submitted',
      call: ({ check }) => ({ params: { id: check } }),
      answers: { 200: REVIEWERS },
      hidden: OTHER_REVIEWERS,
    },
  ],
  'GET /api/departments': [{ answers: { 200: ALL_STAFF } }],
  'POST /api/departments/:kind/availability': [
    {
      call: () => ({ params: { kind: 'lease' }, body: { available: false, reason: '演示断开' } }),
      answers: { 200: ['cityOfficer'] },
    },
  ],
  'GET /api/departments/:kind/answers': [
    {
      call: () => ({ params: { kind: 'lease' } }),
      answers: { 200: ['districtAdmin', 'elsewhereAdmin', 'cityOfficer', 'auditor', 'elsewhereAuditor'] },
    },
  ],
  'POST /api/departments/:kind/retry': [
    { call: () => ({ params: { kind: 'lease' } }), answers: { 200: ['cityOfficer'] } },
  ],
  // Open to whoever signs it with the gateway's key, and to nobody else, whatever cookie comes with it.
  'POST /api/departments/answers': [
    {
      call: () => ({
        body: { state: 'no_record', requestId: 'x.1', kind: 'lease', answeredAt: '2027-05-03T02:00:00.000Z' },
      }),
      answers: { 401: EVERYBODY },
    },
  ],

  // Review
  'GET /api/worklist': [
    {
      of: 'submitted',
      call: ({ idNumber }) => ({ query: `queue=all&q=${idNumber}` }),
      answers: { 200: ALL_STAFF },
      names: { what: ({ application }) => application, to: OWN_STAFF },
    },
    {
      of: 'draft',
      call: ({ idNumber }) => ({ query: `queue=all&q=${idNumber}` }),
      answers: { 200: ALL_STAFF },
      names: { what: ({ application }) => application, to: [] },
    },
  ],
  'GET /api/overview': [
    // A school is shown the seasons in which it has cases.
    { of: 'submitted', answers: { 200: ALL_STAFF }, names: { what: () => SEASON, to: OWN_STAFF } },
  ],
  'GET /api/review/reasons': [{ answers: { 200: ALL_STAFF } }],
  'GET /api/applications/:id/review': [
    { of: 'submitted', call: byApplication, answers: { 200: OWN_STAFF }, hidden: OTHER_STAFF },
    { of: 'draft', call: byApplication, answers: {}, hidden: ALL_STAFF },
    { of: 'withdrawn_draft', call: byApplication, answers: {}, hidden: ALL_STAFF },
  ],
  'POST /api/applications/:id/claim': [
    { of: 'submitted', call: byApplication, answers: { 200: REVIEWERS }, hidden: OTHER_REVIEWERS },
    { of: 'withdrawn_draft', call: byApplication, answers: {}, hidden: [...REVIEWERS, ...OTHER_REVIEWERS] },
  ],
  'DELETE /api/applications/:id/claim': [
    { of: 'submitted', call: byApplication, answers: { 200: REVIEWERS }, hidden: OTHER_REVIEWERS },
  ],
  'POST /api/applications/:id/decisions': [
    {
      of: 'submitted',
      call: decision({ outcome: 'asked_material', reasonCode: 'unreadable', dueOn: '2027-05-10' }),
      answers: { 200: REVIEWERS },
      hidden: OTHER_REVIEWERS,
    },
    {
      of: 'submitted',
      call: decision({ outcome: 'refused', reasonCode: 'outside_district', cure: '请补充材料', dueOn: '2027-05-10' }),
      answers: { 200: DISTRICT_OFFICERS, 403: ['ownSchool'] },
      hidden: OTHER_REVIEWERS,
    },
    {
      of: 'submitted',
      call: decision({ outcome: 'category_changed', categoryId: 'home_only', evidence: ['property'] }),
      answers: { 200: REVIEWERS },
      hidden: OTHER_REVIEWERS,
    },
    {
      of: 'checked',
      call: decision({ outcome: 'approved' }),
      answers: { 200: DISTRICT_OFFICERS, 403: ['ownSchool'] },
      hidden: OTHER_REVIEWERS,
    },
    {
      of: 'checked_two_steps',
      call: decision({ outcome: 'endorsed' }),
      answers: { 200: REVIEWERS },
      hidden: OTHER_REVIEWERS,
    },
    {
      of: 'checked_two_steps',
      call: decision({ outcome: 'approved' }),
      answers: { 403: REVIEWERS },
      hidden: OTHER_REVIEWERS,
    },
    {
      of: 'endorsed',
      call: decision({ outcome: 'approved' }),
      answers: { 200: DISTRICT_OFFICERS, 403: ['ownSchool'] },
      hidden: OTHER_REVIEWERS,
    },
    {
      of: 'endorsed',
      call: decision({ outcome: 'returned' }),
      answers: { 200: DISTRICT_OFFICERS, 403: ['ownSchool'] },
      hidden: OTHER_REVIEWERS,
    },
    {
      of: 'refused',
      call: decision({ outcome: 'reopened' }),
      answers: { 200: DISTRICT_OFFICERS, 403: ['ownSchool'] },
      hidden: OTHER_REVIEWERS,
    },
  ],

  // Placement: a season is public, so another district's is refused and not hidden
  'GET /api/seasons/:id/plan': [
    {
      call: inSeason(SEASON),
      answers: { 200: [...OWN_STAFF, 'otherSchool'], 403: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'] },
    },
  ],
  'POST /api/seasons/:id/plan/proposals': [
    {
      of: 'proposal',
      call: inSeason(SEASON, { lines: [{ schoolId: SCHOOLS.east, classes: 1, seats: 42 }], reason: '再扩一班' }),
      answers: { 409: DISTRICT_OFFICERS, 403: ELSEWHERE_OFFICERS },
    },
  ],
  'POST /api/plan-proposals/:id': [
    {
      of: 'proposal',
      call: ({ proposal }) => ({ params: { id: proposal }, body: { approve: true } }),
      answers: { 200: DISTRICT_OFFICERS },
      hidden: ELSEWHERE_OFFICERS,
    },
  ],
  'GET /api/seasons/:id/runs': [
    {
      call: inSeason(RUN_SEASON),
      answers: {
        200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'],
        403: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
      },
    },
  ],
  'POST /api/seasons/:id/runs': [
    {
      call: inSeason(RUN_SEASON, { kind: 'simulation' }),
      answers: { 200: DISTRICT_OFFICERS, 403: ELSEWHERE_OFFICERS },
    },
  ],
  'GET /api/runs/:id': [
    {
      of: 'run',
      call: byRun,
      answers: { 200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
      hidden: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
    },
  ],
  // A run that is at its end cannot be cancelled any more.
  'POST /api/runs/:id/cancel': [
    { of: 'run', call: byRun, answers: { 409: DISTRICT_OFFICERS }, hidden: ELSEWHERE_OFFICERS },
  ],
  'GET /api/runs/:id/applications': [
    {
      of: 'run',
      call: (ids) => ({ ...byRun(ids), query: 'search=演示' }),
      answers: { 200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
      hidden: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
    },
  ],
  'GET /api/runs/:id/differences/:otherId': [
    {
      of: 'run',
      call: ({ run }) => ({ params: { id: run, otherId: run } }),
      answers: { 200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
      hidden: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
    },
  ],
  'GET /api/runs/:id/applications/:applicationId': [
    {
      of: 'run',
      call: ({ run, application }) => ({ params: { id: run, applicationId: application } }),
      answers: { 200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
      hidden: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
    },
  ],
  'POST /api/runs/:id/approve': [
    { of: 'run', call: byRun, answers: { 200: DISTRICT_OFFICERS }, hidden: ELSEWHERE_OFFICERS },
  ],
  'POST /api/runs/:id/discard': [
    {
      of: 'run',
      call: (ids) => ({ ...byRun(ids), body: { reason: '重算' } }),
      answers: { 200: DISTRICT_OFFICERS },
      hidden: ELSEWHERE_OFFICERS,
    },
  ],
  // Not approved yet: who may publish is told that it cannot be published in this state.
  'POST /api/runs/:id/publish': [
    { of: 'run', call: byRun, answers: { 409: ['districtAdmin'] }, hidden: ['elsewhereAdmin'] },
  ],

  // After publication
  'GET /api/applications/:id/afterwards': [
    {
      of: 'placed',
      call: byApplication,
      answers: { 200: ['owner', 'secondGuardian', ...OWN_STAFF] },
      hidden: [...STRANGERS, ...OTHER_STAFF],
    },
  ],
  // The season has no period for objections: whoever may raise one is told so.
  'POST /api/applications/:id/objections': [
    {
      of: 'placed',
      call: (ids) => ({ ...byApplication(ids), body: { words: '名次不对' } }),
      answers: { 422: ['owner', ...DISTRICT_OFFICERS] },
      hidden: [...NOT_THE_OWNER, ...ELSEWHERE_OFFICERS],
    },
  ],
  'GET /api/seasons/:id/objections': [
    {
      call: inSeason(PLACED_SEASON),
      answers: {
        200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'],
        403: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
      },
    },
  ],
  'POST /api/objections/:id': [
    {
      call: ({ run }) => ({ params: { id: run }, body: { upheld: true, answer: '已经核查' } }),
      answers: { 404: [...DISTRICT_OFFICERS, ...ELSEWHERE_OFFICERS] },
    },
  ],
  'GET /api/seasons/:id/corrections': [
    {
      call: inSeason(PLACED_SEASON),
      answers: {
        200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'],
        403: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
      },
    },
  ],
  'POST /api/seasons/:id/corrections/preview': [
    {
      call: inSeason(PLACED_SEASON, { applicants: [], schools: [], movesOthers: false }),
      answers: { 200: DISTRICT_OFFICERS, 403: ELSEWHERE_OFFICERS },
    },
  ],
  // It would change nothing: whoever may propose one is told so.
  'POST /api/seasons/:id/corrections': [
    {
      call: inSeason(PLACED_SEASON, {
        applicants: [],
        schools: [],
        movesOthers: false,
        wrong: '没有错误',
        evidence: '没有证据',
      }),
      answers: { 422: DISTRICT_OFFICERS, 403: ELSEWHERE_OFFICERS },
    },
  ],
  'POST /api/corrections/:id': [
    {
      call: ({ run }) => ({ params: { id: run }, body: { approve: true } }),
      answers: { 404: [...DISTRICT_OFFICERS, ...ELSEWHERE_OFFICERS] },
    },
  ],
  'GET /api/seasons/:id/waiting': [
    {
      call: inSeason(PLACED_SEASON),
      answers: {
        200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'],
        403: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
      },
    },
  ],
  'POST /api/offers/:id': [
    { call: ({ run }) => ({ params: { id: run }, body: { take: true } }), answers: { 404: GUARDIANS } },
  ],
  'GET /api/schools/:id/admissions': [
    {
      of: 'placed',
      call: ({ school }) => ({ params: { id: school }, query: `seasonId=${PLACED_SEASON}` }),
      answers: { 200: OWN_STAFF },
      hidden: OTHER_STAFF,
      names: { what: ({ application }) => application, to: OWN_STAFF },
    },
  ],
  'GET /api/schools/:id/admissions.xlsx': [
    {
      of: 'placed',
      call: ({ school }) => ({ params: { id: school }, query: `seasonId=${PLACED_SEASON}` }),
      answers: { 200: ['ownSchool', ...DISTRICT_OFFICERS, 'cityOfficer'] },
      hidden: OTHER_REVIEWERS,
    },
  ],
  'POST /api/applications/:id/report': [
    {
      of: 'placed',
      call: (ids) => ({ ...byApplication(ids), body: { version: STALE, arrived: true } }),
      answers: { 409: ['ownSchool', 'districtAdmin'] },
      hidden: ['otherSchool', 'elsewhereAdmin'],
    },
  ],

  // Messages and letters
  'GET /api/messages': [{ answers: { 200: SIGNED_IN } }],
  'POST /api/messages/read': [{ answers: { 200: SIGNED_IN } }],
  'GET /api/applications/:id/notice': [
    {
      of: 'placed',
      call: byApplication,
      answers: { 200: ['owner', 'secondGuardian', ...OWN_STAFF] },
      hidden: [...STRANGERS, ...OTHER_STAFF],
    },
  ],
  'GET /api/applications/:id/notice-code.png': [
    {
      of: 'placed',
      call: byApplication,
      answers: { 200: ['owner', 'secondGuardian', ...OWN_STAFF] },
      hidden: [...STRANGERS, ...OTHER_STAFF],
    },
  ],
  'GET /api/applications/:id/notice.pdf': [
    {
      of: 'placed',
      call: byApplication,
      answers: { 200: ['owner', 'secondGuardian', ...OWN_STAFF] },
      hidden: [...STRANGERS, ...OTHER_STAFF],
    },
  ],
  'GET /api/applications/:id/receipt.pdf': [
    {
      of: 'submitted',
      call: byApplication,
      answers: { 200: ['owner', 'secondGuardian', ...OWN_STAFF] },
      hidden: [...STRANGERS, ...OTHER_STAFF],
    },
    { of: 'draft', call: byApplication, answers: {}, hidden: SIGNED_IN },
  ],
  // Whoever holds the paper may ask.
  'GET /api/notices/:token': [
    { of: 'placed', call: ({ token }) => ({ params: { token } }), answers: { 200: EVERYBODY } },
    { call: ({ token }) => ({ params: { token } }), answers: { 404: EVERYBODY } },
  ],

  // Appeals: the district's bureau hears them, the city looks on; a school has no part in them
  'GET /api/applications/:id/appeals': [
    {
      of: 'appeal',
      call: byApplication,
      answers: { 200: APPEAL_READERS },
      hidden: [...STRANGERS, 'ownSchool', ...OTHER_STAFF],
    },
  ],
  'POST /api/applications/:id/appeals': [
    {
      of: 'refused',
      call: (ids) => ({
        ...byApplication(ids),
        body: { statement: '孩子户口和住房都在本区，请核查。', wish: '请重新审核', helper: '祖父到场口述' },
      }),
      answers: { 200: ['owner', ...DISTRICT_OFFICERS], 403: ['secondGuardian'] },
      hidden: [...STRANGERS, ...ELSEWHERE_OFFICERS],
    },
  ],
  'POST /api/appeals/:id/answer': [
    {
      of: 'appeal_asked',
      call: appealCall({ words: '已补充居住证明' }),
      answers: { 200: ['owner'], 403: ['secondGuardian'] },
      hidden: STRANGERS,
    },
  ],
  'POST /api/appeals/:id/withdraw': [
    {
      of: 'appeal',
      call: appealCall(),
      answers: { 200: ['owner'], 403: ['secondGuardian'] },
      hidden: STRANGERS,
    },
  ],
  'GET /api/appeals': [
    {
      of: 'appeal',
      answers: { 200: [...DISTRICT_OFFICERS, ...ELSEWHERE_OFFICERS, 'cityOfficer', 'auditor', 'elsewhereAuditor'] },
      names: { what: ({ appeal }) => appeal, to: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
    },
  ],
  'GET /api/appeals/:id': [
    {
      of: 'appeal',
      call: appealCall(),
      answers: { 200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
      hidden: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
    },
  ],
  'POST /api/appeals/:id/take': [
    {
      of: 'appeal',
      call: appealCall(),
      answers: { 200: [...DISTRICT_OFFICERS, 'cityOfficer'] },
      hidden: ELSEWHERE_OFFICERS,
    },
  ],
  // Another officer has it.
  'POST /api/appeals/:id/release': heldByAnother(appealCall({ words: '请同事办理' })),
  'POST /api/appeals/:id/ask': heldByAnother(appealCall({ words: '请补充说明', answerOn: '2027-05-06' })),
  'POST /api/appeals/:id/go-on': heldByAnother(appealCall(), 'appeal_asked'),
  'POST /api/appeals/:id/decision': heldByAnother(
    appealCall({
      outcome: 'dismissed',
      hearing: { heldOn: '2027-05-03', present: '电话核查', note: '与家长电话核对了材料。' },
      words: '材料仍不能证明在本区居住。',
    }),
  ),
  'GET /api/appeals/:id/decision.pdf': [
    {
      of: 'appeal_dismissed',
      call: appealCall(),
      answers: { 200: APPEAL_READERS },
      hidden: [...STRANGERS, 'ownSchool', ...OTHER_STAFF],
    },
  ],

  // Requests: the family asks, the district's bureau decides, the city looks on; reasons are private, so schools do not
  'GET /api/applications/:id/requests': [
    {
      of: 'deferral',
      call: byApplication,
      answers: { 200: APPEAL_READERS },
      hidden: [...STRANGERS, 'ownSchool', ...OTHER_STAFF],
    },
  ],
  'POST /api/applications/:id/requests': [
    {
      of: 'submitted',
      call: (ids) => ({
        ...byApplication(ids),
        body: { version: ids.version, content: { kind: 'leave', reason: 'moved_away' } },
      }),
      answers: { 200: ['owner'], 403: ['secondGuardian'] },
      hidden: STRANGERS,
    },
  ],
  'POST /api/applications/:id/requests/files': [
    {
      of: 'submitted',
      call: (ids) => ({ ...byApplication(ids), file: true }),
      answers: { 200: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'POST /api/applications/:id/closing': [
    {
      of: 'submitted',
      call: (ids) => ({
        ...byApplication(ids),
        body: { version: ids.version, basis: 'department', words: '民政部门通报' },
      }),
      answers: { 200: DISTRICT_OFFICERS },
      hidden: ELSEWHERE_OFFICERS,
    },
  ],
  'POST /api/requests/:id/withdraw': [
    { of: 'deferral', call: byMatter(), answers: { 200: ['owner'], 403: ['secondGuardian'] }, hidden: STRANGERS },
  ],
  'POST /api/requests/:id/undo': [
    { of: 'left', call: byMatter(), answers: { 200: ['owner'], 403: ['secondGuardian'] }, hidden: STRANGERS },
  ],
  'GET /api/requests': [
    {
      of: 'deferral',
      answers: { 200: [...DISTRICT_OFFICERS, ...ELSEWHERE_OFFICERS, 'cityOfficer', 'auditor', 'elsewhereAuditor'] },
      names: { what: ({ matter }) => matter, to: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
    },
  ],
  'GET /api/requests/:id': [
    {
      of: 'deferral',
      call: byMatter(),
      answers: { 200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
      hidden: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
    },
  ],
  'POST /api/requests/:id/decision': [
    {
      of: 'deferral',
      call: byMatter({ grant: true, words: '诊断证明已核实，同意缓学。' }),
      answers: { 200: DISTRICT_OFFICERS },
      hidden: ELSEWHERE_OFFICERS,
    },
  ],
  'GET /api/requests/:id/decision.pdf': [
    {
      of: 'deferral_refused',
      call: byMatter(),
      answers: { 200: APPEAL_READERS },
      hidden: [...STRANGERS, 'ownSchool', ...OTHER_STAFF],
    },
  ],

  // Ratings: the family's own; staff of the bureau and the city read them, a school does not
  'GET /api/applications/:id/rating': [
    {
      of: 'rated',
      call: byApplication,
      answers: { 200: APPEAL_READERS },
      hidden: [...STRANGERS, 'ownSchool', ...OTHER_STAFF],
    },
  ],
  'POST /api/applications/:id/rating': [
    {
      of: 'refused',
      call: (ids) => ({ ...byApplication(ids), body: { level: 4 } }),
      answers: { 200: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'POST /api/applications/:id/rating/follow-up': [
    {
      of: 'rated',
      call: (ids) => ({ ...byApplication(ids), body: { level: 5 } }),
      answers: { 200: ['owner'] },
      hidden: NOT_THE_OWNER,
    },
  ],
  'GET /api/work-orders': [
    {
      of: 'rated',
      answers: { 200: [...DISTRICT_OFFICERS, ...ELSEWHERE_OFFICERS, 'cityOfficer', 'auditor', 'elsewhereAuditor'] },
      names: { what: ({ order }) => order, to: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
    },
  ],
  'POST /api/work-orders/:id': [
    {
      of: 'rated',
      call: ({ order, version }) => ({
        params: { id: order },
        body: { version, event: 'contact', words: '已电话联系' },
      }),
      answers: { 200: DISTRICT_OFFICERS },
      hidden: ELSEWHERE_OFFICERS,
    },
  ],
  'GET /api/ratings/words': [
    {
      of: 'rated',
      answers: { 200: [...DISTRICT_OFFICERS, ...ELSEWHERE_OFFICERS] },
      names: { what: ({ rating }) => rating, to: DISTRICT_OFFICERS },
    },
  ],
  'POST /api/ratings/:id/words': [
    {
      of: 'rated',
      call: ({ rating }) => ({ params: { id: rating }, body: { show: false } }),
      answers: { 200: DISTRICT_OFFICERS },
      hidden: ELSEWHERE_OFFICERS,
    },
  ],
  'GET /api/ratings': everybody(),

  // Draws: the ceremony is its district's and the city's; from the announcement on the rest is public
  'GET /api/seasons/:id/draws': [
    {
      call: inSeason(DRAW_SEASON),
      answers: {
        200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'],
        403: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
      },
    },
  ],
  'POST /api/seasons/:id/draws': [
    {
      call: inSeason(DRAW_SEASON, DRAW_PLAN),
      // One is under way already.
      answers: { 409: [...DISTRICT_OFFICERS, 'cityOfficer'], 403: ELSEWHERE_OFFICERS },
    },
  ],
  'GET /api/draws/:id': (['planned_draw', 'announced_draw'] as const).map((of) => ({
    of,
    call: byDraw(),
    answers: { 200: [...DISTRICT_OFFICERS, 'cityOfficer', 'auditor'] },
    hidden: [...ELSEWHERE_OFFICERS, 'elsewhereAuditor'],
  })),
  'PUT /api/draws/:id': officersOfDraw('planned_draw', { ...DRAW_PLAN, version: STALE }),
  'POST /api/draws/:id/steps': officersOfDraw('planned_draw', { step: 'propose', version: STALE }),
  'POST /api/draws/:id/public-value': officersOfDraw('announced_draw', { version: STALE, value: '01', where: '官网' }),
  'POST /api/draws/:id/public-value/confirmation': officersOfDraw('announced_draw', { version: STALE, value: '01' }),
  'POST /api/draws/:id/present': officersOfDraw('planned_draw', { name: '演示观众', capacity: 'press' }, 200),
  'POST /api/draws/:id/parties/:partyId/commitment': officersOfDraw('announced_draw', {
    commitment: '0'.repeat(64),
  }),
  'POST /api/draws/:id/parties/:partyId/reveal': officersOfDraw('announced_draw', {
    nonce: '0'.repeat(64),
    value: '演示',
  }),
  // The link is the witness; a wrong one leads nowhere.
  'GET /api/draw-parties/:key': [
    { of: 'announced_draw', call: byKey(), answers: { 200: EVERYBODY } },
    { call: byKey(), answers: { 404: EVERYBODY } },
  ],
  'POST /api/draw-parties/:key/commitment': [
    { call: byKey({ commitment: '0'.repeat(64) }), answers: { 404: EVERYBODY } },
  ],
  'POST /api/draw-parties/:key/reveal': [
    { call: byKey({ nonce: '0'.repeat(64), value: '演示' }), answers: { 404: EVERYBODY } },
  ],
  'GET /api/public-draws': [
    { of: 'planned_draw', answers: { 200: EVERYBODY }, names: { what: ({ draw }) => draw, to: [] } },
    { of: 'announced_draw', answers: { 200: EVERYBODY }, names: { what: ({ draw }) => draw, to: EVERYBODY } },
  ],
  'GET /api/public-draws/:id': publicDraw(200),
  'GET /api/public-draws/:id/roster.txt': publicDraw(200),
  // Complete with the last commitment, drawn and sealed: not yet.
  'GET /api/public-draws/:id/announcement.json': publicDraw(404),
  'GET /api/public-draws/:id/numbers': publicDraw(404),
  'GET /api/public-draws/:id/transcript.json': publicDraw(404),
  'GET /api/lottery-files/:name': [
    { call: () => ({ params: { name: 'verify.mjs' } }), answers: { 200: EVERYBODY } },
    { call: () => ({ params: { name: '..%2F..%2Fpackage.json' } }), answers: { 404: EVERYBODY } },
  ],
  'GET /api/applications/:id/ticket': [
    { of: 'draft', call: byApplication, answers: {}, hidden: GUARDIANS },
    {
      of: 'submitted',
      call: byApplication,
      answers: { 200: ['owner', 'secondGuardian'] },
      hidden: STRANGERS,
    },
  ],

  ...POLICY_ROWS,
};
