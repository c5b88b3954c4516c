// Holds a season's draw over HTTP, as officers and parties would, for tests that need its numbers.

import { expect } from 'vitest';
import { commitmentTo } from '../../src/engines/lottery/seed.ts';
import { nodeHash } from '../../src/platform/crypto/node-hash.ts';
import type { TestApp } from './database.ts';
import { SEASON } from './small-city.ts';
import { Visitor } from './visitor.ts';

const HOUR = 3_600_000;
export const PARTIES = [
  { name: '演示纪检 沈清', capacity: 'discipline', phone: '' },
  { name: '演示家长代表 韩露', capacity: 'parents', phone: '' },
] as const;
export const PUBLIC_VALUE = '03 08 14 21 27 33+09';

/** The plan of a draw whose commitments, reveals and public value come one, two and three hours after `now`. */
export function drawPlan(now: Date) {
  const after = (hours: number) => new Date(now.getTime() + hours * HOUR).toISOString();
  return {
    settings: {
      source: '虚构彩票第 2027078 期',
      form: '红球升序，两位数，空格分隔，加号后为蓝球',
      commitBy: after(1),
      revealBy: after(2),
      publicAt: after(3),
      place: '演示大厅',
    },
    parties: PARTIES.map((party) => ({ ...party })),
  };
}

/** A party's secret, as its device would keep it. */
export function openingOf(draw: string, party: string, value = `演示数值 ${party}`) {
  const nonce = Buffer.from(party.padEnd(32, '.')).subarray(0, 32).toString('hex');
  return { nonce, value, commitment: commitmentTo(draw, { party, nonce, value }, nodeHash('sha256')) };
}

/** Two officers of the season's district, signed in, who take turns. */
export interface Officers {
  readonly first: Visitor;
  readonly second: Visitor;
}

/** A draw with its officers. */
export interface HeldDraw extends Officers {
  readonly id: string;
  /** Takes a step of the workflow that needs at most a reason. */
  step(by: Visitor, step: string, reason?: string): ReturnType<Visitor['send']>;
  /** The ceremony as the first officer sees it. */
  ceremony(): Promise<Ceremony>;
  commitAll(): Promise<void>;
  revealAll(): Promise<void>;
}
interface Ceremony {
  readonly version: number;
  readonly state: string;
  readonly actions: readonly string[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly link: string }[];
  readonly record: readonly { readonly event: string; readonly who: string; readonly words: string }[];
  readonly announcementHash: string | null;
}

/** Prepares a draw and gives the means to take it further. The clock stands at `app.services.clock()`. */
export async function prepareTestDraw(
  app: TestApp,
  { first, second }: Officers,
  replacesReason = '',
): Promise<HeldDraw> {
  const prepared = await first.send(`POST /api/seasons/${SEASON}/draws`, {
    ...drawPlan(app.services.clock()),
    replacesReason,
  });
  expect(prepared.statusCode, prepared.body).toBe(200);
  const { id } = prepared.json<{ id: string }>();
  const ceremony = async () => (await first.send(`GET /api/draws/${id}`)).json<Ceremony>();
  const eachParty = async (act: (key: string, name: string) => Promise<{ statusCode: number; body: string }>) => {
    for (const { link, name } of (await ceremony()).people) {
      const done = await act(link.split('/').at(-1) ?? '', name);
      expect(done.statusCode, done.body).toBe(200);
    }
  };
  const witness = new Visitor(app.server);
  return {
    id,
    first,
    second,
    ceremony,
    step: async (by, step, reason = '') =>
      by.send(`POST /api/draws/${id}/steps`, { step, reason, version: (await ceremony()).version }),
    commitAll: () =>
      eachParty((key, name) =>
        witness.send(`POST /api/draw-parties/${key}/commitment`, { commitment: openingOf(id, name).commitment }),
      ),
    revealAll: () =>
      eachParty((key, name) => {
        const { nonce, value } = openingOf(id, name);
        return witness.send(`POST /api/draw-parties/${key}/reveal`, { nonce, value });
      }),
  };
}

/** Carries a draw from its announcement to the sealed transcript; the clock ends three hours later. */
export async function holdTestDraw(app: TestApp, officers: Officers, replacesReason = ''): Promise<HeldDraw> {
  const draw = await prepareTestDraw(app, officers, replacesReason);
  const start = app.services.clock().getTime();
  const done = async (answer: ReturnType<Visitor['send']>) => {
    const { statusCode, body } = await answer;
    expect(statusCode, body).toBe(200);
  };
  await done(draw.step(draw.first, 'propose'));
  await done(draw.step(draw.second, 'announce'));
  await draw.commitAll();
  app.setNow(new Date(start + HOUR + 1000));
  await draw.revealAll();
  app.setNow(new Date(start + 3 * HOUR + 1000));
  const value = { value: PUBLIC_VALUE, where: '演示开奖公告' };
  await done(
    draw.first.send(`POST /api/draws/${draw.id}/public-value`, { ...value, version: (await draw.ceremony()).version }),
  );
  await done(
    draw.second.send(`POST /api/draws/${draw.id}/public-value/confirmation`, {
      value: PUBLIC_VALUE,
      version: (await draw.ceremony()).version,
    }),
  );
  await done(draw.step(draw.first, 'draw'));
  await done(draw.step(draw.second, 'seal'));
  return draw;
}
