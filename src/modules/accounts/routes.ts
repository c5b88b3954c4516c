// Endpoints of sign-in and accounts.

import { ok } from '../../kernel/result.ts';
import { routes } from '../../platform/http/routes.ts';
import { accountsContract } from './contract.ts';
import { beginOidc, finishOidc } from './oidc.ts';
import * as service from './service.ts';
import * as staff from './staff.ts';

export const accountsRoutes = routes(accountsContract, {
  'POST /api/session/phone-codes': (context, { body }) => service.sendCode(context, body.phone),
  'POST /api/session': async (context, { body }, http) => {
    const signedIn = await service.signIn(context, body.phone, body.code);
    if (!signedIn.ok) return signedIn;
    http.setSession(signedIn.value.token, signedIn.value.expiresAt);
    return ok(signedIn.value.me);
  },
  'GET /api/session': async (context) => ok({ me: await service.whoAmI(context), now: context.now }),
  'DELETE /api/session': async (context, _, http) => {
    http.clearSession();
    return service.signOut(context, http.sessionToken);
  },
  'GET /api/session/options': ({ services: { city, config } }) => {
    const { name, nameEn, bureau, bureauEn, helpline } = city;
    return Promise.resolve(
      ok({
        city: { name, nameEn, bureau, bureauEn, helpline },
        oidc: config.OIDC_ISSUER ? { name: config.OIDC_NAME } : null,
        demo: config.DEMO,
      }),
    );
  },
  'GET /api/session/oidc': (context, { query }) => beginOidc(context, query.returnTo),
  'GET /api/session/oidc/callback': async (context, { query }, http) => {
    const signedIn = await finishOidc(context, query);
    if (!signedIn.ok) return signedIn;
    http.setSession(signedIn.value.token, signedIn.value.expiresAt);
    return ok({ location: signedIn.value.returnTo });
  },
  'PATCH /api/me': (context, { body }) => service.changeMe(context, body),
  'GET /api/demo/accounts': async (context) => ok(await service.demoAccounts(context)),
  'GET /api/demo/inbox': async (context, { query }) => ok(await service.demoInbox(context, query.phone)),
  'GET /api/staff': async (context, { query }) => ok(await staff.listStaff(context, query.q ?? '')),
  'POST /api/staff': (context, { body }) => staff.openStaffAccount(context, body),
  'GET /api/organizations': async (context) => ok(await staff.listStaffable(context)),
  'PATCH /api/staff/:id': (context, { params, body }) => staff.changeStaff(context, params.id, body),
  'POST /api/staff/:id/enable': (context, { params, body }) => staff.enableStaff(context, params.id, body.reason),
  'POST /api/staff/:id/disable': (context, { params, body }) => staff.disableStaff(context, params.id, body.reason),
  'GET /api/audit': async (context, { query }) => ok(await service.readAudit(context, query)),
});
