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

const upTo = (last: string) =>
  Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name <= last));

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

describe('migrating', () => {
  const names = Object.keys(MIGRATIONS);
  test.each(names)('from a store with data as %s left it', async (name) => {
    await withDatabase(async (db, engine) => {
      await migrate(db, engine, upTo(name));
      await sql`insert into delivery values ('d1', 'push', null, '2026-03-02T12:00:00.000Z')`.execute(db);
      await sql`insert into job (key, spelling, state, kind, installation_id, priority, run_at, attempts)
        values ('acme/shop#1', 'Acme/Shop#1', 'waiting', 'pull_request', 42, 1, '1970-01-01T00:00:00.000Z', 3)`.execute(
        db,
      );
      await sql`insert into push (repository, number, login, account_type, account_id, sha)
        values ('acme/shop', 1, 'olga', 'User', 7, 'aaa')`.execute(db);
    });
    const store = await openStore({ folder });
    expect(await store.jobs()).toEqual([
      expect.objectContaining({ key: 'Acme/Shop#1', kind: 'pull_request', priority: 1, attempts: 3 }),
    ]);
    expect(await store.pushes({ owner: 'acme', name: 'shop', number: 1 })).toMatchObject([
      { login: 'olga', accountId: 7, sha: 'aaa' },
    ]);
    await store.append({ owner: 'acme', at: '2026-03-02', kind: 'decision', subject: 's', body: {} });
    expect(await store.verify('acme')).toBeNull();
    await store.close();
  });

  test('that fails half way leaves the store as it was', async () => {
    const broken = {
      ...MIGRATIONS,
      '9998-fine': () => ({
        up: async (db: Kysely<never>) => {
          await db.schema.createTable('fine').addColumn('id', 'integer').execute();
        },
      }),
      '9999-broken': () => ({
        up: async (db: Kysely<never>) => {
          await db.schema.dropTable('job').execute();
          throw new Error('disk full');
        },
      }),
    };
    await withDatabase(async (db, engine) => {
      await migrate(db, engine);
      await expect(migrate(db, engine, broken)).rejects.toThrow(
        'The store could not be migrated (9999-broken): disk full. It is as it was.',
      );
      const tables = (await db.introspection.getTables()).map(({ name }) => name);
      expect(tables).toContain('job');
      expect(tables).not.toContain('fine');
    });
    await (await openStore({ folder })).close();
  });

  test('a store of a newer version is refused', async () => {
    await withDatabase(async (db, engine) => {
      await migrate(db, engine, { ...MIGRATIONS, '9999-later': () => ({ up: async () => {} }) });
    });
    await expect(openStore({ folder })).rejects.toThrow('does not fit this version of AgentGuard');
    // And nothing holds it: the newer version can have it back.
    openSqlite(folder).release();
  });
});
