import { describe, expect, it } from 'vitest';
import { cityPolicy, policyOf } from '../../../tests/support/policies.ts';
import { evaluate } from './policy.ts';

const today = '2027-05-10';
const CHINESE = /[\u4e00-\u9fff]/u;

describe('a trace in English', () => {
  const policy = policyOf(`names: { s1: { zh: 实验小学, en: Experimental Primary } }
conditions:
  ownsHome:
    label: { zh: 监护人有住房, en: a guardian owns a home }
    test: dwelling.owners.all(o, o.share > 5000)
  onlyChinese: { label: 只有中文名称, test: 'guardians.exists(g, g.sameBooklet)' }
categories:
  - { id: a, name: { zh: 甲, en: First }, clause: one, when: 'child.birthDate <= date("2021-08-31") && dwelling.school == "s1" && cond.ownsHome && cond.onlyChinese' }
  - { id: rest, name: { zh: 其余, en: Others }, clause: two }
`);
  const decided = evaluate(
    policy,
    {
      child: { birthDate: '2021-09-02' },
      dwelling: { kind: 'owned', school: 's1', owners: [{ relation: 'mother', share: 5000 }] },
      guardians: [{ relation: 'mother', sameBooklet: true }],
      sources: { dwelling: { source: '自然资源', sourceEn: 'land registry', date: '2027-05-06' } },
    },
    { today },
  );

  it('says conditions, facts, values, sources and dates in English, as people read them', () => {
    expect(decided.trace[0]?.wordsEn).toBe(
      'No: date of birth is on or before 31 August 2021. On the basis of: date of birth: 2 September 2021 (source: declared by the family).',
    );
    expect(decided.trace[1]?.wordsEn).toBe(
      'Yes: catchment school of the dwelling is Experimental Primary. On the basis of: catchment school of the dwelling: Experimental Primary (source: land registry, 6 May 2027).',
    );
    expect(decided.trace[2]?.conditionEn).toBe('a guardian owns a home');
  });

  it('puts the Chinese label inside the English sentence where no English is given', () => {
    expect(decided.trace[3]?.wordsEn).toContain('Yes: 只有中文名称. On the basis of: ');
  });

  it('says what is missing, and by how much', () => {
    expect(decided.missed?.missing[0]?.wordsEn).toBe(
      'Needed: date of birth is on or before 31 August 2021; as it is, date of birth: 2 September 2021; 2 days short',
    );
  });

  it('says shares in percent, in both languages', () => {
    const { missing = [] } = decided.missed ?? {};
    const said = missing.map((one) => `${one.words} ${one.wordsEn}`).join();
    expect(said).toContain('50%');
    expect(said).not.toContain('5000');
  });

  it('has a short sentence for families: the condition with the facts that it names', () => {
    expect(decided.trace[0]?.plain).toEqual({
      zh: '孩子出生日期不晚于2021年8月31日（含当日）（孩子出生日期：2021年9月2日）',
      en: 'date of birth is on or before 31 August 2021 (date of birth: 2 September 2021)',
    });
  });
});

describe('the policies of Huai’an in English', () => {
  const family = {
    child: { birthDate: '2021-01-01', household: { district: '320803', kind: 'family', movedIn: '2021-02-01' } },
    guardians: [{ relation: 'father', sameBooklet: true, ownsHome: true }],
    dwelling: {
      kind: 'owned',
      district: '320803',
      school: 's1',
      owners: [{ relation: 'father', share: 10_000 }],
      certificateDate: '2020-05-01',
    },
    work: { kind: 'labour_contract', district: '320803' },
    residencePermit: { district: '320803', validUntil: today, firstIssued: '2023-01-01' },
  } as const;
  const names = { s1: { zh: '某校', en: 'a school' } };

  it.each([
    ['demonstration-2027.yaml', '320812'],
    ['demonstration-junior-2027.yaml', '320803'],
    ['demonstration-zones-2027.yaml', '320800-jk'],
    ['huaian-district-2027-demo.yaml', '320803'],
    ['huaiyin-2027-demo.yaml', '320804'],
  ])('leave nothing in Chinese for a reader of English: %s', (file, district) => {
    for (const facts of [family, { ...family, child: { ...family.child, household: { district: '341302' } } }, {}]) {
      const decided = evaluate(cityPolicy(`huaian/policies/${file}`), facts, {
        today,
        district,
        names: { ...names, 341302: { zh: '宿州', en: 'Suzhou, Anhui' } },
      });
      for (const line of decided.trace) expect(line.wordsEn).not.toMatch(CHINESE);
      for (const line of decided.missed?.missing ?? []) expect(line.wordsEn).not.toMatch(CHINESE);
      for (const key of decided.rank) expect(`${key.labelEn} ${key.wordsEn}`).not.toMatch(CHINESE);
      for (const one of [...decided.refusals, ...decided.confirmations]) {
        expect(`${one.wordsEn}${one.cureEn ?? ''}`).not.toMatch(CHINESE);
      }
      for (const set of decided.evidence) expect(set.label.en).not.toMatch(CHINESE);
    }
  });
});
