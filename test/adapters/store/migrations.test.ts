import { type Kysely, sql } from 'kysely';
import type { Engine } from '../../../src/adapters/store/engines/engine.ts';
import { openPostgres } from '../../../src/adapters/store/engines/postgres.ts';
import { openSqlite } from '../../../src/adapters/store/engines/sqlite.ts';
import { MIGRATIONS, migrate } from '../../../src/adapters/store/migrate.ts';
import type { Schema } from '../../../src/adapters/store/schema.ts';
import { databaseOn, openStore } from '../../../src/adapters/store/store.ts';
import type { Store } from '../../../src/ports.ts';
import { describeOnEachStore, type EachStore } from '../../support/each-store.ts';

const NOON = '2026-03-02T12:00:00.000Z';
const shop1 = { owner: 'acme', name: 'shop', number: 1 };

/** Where the chain of the sample's record ends: as 0003 computed it. */
const FIRST = {
  body: '{"outcome":"block"}',
  previous: '0'.repeat(64),
  hash: 'b43957a2f7124b60f791d867e87ae9c29f77262d5e3175831c028fc57dffe129',
};

interface Sample {
  /** Rows as the version wrote them that had this migration last. */
  readonly rows: readonly string[];
  /** That they are kept. */
  check(store: Store): Promise<void>;
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  '0001-jobs': {
    rows: [
      `insert into delivery values ('d1', 'push', null, '${NOON}'), ('d2', 'pull_request', 'opened', '${NOON}')`,
      `insert into job (key, spelling, state, kind, installation_id, priority, run_at, attempts, error)
       values ('acme/shop#1', 'Acme/Shop#1', 'waiting', 'pull_request', 42, 1, '1970-01-01T00:00:00.000Z', 3, null),
         ('acme/shop#2', 'acme/shop#2', 'parked', 'pull_request', 43, 2, '${NOON}', 12, 'gave up'),
         ('acme/shop', 'acme/shop', 'waiting', 'repository', 43, 3, '2100-01-01T00:00:00.000Z', 0, null)`,
      `insert into push (repository, number, login, account_type, account_id, sha)
       values ('acme/shop', 1, 'olga', 'User', 7, 'aaa')`,
    ],
    async check(store) {
      expect(await store.knownDeliveries(['d1', 'd2', 'd3'])).toEqual(new Set(['d1', 'd2']));
      const time = expect.stringMatching(/^20\d\d-.*Z$/);
      const told = { delivery: null, since: time };
      expect(await store.jobs()).toEqual([
        expect.objectContaining({
          key: 'Acme/Shop#1',
          state: 'waiting',
          attempts: 3,
          installationId: 42,
          ...told,
        }),
        expect.objectContaining({ key: 'acme/shop#2', state: 'parked', error: 'gave up', ...told }),
        expect.objectContaining({ key: 'acme/shop', kind: 'repository', state: 'waiting', ...told }),
      ]);
      const claimed = await store.claim('one', new Date(), 60);
      expect(claimed).toMatchObject({ key: 'Acme/Shop#1', attempts: 4 });
      expect(await store.nextDue()).toEqual(new Date('2100-01-01'));
      expect(await store.pushes(shop1)).toMatchObject([{ login: 'olga', accountId: 7, sha: 'aaa' }]);
    },
  },
  '0002-evaluations': {
    rows: [
      `insert into pull_request (repository, number, open, head_sha, agents)
       values ('acme/shop', 1, 1, 'aaa', '["claude-code"]'), ('acme/shop', 2, 0, 'bbb', '[]')`,
      `insert into reviewer_request values ('acme/shop', 1, 'olga')`,
      `insert into digests values ('acme/shop', 1, 'aaa', '{"a.sql":"x"}')`,
      `insert into publication (repository, number, sha, name, conclusion, digest, check_run_id)
       values ('acme/shop', 1, 'aaa', 'AgentGuard', 'success', 'd', 12345678901)`,
    ],
    async check(store) {
      const unknown = { updatedAt: null, bindingRef: null, teams: [] };
      expect(await store.openPullRequests(shop1)).toEqual([
        { id: shop1, open: true, headSha: 'aaa', agents: ['claude-code'], ...unknown },
      ]);
      expect(await store.requested(shop1)).toEqual(new Set(['olga']));
      expect((await store.digests(shop1, ['aaa'])).get('aaa')).toEqual({ 'a.sql': 'x' });
      expect(await store.published(shop1, 'aaa', 'AgentGuard')).toMatchObject({ checkRunId: 12_345_678_901 });
    },
  },
  '0003-record': {
    rows: [
      `insert into record values ('acme', 1, '${NOON}', 'decision', 'acme/shop#1', '${FIRST.body}', '${FIRST.previous}', '${FIRST.hash}')`,
      `insert into chain values ('acme', 1, '${FIRST.hash}')`,
    ],
    async check(store) {
      expect(await store.verify('acme')).toBeNull();
      const entry = { owner: 'acme', at: NOON, kind: 'decision' as const, subject: 'acme/shop#1' };
      expect((await store.append({ ...entry, body: { outcome: 'block' } })).sequence).toBe(1);
      const next = await store.append({ ...entry, body: { outcome: 'allow' } });
      expect(next).toMatchObject({ sequence: 2, previous: FIRST.hash });
      expect(await store.verify('acme')).toBeNull();
    },
  },
  '0004-commands': {
    rows: [
      `update push set before = 'zzz'`,
      `insert into command (id, repository, number, comment_id, login, account_type, account_id, text, at, answered)
       values ('comment:1', 'acme/shop', 1, 1, 'olga', 'User', 7, '/agentguard recheck', '${NOON}', 0),
         ('comment:2', 'acme/shop', 1, 2, 'olga', 'User', 7, '/agentguard recheck', '${NOON}', 1)`,
    ],
    async check(store) {
      expect((await store.commands(shop1)).map(({ id }) => id)).toEqual(['comment:1']);
      expect(await store.pushes(shop1)).toMatchObject([{ before: 'zzz' }]);
    },
  },
  '0005-service': {
    rows: [
      `insert into note (place, value) values ('etag of acme/shop', '"abc"')`,
      `insert into pull_request (repository, number, open, head_sha, agents, updated_at, binding_ref, teams)
       values ('acme/site', 7, 1, 'ccc', '["devin"]', '${NOON}', 'main', '["acme/dba"]')`,
    ],
    async check(store) {
      expect(await store.noted('etag of acme/shop')).toBe('"abc"');
      const site = { owner: 'acme', name: 'site' };
      expect(await store.agentsOpenPullRequests([site])).toMatchObject([
        { id: { ...site, number: 7 }, agents: ['devin'], updatedAt: NOON, teams: ['acme/dba'] },
      ]);
      const seen: number[] = [];
      for await (const { sequence } of store.stream({ owner: 'acme', from: NOON })) seen.push(sequence);
      expect(seen[0]).toBe(1);
    },
  },
  '0007-checkpoint': {
    rows: [
      `insert into checkpoint values ('acme', 1, '${FIRST.hash}', '${NOON}', 0, 'key', 'public key', 'signature')`,
    ],
    async check(store) {
      expect(await store.checkpoints('acme')).toEqual([
        {
          owner: 'acme',
          sequence: 1,
          hash: FIRST.hash,
          at: NOON,
          previous: 0,
          key: 'key',
          publicKey: 'public key',
          signature: 'signature',
        },
      ]);
      expect(await store.lastCheckpoint('acme', 'another')).toBeNull();
    },
  },
};

