// The shapes of other departments' records, by the key under which each department files them.

import { z } from 'zod';

const date = z.iso.date();
const person = z.object({ name: z.string(), idNumber: z.string() });

/** 公安户籍. Key: the child's identity number. */
export const householdRecord = z.object({
  name: z.string(),
  idNumber: z.string(),
  birthDate: date,
  sex: z.enum(['male', 'female']),
  bookletNumber: z.string(),
  address: z.string(),
  /** Region code of the county. */
  district: z.string(),
  kind: z.enum(['family', 'collective', 'none']),
  /** The householder as the form names them. */
  householderRelation: z.enum(['guardian', 'grandparent', 'great_grandparent', 'other']),
  movedInOn: date,
  /** Everybody else in the booklet. */
  members: z.array(person.extend({ relation: z.string() })),
});

/** 不动产登记 and filed purchase contracts. Key: certificate or contract number. */
export const propertyRecord = z.object({
  certificateNumber: z.string(),
  address: z.string(),
  district: z.string(),
  /** `owned`: registered; `contract`: a filed purchase contract. */
  kind: z.string(),
  issuedOn: date,
  /** Shares in ten-thousandths. */
  owners: z.array(person.extend({ share: z.int().min(0).max(10_000) })),
  /** 共同共有: joint ownership, in which shares mean nothing; absent: by shares. */
  joint: z.boolean().optional(),
});

/** 租赁备案. Key: filing number. */
export const leaseRecord = z.object({
  filingNumber: z.string(),
  tenantName: z.string().optional(),
  tenantIdNumber: z.string(),
  address: z.string(),
  district: z.string().optional(),
  from: date,
  until: date,
});

/** 居住证. Key: permit number. */
export const residencePermitRecord = z.object({
  holderName: z.string(),
  holderIdNumber: z.string(),
  district: z.string(),
  address: z.string(),
  firstIssuedOn: date,
  validUntil: date,
});

/** 社会保险. Key: the guardian's identity number. */
export const socialInsuranceRecord = z.object({
  months: z.array(
    z.object({
      /** `YYYY-MM`. */
      month: z.string().regex(/^\d{4}-\d{2}$/),
      employer: z.string(),
      backPaid: z.boolean(),
    }),
  ),
  inPayment: z.boolean(),
});

/** 营业执照. Key: unified social credit code. */
export const businessLicenceRecord = z.object({
  name: z.string(),
  legalRepresentative: z.string(),
  legalRepresentativeIdNumber: z.string().optional(),
  district: z.string(),
  address: z.string(),
  since: date,
  active: z.boolean(),
});

/** 出生医学证明. Key: the child's identity number. */
export const birthRecord = z.object({
  motherName: z.string(),
  motherIdNumber: z.string(),
  fatherName: z.string().nullable(),
  fatherIdNumber: z.string().nullable(),
});

/** 民政: who has custody. Key: the child's identity number. */
export const civilAffairsRecord = z.object({ guardians: z.array(person) });

/** 学籍. Key: the child's identity number. */
export const studentRecord = z.object({
  name: z.string(),
  idNumber: z.string(),
  /** Our id of the school. */
  schoolId: z.string(),
  district: z.string(),
  grade: z.int().min(1).max(9),
});

/** Every shape by the kind of check. */
export const RECORDS = {
  household: householdRecord,
  property: propertyRecord,
  lease: leaseRecord,
  residence_permit: residencePermitRecord,
  social_insurance: socialInsuranceRecord,
  business_licence: businessLicenceRecord,
  birth: birthRecord,
  civil_affairs: civilAffairsRecord,
  student_record: studentRecord,
} as const;
