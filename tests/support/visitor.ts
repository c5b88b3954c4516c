// A person with a browser, as tests need one: keeps a cookie, sends JSON, reads the code from the development inbox.

import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

/** Someone who visits the server. */
export class Visitor {
  /** The cookie that a browser would send. */
  cookie: string;
  /** Sent with every request, e.g. for whom a page acts. */
  headers: Readonly<Record<string, string>> = {};
  private readonly server: FastifyInstance;

  /** @param token of a session that is open already */
  constructor(server: FastifyInstance, token?: string) {
    this.server = server;
    this.cookie = token === undefined ? '' : `hjt_session=${token}`;
  }

  /** Sends a request and keeps the session cookie that comes back. */
  async send(key: string, body?: unknown, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    const [method = 'GET', url = '/'] = key.split(' ');
    const response = await this.server.inject({
      method: method as 'GET',
      url,
      headers: { ...(this.cookie ? { cookie: this.cookie } : {}), ...this.headers, ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const session = response.cookies.find((cookie) => cookie.name === 'hjt_session');
    if (session) this.cookie = `hjt_session=${session.value}`;
    return response;
  }

  /** Signs in with the code that the development inbox shows. */
  async signIn(phone: string): Promise<this> {
    await this.send('POST /api/session/phone-codes', { phone });
    const inbox = (await this.send(`GET /api/demo/inbox?phone=${phone}`)).json<{ text: string }[]>();
    const code = /\d{6}/.exec(inbox[0]?.text ?? '')?.[0];
    const response = await this.send('POST /api/session', { phone, code });
    if (response.statusCode !== 200) throw new Error(`sign-in of ${phone} failed: ${response.body}`);
    return this;
  }
}
