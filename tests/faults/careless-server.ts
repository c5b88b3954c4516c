// The positive control of kill-server.test.ts: a server that acknowledges first and writes later, as none should.

import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL ?? '' });
let given = 0;

createServer((request, response) => {
  const id = /applications\/([^/]+)\/submit/.exec(request.url ?? '')?.[1];
  response.setHeader('content-type', 'application/json');
  if (!id) return void response.end('{}');
  const receiptNo = `CARELESS-${(given += 1)}`;
  response.end(JSON.stringify({ receiptNo }));
  setTimeout(() => {
    pool
      .query(
        `update applications set state = 'submitted', declared = draft, revision = 1, receipt_no = $2 where id = $1`,
        [id, receiptNo],
      )
      .catch((error: unknown) => console.error(error));
  }, 1000);
}).listen(Number(process.env.PORT), '127.0.0.1');
