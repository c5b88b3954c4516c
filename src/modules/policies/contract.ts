// Rule sets, drafts, trying families, comparing, simulating, and proposals for a season, as they go over the wire.

import { z } from 'zod';
import type { PolicyChange } from '../../engines/policy/diff.ts';
import type { Evaluation } from '../../engines/policy/evaluation.ts';
import type { RuleReason } from '../../engines/policy/reasons.ts';
import { contract, instant } from '../../kernel/endpoint.ts';
import type { RefusalText } from '../../kernel/refusal.ts';
import {
  engine,
  type FormField,
  hash,
  words,
  ruleSetSummary,
  fault,
  sourceFile,
  draftSummary,
  draft,
  policyPage,
  exampleFamily,
  tryInput,
  touchedFamily,
  impact,
  simulationSettings,
  simulationSummary,
  simulationResult,
  proposal,
} from './shapes.ts';

const officers = ['district_reviewer', 'district_admin', 'city_officer'] as const;
const readers = [...officers, 'auditor'] as const;
const byHash = z.object({ hash });
const byId = z.object({ id: z.uuid() });
const bySeason = z.object({ id: z.string() });
const reason = z.string().trim().max(500);

export const policiesContract = contract({
  'GET /api/policies': {
    summary: 'Every rule set with its standing and the seasons that use it, and the drafts within reach.',
    who: readers,
    response: z.object({ ruleSets: z.array(ruleSetSummary), drafts: z.array(draftSummary) }),
  },
  'GET /api/policies/:hash': {
    summary: 'A rule set as a page: parts and rules in words, with clauses, quotations and lines of its file.',
    who: readers,
    params: byHash,
    response: policyPage,
  },
  'GET /api/policies/:hash/form': {
    summary: 'The facts that a rule set asks for, as a form, and the families it comes with.',
    who: readers,
    params: byHash,
    response: z.object({
      fields: z.array(engine<FormField>()),
      examples: z.array(exampleFamily),
      districts: z.record(z.string(), z.string()),
    }),
  },
  'GET /api/policies/:hash/families': {
    summary: 'Families of a season without what identifies them, a few of each category, for trying a rule set.',
    who: readers,
    params: byHash,
    query: z.object({ seasonId: z.string() }),
    response: z.array(exampleFamily),
  },
  'POST /api/policies/:hash/try': {
    summary: 'Decide an invented family; nothing is stored.',
    who: readers,
    params: byHash,
    body: tryInput,
    response: z.object({
      evaluation: engine<Evaluation>(),
      reasons: z.array(engine<RuleReason>()),
      /** Names of schools that the result speaks of. */
      schools: z.record(z.string(), z.string()),
    }),
  },
  'POST /api/policies/check': {
    summary: 'Check a policy text: every fault with file, line and words. Nothing is stored.',
    who: officers,
    body: z.object({ sources: z.array(sourceFile).min(1).max(5) }),
    response: z.object({
      faults: z.array(fault),
      title: z.string().nullable(),
      categories: z.int(),
      examples: z.int(),
    }),
  },
  'GET /api/policies/:hash/changes': {
    summary: 'What changes from another rule set to this one, rule by rule.',
    who: readers,
    params: byHash,
    query: z.object({ from: hash }),
    response: z.object({
      before: ruleSetSummary,
      after: ruleSetSummary,
      changes: z.array(engine<PolicyChange>()),
    }),
  },
  'GET /api/policies/:hash/impact': {
    summary: 'Whose result changes from another rule set to this one, among the applicants of a season.',
    who: readers,
    params: byHash,
    query: z.object({ from: hash, seasonId: z.string() }),
    response: impact,
  },

  'POST /api/policy-drafts': {
    summary: 'Begin a draft, from a rule set that is kept or from a file.',
    who: officers,
    body: z.union([z.object({ from: hash }), z.object({ sources: z.array(sourceFile).min(1).max(5) })]),
    response: draft,
  },
  'GET /api/policy-drafts/:id': {
    summary: 'A draft with its text and faults.',
    who: readers,
    params: byId,
    response: draft,
  },
  'PUT /api/policy-drafts/:id': {
    summary: 'Save the whole text of a draft; a text with faults is kept, but cannot be proposed.',
    who: officers,
    params: byId,
    body: z.object({ version: z.int(), text: z.string().min(1).max(200_000) }),
    response: draft,
  },
  'POST /api/policy-drafts/:id/discard': {
    summary: 'Put a draft aside.',
    who: officers,
    params: byId,
    body: z.object({ version: z.int() }),
    response: z.object({ done: z.literal(true) }),
  },

  'GET /api/policy-simulations': {
    summary: 'Simulations of a season, newest first, with how far they are.',
    who: readers,
    query: z.object({ seasonId: z.string() }),
    response: z.array(simulationSummary),
  },
  'POST /api/policy-simulations': {
    summary: 'Run a rule set and a plan over families; works in the background.',
    who: officers,
    body: z.object({
      seasonId: z.string(),
      hash,
      comparedTo: hash.nullable().default(null),
      settings: simulationSettings,
    }),
    response: simulationSummary,
  },
  'GET /api/policy-simulations/:id': {
    summary: 'A simulation with its result.',
    who: readers,
    params: byId,
    response: simulationSummary.extend({ result: simulationResult.nullable() }),
  },

  'GET /api/policy-proposals': {
    summary: 'Proposals within reach, open ones first.',
    who: readers,
    response: z.array(proposal),
  },
  'POST /api/seasons/:id/policy-proposals': {
    summary: 'Propose a rule set for a season; a second officer decides. Once registration has begun a reason is owed.',
    who: officers,
    params: bySeason,
    body: z.object({ hash, reason: reason.default('') }),
    response: proposal,
  },
  'GET /api/policy-proposals/:id': {
    summary: 'A proposal: what it changes, and whom; after approval, what became of each touched family.',
    who: readers,
    params: byId,
    response: proposal.extend({
      changes: z.array(engine<PolicyChange>()),
      /** Computed now while it is open; null once it is decided. */
      impact: impact.nullable(),
      /** After approval. */
      touched: z.array(
        touchedFamily.extend({
          progress: z.enum(['waiting', 'reassessed', 'for_person', 'settled']),
          settledByName: z.string().nullable(),
          settledWords: z.string().nullable(),
        }),
      ),
    }),
  },
  'POST /api/policy-proposals/:id/decision': {
    summary: 'Approve or reject what someone else proposed; an approval names the impact that was seen.',
    who: officers,
    params: byId,
    body: z.discriminatedUnion('decision', [
      z.object({ decision: z.literal('approve'), digest: z.string(), words: reason.default('') }),
      z.object({ decision: z.literal('reject'), words: reason.min(2, '请写明原因 · Please say why') }),
    ]),
    response: proposal,
  },
  'POST /api/policy-proposals/:id/withdraw': {
    summary: 'Take back what one proposed oneself.',
    who: officers,
    params: byId,
    response: proposal,
  },
  'POST /api/policy-proposals/:id/touched/:applicationId': {
    summary: 'Say how a touched family that had been decided was dealt with.',
    who: officers,
    params: byId.extend({ applicationId: z.uuid() }),
    body: z.object({ words: reason.min(2, '请写明如何处理 · Please say what was done') }),
    response: z.object({ done: z.literal(true) }),
  },

  'GET /api/seasons/:id/policy-history': {
    summary: 'The versions of rules that a season has had, for the public: since when, why, and what changed.',
    who: 'anyone',
    params: bySeason,
    response: z.array(
      z.object({
        title: words,
        version: z.string(),
        hash,
        /** Null for the first version: it held from the announcement of the season. */
        since: instant.nullable(),
        midSeason: z.boolean(),
        reason: z.string(),
        changes: z.array(z.string()),
      }),
    ),
  },
});

