// Cases in which real rules differ from city to city: each is said in the language, and decides as that city does.

import { describe, expect, it } from 'vitest';
import { policyOf } from '../../../tests/support/policies.ts';
import type { Facts } from './facts.ts';
import { evaluate } from './policy.ts';

const today = '2027-06-01';
const LOCAL = `'child.household.district in region.districts'`;
const household = (more: object): Facts['child'] => ({ household: { district: '320804', kind: 'family', ...more } });

describe('a child registered with grandparents', () => {
  const since: Facts = {
    child: household({ sinceBirth: true, householder: 'maternal_grandparent' }),
    guardians: [
      { relation: 'mother', ownsHome: false },
      { relation: 'father', ownsHome: false },
    ],
  };
  const owning: Facts = { ...since, guardians: [{ relation: 'mother', ownsHome: true }] };

  it('is accepted in 栖霞 if registered there since birth and the parents never had a home', () => {
    const policy = policyOf(`conditions:
  withGrandparents: child.household.sinceBirth && child.household.householder in ["paternal_grandparent", "maternal_grandparent"]
categories:
  - { id: accepted, name: 随祖辈, clause: one, when: 'cond.withGrandparents && guardians.all(g, !g.ownsHome)' }
`);
    expect(evaluate(policy, since, { today }).category?.id).toBe('accepted');
    expect(evaluate(policy, owning, { today })).toMatchObject({ category: null, fallback: 'overall_placement' });
    const moved: Facts = { ...since, child: household({ sinceBirth: false, householder: 'maternal_grandparent' }) };
    expect(evaluate(policy, moved, { today }).category).toBeNull();
  });

  it('counts in 松江 where three generations stand in one booklet', () => {
    const policy = policyOf(`categories:
  - { id: three, name: 三代同户, clause: one, when: 'child.household.householder in ["paternal_grandparent", "maternal_grandparent"] && guardians.exists(g, g.sameBooklet)' }
`);
    const booklet = (sameBooklet: boolean): Facts => ({
      child: household({ householder: 'paternal_grandparent' }),
      guardians: [{ relation: 'father', sameBooklet }],
    });
    expect(evaluate(policy, booklet(true), { today }).category?.id).toBe('three');
    expect(evaluate(policy, booklet(false), { today }).category).toBeNull();
  });
});

describe('a home owned in part', () => {
  const share = (mine: number): Facts => ({
    dwelling: {
      kind: 'owned',
      owners: [
        { relation: 'mother', share: mine },
        { relation: 'other', share: 10000 - mine },
      ],
    },
  });

  it('of 60 % is no 双一致 in 中和 (100 %), passes in 龙岗 (more than half), and below 51 % earns less in 南山', () => {
    const policy =
      policyOf(`values: { mine: { is: 'sum(dwelling.owners.filter(o, o.relation == "mother").map(o, o.share))', label: 份额 } }
selection: several
combinations: { otherwise: compatible, clause: one }
categories:
  - { id: all, name: 全部, clause: one, when: value.mine == 10000 }
  - { id: most, name: 过半, clause: two, when: value.mine > 5000 }
points:
  decimals: 0
  clause: three
  items: [{ id: home, label: 住房, combine: first, items: [{ id: big, label: 五成一以上, when: value.mine >= 5100, points: 30 }, { id: small, label: 不足五成一, when: value.mine > 0, points: 20 }] }]
`);
    const of = (mine: number) => {
      const { qualified, points } = evaluate(policy, share(mine), { today });
      return [qualified.map((category) => category.id).join(), points?.text];
    };
    expect(of(10000)).toEqual(['all,most', '30']);
    expect(of(6000)).toEqual(['most', '30']);
    expect(of(5100)).toEqual(['most', '30']);
    expect(of(5099)).toEqual(['most', '20']);
    expect(of(5000)).toEqual(['', '20']);
  });
});

