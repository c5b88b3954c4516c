// The rows of the matrix for rule sets, drafts, simulations and changes of rules.

import type { policiesContract } from '../../src/modules/policies/contract.ts';
import { SEASON } from '../support/small-city.ts';
import type { Row } from './matrix.ts';
import type { Ids } from './world.ts';

const DISTRICT = ['districtReviewer', 'districtAdmin'] as const;
const ELSEWHERE = ['elsewhereReviewer', 'elsewhereAdmin'] as const;
const OFFICERS = [...DISTRICT, ...ELSEWHERE, 'cityOfficer'] as const;
const READERS = [...OFFICERS, 'auditor', 'elsewhereAuditor'] as const;
/** Who reaches what belongs to the district, and to whom of the others it is not there. */
const HERE = [...DISTRICT, 'cityOfficer'] as const;
const HERE_READERS = [...HERE, 'auditor'] as const;
const AWAY_READERS = [...ELSEWHERE, 'elsewhereAuditor'] as const;
const EVERYBODY = [
  'anonymous',
  'disabled',
  'owner',
  'otherGuardian',
  'secondGuardian',
  'formerGuardian',
  'ownSchool',
  'otherSchool',
  ...READERS,
] as const;

/** Rules are no secret among officers. */
const ofRules = (query?: (ids: Ids) => string, body?: unknown): readonly Row[] => [
  {
    call: (ids) => ({
      params: { hash: ids.ruleSet },
      ...(query ? { query: query(ids) } : {}),
      ...(body ? { body } : {}),
    }),
    answers: { 200: READERS },
  },
];
/** Families of a season are for those who reach it. */
const ofFamilies = (query: (ids: Ids) => string): readonly Row[] => [
  {
    call: (ids) => ({ params: { hash: ids.ruleSet }, query: query(ids) }),
    answers: { 200: HERE_READERS, 403: AWAY_READERS },
  },
];
const ofDraft = (body?: (ids: Ids) => unknown) => (ids: Ids) => ({
  params: { id: ids.policyDraft },
  ...(body ? { body: body(ids) } : {}),
});
const ofProposal = (body?: unknown) => (ids: Ids) => ({
  params: { id: ids.policyProposal, applicationId: ids.application },
  ...(body ? { body } : {}),
});

export const POLICY_ROWS: Readonly<Record<keyof typeof policiesContract, readonly Row[]>> = {
  'GET /api/policies': [
    {
      of: 'policy_draft',
      answers: { 200: READERS },
      names: { what: ({ policyDraft }) => policyDraft, to: HERE_READERS },
    },
  ],
  'GET /api/policies/:hash': ofRules(),
  'GET /api/policies/:hash/form': ofRules(),
  'GET /api/policies/:hash/families': ofFamilies(() => `seasonId=${SEASON}`),
  'POST /api/policies/:hash/try': ofRules(undefined, { facts: {}, today: '2027-05-03' }),
  'POST /api/policies/check': [
    { call: () => ({ body: { sources: [{ file: 'a.yaml', text: 'id: a' }] } }), answers: { 200: OFFICERS } },
  ],
  'GET /api/policies/:hash/changes': ofRules(({ ruleSet }) => `from=${ruleSet}`),
  'GET /api/policies/:hash/impact': ofFamilies(({ ruleSet }) => `from=${ruleSet}&seasonId=${SEASON}`),

  'POST /api/policy-drafts': [{ call: ({ ruleSet }) => ({ body: { from: ruleSet } }), answers: { 200: OFFICERS } }],
  'GET /api/policy-drafts/:id': [
    { of: 'policy_draft', call: ofDraft(), answers: { 200: HERE_READERS }, hidden: AWAY_READERS },
  ],
  'PUT /api/policy-drafts/:id': [
    {
      of: 'policy_draft',
      call: ofDraft(({ version }) => ({ version, text: 'id: a' })),
      answers: { 200: HERE },
      hidden: ELSEWHERE,
    },
  ],
  'POST /api/policy-drafts/:id/discard': [
    {
      of: 'policy_draft',
      call: ofDraft(({ version }) => ({ version })),
      answers: { 200: HERE },
      hidden: ELSEWHERE,
    },
  ],

  'GET /api/policy-simulations': [
    {
      of: 'policy_simulation',
      call: () => ({ query: `seasonId=${SEASON}` }),
      answers: { 200: HERE_READERS, 403: AWAY_READERS },
    },
  ],
  'POST /api/policy-simulations': [
    {
      call: ({ ruleSet }) => ({ body: { seasonId: SEASON, hash: ruleSet, settings: { familiesOf: SEASON } } }),
      answers: { 200: HERE, 403: ELSEWHERE },
    },
  ],
  'GET /api/policy-simulations/:id': [
    {
      of: 'policy_simulation',
      call: ({ policySimulation }) => ({ params: { id: policySimulation } }),
      answers: { 200: HERE_READERS },
      hidden: AWAY_READERS,
    },
  ],

  'GET /api/policy-proposals': [
    {
      of: 'policy_proposal',
      answers: { 200: READERS },
      names: { what: ({ policyProposal }) => policyProposal, to: HERE_READERS },
    },
  ],
  // The season is under these rules already: whoever reaches it is told so.
  'POST /api/seasons/:id/policy-proposals': [
    {
      call: ({ ruleSet }) => ({ params: { id: SEASON }, body: { hash: ruleSet, reason: '测试原因' } }),
      answers: { 422: HERE, 403: ELSEWHERE },
    },
  ],
  'GET /api/policy-proposals/:id': [
    { of: 'policy_proposal', call: ofProposal(), answers: { 200: HERE_READERS }, hidden: AWAY_READERS },
  ],
  'POST /api/policy-proposals/:id/decision': [
    // Without having seen whom it touches nobody approves.
    {
      of: 'policy_proposal',
      call: ofProposal({ decision: 'approve', digest: 'not seen' }),
      answers: { 409: HERE },
      hidden: ELSEWHERE,
    },
    {
      of: 'policy_proposal',
      call: ofProposal({ decision: 'reject', words: '材料不足' }),
      answers: { 200: HERE },
      hidden: ELSEWHERE,
    },
  ],
  // Another officer's: nobody else takes it back.
  'POST /api/policy-proposals/:id/withdraw': [
    { of: 'policy_proposal', call: ofProposal(), answers: { 403: HERE }, hidden: ELSEWHERE },
  ],
  'POST /api/policy-proposals/:id/touched/:applicationId': [
    {
      of: 'policy_touched',
      call: ofProposal({ words: '已电话告知，维持原认定' }),
      answers: { 200: HERE },
      hidden: ELSEWHERE,
    },
  ],
  'GET /api/seasons/:id/policy-history': [{ call: () => ({ params: { id: SEASON } }), answers: { 200: EVERYBODY } }],
};
