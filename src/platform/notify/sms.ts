// Text messages: the port, and the development inbox that stands in for a gateway.

import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** One text message. */
export interface Sms {
  readonly phone: string;
  readonly text: string;
  /** The same key is sent once, however often it is tried. */
  readonly key: string;
}

/** A gateway for text messages. */
export interface SmsGateway {
  /** Throws when the gateway is out of reach; the caller tries again. */
  send(message: Sms, at: Date): Promise<void>;
}

/** Keeps messages in the table `development_inbox`, where the sign-in page of a demo shows them. */
export function developmentInbox(db: Db): SmsGateway {
  return {
    send: async ({ phone, text, key }, at) => {
      await sql`insert into development_inbox (key, phone, text, at) values (${key}, ${phone}, ${text}, ${at}) on conflict (key) do nothing`.execute(
        db,
      );
    },
  };
}

/** Sends nothing. */
export const noSms: SmsGateway = { send: () => Promise.resolve() };