describe('a collective registration', () => {
  const collective = (more: Facts): Facts => ({ child: household({ kind: 'collective' }), ...more });

  it('is no basis in one city, goes to overall placement without a home in another, and counts with work in a third', () => {
    const refusing =
      policyOf(`admission: [{ id: no_basis, when: 'child.household.kind == "collective" && dwelling.kind == "owned"', outcome: refuse, words: 集体户不作入学依据, cure: 请将户口迁至住房地址, clause: one }]
categories: [{ id: local, name: 本区, clause: two, when: ${LOCAL} }]
`);
    const refused = evaluate(refusing, collective({ dwelling: { kind: 'owned' } }), { today });
    expect(refused.refusals[0]).toMatchObject({ code: 'no_basis', cure: '请将户口迁至住房地址' });
    const placing = policyOf(`categories:
  - { id: collective, name: 集体户, clause: one, when: 'child.household.kind == "collective" && dwelling.kind == "none"', placement: overall_placement }
  - { id: local, name: 本区, clause: two, when: ${LOCAL} }
`);
    expect(evaluate(placing, collective({ dwelling: { kind: 'none' } }), { today }).fallback).toBe('overall_placement');
    const counting = policyOf(`categories:
  - { id: A2, name: 集体户加工作, clause: one, when: 'child.household.kind == "collective" && work.district in region.districts' }
`);
    expect(evaluate(counting, collective({ work: { district: '320804' } }), { today }).category?.id).toBe('A2');
  });
});

describe('a home that was demolished', () => {
  const policy = policyOf(`categories: [{ id: local, name: 本区, clause: one, when: ${LOCAL} }]
batches:
  - id: public
    name: 公办
    clause: one
    schools: { is: 'dwelling.kind == "demolition" && !has(dwelling.certificateDate) ? [child.household.school] : [dwelling.school]' }
    mechanism: direct
`);
  const schools = (dwelling: Facts['dwelling']) =>
    evaluate(policy, { child: household({ school: 'old' }), dwelling }, { today }).batches[0]?.schools;

  it('keeps the family in its old catchment until the new one has a certificate', () => {
    expect(schools({ kind: 'demolition' })).toEqual(['old']);
    expect(schools({ kind: 'demolition', school: 'new' })).toEqual(['old']);
    expect(schools({ kind: 'demolition', certificateDate: '2027-01-01', school: 'new' })).toEqual(['new']);
    expect(schools({ kind: 'owned', school: 'here' })).toEqual(['here']);
  });
});

describe('guardians who cannot be registered with the child', () => {
  const policy = policyOf(`conditions:
  excused: guardians.exists(g, g.onMilitaryService) || guardians.exists(g, g.overseas) || guardians.exists(g, g.hasCustody)
categories:
  - { id: both, name: 同户, clause: one, when: 'guardians.all(g, g.sameBooklet)' }
  - { id: one, name: 一方, clause: two, when: 'guardians.exists(g, g.sameBooklet) && cond.excused' }
  - { id: orphan, name: 孤儿, clause: three, when: 'holds(entitlements, "orphan", today)', placement: ranked, checks: [civil_affairs] }
`);
  const got = (facts: Facts) => evaluate(policy, facts, { today }).category?.id ?? null;
  const mother = { relation: 'mother', sameBooklet: true } as const;

  it('are excused for service, abroad, or custody; the other reasons need not be known', () => {
    expect(got({ guardians: [mother, { relation: 'father', sameBooklet: false }] })).toBeNull();
    expect(got({ guardians: [mother, { relation: 'father', sameBooklet: false, onMilitaryService: true }] })).toBe(
      'one',
    );
    expect(got({ guardians: [mother, { relation: 'father', sameBooklet: false, overseas: true }] })).toBe('one');
    expect(
      got({
        guardians: [
          { ...mother, hasCustody: true },
          { relation: 'father', sameBooklet: false },
        ],
      }),
    ).toBe('one');
    expect(got({ guardians: [mother] })).toBe('both');
  });

  it('may be none: an orphan has a category of its own, and civil affairs are asked', () => {
    const orphan = evaluate(
      policy,
      { guardians: [{ relation: 'guardian', sameBooklet: false }], entitlements: [{ kind: 'orphan' }] },
      { today },
    );
    expect(orphan.category?.id).toBe('orphan');
    expect(orphan.checks).toContain('civil_affairs');
  });
});

