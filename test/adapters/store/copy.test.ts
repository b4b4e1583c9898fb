import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { Client } from 'pg';
import { copyStore } from '../../../src/adapters/store/copy.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { Job, Store } from '../../../src/ports.ts';
import { describeOnPostgres } from '../../support/each-store.ts';
import { newRecordKey } from '../../support/record-key.ts';
import { heldIn, sign, verifications } from '../../support/signed-record.ts';

const NOON = '2026-03-02T12:00:00.000Z';
const shop7 = { owner: 'acme', name: 'shop', number: 7 };
const ENTRIES = 230;
const { key: signing } = newRecordKey();

const job = (key: string) => ({
  kind: 'pull_request' as const,
  key,
  installationId: 9_007_199_254,
  priority: 2,
});

/** Something in every table. */
async function fill(store: Store): Promise<void> {
  await store.accept(
    { id: 'd1', event: 'issue_comment', action: 'created', receivedAt: NOON },
    {
      jobs: [job('acme/shop#7'), job('acme/shop#8')],
      pushes: [
        { pullRequest: shop7, login: 'olga', accountType: 'User', accountId: 5, sha: 'aaa', before: 'zzz' },
      ],
      command: {
        pullRequest: shop7,
        id: 'comment:1',
        commentId: 1,
        author: { login: 'olga', type: 'User', id: 5 },
        text: 'Ö\nΩ \u{1F600}',
        at: NOON,
      },
    },
  );
  const claimed = (await store.claim('one', new Date(NOON), 60)) as Job;
  await store.park(claimed, 'gave up');
  await store.pause(77, new Date(NOON));
  await store.savePullRequest({
    id: shop7,
    open: true,
    headSha: 'aaa',
    agents: ['claude-code'],
    updatedAt: NOON,
    bindingRef: 'main',
    teams: ['acme/core'],
  });
  await store.saveRequested(shop7, ['olga', 'acme/core']);
  for (let n = 0; n < 45; n++) await store.saveDigests(shop7, `sha ${n}`, { 'a.sql': `${n}` });
  await store.savePublished({
    repository: shop7,
    number: 7,
    sha: 'aaa',
    name: 'AgentGuard',
    conclusion: 'success',
    digest: 'd',
    checkRunId: 12_345_678_901,
  });
  await store.note('etag:x', 'W/"1"');
  for (let n = 0; n < ENTRIES; n++) {
    await store.append({ owner: 'acme', at: NOON, kind: 'decision', subject: 'acme/shop#7', body: { n } });
  }
  await store.append({ owner: 'umbrella', at: NOON, kind: 'merge', subject: 'umbrella/x#1', body: {} });
  await sign(store, signing);
}

async function everything(store: Store): Promise<unknown> {
  return {
    jobs: await store.jobs(),
    delivery: [...(await store.knownDeliveries(['d1']))],
    pushes: await store.pushes(shop7),
    commands: await store.commands(shop7),
    open: await store.openPullRequests(shop7),
    requested: [...(await store.requested(shop7))].toSorted(),
    digests: [...(await store.digests(shop7, ['sha 0', 'sha 44']))],
    published: await store.published(shop7, 'aaa', 'AgentGuard'),
    note: await store.noted('etag:x'),
    record: [await store.record({ owner: 'acme' }), await store.record({ owner: 'umbrella' })],
    checkpoints: [await store.checkpoints('acme'), await store.checkpoints('umbrella')],
    due: await store.nextDue(),
  };
}

