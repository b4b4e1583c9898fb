import { readdirSync } from 'node:fs';
import { Client } from 'pg';
import { readStore } from '../../../src/adapters/store/read.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { Store } from '../../../src/ports.ts';
import { describeOnPostgres } from '../../support/each-store.ts';

const NOON = '2026-03-02T12:00:00.000Z';
const entry = (n: number) => ({
  owner: 'acme',
  at: NOON,
  kind: 'decision' as const,
  subject: 'acme/shop#1',
  body: { n },
});

describeOnPostgres('a store on PostgreSQL', (at) => {
  let stores: Store[];
  let raw: Client;
  beforeEach(async () => {
    stores = [];
    raw = new Client({ connectionString: at().url });
    await raw.connect();
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await raw.end();
  });

  const open = async (url = at().url): Promise<Store> => {
    const store = await openStore({ url });
    stores.push(store);
    return store;
  };

  test('can be opened by several at once, also when it is empty', async () => {
    await Promise.all([1, 2, 3, 4].map(() => open()));
    const { rows } = await raw.query('select count(*)::int as n from kysely_migration');
    expect(rows).toEqual([{ n: readdirSync('src/adapters/store/migrations').length }]);
  });

  test('survives connections that are ended, idle or in the midst of a transaction', async () => {
    const store = await open();
    await store.enqueue([{ kind: 'pull_request', key: 'a/b#1', installationId: 1, priority: 1 }]);
    const kill =
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    await raw.query(kill);
    // Somebody else holds the chain, so that the store's transaction waits in its middle.
    await store.append(entry(0)).catch(() => {});
    await raw.query('begin');
    await raw.query('lock table chain in exclusive mode');
    const appended = store.append(entry(1)).catch((error: unknown) => String(error));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await raw.query(kill);
    // Whichever comes first: what PostgreSQL says of it, or the end of the connection.
    expect(await appended).toMatch(/terminat|ECONNRESET/);
    await raw.query('rollback');
    expect(await store.append(entry(2))).toMatchObject({ body: { n: 2 } });
    expect(await store.jobs()).toHaveLength(1);
    expect(await store.verify('acme')).toBeNull();
  });

  test('commits to the disk also where the database would not', async () => {
    const url = new URL(at().url);
    url.searchParams.set('options', '-c synchronous_commit=off');
    const store = await open(url.href);
    await store.append(entry(1));
    const probe = await openProbe(url.href);
    expect(probe).toBe('off');
    await raw.query('create table seen (setting text)');
    await raw.query(`create function see() returns trigger language plpgsql as $$
      begin insert into seen values (current_setting('synchronous_commit')); return new; end $$`);
    await raw.query('create trigger see before insert on note for each row execute function see()');
    await store.note('x', 'y');
    expect((await raw.query('select setting from seen')).rows).toEqual([{ setting: 'on' }]);
  });

  test('refuses any change of the record', async () => {
    await (await open()).append(entry(1));
    for (const statement of ["update record set body = '{}'", 'delete from record', 'truncate record']) {
      await expect(raw.query(statement)).rejects.toThrow('append-only');
    }
  });

  test('makes one chain of what several append at once', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => open()));
    await Promise.all(
      all.flatMap((store, s) => Array.from({ length: 25 }, (_, n) => store.append(entry(s * 100 + n)))),
    );
    const [store] = all;
    expect((await store?.record({ owner: 'acme' }))?.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 100 }, (_, n) => n + 1),
    );
    expect(await store?.verify('acme')).toBeNull();
  });

  test('gives up nothing when several change the same jobs in different orders', async () => {
    const [one, two] = [await open(), await open()];
    const jobs = Array.from({ length: 40 }, (_, n) => ({
      kind: 'pull_request' as const,
      key: `a/b#${n}`,
      installationId: 1 + (n % 5),
      priority: 1,
    }));
    const rounds = Array.from({ length: 20 }, (_, n) => [
      one.enqueue(n % 2 ? jobs : jobs.toReversed()),
      two.enqueue(n % 2 ? jobs.toReversed() : jobs),
      one.releaseExpired(new Date('2100-01-01')),
      two.claim('two', new Date(), 60),
    ]);
    await Promise.all(rounds.flat());
    const keys = (await one.jobs()).filter(({ state }) => state === 'waiting').map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set((await one.jobs()).map(({ key }) => key)).size).toBe(40);
  });

  test('can be read and not written by a reader', async () => {
    const store = await open();
    const first = await store.append(entry(1));
    const reader = readStore(at());
    expect(await reader.record({ owner: 'acme' })).toEqual([first]);
    expect(await reader.verify('acme')).toBeNull();
    await reader.close();
  });

  test('rejects with a reason when it cannot be reached', async () => {
    const url = new URL(at().url);
    url.port = '1';
    await expect(openStore({ url: url.href })).rejects.toThrow('ECONNREFUSED');
  });
});

async function openProbe(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ synchronous_commit: string }>('show synchronous_commit');
  await client.end();
  return rows[0]?.synchronous_commit ?? '';
}
