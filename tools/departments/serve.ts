// `npm run departments`: a stand-alone gateway for development, answering from the records of an installation.

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { startEmbeddedDatabase } from '../../src/platform/db/embedded.ts';
import { CHECK_KINDS } from '../../src/platform/departments/departments.ts';
import { type SignatureAlgorithm, signingKey, verifyingKey } from '../../src/platform/departments/signing.ts';
import { FAULTS } from './faults.ts';
import { startGateway } from './gateway.ts';
import { newKeyTexts } from './keys.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8190' },
    seed: { type: 'string', default: '1' },
    algorithm: { type: 'string', default: 'ed25519' },
    folder: { type: 'string', default: 'data/departments' },
    records: { type: 'string' },
    rates: { type: 'string', default: '' },
    contradicting: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

const HELP = `npm run departments -- [--port 8190] [--seed 1] [--algorithm ed25519|sm2-sm3] [--folder data/departments]
                       [--records file.jsonl] [--rates slow=2,failing=5,…] [--contradicting 1]

Answers signed questions from records: lines {"kind", "key", "record"} of a file, or the reference tables of the
installation in DATABASE_URL, or else in DATA_DIR (default ./data), which must be running or be free to start.
Keys and a departments.yaml for the server are written to the folder once.

Faults, in per cent of exchanges: ${FAULTS.join(', ')}.
While it runs: POST http://127.0.0.1:<port + 1>/ with JSON {"rates": {"failing": 20}, "contradicting": 1, "down": ["household"],
"latencyMs": 50, "slowMs": 10000, "callbackMs": 500}; GET tells what has happened.
`;

const behaviour = z.strictObject({
  rates: z.partialRecord(z.enum(FAULTS), z.number().min(0).max(100)).optional(),
  contradicting: z.number().min(0).max(100).optional(),
  down: z.array(z.enum(CHECK_KINDS)).optional(),
  slowMs: z.int().min(0).optional(),
  latencyMs: z.int().min(0).optional(),
  callbackMs: z.int().min(0).optional(),
});

/** Settings that a server needs to speak with this gateway, and the keys of both sides, made once. */
async function readFolder(folder: string, algorithm: SignatureAlgorithm, port: number) {
  await mkdir(folder, { recursive: true });
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');
  for (const side of ['server', 'gateway'] as const) {
    if (existsSync(path.join(folder, `${side}.${algorithm}.key`))) continue;
    const { secret, open } = newKeyTexts(algorithm);
    await writeFile(path.join(folder, `${side}.${algorithm}.key`), secret, { mode: 0o600 });
    await writeFile(path.join(folder, `${side}.${algorithm}.pub`), open);
  }
  const settings = path.join(folder, 'departments.yaml');
  if (!existsSync(settings)) {
    await writeFile(
      settings,
      `# Every department behind the gateway of \`npm run departments\`; see docs/departments.md.
gateway:
  url: http://127.0.0.1:${port}
  algorithm: ${algorithm}
  keyId: huaijiaotong
  privateKey: server.${algorithm}.key
  gatewayKeyId: gateway
  gatewayPublicKey: gateway.${algorithm}.pub
askAgain: { firstSeconds: 5, mostSeconds: 60 }
departments:
${CHECK_KINDS.map((kind) => `  ${kind}: { by: gateway }`).join('\n')}
`,
    );
  }
  return {
    own: { keyId: 'gateway', key: signingKey(algorithm, await read(`gateway.${algorithm}.key`)) },
    client: { keyId: 'huaijiaotong', key: verifyingKey(algorithm, await read(`server.${algorithm}.pub`)) },
    settings,
  };
}

type Row = { readonly kind: string; readonly key: string; readonly record: Record<string, unknown> };

async function readRecords(file: string | undefined): Promise<Map<string, Row['record']>> {
  let rows: Row[];
  if (file === undefined) {
    const url =
      process.env.DATABASE_URL ??
      (await startEmbeddedDatabase(path.resolve(process.env.DATA_DIR ?? './data'))).url('huaijiaotong');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    rows = (await client.query<Row>('select kind, key, record from department_records')).rows;
    await client.end();
  } else {
    const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
    rows = lines.map((line) => JSON.parse(line) as Row);
  }
  return new Map(rows.map(({ kind, key, record }) => [`${kind}:${key}`, record]));
}

function ratesOf(text: string): Record<string, number> {
  const pairs = text
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('='));
  return Object.fromEntries(pairs.map(([name = '', percent = '']) => [name, Number(percent)]));
}

if (values.help) {
  console.log(HELP);
} else {
  const port = Number(values.port);
  const asked = behaviour.safeParse({ rates: ratesOf(values.rates), contradicting: Number(values.contradicting) });
  if (!asked.success || (values.algorithm !== 'ed25519' && values.algorithm !== 'sm2-sm3')) {
    console.error(asked.success ? 'algorithm: ed25519 or sm2-sm3' : z.prettifyError(asked.error));
    process.exit(2);
  }
  const { own, client, settings } = await readFolder(path.resolve(values.folder), values.algorithm, port);
  const records = await readRecords(values.records);
  const change = ({ rates, contradicting, down, slowMs, latencyMs, callbackMs }: z.output<typeof behaviour>) => ({
    ...(rates ? { rates } : {}),
    ...(contradicting === undefined ? {} : { contradicting }),
    ...(down ? { down } : {}),
    ...(slowMs === undefined ? {} : { slowMs }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(callbackMs === undefined ? {} : { callbackMs }),
  });
  const gateway = await startGateway({
    port,
    seed: Number(values.seed),
    own,
    client,
    lookup: (kind, key) => records.get(`${kind}:${key}`) ?? null,
    behaviour: change(asked.data),
  });
  const control = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const tell = (status: number, answer: unknown) =>
        void response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(answer)}\n`);
      if (request.method !== 'POST') return tell(200, { happened: Object.fromEntries(gateway.happened) });
      let content: unknown;
      try {
        content = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      } catch {
        return tell(400, { error: 'not JSON' });
      }
      const parsed = behaviour.safeParse(content);
      if (!parsed.success) return tell(400, { error: z.prettifyError(parsed.error) });
      gateway.behave(change(parsed.data));
      return tell(200, { done: true });
    });
  }).listen(port + 1, '127.0.0.1');
  console.log(`The departments' gateway answers at ${gateway.url} from ${records.size} records.
Control: http://127.0.0.1:${port + 1}/
Start the server with: DEPARTMENTS=${path.relative(process.cwd(), settings)} npm start
Ctrl-C stops it.`);
  process.on('SIGINT', () => {
    control.close();
    void gateway.close().then(() => process.exit(0));
  });
}
