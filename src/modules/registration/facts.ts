// The facts that a policy decides on: what the family declared, and beside it what departments and reviewers found.

import type { Facts } from '../../engines/policy/facts.ts';
import type { DateText } from '../../kernel/dates.ts';
import type { LocationAnswer } from '../schools/contract.ts';
import type { SeasonRecord } from '../seasons/public.ts';
import type { Declaration } from './declaration.ts';
import type { ChildRecord } from './store.ts';

/** What the policy is asked about: the family's words and what our own tables add to them. */
export interface Family {
  readonly child: Pick<ChildRecord, 'birthDate' | 'sex' | 'idKind'>;
  readonly declared: Declaration;
  /** The season's district and stage. */
  readonly season: Pick<SeasonRecord, 'district' | 'stage'>;
  /** Where the dwelling lies. */
  readonly location: LocationAnswer | null;
  /** Where the registered address lies; null when it is outside the district. */
  readonly householdLocation: LocationAnswer | null;
  /** Junior entry: district of the primary school attended. */
  readonly primaryDistrict: string | null;
  /** Entry was put off in an earlier year, by our own records. */
  readonly deferredBefore: boolean;
  /** Kinds of evidence handed in. */
  readonly documents: readonly string[];
  /** The civil day of the assessment. */
  readonly today: DateText;
}

const DWELLING_FACTS = {
  owned: 'owned',
  contract: 'mortgaged_contract',
  rented: 'rented',
  public_rental: 'public_rental',
  self_built: 'self_built',
  unit: 'unit',
  demolition: 'demolition',
  other: undefined,
} as const;

/** A grandparent who holds custody is a legal guardian to the policy; as owner or householder a grandparent. */
export const GUARDIAN_FACTS = {
  father: 'father',
  mother: 'mother',
  grandparent: 'guardian',
  other_guardian: 'guardian',
} as const;

/**
 * A declaration as the policy engine's facts. The form does not tell paternal from maternal grandparents, and no policy
 * here treats them differently: they are given as paternal. Shares are declared as whole; the property record tells
 * them exactly, and the check shows the difference.
 */
export function factsOf(family: Family): Facts {
  const { child, declared, season, location, householdLocation, today } = family;
  const { household, dwelling, work, sibling, twin } = declared;
  const relative = relationIn(declared);
  const movedIn = household.movedInOn ?? (household.sinceBirth ? child.birthDate : null);
  const school = schoolOf(location, declared.preferredSchoolId);
  const guardiansOwn = dwelling.ownedBy === 'guardian' || !dwelling.onlyHome;
  return withoutGaps({
    child: {
      birthDate: child.birthDate,
      sex: child.sex,
      nationality:
        child.idKind === 'taiwan_permit'
          ? 'taiwan'
          : child.idKind === 'resident_id' || child.idKind === 'birth_certificate'
            ? 'mainland'
            : undefined,
      deferredBefore: family.deferredBefore,
      household: {
        district: household.district,
        address: household.address,
        school: schoolOf(householdLocation, declared.preferredSchoolId) ?? undefined,
        kind: household.kind,
        householder: relative(household.householder),
        movedIn: movedIn ?? undefined,
        sinceBirth: household.sinceBirth,
      },
      ...(declared.primarySchoolId === null
        ? {}
        : {
            recordDistrict: family.primaryDistrict ?? undefined,
            primarySchool: {
              id: declared.primarySchoolId,
              district: family.primaryDistrict ?? undefined,
              graduated: true,
            },
          }),
    },
    guardians: declared.guardians.map((one) => ({
      relation: GUARDIAN_FACTS[one.relation],
      sameBooklet: one.sameBooklet,
      ownsHome: guardiansOwn,
      ...(one.sameBooklet
        ? { household: { district: household.district, address: household.address, kind: household.kind } }
        : {}),
    })),
    dwelling: {
      kind: DWELLING_FACTS[dwelling.kind],
      district: dwelling.district,
      address: dwelling.address,
      school: school ?? undefined,
      schools: location && location.schools.length > 0 ? location.schools.map((one) => one.schoolId) : undefined,
      owners: dwelling.ownedBy === null ? undefined : [{ relation: relative(dwelling.ownedBy), share: 10_000 }],
      onlyHome: dwelling.onlyHome,
      certificateNumber: dwelling.kind === 'owned' ? (dwelling.documentNumber ?? undefined) : undefined,
      contractNumber: dwelling.kind === 'contract' ? (dwelling.documentNumber ?? undefined) : undefined,
      leaseNumber: isLease(dwelling.kind) ? (dwelling.documentNumber ?? undefined) : undefined,
    },
    // Who gives the number of a permit declares that it is valid today, where the family lives; the check looks it up.
    residencePermit: declared.residencePermit === null ? undefined : { district: dwelling.district, validUntil: today },
    work:
      work === null || work.kind === 'none'
        ? undefined
        : {
            kind: work.kind,
            district: season.district,
            employer: work.creditCode || undefined,
            licenceNumber: work.kind === 'business_licence' ? work.creditCode || undefined : undefined,
          },
    siblings:
      sibling === null
        ? []
        : [
            {
              school: sibling.schoolId,
              stage: season.stage,
              grade: sibling.grade ?? undefined,
              sameGuardians: true,
              enteredLawfully: true,
            },
          ],
    twins: twin === null ? undefined : { size: 2, bound: twin.bound },
    documents: family.documents.map((kind) => ({ kind })),
    application: { school: declared.preferredSchoolId ?? undefined },
  });
}