const names = Object.keys(SAMPLES);
const upTo = (last: string) =>
  Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name <= last));

async function onDatabase(
  at: EachStore,
  work: (db: Kysely<Schema>, engine: Engine) => Promise<void>,
): Promise<void> {
  const place = at.place();
  const engine = 'url' in place ? openPostgres(place.url) : openSqlite(place.folder);
  const db = databaseOn(engine.dialect);
  try {
    await work(db, engine);
  } finally {
    await db.destroy();
    engine.release();
  }
}

describeOnEachStore('migrating', (at) => {
  test.each(names)('keeps what a store holds that %s left', async (last) => {
    const known = names.filter((name) => name <= last);
    await onDatabase(at, async (db, engine) => {
      // Each version wrote its rows before the next one came.
      for (const name of known) {
        await migrate(db, engine, upTo(name));
        for (const row of SAMPLES[name]?.rows ?? []) await sql.raw(row).execute(db);
      }
    });
    const store = await openStore(at.place());
    for (const name of known) await SAMPLES[name]?.check(store);
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
    await onDatabase(at, async (db, engine) => {
      await migrate(db, engine);
      await expect(migrate(db, engine, broken)).rejects.toThrow(
        'The store could not be migrated (9999-broken): disk full. It is as it was.',
      );
      const tables = (await db.introspection.getTables()).map(({ name }) => name);
      expect(tables).toContain('job');
      expect(tables).not.toContain('fine');
    });
    await (await openStore(at.place())).close();
  });

  test('a store of a newer version is refused', async () => {
    await onDatabase(at, async (db, engine) => {
      await migrate(db, engine, { ...MIGRATIONS, '9999-later': () => ({ up: async () => {} }) });
    });
    await expect(openStore(at.place())).rejects.toThrow('does not fit this version of AgentGuard');
  });
});
