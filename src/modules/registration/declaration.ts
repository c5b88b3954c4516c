// What a family declares: the form, section by section; the draft holds any part of it.

import { z } from 'zod';

const text = (max: number) =>
  z.string().trim().min(1, '请填写 · Please fill in').max(max, `最多 ${max} 字 · At most ${max} characters`);
const date = z.iso.date('请填写日期 · Please enter a date');

/** Documents that identify a person. */
export const ID_KINDS = ['resident_id', 'hk_macao_permit', 'taiwan_permit', 'passport', 'birth_certificate'] as const;
export const GUARDIAN_RELATIONS = ['father', 'mother', 'grandparent', 'other_guardian'] as const;
export const BOOKLET_KINDS = ['family', 'collective', 'none'] as const;
export const HOUSEHOLDERS = ['guardian', 'grandparent', 'great_grandparent', 'other'] as const;
export const DWELLING_KINDS = [
  'owned',
  'contract',
  'rented',
  'public_rental',
  'self_built',
  'unit',
  'demolition',
  'other',
] as const;
export const OWNER_RELATIONS = ['guardian', 'child', 'grandparent', 'great_grandparent', 'other'] as const;
export const WORK_KINDS = ['labour_contract', 'business_licence', 'other', 'none'] as const;

export const guardian = z.object({
  relation: z.enum(GUARDIAN_RELATIONS),
  name: text(60),
  idKind: z.enum(ID_KINDS),
  idNumber: text(40),
  phone: z
    .string()
    .trim()
    .regex(/^1\d{10}$/, '请输入 11 位手机号码 · Enter the 11-digit mobile number'),
  /** Stands in the same household booklet as the child. */
  sameBooklet: z.boolean(),
});

/** Everything that only the family knows. What departments hold is fetched, not asked. */
export const declaration = z.object({
  household: z.object({
    kind: z.enum(BOOKLET_KINDS),
    /** Region code of the county in which the child is registered, GB/T 2260. */
    district: z.string().regex(/^\d{6}$|^\d{6}-[a-z]+$/, '请选择户籍所在区县 · Choose the county of registration'),
    address: text(200),
    householder: z.enum(HOUSEHOLDERS),
    movedInOn: date.nullable(),
    /** Registered there since birth and never moved. */
    sinceBirth: z.boolean(),
  }),
  guardians: z.array(guardian).min(1, '至少填写一位监护人 · At least one guardian').max(4),
  dwelling: z.object({
    kind: z.enum(DWELLING_KINDS),
    district: z.string(),
    /** Standard address, as on the certificate or the door plate. */
    address: text(200),
    /** Number of the property certificate, the filed contract or the filed lease; null where there is none. */
    documentNumber: z.string().trim().max(60).nullable(),
    ownedBy: z.enum(OWNER_RELATIONS).nullable(),
    /** Guardians own no other home in the district. */
    onlyHome: z.boolean(),
  }),
  /** Only asked when the child is registered elsewhere. */
  residencePermit: z.object({ number: text(40) }).nullable(),
  work: z.object({ kind: z.enum(WORK_KINDS), creditCode: z.string().trim().max(18).nullable() }).nullable(),
  /** Elder brother or sister at a school of the district. */
  sibling: z
    .object({
      schoolId: text(40),
      name: text(60),
      /** Grade at present, from 1; policies ask whether both will be at the school together. */
      grade: z.int().min(1).max(9).nullable().default(null),
    })
    .nullable(),
  /** Twins: the other child, also of this account; one number for both if bound. */
  twin: z.object({ childId: z.uuid(), bound: z.boolean() }).nullable(),
  /** Junior entry: the primary school attended. */
  primarySchoolId: z.string().nullable(),
  /** A private school applied for besides the public seat; exactly one or none. */
  privateSchoolId: z.string().nullable(),
  /** Where the address lies in an area of two schools: the one that is preferred. */
  preferredSchoolId: z.string().nullable(),
  note: z.string().trim().max(500),
});
export type Declaration = z.output<typeof declaration>;

type DeepPartial<T> = T extends readonly (infer U)[]
  ? DeepPartial<U>[]
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;
/** A form in progress: any part may be missing or not yet right. */
export type Draft = DeepPartial<Declaration>;

/** A draft is kept as it is, whatever is still wrong in it; only its size and outline are checked. */
export const draft = z
  .looseObject({
    household: z.looseObject({}).nullish(),
    guardians: z.array(z.looseObject({})).max(4).nullish(),
    dwelling: z.looseObject({}).nullish(),
  })
  .refine((value) => JSON.stringify(value).length <= 20_000, 'too large') as unknown as z.ZodType<Draft, Draft>;
