import { describe, expect, it } from 'vitest';
import type { Declaration } from '../registration/declaration.ts';
import { learnedFacts, type AnsweredCheck } from './facts.ts';

const mother = '320899199001010021';
const childNumber = '320899202101010012';
const declared = {
  household: {
    kind: 'family',
    district: '320812',
    address: '晨光路1号',
    householder: 'guardian',
    movedInOn: '2021-03-01',
    sinceBirth: false,
  },
  guardians: [
    {
      relation: 'mother',
      name: '李演示',
      idKind: 'resident_id',
      idNumber: mother,
      phone: '12000000000',
      sameBooklet: true,
    },
  ],
  dwelling: {
    kind: 'owned',
    district: '320812',
    address: '晨光路1号',
    documentNumber: 'D-1',
    ownedBy: 'grandparent',
    onlyHome: true,
  },
  residencePermit: { number: 'JZ-1' },
  work: null,
  sibling: null,
  twin: null,
  primarySchoolId: null,
  privateSchoolId: null,
  preferredSchoolId: null,
  note: '',
} as Declaration;
const family = {
  declared,
  child: {
    id: 'c',
    name: '王演示',
    idKind: 'resident_id',
    idNumber: childNumber,
    sex: 'male',
    birthDate: '2021-01-01',
    relation: 'mother',
  },
} as Parameters<typeof learnedFacts>[1];
const check = (changes: Partial<AnsweredCheck> & Pick<AnsweredCheck, 'kind'>): AnsweredCheck => ({
  state: 'matched',
  answer: null,
  answeredAt: new Date('2027-05-04T02:00:00.000Z'),
  differences: [],
  resolution: null,
  resolvedAt: null,
  found: [],
  ...changes,
});
const permit = {
  holderName: '李演示',
  holderIdNumber: mother,
  district: '320812',
  address: '晨光路1号',
  firstIssuedOn: '2024-03-01',
  validUntil: '2028-01-01',
};
const differing = (field: string) => [{ field, zh: field, en: field, declared: 'a', recorded: 'b', agrees: false }];
const byPath = (checks: AnsweredCheck[]) =>
  Object.fromEntries(learnedFacts(checks, family).map(({ path, value }) => [path, value]));

describe('what a check adds to the declared facts', () => {
  it('is the whole record where it agrees, with the department and the day', () => {
    const facts = learnedFacts([check({ kind: 'residence_permit', answer: permit })], family);
    expect(facts.find((fact) => fact.path === 'residencePermit.firstIssued')).toEqual({
      path: 'residencePermit.firstIssued',
      value: '2024-03-01',
      by: 'department',
      source: { zh: '公安居住证', en: 'police, residence permits' },
      date: '2027-05-04',
    });
  });

  it('is nothing while a difference waits for a person', () => {
    expect(
      learnedFacts(
        [check({ kind: 'residence_permit', state: 'mismatch', answer: permit, differences: differing('district') })],
        family,
      ),
    ).toEqual([]);
  });

  it('is all but what differs once a person accepted the papers', () => {
    const facts = byPath([
      check({
        kind: 'residence_permit',
        state: 'mismatch',
        answer: permit,
        differences: differing('district'),
        resolution: 'accepted',
        resolvedAt: new Date('2027-05-05T02:00:00.000Z'),
      }),
    ]);
    expect(facts).not.toHaveProperty(['residencePermit.district']);
    expect(facts).toHaveProperty(['residencePermit.firstIssued'], '2024-03-01');
  });

  it('is the record where a person did not accept what was declared against it', () => {
    const facts = byPath([
      check({
        kind: 'residence_permit',
        state: 'mismatch',
        answer: { ...permit, district: '320813' },
        differences: differing('district'),
        resolution: 'not_accepted',
        resolvedAt: new Date('2027-05-05T02:00:00.000Z'),
      }),
    ]);
    expect(facts).toHaveProperty(['residencePermit.district'], '320813');
  });

  it('takes back what was declared where there is no record and a person did not accept', () => {
    const facts = byPath([
      check({
        kind: 'residence_permit',
        state: 'no_record',
        resolution: 'not_accepted',
        resolvedAt: new Date('2027-05-05T02:00:00.000Z'),
      }),
    ]);
    expect(facts).toEqual({ residencePermit: null });
  });

  it('is what a reviewer read from the papers where there is no record', () => {
    const facts = learnedFacts(
      [
        check({
          kind: 'residence_permit',
          state: 'no_record',
          resolution: 'accepted',
          resolvedAt: new Date('2027-05-05T02:00:00.000Z'),
          found: [{ path: 'residencePermit.firstIssued', value: '2023-09-01' }],
        }),
      ],
      family,
    );
    expect(facts).toMatchObject([
      { path: 'residencePermit.firstIssued', value: '2023-09-01', by: 'reviewer', date: '2027-05-05' },
    ]);
  });

  it('names an owner by the number where the family named that person, and by its own words otherwise', () => {
    const record = {
      certificateNumber: 'D-1',
      address: '晨光路1号',
      district: '320812',
      kind: 'owned',
      issuedOn: '2020-01-01',
      owners: [
        { name: '李演示', idNumber: mother, share: 5000 },
        { name: '王爷爷', idNumber: '320899195001010011', share: 5000 },
      ],
    };
    const facts = byPath([check({ kind: 'property', answer: record })]);
    expect(facts['dwelling.owners']).toEqual([
      { relation: 'mother', share: 5000 },
      { relation: 'paternal_grandparent', share: 5000 },
    ]);
    expect(facts).toHaveProperty(['dwelling.certificateDate'], '2020-01-01');
    expect(facts).toHaveProperty(['guardians[0].ownsHome'], true);
  });

  it('is nothing of a record in a shape that was not agreed', () => {
    expect(learnedFacts([check({ kind: 'property', answer: { certificateNumber: 7 } })], family)).toEqual([]);
  });
});
