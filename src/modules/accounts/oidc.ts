// Sign-in at an identity provider: OpenID Connect, authorization code with PKCE.

import * as client from 'openid-client';
import { refusal } from '../../kernel/refusal.ts';
import { err, ok } from '../../kernel/result.ts';
import { inTransaction, newId, type Context, type Outcome } from '../../platform/context.ts';
import { openSession, type SignedIn } from './service.ts';
import * as store from './store.ts';

const ATTEMPT_MINUTES = 10;
const providers = new Map<string, Promise<client.Configuration>>();

/** The provider's description, fetched once; a failed fetch is tried again next time. */
function provider(context: Context): Promise<client.Configuration> | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = context.services.config;
  if (!issuer || !id) return null;
  let found = providers.get(issuer);
  if (!found) {
    // Plain http is for a provider on this machine, as in tests.
    const options = issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : undefined;
    found = client.discovery(new URL(issuer), id, secret, undefined, options);
    found.catch(() => providers.delete(issuer));
    providers.set(issuer, found);
  }
  return found;
}

const callbackUrl = (context: Context) => `${context.services.publicUrl()}/api/session/oidc/callback`;

/** Where to send the person, with an attempt noted that the answer must fit. */
export async function beginOidc(context: Context, returnTo: string): Outcome<{ location: string }> {
  const configuration = await provider(context);
  if (!configuration) return err(refusal('session.oidc_off'));
  const codeVerifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  await store.insertOidcAttempt(context.db, { state, nonce, codeVerifier, returnTo, createdAt: context.now });
  const location = client.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl(context),
    scope: 'openid profile phone',
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  return ok({ location: location.href });
}

/** Takes the provider's answer; the account is found by its identity, or by the phone that the provider has verified. */
export async function finishOidc(
  context: Context,
  query: Readonly<Record<string, unknown>>,
): Outcome<SignedIn & { returnTo: string }> {
  const configuration = await provider(context);
  const { OIDC_ISSUER: issuer = '' } = context.services.config;
  if (!configuration) return err(refusal('session.oidc_off'));
  const state = typeof query.state === 'string' ? query.state : '';
  const attempt = await store.takeOidcAttempt(
    context.db,
    state,
    new Date(context.now.getTime() - ATTEMPT_MINUTES * 60_000),
  );
  if (!attempt) return err(refusal('session.oidc_failed', { reason: '登录已超时 / timed out' }));
  const answer = new URL(callbackUrl(context));
  for (const [name, value] of Object.entries(query))
    if (typeof value === 'string') answer.searchParams.set(name, value);
  let claims: client.IDToken | undefined;
  let phone: unknown;
  try {
    const tokens = await client.authorizationCodeGrant(configuration, answer, {
      pkceCodeVerifier: attempt.codeVerifier,
      expectedState: state,
      expectedNonce: attempt.nonce,
    });
    claims = tokens.claims();
    if (claims) {
      const userInfo = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub);
      phone = userInfo.phone_number_verified === true ? userInfo.phone_number : undefined;
    }
  } catch (error) {
    context.services.log.warn({ err: error }, 'identity provider');
    return err(refusal('session.oidc_failed', { reason: '身份认证平台未确认 / not confirmed by the provider' }));
  }
  if (!claims) return err(refusal('session.oidc_failed', { reason: '没有身份信息 / no identity' }));
  const { sub: subject } = claims;
  const number = typeof phone === 'string' ? phone.replace(/^\+?86/, '').replace(/\D/g, '') : '';
  return inTransaction(context, async (tx) => {
    const linked = await store.findIdentity(tx.db, issuer, subject);
    let record = linked ? await store.findAccount(tx.db, { id: linked }) : null;
    if (!record) {
      if (!/^1\d{10}$/.test(number))
        return err(refusal('session.oidc_failed', { reason: '平台没有给出已验证的手机号 / no verified phone' }));
      await store.insertAccount(tx.db, {
        id: newId(tx),
        phone: number,
        name: '',
        role: 'guardian',
        organizationId: null,
        demo: false,
        createdAt: tx.now,
      });
      record = await store.findAccount(tx.db, { phone: number });
      if (record) await store.insertIdentity(tx.db, { issuer, subject, accountId: record.id, linkedAt: tx.now });
    }
    if (!record) return err(refusal('session.needed'));
    const opened = await openSession(tx, record);
    return opened.ok ? ok({ ...opened.value, returnTo: attempt.returnTo }) : opened;
  });
}
