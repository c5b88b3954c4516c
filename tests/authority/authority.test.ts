// Every endpoint, asked by everybody about every kind of object: the answers are those of the matrix and no other.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS, type EndpointName } from '../../src/app.ts';
import type { contract } from '../../src/kernel/endpoint.ts';
import { createServer, type ServerParts } from '../../src/platform/http/server.ts';
import { FILES, multipart } from '../support/uploads.ts';
import type { Visitor } from '../support/visitor.ts';
import { MATRIX, type Call, type Row } from './matrix.ts';
import { ACTORS, buildWorld, NOWHERE, type Actor, type Ids, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await buildWorld();
});
afterAll(async () => {
  await world.close();
});

/** The status that the matrix gives to an actor. */
function expected(row: Row, actor: Actor): number {
  for (const [status, actors] of Object.entries(row.answers)) if (actors.includes(actor)) return Number(status);
  if (row.hidden?.includes(actor)) return 404;
  return actor === 'anonymous' || actor === 'disabled' ? 401 : 403;
}

function send(visitor: Visitor, endpoint: string, { params = {}, query, body, file }: Call) {
  const path = endpoint.replace(/:(\w+)/g, (_, name: string) => params[name] ?? `no-${name}`);
  const key = query === undefined ? path : `${path}?${encodeURI(query)}`;
  return file
    ? visitor.send(key, multipart(FILES.jpeg, 'a.jpg'), { 'content-type': 'multipart/form-data; boundary=x' })
    : visitor.send(key, body);
}

/** The answer without the number under which it is found in the log. */
const withoutTrace = (body: string) => body.replace(/"traceId":"[^"]*"/, '"traceId":""');

describe('the matrix', () => {
  it('has a row for every endpoint and for no other', () => {
    const endpoints = CONTRACTS.flatMap((one) => Object.keys(one));
    expect(Object.keys(MATRIX).toSorted()).toEqual(endpoints.toSorted());
    for (const [endpoint, rows] of Object.entries(MATRIX)) expect(rows, endpoint).not.toHaveLength(0);
  });

  it('gives each actor one answer in each row', () => {
    for (const [endpoint, rows] of Object.entries(MATRIX)) {
      for (const row of rows) {
        const named = [...Object.values(row.answers).flat(), ...(row.hidden ?? [])];
        expect(named.toSorted(), endpoint).toEqual([...new Set(named)].toSorted());
      }
    }
  });
});

const ROWS = (Object.keys(MATRIX) as EndpointName[]).flatMap((endpoint) =>
  MATRIX[endpoint].map((row): [string, EndpointName, Row] => [`${endpoint} of ${row.of ?? 'nothing'}`, endpoint, row]),
);

describe('the server answers as the matrix says', () => {
  it.each(ROWS)('%s', async (_, endpoint, row) => {
    const answers: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    let ids: Ids | null = null;
    for (const actor of ACTORS) {
      // What a call was let through to is used up; a refused one has left it as it was.
      ids ??= await world.make(row.of ?? 'nothing');
      const call = (of: Ids) => row.call?.(of) ?? {};
      const answer = await send(await world.visit(actor), endpoint, call(ids));
      answers[actor] = String(answer.statusCode);
      wanted[actor] = String(expected(row, actor));
      if (row.hidden?.includes(actor)) {
        const nowhere = await send(await world.visit(actor), endpoint, call({ ...ids, ...gone(ids) }));
        if (withoutTrace(nowhere.body) !== withoutTrace(answer.body) || nowhere.statusCode !== answer.statusCode)
          answers[actor] += ` ${answer.body} unlike one that is not there: ${nowhere.body}`;
      }
      if (row.names && answer.statusCode === 200) {
        const named = answer.body.includes(row.names.what(ids));
        if (named !== row.names.to.includes(actor)) answers[actor] += named ? ' names it' : ' does not name it';
      }
      if (answer.statusCode < 400) ids = null;
      if (answers[actor] !== wanted[actor]) answers[actor] += ` ${answer.body.slice(0, 300)}`;
    }
    expect(answers).toEqual(wanted);
  });
});

/** The same call about something that is not there; what is not an id stays. */
function gone(ids: Ids): Ids {
  return {
    ...NOWHERE,
    version: ids.version,
    idNumber: ids.idNumber,
    phone: ids.phone,
    otherIdNumber: ids.otherIdNumber,
  };
}

describe('the server does not start', () => {
  const parts = (endpoints: Parameters<typeof contract>[0]): ServerParts =>
    ({
      services: { config: {}, city: {}, log: undefined },
      routes: Object.entries(endpoints).map(([key, endpoint]) => ({ key, endpoint, handle: () => undefined })),
      refusals: {},
      webFolder: import.meta.dirname,
    }) as unknown as ServerParts;

  it.each([[undefined], [[]], ['everyone'], [['guardian', 'king']]])(
    'with an endpoint whose readers are %j',
    async (who) => {
      const endpoints = { 'GET /api/secrets': { summary: '', who: who as never, response: 'file' as const } };
      await expect(createServer(parts(endpoints))).rejects.toThrow('GET /api/secrets does not declare who may call it');
    },
  );

  it('with an address of the API that no contract names', async () => {
    const server = await createServer(parts({}));
    expect(() => server.get('/api/back-door', () => 'open')).toThrow('/api/back-door has no contract');
  });
});
