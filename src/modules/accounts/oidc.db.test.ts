import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../tests/support/database.ts';

let app: TestApp;
let provider: Server;
let issuer: string;

// The provider's own pages for signing in need no password: that is its development mode.
beforeAll(async () => {
  const { Provider } = await import('oidc-provider');
  const { createServer } = await import('node:http');
  const holder: { handler?: (request: never, response: never) => void } = {};
  provider = createServer((request, response) => holder.handler?.(request as never, response as never));
  await new Promise<void>((resolve) => {
    provider.listen(0, '127.0.0.1', resolve);
  });
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  app = await startTestApp({
    now: new Date(),
    settings: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'hjt',
      OIDC_CLIENT_SECRET: 'only-in-tests',
      PUBLIC_URL: 'http://127.0.0.1:9',
    },
  });
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: 'hjt',
        client_secret: 'only-in-tests',
        redirect_uris: ['http://127.0.0.1:9/api/session/oidc/callback'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], phone: ['phone_number', 'phone_number_verified'], profile: ['name'] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, phone_number: '+8612020000001', phone_number_verified: sub === 'verified' }),
    }),
    cookies: { keys: ['only-in-tests'] },
    features: { devInteractions: { enabled: true } },
  });
  holder.handler = oidc.callback() as never;
});
afterAll(async () => {
  await app.close();
  await new Promise((resolve) => {
    provider.close(resolve);
  });
});

/** Follows redirects and fills the provider's forms as a person would; gives the address that it sends the person back to. */
async function signInAtProvider(start: string, login: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | undefined;
  for (let steps = 0; steps < 20; steps += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    form = undefined;
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url).href;
      if (url.startsWith('http://127.0.0.1:9/')) return url;
      continue;
    }
    const page = await response.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    if (!action) throw new Error(`no form at ${url}: ${page.slice(0, 300)}`);
    form = new URLSearchParams({ prompt: page.includes('name="login"') ? 'login' : 'consent', login, password: 'any' });
    url = new URL(action, url).href;
  }
  throw new Error('the provider sends in circles');
}

async function signIn(login: string) {
  const begun = await app.server.inject({ method: 'GET', url: '/api/session/oidc?returnTo=/tasks' });
  expect(begun.statusCode).toBe(302);
  const back = new URL(await signInAtProvider(String(begun.headers.location), login));
  return app.server.inject({ method: 'GET', url: back.pathname + back.search });
}

it('signs a person in whose phone the provider has verified, and sends them where they wanted to go', async () => {
  const answer = await signIn('verified');
  expect([answer.statusCode, answer.headers.location]).toEqual([302, '/tasks']);
  const session = answer.cookies.find((cookie) => cookie.name === 'hjt_session');
  const me = await app.server.inject({
    method: 'GET',
    url: '/api/session',
    cookies: { hjt_session: session?.value ?? '' },
  });
  expect(me.json().me).toMatchObject({ phone: '12020000001', role: 'guardian' });
});

it('signs nobody in by a phone that the provider has not verified', async () => {
  const answer = await signIn('unverified');
  expect([answer.statusCode, answer.json().type]).toEqual([422, 'session.oidc_failed']);
});

it('takes an answer once: the same address a second time opens nothing', async () => {
  const begun = await app.server.inject({ method: 'GET', url: '/api/session/oidc' });
  const back = new URL(await signInAtProvider(String(begun.headers.location), 'verified'));
  expect((await app.server.inject({ method: 'GET', url: back.pathname + back.search })).statusCode).toBe(302);
  expect((await app.server.inject({ method: 'GET', url: back.pathname + back.search })).statusCode).toBe(422);
});