export const policiesRefusals = {
  'policy.not_found': { status: 404, zh: '没有这份规则。', en: 'There is no such rule set.' },
  'policy.facts': {
    status: 422,
    zh: '填写的情况不符合这份规则的要求：{what}',
    en: 'These facts do not fit the rule set: {what}',
  },
  'policy.too_large': { status: 413, zh: '规则文件不能超过 200 KB。', en: 'A policy file may have 200 KB at most.' },
  'policy_draft.not_found': { status: 404, zh: '没有这份草稿。', en: 'There is no such draft.' },
  'policy_draft.changed': {
    status: 409,
    zh: '草稿刚被{name}保存过，请先重新打开，再把您的修改合并进去。',
    en: '{name} has just saved this draft. Reload it and merge your changes.',
  },
  'policy_simulation.not_found': { status: 404, zh: '没有这次模拟。', en: 'There is no such simulation.' },
  'policy_simulation.no_families': {
    status: 422,
    zh: '所选招生季还没有提交的报名，无法模拟。请选择另一个招生季。',
    en: 'The chosen season has no submitted applications yet. Choose another season.',
  },
  'policy_simulation.other_stage': {
    status: 422,
    zh: '只能用同一学段的报名来模拟。',
    en: 'Families must be of the same stage.',
  },
  'policy_proposal.not_found': { status: 404, zh: '没有这项提议。', en: 'There is no such proposal.' },
  'policy_proposal.open': {
    status: 409,
    zh: '这个招生季已有一项待审批的规则变更，请先处理。',
    en: 'A proposal for this season is already open; decide on it first.',
  },
  'policy_proposal.same': { status: 422, zh: '招生季已经在用这一版规则。', en: 'The season already has this version.' },
  'policy_proposal.unfit': {
    status: 422,
    zh: '这份规则不适用于这个招生季：{what}',
    en: 'This rule set is not for this season: {whatEn}',
  },
  'policy_proposal.reason': {
    status: 422,
    zh: '报名已经开始，家长据此报名。变更规则必须写明原因（至少 4 个字）。',
    en: 'Registration has begun and families rely on the rules. A change needs a reason (at least 4 characters).',
  },
  'policy_proposal.own': {
    status: 403,
    zh: '不能审批自己提出的规则变更，请另一位工作人员审批。',
    en: 'You cannot decide on your own proposal; ask another officer.',
  },
  'policy_proposal.not_own': {
    status: 403,
    zh: '只有提出的人可以撤回。',
    en: 'Only who proposed it can take it back.',
  },
  'policy_proposal.published': {
    status: 409,
    zh: '录取结果已经公布，规则不能再变更。',
    en: 'The results are public; the rules can no longer change.',
  },
  'policy_proposal.state': {
    status: 409,
    zh: '这项提议{state}，不能再处理。',
    en: 'The proposal is decided ({state}).',
  },
  'policy_proposal.outdated': {
    status: 409,
    zh: '提出之后招生季的规则有变化，请驳回或撤回后重新提出。',
    en: 'The season’s rules have changed since; reject it and propose again.',
  },
  'policy_proposal.impact_changed': {
    status: 409,
    zh: '您看过之后，受影响的家庭有变化。请重新查看名单再批准。',
    en: 'The families touched have changed since you looked. Look again before you approve.',
  },
} as const satisfies Record<string, RefusalText>;
