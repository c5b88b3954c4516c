// Families whose applications are past review, written into the small city without the journey that leads there.

import { unwrap } from '../../src/kernel/result.ts';
import { createAccount } from '../../src/modules/accounts/public.ts';
import { seedApplications } from '../../src/modules/registration/public.ts';
import { inTransaction, newId } from '../../src/platform/context.ts';
import type { TestApp } from './database.ts';
import { declarationAt, inventedId, OPEN, SEASON } from './small-city.ts';

/** The phone of the n-th family, from 0. */
export const familyPhone = (n: number) => `1203100${String(n).padStart(4, '0')}`;

/** Eligible applications of the east catchment, one a family, the first one the family of number `from`. @returns their ids */
export async function seedFamilies(app: TestApp, count: number, from = 0): Promise<readonly string[]> {
  const context = app.contextFor({ kind: 'system', job: 'test' });
  return unwrap(
    await inTransaction(context, async (tx) => {
      const applications = [];
      for (let n = from; n < from + count; n += 1) {
        const phone = familyPhone(n);
        const guardian = { name: `演示家长${n}`, idNumber: inventedId('1990-02-02', n), phone };
        const accountId = await createAccount(tx, {
          phone,
          name: guardian.name,
          role: 'guardian',
          organizationId: null,
          demo: true,
        });
        applications.push({
          seasonId: SEASON,
          child: {
            id: newId(tx),
            name: `演示孩子${n}`,
            idKind: 'resident_id' as const,
            idNumber: inventedId('2020-11-11', n),
            sex: 'female' as const,
            birthDate: '2020-11-11',
            relation: 'mother' as const,
          },
          accountId,
          declaration: declarationAt(`晨光路${2 * n + 1}号`, guardian, `F-${n}`),
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
