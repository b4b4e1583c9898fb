import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { openStore } from '../../../src/adapters/store/store.ts';

test('another process that writes for too long fails what waits for it, and nothing after that', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-busy-'));
  const store = await openStore({ folder });
  const delivery = (id: string) => ({
    id,
    event: 'push',
    action: null,
    receivedAt: '2026-03-02T12:00:00.000Z',
  });
  const job = { kind: 'pull_request' as const, key: 'acme/shop#1', installationId: 1, priority: 1 };
  // Such as a tool that copies the file.
  const other = new Database(join(folder, 'agentguard.db'));
  try {
    other.exec('begin immediate');
    expect(await store.jobs()).toEqual([]);
    await expect(store.accept(delivery('one'), { jobs: [job] })).rejects.toThrow('locked');
    other.exec('rollback');
    await store.accept(delivery('two'), { jobs: [job] });
    await store.append({ owner: 'acme', at: '2026-03-02', kind: 'decision', subject: 'x', body: {} });
    const claimed = await store.claim('one', new Date(), 60);
    expect(claimed).toMatchObject({ key: 'acme/shop#1', delivery: 'two' });
    if (claimed) await store.complete(claimed);
    expect(await store.jobs()).toEqual([]);
    expect(await store.knownDeliveries(['one', 'two'])).toEqual(new Set(['two']));
  } finally {
    other.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
