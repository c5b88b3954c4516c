// Starts the system: settings → database → schema → demo season → server; stops it in reverse on a signal.

import path from 'node:path';
import { createApp } from './app.ts';
import { seedDemo } from './demo/seed-demo.ts';
import { readConfig } from './platform/config.ts';
import { ensureDatabase } from './platform/db/database.ts';
import { startEmbeddedDatabase } from './platform/db/embedded.ts';
import { createLog } from './platform/log.ts';

const root = path.dirname(import.meta.dirname);
const read = readConfig(process.env, root);
if (!read.ok) {
  for (const fault of read.error) console.error(`Setting ${fault}`);
  process.exit(2);
}
const config = read.value;

// An error that nobody awaited ends the process, as it should; the log must hold the reason.
const log = createLog(config.LOG_LEVEL);
process.on('uncaughtExceptionMonitor', (error, origin) => log.fatal({ err: error, origin }, 'the server stops'));

const embedded = config.DATABASE_URL ? null : await startEmbeddedDatabase(config.DATA_DIR);
if (embedded) await ensureDatabase(embedded.adminUrl, 'huaijiaotong');
const app = await createApp(config, config.DATABASE_URL ?? embedded?.url('huaijiaotong') ?? '');

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await app.stop();
  await embedded?.stop();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    log.info({ signal }, 'the server stops');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}

try {
  await app.startJobs();
  if (config.DEMO) await seedDemo(app.contextFor({ kind: 'system', job: 'demo' }));
  await app.server.listen({ host: config.HOST, port: config.PORT });
} catch (error) {
  console.error((error as Error).message);
  await stop();
  process.exit(1);
}

const url = config.PUBLIC_URL ?? app.server.listeningOrigin;
console.log(`
淮教通 is running.

  Families · 家长入口      ${url}/
  Staff    · 工作人员入口  ${url}/console/
  API                      ${url}/api/openapi.json
${config.DEMO ? '\n  Demo accounts (invented people) are listed on both sign-in pages; the codes appear there too.\n  演示账号见登录页,验证码也显示在登录页。\n' : ''}
Ctrl-C stops it.`);
