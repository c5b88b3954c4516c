// Invents families of one season: the child, its guardians and what they declare.

import { addDays } from '../kernel/dates.ts';
import type { Declaration } from '../modules/registration/declaration.ts';
import { addressIn } from './addresses.ts';
import type { CitySchool } from './city-data.ts';
import type { People } from './people.ts';
import type { Prng } from './prng.ts';

/** What kind of case a family is; the first five are named like the categories of the demonstration policies. */
export type Kind =
  | 'home_and_household'
  | 'home_only'
  | 'grandparents_household'
  | 'migrant'
  | 'other_household'
  | 'bounds_only'
  | 'uncovered';

export interface InventedChild {
  readonly id: string;
  readonly name: string;
  readonly idNumber: string;
  readonly sex: 'male' | 'female';
  readonly birthDate: string;
}

/** A family with one child, or with twins. */
export interface Family {
  readonly kind: Kind;
  readonly guardian: { readonly name: string; readonly phone: string; readonly relation: 'father' | 'mother' };
  readonly children: readonly { readonly child: InventedChild; readonly declaration: Declaration }[];
  /** Both parents, also one who is not named as a guardian. */
  readonly parents: Readonly<Record<'father' | 'mother', { readonly name: string; readonly idNumber: string }>>;
  /** The school in whose catchment the home was invented; null where a text gives only bounds or none. */
  readonly homeSchool: string | null;
}

/** Where families of a season live and apply. */
export interface Setting {
  readonly district: { readonly code: string; readonly name: string };
  readonly stage: 'primary' | 'junior';
  readonly entryYear: number;
  /** Schools of the district, of all stages. */
  readonly schools: readonly CitySchool[];
  readonly newId: () => string;
}

const KINDS: Readonly<Record<Kind, number>> = {
  home_and_household: 56,
  home_only: 10,
  grandparents_household: 7,
  migrant: 17,
  other_household: 6,
  bounds_only: 3,
  uncovered: 1,
};

/** Counties outside the city, for children registered elsewhere. */
const ELSEWHERE = ['321322', '321323', '320921', '341302', '341823', '411627'];

/** One invented family. */
export function inventFamily(setting: Setting, prng: Prng, people: People): Family {
  const { district, stage } = setting;
  // Addresses are invented only where the text is: published texts name real places.
  const homes = setting.schools.flatMap(({ id, catchments }) =>
    catchments.filter((one) => one.invented && one.stage === stage).map(({ zone }) => ({ id, zone })),
  );
  const kind = prng.weighted(KINDS);
  const home = prng.pick(homes);
  const inDistrict = (address: string) => `${district.name}${address}`;
  const bounded = setting.schools.some((one) => !one.invented && one.stage === stage);
  const address =
    kind === 'uncovered'
      ? inDistrict(`望乡路${1 + prng.below(90)}号`)
      : kind === 'bounds_only' && bounded
        ? inDistrict(`${district.code === '320813' ? '浔河路' : '城南街道枚皋路'}${1 + prng.below(200)}号`)
        : inDistrict(addressIn(home.zone, prng));
  const located = kind === 'uncovered' || (kind === 'bounds_only' && bounded) ? null : home.id;

  const father = people.adult('male');
  const mother = people.adult('female');
  const relation = prng.chance(45) ? 'father' : 'mother';
  const phone = people.phone();
  const migrant = kind === 'migrant';
  const twins = prng.chance(1.5);
  const born = birthDate(setting, prng);
  const children = Array.from({ length: twins ? 2 : 1 }, () => {
    const sex = prng.chance(52) ? 'male' : 'female';
    return { id: setting.newId(), sex, birthDate: born, ...people.child(born, sex, father.surname) } as const;
  });
  const settled = addDays(born, 60 + prng.below(1500));
  const sinceBirth = kind === 'grandparents_household' || (!migrant && prng.chance(45));
  const owned = !migrant && kind !== 'other_household';
  const lease = !owned && (migrant ? prng.chance(70) : false);
  const work = migrant ? prng.weighted({ labour_contract: 60, business_licence: 30, other: 10 }) : null;
  const privateSchool = setting.schools.find((one) => one.ownership === 'private' && one.stage === stage);
  const primaries = setting.schools.filter((one) => one.stage === 'primary' && one.ownership === 'public');
  const serial = people.serial();

  const declaration: Declaration = {
    household: {
      kind: kind === 'other_household' && prng.chance(40) ? 'collective' : 'family',
      district: migrant ? prng.pick(ELSEWHERE) : district.code,
      address: migrant
        ? `外县虚构镇${prng.pick(['东', '西', '南', '北'])}村${1 + prng.below(20)}组${1 + prng.below(60)}号`
        : kind === 'home_only'
          ? inDistrict(addressIn(prng.pick(homes.filter((one) => one.id !== home.id)).zone, prng))
          : address,
      householder: kind === 'grandparents_household' ? 'grandparent' : 'guardian',
      movedInOn: sinceBirth ? null : settled,
      sinceBirth,
    },
    guardians: [
      {
        relation,
        name: (relation === 'father' ? father : mother).name,
        idKind: 'resident_id',
        idNumber: (relation === 'father' ? father : mother).idNumber,
        phone,
        sameBooklet: true,
      },
      ...(prng.chance(70)
        ? [
            {
              relation: relation === 'father' ? ('mother' as const) : ('father' as const),
              name: (relation === 'father' ? mother : father).name,
              idKind: 'resident_id' as const,
              idNumber: (relation === 'father' ? mother : father).idNumber,
              phone: people.phone(),
              sameBooklet: prng.chance(85),
            },
          ]
        : []),
    ],
    dwelling: {
      kind: owned ? prng.weighted({ owned: 84, contract: 8, self_built: 5, demolition: 3 }) : 'rented',
      district: district.code,
      address,
      documentNumber: owned ? `苏(20${10 + prng.below(16)})淮安市不动产权第${serial}号` : lease ? `ZL-${serial}` : null,
      ownedBy: owned ? (kind === 'grandparents_household' ? 'grandparent' : 'guardian') : null,
      onlyHome: kind === 'grandparents_household' || prng.chance(80),
    },
    residencePermit: migrant ? { number: `JZ${district.code.slice(0, 6)}${serial}` } : null,
    work: work === null ? null : { kind: work, creditCode: work === 'other' ? null : people.creditCode() },
    sibling:
      stage === 'primary' && prng.chance(5)
        ? { schoolId: home.id, name: people.child(addDays(born, -1200), 'female', father.surname).name, grade: 3 }
        : null,
    twin: null,
    primarySchoolId: stage === 'junior' ? prng.pick(primaries).id : null,
    privateSchoolId: privateSchool && prng.chance(7) ? privateSchool.id : null,
    preferredSchoolId: null,
    note: prng.chance(3) ? '房产证正在办理换证，请审核时联系。' : '',
  };
  const bound = prng.chance(60);
  return {
    kind,
    guardian: { name: (relation === 'father' ? father : mother).name, phone, relation },
    children: children.map((child, place) => {
      const other = children[1 - place];
      return { child, declaration: { ...declaration, twin: other ? { childId: other.id, bound } : null } };
    }),
    parents: { father, mother },
    homeSchool: located,
  };
}

/** A birth date of the entry year; a few children are a year older. Primary entry is at six by 31 August, junior at twelve. */
function birthDate({ stage, entryYear }: Setting, prng: Prng): string {
  const age = (stage === 'primary' ? 6 : 12) + (prng.chance(2) ? 1 : 0);
  return addDays(`${entryYear - age - 1}-09-01`, prng.below(365));
}