describeOnPostgres('copying an embedded store', (at) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'agentguard-copy-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const query = async (text: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: at().url });
    await client.connect();
    try {
      return (await client.query(text)).rows as unknown[];
    } finally {
      await client.end();
    }
  };

  async function filled(): Promise<unknown> {
    const store = await openStore({ folder });
    await fill(store);
    const before = await everything(store);
    await store.close();
    return before;
  }

  test('takes everything along, the chains as they were, and numbers go on', async () => {
    const before = await filled();
    const told = new Map<string, string>();
    const copied = await copyStore({ folder }, at(), (table, done, all) => told.set(table, `${done}/${all}`));
    // 1 delivery, 2 installations, 2 jobs, 1 push, 1 command, 1 pull request, 2 requests, 45 digests, 1 publication,
    // 1 note, 2 chains, 2 checkpoints
    expect(copied).toEqual({ rows: 61 + ENTRIES + 1, owners: 2 });
    expect(Object.fromEntries(told)).toMatchObject({ job: '2/2', digests: '45/45', record: '231/231' });
    const store = await openStore(at());
    expect(await everything(store)).toEqual(before);
    expect([await store.verify('acme'), await store.verify('umbrella')]).toEqual([null, null]);
    const found = verifications(await heldIn(at()), [signing]);
    expect(found.map(({ problems, signed }) => [problems, signed?.sequence])).toEqual([
      [[], ENTRIES],
      [[], 1],
    ]);
    await store.enqueue([job('acme/shop#9')]);
    expect(Math.max(...(await store.jobs()).map(({ id }) => id))).toBeGreaterThan(2);
    const next = await store.append({ owner: 'acme', at: NOON, kind: 'merge', subject: 'x', body: {} });
    expect(next.sequence).toBe(ENTRIES + 1);
    await store.close();
    const again = await openStore({ folder });
    expect(await everything(again)).toEqual(before);
    await again.close();
  });

  test('is refused by a database that holds anything, which stays as it is', async () => {
    await filled();
    const store = await openStore(at());
    await store.note('x', 'y');
    await store.close();
    await expect(copyStore({ folder }, at())).rejects.toThrow(
      'The database is not empty: its table "note" has rows. Copy into a database that no server has used yet.',
    );
    expect(await query('select count(*)::int as n from delivery')).toEqual([{ n: 0 }]);
  });

  test('is refused by a database of a newer version', async () => {
    await filled();
    await (await openStore(at())).close();
    await query("insert into kysely_migration values ('9999-later', '2026-03-02')");
    await expect(copyStore({ folder }, at())).rejects.toThrow('does not fit this version of AgentGuard');
  });

  test('that fails half way leaves the database empty, and can be done again', async () => {
    await filled();
    const stop = (table: string): void => {
      if (table === 'record') throw new Error('The connection is gone.');
    };
    await expect(copyStore({ folder }, at(), stop)).rejects.toThrow('The connection is gone.');
    expect(
      await query('select (select count(*) from job)::int + (select count(*) from note)::int as n'),
    ).toEqual([{ n: 0 }]);
    expect(await copyStore({ folder }, at())).toMatchObject({ owners: 2 });
  });

  test('says so when the record was broken before, and takes it along as it is', async () => {
    await filled();
    const raw = new Database(join(folder, 'agentguard.db'));
    raw.exec('drop trigger record_refuses_update');
    raw.exec("update record set body = '{}' where owner = 'acme' and sequence = 3");
    raw.close();
    await expect(copyStore({ folder }, at())).rejects.toThrow(
      'Everything was copied as it is, but the record of acme is broken at entry 3, in the folder, too: This entry was altered',
    );
    const store = await openStore(at());
    expect(await store.verify('acme')).toMatchObject({ sequence: 3 });
    await store.close();
  });

  test('is refused while a server runs on the folder, and where there is none', async () => {
    const store = await openStore({ folder });
    await expect(copyStore({ folder }, at())).rejects.toThrow('Another AgentGuard is running');
    await store.close();
    const nowhere = join(folder, 'nowhere');
    await expect(copyStore({ folder: nowhere }, at())).rejects.toThrow(
      `There is no store of AgentGuard in ${nowhere}.`,
    );
    expect(existsSync(nowhere)).toBe(false);
  });
});