describe('homes that no register knows', () => {
  it('are not refused: what is not found is not known, and the family is asked for it', () => {
    const policy = policyOf(`categories:
  - { id: owned, name: 有证, clause: one, when: 'dwelling.kind == "owned" && dwelling.owners.exists(o, o.relation == "mother")' }
  - { id: other, name: 其他住房, clause: two, when: 'dwelling.kind in ["self_built", "unit", "military", "collective", "demolition", "mortgaged_contract"]' }
`);
    for (const kind of ['self_built', 'unit', 'military', 'collective', 'demolition', 'mortgaged_contract'] as const) {
      expect(evaluate(policy, { dwelling: { kind } }, { today }).category?.id).toBe('other');
    }
    const unfound = evaluate(policy, { dwelling: { kind: 'owned' } }, { today });
    expect(unfound).toMatchObject({ admissible: true, category: null, fallback: 'overall_placement' });
    expect(unfound.unknownFacts.map((fact) => fact.path)).toContain('dwelling.owners');
  });
});

describe('children of Hong Kong, Macao, Taiwan and abroad', () => {
  const policy = policyOf(`categories:
  - { id: local, name: 本区, clause: one, when: ${LOCAL} }
  - { id: special, name: 港澳台, clause: two, when: 'child.nationality in ["hong_kong", "macao", "taiwan"]', placement: overall_placement }
windows:
  - { id: normal, name: 报名, opens: '2027-05-01', closesThrough: '2027-05-10', when: 'child.nationality == "mainland"' }
  - { id: special, name: 港澳台报名, opens: '2027-06-01', closesThrough: '2027-06-05', when: 'child.nationality in ["hong_kong", "macao", "taiwan"]' }
`);

  it('have a window and a category of their own', () => {
    const result = evaluate(policy, { child: { nationality: 'taiwan' } }, { today });
    expect(result).toMatchObject({ category: { id: 'special' }, windows: ['special'], fallback: 'overall_placement' });
    expect(evaluate(policy, { child: { nationality: 'mainland' } }, { today }).windows).toEqual(['normal']);
  });
});

describe('a late registration', () => {
  const text = (outcome: string) => `categories: [{ id: local, name: 本区, clause: one, when: ${LOCAL} }]
late: { outcome: ${outcome}, words: 逾期, clause: two }
`;
  const result = (outcome: string) =>
    evaluate(policyOf(text(outcome)), { child: household({}) }, { today, late: true });

  it('goes to overall placement, is refused with a reason, or is as good as in time, as the policy says', () => {
    expect(result('overall_placement')).toMatchObject({
      admissible: true,
      fallback: 'overall_placement',
      fallbackWords: '逾期',
    });
    expect(result('refuse')).toMatchObject({ admissible: false, refusals: [{ code: 'late', clause: 'two' }] });
    expect(result('same')).toMatchObject({ admissible: true, fallback: null });
  });

  it('goes to overall placement where the policy is silent, since every child has a right to a seat', () => {
    const silent = policyOf(`categories: [{ id: local, name: 本区, clause: one, when: ${LOCAL} }]\n`);
    expect(evaluate(silent, { child: household({}) }, { today, late: true }).fallback).toBe('overall_placement');
    expect(evaluate(silent, { child: { household: { district: 'x' } } }, { today }).fallback).toBe('overall_placement');
  });
});

describe('the county families of 宿迁', () => {
  it('are migrants in the city centre, which is one region of four', () => {
    const policy = policyOf(`regions:
  - { id: centre, name: 中心城区, districts: ['321302', '321311'], clause: one }
categories:
  - { id: migrant, name: 随迁, clause: one, when: '!sameRegion(child.household.district, dwelling.district)' }
  - { id: local, name: 本区域, clause: two, when: 'sameRegion(child.household.district, dwelling.district)' }
`);
    const got = (from: string, to: string) =>
      evaluate(policy, { child: { household: { district: from } }, dwelling: { district: to } }, { today }).category
        ?.id;
    expect(got('321322', '321302')).toBe('migrant');
    expect(got('321311', '321302')).toBe('local');
    expect(got('321322', '321322')).toBe('local');
  });
});
