import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBeside } from '../../../src/adapters/store/beside.ts';
import { openSqlite } from '../../../src/adapters/store/engines/sqlite.ts';
import { MIGRATIONS, migrate } from '../../../src/adapters/store/migrate.ts';
import { databaseOn, openStore } from '../../../src/adapters/store/store.ts';
import { describeOnEachStore } from '../../support/each-store.ts';
import { bundleScript, type Script } from '../../support/script.ts';

const job = (key: string) => ({ kind: 'pull_request' as const, key, installationId: 1, priority: 2 });

describeOnEachStore('beside the server', (at) => {
  let script: Script;
  beforeAll(() => {
    script = bundleScript('test/adapters/store/retry-beside.ts');
  });
  afterAll(() => script.remove());

  test('parked jobs are seen and done again', async () => {
    const store = await openStore(at.place());
    await store.enqueue([job('a/b#1'), job('a/b#2')]);
    const claimed = await store.claim('one', new Date(), 60);
    if (claimed) await store.park(claimed, 'gave up');
    const beside = await openBeside(at.place());
    expect(await beside.jobs()).toEqual(await store.jobs());
    expect(await beside.retryParked('a/b#1')).toBe(1);
    expect((await store.jobs()).map(({ key, state }) => `${key} ${state}`).toSorted()).toEqual([
      'a/b#1 waiting',
      'a/b#2 waiting',
    ]);
    await beside.close();
    await store.close();
  });

  test('a process that writes never makes the transactions of the server fail', async () => {
    const store = await openStore(at.place());
    const child = spawn(process.execPath, [script.path, JSON.stringify(at.place())], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(child.stdout, 'data');
    const exit = once(child, 'exit');
    const rounds = 50;
    for (let n = 0; n < rounds; n++) {
      await store.enqueue([job(`a/b#${n}`)]);
      const claimed = await store.claim('one', new Date(), 60);
      if (claimed) await store.park(claimed, 'gave up');
      await store.append({ owner: 'acme', at: '2026-03-02', kind: 'decision', subject: 'x', body: { n } });
    }
    child.stdin.end('end');
    expect(await exit).toEqual([0, null]);
    expect(Number(said.split('\n')[1])).toBeGreaterThan(0);
    const jobs = await store.jobs();
    expect(new Set(jobs.map(({ key }) => key)).size).toBe(rounds);
    expect(jobs.filter(({ state }) => state !== 'waiting')).toEqual([]);
    expect(await store.record({ owner: 'acme' })).toHaveLength(rounds);
    expect(await store.verify('acme')).toBeNull();
    await store.close();
  }, 60_000);
});

describe('beside nothing', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'agentguard-beside-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('there is nothing to see, and a sentence says so', async () => {
    await expect(openBeside({ folder })).rejects.toThrow(`There is no store of AgentGuard in ${folder}.`);
  });

  test('a store of an older version is left as it is', async () => {
    const engine = openSqlite(folder);
    const db = databaseOn(engine.dialect);
    await migrate(db, engine, Object.fromEntries(Object.entries(MIGRATIONS).slice(0, 4)));
    await db.destroy();
    engine.release();
    await expect(openBeside({ folder })).rejects.toThrow('made by another version');
  });
});
