import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openDatabase, storeOn } from '../../../src/adapters/store/store.ts';

const delivery = (id: string) => ({
  id,
  event: 'issue_comment',
  action: 'created',
  receivedAt: '2026-03-02T12:00:00.000Z',
});
const pullRequest = { owner: 'acme', name: 'shop', number: 1 };

/** A comment of so many characters, as a delivery brings it. */
const told = (n: number, size: number) => ({
  jobs: [{ kind: 'pull_request' as const, key: `acme/shop#${n}`, installationId: 1, priority: 1 }],
  command: {
    pullRequest,
    id: `comment:${n}`,
    commentId: n,
    author: { login: 'olga', type: 'User' as const, id: 1 },
    text: 'x'.repeat(size),
    at: '2026-03-02T12:00:00.000Z',
  },
});

test('a full disk refuses deliveries whole, alone, and for no longer than it is full', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-full-'));
  const { db, engine, close } = await openDatabase({ folder });
  const store = storeOn(db, engine, close);
  const pages = async (limit: string) => sql.raw(`pragma max_page_count = ${limit}`).execute(db);
  try {
    await store.accept(delivery('before'), told(0, 10));
    const { rows } = await sql<{ count: number }>`select page_count as count from pragma_page_count`.execute(
      db,
    );
    await pages(String((rows[0]?.count ?? 0) + 3));

    // The large one does not fit; the small ones that share its commit do.
    const results = await Promise.allSettled([
      store.accept(delivery('small'), told(1, 10)),
      store.accept(delivery('large'), told(2, 100_000)),
      store.accept(delivery('small too'), told(3, 10)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(String((results[1] as PromiseRejectedResult).reason)).toMatch(/full/);
    expect(await store.knownDeliveries(['before', 'small', 'large', 'small too'])).toEqual(
      new Set(['before', 'small', 'small too']),
    );
    expect((await store.jobs()).map(({ key }) => key).toSorted()).toEqual([
      'acme/shop#0',
      'acme/shop#1',
      'acme/shop#3',
    ]);
    expect(await store.commands(pullRequest)).toHaveLength(3);

    await pages('1000000');
    await store.accept(delivery('large'), told(2, 100_000));
    expect(await store.jobs()).toHaveLength(4);
    expect(await store.commands(pullRequest)).toHaveLength(4);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
