import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CamelCasePlugin, Kysely, sql } from 'kysely';
import { MIGRATIONS, migrate } from '../../../src/adapters/store/migrate.ts';
import { openSqlite } from '../../../src/adapters/store/engines/sqlite.ts';
import { openStore } from '../../../src/adapters/store/store.ts';

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'agentguard-open-')), 'data');
});

afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true });
});

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('opening', () => {
  test('makes a folder that only its owner can read', async () => {
    const store = await openStore({ folder });
    expect(mode(folder)).toBe('700');
    for (const file of readdirSync(folder).filter((name) => name.startsWith('agentguard.db'))) {
      expect([file, mode(join(folder, file))]).toEqual([file, '600']);
    }
    await store.close();
  });

  test('keeps commits safe from a power cut', async () => {
    await withDatabase(async (db) => {
      const found = [];
      for (const name of ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout']) {
        const { rows } = await sql<Record<string, unknown>>`${sql.raw(`pragma ${name}`)}`.execute(db);
        found.push(...Object.values(rows[0] ?? {}));
      }
      expect(found).toEqual(['wal', 2, 1, 5000]);
    });
  });

  test('a second time at once is refused, and works after the first is closed', async () => {
    const first = await openStore({ folder });
    await expect(openStore({ folder })).rejects.toThrow(
      `Another AgentGuard is running on ${folder}. Stop it first, or give this one a folder of its own.`,
    );
    await first.close();
    const second = await openStore({ folder });
    await second.close();
  });

  test('from a second process is refused', async () => {
    const store = await openStore({ folder });
    const script = `
      const Database = require('libsql');
      try {
        new Database(process.argv[1]).exec('begin exclusive');
        console.log('taken');
      } catch (error) {
        console.log(error.code);
      }`;
    const lock = join(folder, 'agentguard.lock');
    const tryLock = () => execFileSync(process.execPath, ['-e', script, lock]).toString().trim();
    expect(tryLock()).toBe('SQLITE_BUSY');
    await store.close();
    expect(tryLock()).toBe('taken');
  });

  test('of a file that is no database is refused and lets go of the lock', async () => {
    await (await openStore({ folder })).close();
    for (const name of readdirSync(folder)) {
      if (name.startsWith('agentguard.db')) rmSync(join(folder, name));
    }
    writeFileSync(join(folder, 'agentguard.db'), 'not a database'.repeat(100));
    await expect(openStore({ folder })).rejects.toThrow('not a database');
    rmSync(join(folder, 'agentguard.db'));
    await (await openStore({ folder })).close();
    expect(existsSync(join(folder, 'agentguard.db'))).toBe(true);
  });
});

async function withDatabase(
  work: (db: Kysely<unknown>, engine: ReturnType<typeof openSqlite>) => Promise<void>,
) {
  const engine = openSqlite(folder);
  const db = new Kysely<unknown>({ dialect: engine.dialect, plugins: [new CamelCasePlugin()] });
  try {
    await work(db, engine);
  } finally {
    await db.destroy();
    engine.release();
  }
}

test('a store of a newer version is refused, and let go of', async () => {
  await withDatabase(async (db, engine) => {
    await migrate(db, engine, { ...MIGRATIONS, '9999-later': () => ({ up: async () => {} }) });
  });
  await expect(openStore({ folder })).rejects.toThrow('does not fit this version of AgentGuard');
  // And nothing holds it: the newer version can have it back.
  openSqlite(folder).release();
});
