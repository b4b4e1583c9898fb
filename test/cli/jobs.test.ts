import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/adapters/store/store.ts';
import type { NewJob, Store } from '../../src/ports.ts';
import { agentguard, agentguardWith, jsonLines, type Run } from '../support/command-line.ts';
import { describeOnEachStore } from '../support/each-store.ts';

const job = (key: string, more: Partial<NewJob> = {}): NewJob => ({
  kind: 'pull_request',
  key,
  installationId: 1,
  priority: 2,
  ...more,
});

const NOTHING = 'Nothing waits, nothing is under way, nothing was set aside.\n';

describeOnEachStore('agentguard jobs', (at) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  /** As an operator would: the folder named, or the database in the environment. */
  const run = (...args: string[]): Promise<Run> => {
    const place = at.place();
    return 'url' in place
      ? agentguardWith({ DATABASE_URL: place.url }, ...args)
      : agentguardWith({ AGENTGUARD_DATA: place.folder }, ...args);
  };

  async function park(...keys: string[]): Promise<void> {
    await store.enqueue(keys.map((key) => job(key, { priority: 0 })));
    for (const _ of keys) {
      const claimed = await store.claim('one', new Date(), 60);
      if (claimed) await store.park(claimed, 'GitHub answered 500\n\x1b[31mred');
    }
  }

  test('an empty store has nothing to say', async () => {
    expect(await run('jobs')).toEqual({ code: 0, stdout: NOTHING, stderr: '' });
    expect(await run('jobs', '--json')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('lists what was set aside first, and how to have it done again', async () => {
    await store.accept(
      { id: 'd1', event: 'push', action: null, receivedAt: '2026-03-02T12:00:00.000Z' },
      { jobs: [job('Acme/Shop#1'), job('acme/shop#2', { runAt: '2100-01-01T00:00:00Z' })] },
    );
    await store.claim('one', new Date(), 60);
    await park('acme/shop#3');
    const { code, stdout, stderr } = await run('jobs');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      '1 parked',
      expect.stringMatching(/^ {2}acme\/shop#3 {2}since .*, tried once$/),
      expect.stringMatching(/^ {4}GitHub answered 500/),
      '',
      '1 active',
      '  Acme/Shop#1  since 2026-03-02 12:00 UTC, tried once',
      '',
      '1 waiting',
      '  acme/shop#2  since 2026-03-02 12:00 UTC, due 2100-01-01 00:00 UTC',
      '',
      'agentguard jobs retry [KEY] has what was set aside done again.',
      '',
    ]);
    expect(stdout).not.toContain('\x1b');
  });

  test('lists twenty of each state, or all', async () => {
    await store.enqueue(Array.from({ length: 23 }, (_, n) => job(`acme/shop#${n}`)));
    const some = (await run('jobs')).stdout;
    expect(some.split('\n').filter((line) => line.startsWith('  acme/shop#'))).toHaveLength(20);
    expect(some).toContain('\n  and 3 more; --all lists them\n');
    const all = (await run('jobs', '--all')).stdout;
    expect(all.split('\n').filter((line) => line.startsWith('  acme/shop#'))).toHaveLength(23);
    expect(all).not.toContain('more');
  });

  test('gives one JSON object a line', async () => {
    await store.enqueue([job('acme/shop#1')]);
    await park('acme/shop#2');
    const told = await run('jobs', '--json');
    expect(jsonLines(told)).toEqual(JSON.parse(JSON.stringify(await store.jobs())));
    expect(jsonLines(told).map(({ key, state }) => [key, state])).toEqual([
      ['acme/shop#2', 'parked'],
      ['acme/shop#1', 'waiting'],
    ]);
  });

  test('has one set aside done again, in whatever spelling, or all', async () => {
    await park('acme/shop#1', 'acme/shop#2', 'acme/shop#3');
    expect(await run('jobs', 'retry', 'Acme/SHOP#2')).toEqual({
      code: 0,
      stdout: 'One job is done again.\n',
      stderr: '',
    });
    expect((await store.jobs()).filter(({ state }) => state === 'waiting')).toMatchObject([
      { key: 'acme/shop#2', attempts: 0 },
    ]);
    expect(await run('jobs', 'retry')).toMatchObject({ code: 0, stdout: '2 jobs are done again.\n' });
    expect(await run('jobs', 'retry')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Nothing was set aside. `agentguard jobs` lists what there is.\n',
    });
    expect(await run('jobs', 'retry', 'acme/shop#1')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'No job acme/shop#1 was set aside. `agentguard jobs` lists what there is.\n',
    });
  });

  test('works after the server was stopped', async () => {
    await park('acme/shop#1');
    await store.close();
    expect(await run('jobs', 'retry')).toMatchObject({ code: 0 });
    store = await openStore(at.place());
    expect(await store.jobs()).toMatchObject([{ key: 'acme/shop#1', state: 'waiting' }]);
  });
});

describe('agentguard jobs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'agentguard-jobs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([['jobs'], ['jobs retry']])('%s: where no store is none is made', async (command) => {
    expect(await agentguardWith({ AGENTGUARD_DATA: folder }, ...command.split(' '))).toEqual({
      code: 2,
      stdout: '',
      stderr: `There is no store of AgentGuard in ${folder}.\n`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('the folder that is named goes before the environment, also for retry', async () => {
    await (await openStore({ folder })).close();
    const nowhere = { DATABASE_URL: 'postgres://127.0.0.1:1/x', AGENTGUARD_DATA: join(folder, 'nowhere') };
    expect(await agentguardWith(nowhere, 'jobs', '--data', folder)).toMatchObject({
      code: 0,
      stdout: NOTHING,
    });
    expect(await agentguardWith(nowhere, 'jobs', '--data', folder, 'retry')).toMatchObject({ code: 1 });
    expect(await agentguardWith(nowhere, 'jobs', 'retry', '--data', folder)).toMatchObject({ code: 1 });
  });

  test('a database that cannot be reached is told without its password', async () => {
    const url = 'postgres://agentguard:s3cret@127.0.0.1:1/agentguard';
    const run = await agentguardWith({ DATABASE_URL: url }, 'jobs');
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^The store cannot be read.*ECONNREFUSED.*\n$/);
    expect(run.stderr).not.toContain('s3cret');
  });

  test('takes no other arguments', async () => {
    expect((await agentguard('jobs', 'retry', 'a', 'b')).code).toBe(2);
    expect((await agentguard('jobs', '--often')).code).toBe(2);
  });
});