/** Whether a dwelling is proved by a lease rather than a property certificate or purchase contract. */
export function isLease(kind: Declaration['dwelling']['kind']): boolean {
  return kind === 'rented' || kind === 'public_rental';
}

/**
 * How a person named by the form is related to the child, in the engine's words: `guardian` is the one of the child's
 * booklet, or the first. The form does not tell paternal from maternal grandparents: they are given as paternal.
 */
export function relationIn(declared: Pick<Declaration, 'guardians'>) {
  const parent =
    GUARDIAN_FACTS[
      (declared.guardians.find((one) => one.sameBooklet) ?? declared.guardians[0])?.relation ?? 'other_guardian'
    ];
  return (who: 'guardian' | 'child' | 'grandparent' | 'great_grandparent' | 'other') =>
    who === 'guardian'
      ? parent
      : who === 'child'
        ? ('self' as const)
        : who === 'grandparent'
          ? ('paternal_grandparent' as const)
          : who;
}

/** Drops what is undefined: to the engine an absent fact is one that is not known. */
function withoutGaps(facts: unknown): Facts {
  return JSON.parse(JSON.stringify(facts)) as Facts;
}

/** The one school of a location, or the preferred of several; null when a person decides. */
export function schoolOf(location: LocationAnswer | null, preferred: string | null): string | null {
  if (location === null) return null;
  if (location.result === 'matched') return location.schools[0]?.schoolId ?? null;
  if (location.result !== 'overlap') return null;
  return location.schools.some((one) => one.schoolId === preferred) ? preferred : null;
}

/**
 * One fact that was learned apart from the family's words: from a department's record that agrees with them, or by a
 * reviewer who looked at the papers. Stored as it is, beside the declaration, and only laid over it to ask the policy.
 */
export interface LearnedFact {
  /** Path of the policy's fact, e.g. `residencePermit.firstIssued` or `guardians[0].hasCustody`. */
  readonly path: string;
  /** In the fact's own type; null: what was declared there was not borne out and does not count. */
  readonly value: unknown;
  readonly by: 'department' | 'reviewer';
  /** Who says so, as a trace names it. */
  readonly source: { readonly zh: string; readonly en: string };
  /** The civil day on which it was learned. */
  readonly date: DateText;
}

/**
 * What the policy is asked about: the declared facts with the learned ones over them, each with its source and day.
 * What a reviewer found counts before what a department has on record, and that before what was declared.
 */
export function composeFacts(declared: Facts, learned: readonly LearnedFact[]): Facts {
  if (learned.length === 0) return declared;
  const composed = JSON.parse(JSON.stringify(declared)) as Record<string, unknown>;
  const sources: Record<string, { source: string; sourceEn: string; date: DateText }> = {};
  const weight = (fact: LearnedFact) => (fact.by === 'reviewer' ? 1 : 0);
  for (const { path, value, source, date } of learned.toSorted((one, other) => weight(one) - weight(other))) {
    const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
    setAt(composed, steps, value);
    // A list has one source for a field of all its items.
    sources[steps.filter((step) => !/^\d+$/.test(step)).join('.')] = { source: source.zh, sourceEn: source.en, date };
  }
  return { ...composed, sources: { ...declared.sources, ...sources } };
}

function setAt(root: Record<string, unknown>, steps: readonly string[], value: unknown): void {
  let here: Record<string, unknown> = root;
  for (const [place, step] of steps.entries()) {
    if (place === steps.length - 1) {
      if (value === null) delete here[step];
      else here[step] = value;
      return;
    }
    const inner = here[step];
    if (typeof inner === 'object' && inner !== null) {
      here = inner as Record<string, unknown>;
    } else {
      // Nothing to take back where nothing was said.
      if (value === null) return;
      const made: Record<string, unknown> = {};
      here[step] = made;
      here = made;
    }
  }
}
