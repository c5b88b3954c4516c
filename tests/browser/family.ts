// Families of the walks: who they are, what departments hold about them, and what they do in the portal.

import { expect, type APIRequestContext, type Page } from '@playwright/test';
import type { TestApp } from '../support/app.ts';
import { declarationAt, DISTRICT, inventedId, putRecord, SEASON } from '../support/small-city.ts';

/** An invented family. */
export interface Family {
  readonly phone: string;
  readonly guardian: { readonly name: string; readonly idNumber: string; readonly phone: string };
  readonly child: { readonly name: string; readonly idNumber: string };
  readonly address: string;
  readonly certificate: string;
  /** Since when the child is registered there; families who are equally long need a draw. */
  readonly movedInOn: string;
}

/** The family with a number, at an address of the small city: odd houses of 晨光路 belong to the east school. */
export function inventFamily(number: number, address = `晨光路${number}号`): Family {
  const phone = `1203000${String(number).padStart(4, '0')}`;
  return {
    phone,
    guardian: { name: `演示母${number}`, idNumber: inventedId('1990-01-01', number), phone },
    child: { name: `演示童${number}`, idNumber: inventedId('2020-10-10', number) },
    address,
    certificate: `D-${number}`,
    movedInOn: '2021-03-01',
  };
}

/** Puts what departments hold about a family: all of it agrees with what the family says. */
export async function putRecords(app: TestApp, family: Family): Promise<void> {
  await putHouseholdRecord(app, family);
  await putOtherRecords(app, family);
}

/** What the police hold. */
async function putHouseholdRecord(app: TestApp, family: Family): Promise<void> {
  const { guardian, child, address, certificate, movedInOn } = family;
  await putRecord(app, 'household', child.idNumber, {
    name: child.name,
    idNumber: child.idNumber,
    birthDate: '2020-10-10',
    sex: 'male',
    bookletNumber: `B-${certificate}`,
    address,
    district: DISTRICT,
    kind: 'family',
    householderRelation: 'guardian',
    movedInOn,
    members: [{ name: guardian.name, idNumber: guardian.idNumber, relation: 'mother' }],
  });
}

/** What the others hold. */
export async function putOtherRecords(app: TestApp, family: Family): Promise<void> {
  const { guardian, child, address, certificate } = family;
  await putRecord(app, 'property', certificate, {
    certificateNumber: certificate,
    address,
    district: DISTRICT,
    kind: 'owned',
    issuedOn: '2021-02-01',
    owners: [{ name: guardian.name, idNumber: guardian.idNumber, share: 10_000 }],
  });
  await putRecord(app, 'birth', child.idNumber, {
    motherName: guardian.name,
    motherIdNumber: guardian.idNumber,
    fatherName: null,
    fatherIdNumber: null,
  });
}

/** Signs in without the page, which has its own test: asks for a code, reads it, sends it. */
export async function signIn(person: APIRequestContext, phone: string): Promise<void> {
  // Asked a moment ago by the same person elsewhere: then that code still serves.
  await person.post('/api/session/phone-codes', { data: { phone } });
  const inbox = (await (await person.get(`/api/demo/inbox?phone=${phone}`)).json()) as { text: string }[];
  const code = inbox.map(({ text }) => /验证码\D*(\d{6})/.exec(text)?.[1]).find((found) => found !== undefined);
  const answer = await person.post('/api/session', { data: { phone, code } });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Sends to the server as a person; expects it to be accepted. */
export async function send<T>(person: APIRequestContext, key: string, data?: unknown): Promise<T> {
  const [method = 'GET', url = '/'] = key.split(' ');
  const answer = await person.fetch(url, { method, ...(data === undefined ? {} : { data }) });
  expect(answer.ok(), `${key}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

/** Adds the child without the pages. @returns the child's id */
export async function addChildQuietly(page: Page, { child }: Family): Promise<string> {
  const body = { ...child, idKind: 'resident_id', relation: 'mother' };
  return (await send<{ id: string }>(page.request, 'POST /api/children', body)).id;
}

/** Adds the child and begins, without the pages. @returns the application's id */
export async function beginQuietly(page: Page, family: Family): Promise<string> {
  const childId = await addChildQuietly(page, family);
  return (await send<{ id: string }>(page.request, 'POST /api/applications', { seasonId: SEASON, childId })).id;
}

/** Registers without the pages, for walks whose subject comes later. @returns the application's id */
export async function registerQuietly(page: Page, family: Family): Promise<string> {
  const id = await beginQuietly(page, family);
  const { version } = await send<{ version: number }>(page.request, `GET /api/applications/${id}`);
  const draft = declarationAt(family.address, family.guardian, family.certificate);
  const saved = await send<{ version: number }>(page.request, `PUT /api/applications/${id}/draft`, {
    version,
    draft: { ...draft, household: { ...draft.household, movedInOn: family.movedInOn } },
  });
  await send(page.request, `POST /api/applications/${id}/submit`, {
    version: saved.version,
    declarationAccepted: true,
    key: `key-of-${id}`,
  });
  return id;
}

/** Presses the button that goes on, and waits for the page with that heading. */
export async function goOn(page: Page, heading: string): Promise<void> {
  await page.getByRole('button', { name: '继续' }).click();
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
}

/** Waits until the page says that all is saved. */
export async function untilSaved(page: Page): Promise<void> {
  await expect(page.getByText('✓ 已保存')).toBeVisible();
}
