// Families whose applications are past review, written into the small city without the journey that leads there.

import { addDays } from '../../src/kernel/dates.ts';
import { unwrap } from '../../src/kernel/result.ts';
import { createAccount } from '../../src/modules/accounts/public.ts';
import { seedApplications } from '../../src/modules/registration/public.ts';
import { inTransaction, newId } from '../../src/platform/context.ts';
import type { TestApp } from './app.ts';
import { declarationAt, inventedId, OPEN, SEASON } from './small-city.ts';

/** The phone of the n-th family, from 0. */
export const familyPhone = (n: number) => `1203100${String(n).padStart(4, '0')}`;

/**
 * Eligible applications of the east catchment, one a family, the first one the family of number `from`.
 *
 * @param movedInOn since when each has lived there; all alike unless told, so that only a draw can order them
 * @returns their ids
 */
export async function seedFamilies(
  app: TestApp,
  count: number,
  from = 0,
  movedInOn: (n: number) => string = () => '2021-03-01',
): Promise<readonly string[]> {
  const context = app.contextFor({ kind: 'system', job: 'test' });
  return unwrap(
    await inTransaction(context, async (tx) => {
      const applications = [];
      for (let n = from; n < from + count; n += 1) {
        const phone = familyPhone(n);
        // Numbers of one day of birth end at 999.
        const [born, parentBorn] = [
          addDays('2020-11-11', Math.floor(n / 1000)),
          addDays('1990-02-02', Math.floor(n / 1000)),
        ];
        const guardian = { name: `演示家长${n}`, idNumber: inventedId(parentBorn, n % 1000), phone };
        const accountId = await createAccount(tx, {
          phone,
          name: guardian.name,
          role: 'guardian',
          organizationId: null,
          demo: true,
        });
        const declaration = declarationAt(`晨光路${2 * n + 1}号`, guardian, `F-${n}`);
        applications.push({
          seasonId: SEASON,
          child: {
            id: newId(tx),
            name: `演示孩子${n}`,
            idKind: 'resident_id' as const,
            idNumber: inventedId(born, n % 1000),
            sex: 'female' as const,
            birthDate: born,
            relation: 'mother' as const,
          },
          accountId,
          declaration: { ...declaration, household: { ...declaration.household, movedInOn: movedInOn(n) } },
          state: 'eligible' as const,
          submittedAt: OPEN,
          late: false,
          cureUntil: null,
          events: [],
        });
      }
      return { ok: true as const, value: await seedApplications(tx, applications) };
    }),
  );
}
