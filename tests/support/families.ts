// Families as tests need them: with a browser of their own, a child, a filled form, and records at the departments.

import { expect } from 'vitest';
import type { Declaration } from '../../src/modules/registration/declaration.ts';
import { beginChecks } from '../../src/modules/verification/service/checks.ts';
import type { TestApp } from './database.ts';
import { declarationAt, DISTRICT, inventedId, putRecord, SEASON } from './small-city.ts';
import { Visitor } from './visitor.ts';

/** A guardian's application and the browser in which it is filled in. */
export interface Family {
  readonly visitor: Visitor;
  readonly guardian: { readonly name: string; readonly idNumber: string; readonly phone: string };
  readonly child: { readonly name: string; readonly idNumber: string; readonly birthDate: string };
  readonly childId: string;
  readonly certificate: string;
  readonly draft: Declaration;
  /** The application. */
  readonly id: string;
  readonly version: number;
}

/** What differs from the usual family, which owns its home in the east catchment and is registered there. */
export interface FamilyTraits {
  readonly address?: string;
  readonly birthDate?: string;
  /** The same number twice is the same child under two accounts. */
  readonly childIdNumber?: string;
  readonly childName?: string;
  readonly season?: string;
  /** Laid over the declaration. */
  readonly declared?: Partial<Declaration> | ((usual: Declaration) => Partial<Declaration>);
}

/** The sequence in an identity number, which tells boys from girls; and the end of a phone. */
let people = 0;

/** A guardian with a new phone, signed in. */
export async function newGuardian(app: TestApp): Promise<{ visitor: Visitor; phone: string }> {
  people += 1;
  const phone = `1205${String(people).padStart(7, '0')}`;
  return { visitor: await new Visitor(app.server).signIn(phone), phone };
}

/** A family whose form is filled in and saved, ready to submit. */
export async function readyFamily(app: TestApp, traits: FamilyTraits = {}): Promise<Family> {
  const { visitor, phone } = await newGuardian(app);
  const guardian = { name: `演示母${people}`, idNumber: inventedId('1990-01-01', people % 1000), phone };
  const birthDate = traits.birthDate ?? dayOf(people);
  const idNumber = traits.childIdNumber ?? inventedId(birthDate, people % 1000);
  const child = { name: traits.childName ?? `演示童${people}`, idNumber, birthDate };
  const added = await visitor.send('POST /api/children', {
    name: child.name,
    idKind: 'resident_id',
    idNumber: child.idNumber,
    relation: 'mother',
  });
  expect(added.statusCode, added.body).toBe(200);
  const childId: string = added.json().id;
  return fill(visitor, { guardian, child, childId }, traits);
}

/** Another application of the same guardian, for a further child or another season. */
export async function fill(
  visitor: Visitor,
  who: Pick<Family, 'guardian' | 'child' | 'childId'>,
  traits: FamilyTraits = {},
): Promise<Family> {
  const certificate = `演示2021第${who.child.idNumber.slice(-12)}号`;
  const usual = declarationAt(traits.address ?? '晨光路21号', who.guardian, certificate);
  const draft = { ...usual, ...(typeof traits.declared === 'function' ? traits.declared(usual) : traits.declared) };
  const begun = await visitor.send('POST /api/applications', {
    seasonId: traits.season ?? SEASON,
    childId: who.childId,
  });
  expect(begun.statusCode, begun.body).toBe(200);
  const { id, version } = begun.json<{ id: string; version: number }>();
  const saved = await visitor.send(`PUT /api/applications/${id}/draft`, { version, draft });
  expect(saved.statusCode, saved.body).toBe(200);
  return { visitor, ...who, certificate, draft, id, version: saved.json().version };
}

/** A day in the year whose children enter. */
function dayOf(index: number): string {
  const month = (index % 12) + 1;
  const year = month > 8 ? 2020 : 2021;
  return `${year}-${String(month).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`;
}

/** Presses the button. */
export function submit(family: Family, key = `key-${family.id}`) {
  return family.visitor.send(`POST /api/applications/${family.id}/submit`, {
    version: family.version,
    declarationAccepted: true,
    key,
  });
}

/** A family that has submitted, as it stands then. */
export async function submittedFamily(app: TestApp, traits: FamilyTraits = {}): Promise<Family> {
  const family = await readyFamily(app, traits);
  const sent = await submit(family);
  expect(sent.statusCode, sent.body).toBe(200);
  return { ...family, version: sent.json().version };
}

/** The family's application as it sees it now. */
export async function viewOf(family: Pick<Family, 'visitor' | 'id'>) {
  const view = await family.visitor.send(`GET /api/applications/${family.id}`);
  expect(view.statusCode, view.body).toBe(200);
  return view.json();
}

/** Lets household, property and birth records say what the family declares. */
export async function putAgreeingRecords(app: TestApp, family: Family): Promise<void> {
  const { child, guardian, certificate, draft } = family;
  const grandfather = { name: '演示祖', idNumber: inventedId('1958-01-01', 1) };
  const owner = draft.dwelling.ownedBy === 'grandparent' ? grandfather : guardian;
  await putRecord(app, 'household', child.idNumber, {
    name: child.name,
    idNumber: child.idNumber,
    birthDate: child.birthDate,
    sex: Number(child.idNumber[16]) % 2 === 1 ? 'male' : 'female',
    bookletNumber: `B-${child.idNumber}`,
    address: draft.household.address,
    district: DISTRICT,
    kind: 'family',
    householderRelation: draft.household.householder,
    movedInOn: draft.household.movedInOn ?? child.birthDate,
    members: [
      { name: guardian.name, idNumber: guardian.idNumber, relation: 'mother' },
      ...(draft.household.householder === 'grandparent' ? [{ ...grandfather, relation: 'paternal_grandfather' }] : []),
    ],
  });
  await putRecord(app, 'property', certificate, {
    certificateNumber: certificate,
    address: draft.dwelling.address,
    district: DISTRICT,
    kind: 'owned',
    issuedOn: '2021-02-01',
    owners: [{ name: owner.name, idNumber: owner.idNumber, share: 10_000 }],
  });
  await putRecord(app, 'birth', child.idNumber, {
    motherName: guardian.name,
    motherIdNumber: guardian.idNumber,
    fatherName: null,
    fatherIdNumber: null,
  });
}

/** Asks the departments, as the queue would, and lets an officer accept what they do not confirm. */
export async function settleChecks(app: TestApp, officer: Visitor, id: string): Promise<void> {
  await beginChecks(app.contextFor({ kind: 'system', job: 'test' }), id);
  const checks = (await officer.send(`GET /api/applications/${id}/checks`)).json<{ id: string; state: string }[]>();
  for (const check of checks.filter(({ state }) => state !== 'matched')) {
    const found = await officer.send(`POST /api/checks/${check.id}/resolve`, {
      resolution: 'accepted',
      words: '看过原件',
    });
    expect(found.statusCode, found.body).toBe(200);
  }
}

/** Lays over a declaration that the child is registered with grandparents: the policy then wants a first review. */
export function withGrandparents(declared: Declaration): Partial<Declaration> {
  return {
    household: { ...declared.household, householder: 'grandparent', movedInOn: null, sinceBirth: true },
    dwelling: { ...declared.dwelling, ownedBy: 'grandparent' },
  };
}
