import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL of one's own, gone with all it holds once it is stopped. */
export interface Cluster {
  /** Of its one database. */
  readonly url: string;
  /** Ends it without a word to anybody, as a power cut does; `start` brings it back with what was committed. */
  kill(): void;
  start(): void;
  stop(): void;
}

const DEBIAN = '/usr/lib/postgresql';

/** The folder of `initdb` and `pg_ctl`; null: this machine has none. */
export function postgresPrograms(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  return (
    folders.find((folder) => ['initdb', 'pg_ctl'].every((name) => existsSync(join(folder, name)))) ?? null
  );
}

/**
 * Makes and starts a cluster on a free port of this machine. Throws when it does not start.
 * @param durable whether commits reach the disk before they are acknowledged, as in production
 */
export async function startCluster(programs: string, { durable }: { durable: boolean }): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-postgres-'));
  const data = join(folder, 'data');
  const port = await freePort();
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? unprivileged() : null;
  if (user) chownSync(folder, user.uid, user.gid);
  const run = (program: string, ...args: string[]): void => {
    execFileSync(join(programs, program), args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' },
      ...user,
    });
  };
  const control = (...args: string[]): void => run('pg_ctl', '-D', data, '-w', ...args);
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=${durable ? 'on' : 'off'}`;
  const start = (): void => control('-l', join(folder, 'log'), '-o', options, 'start');
  run('initdb', '-D', data, '-U', 'agentguard', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8');
  start();
  return {
    url: `postgres://agentguard@127.0.0.1:${port}/postgres`,
    kill: () => control('-m', 'immediate', 'stop'),
    start,
    stop() {
      control('-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `nobody`, as every Linux knows it. */
const unprivileged = (): { uid: number; gid: number } => ({ uid: 65_534, gid: 65_534 });

/** One that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A database for tests: one in the server that `TEST_DATABASE_URL` names, else a cluster of its own. */
export interface TestDatabase {
  readonly url: string;
  /** Makes it as new. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export const hasPostgres = (): boolean =>
  Boolean(process.env['TEST_DATABASE_URL']) || postgresPrograms() !== null;

/** Rejects where `hasPostgres` is false. */
export async function testDatabase(): Promise<TestDatabase> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return databaseIn(given);
  const programs = postgresPrograms();
  if (programs === null) throw new Error('There is no PostgreSQL on this machine.');
  const cluster = await startCluster(programs, { durable: false });
  return {
    url: cluster.url,
    empty: () => query(cluster.url, 'drop schema public cascade; create schema public'),
    close: async () => cluster.stop(),
  };
}

async function databaseIn(server: string): Promise<TestDatabase> {
  const name = `agentguard_test_${process.pid}_${Date.now()}`;
  await query(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    empty: () => query(url.href, 'drop schema public cascade; create schema public'),
    close: () => query(server, `drop database ${name} with (force)`),
  };
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
