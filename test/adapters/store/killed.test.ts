import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openStore } from '../../../src/adapters/store/store.ts';
import { describeOnPostgres } from '../../support/each-store.ts';
import { bundleScript, type Script } from '../../support/script.ts';

const JOBS = 150;

const soon = () => new Promise((resolve) => setTimeout(resolve, 10));

describeOnPostgres('a process that is killed', (at) => {
  let script: Script;
  beforeAll(() => {
    script = bundleScript('test/adapters/store/claim-until-empty.ts');
  });
  afterAll(() => script.remove());

  /** A process at work; with the keys it has said it worked on. */
  async function startWorker(name: string): Promise<{ child: ChildProcess; keys: () => string[] }> {
    const child = spawn(process.execPath, [script.path, at().url, name], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!said.startsWith('ready\n')) await once(child.stdout, 'data');
    child.stdin.end('go');
    const keys = (): string[] =>
      said
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(' ')[0] ?? '');
    return { child, keys };
  }

  test('keeps its jobs from others until its lease is over, and then they do them', async () => {
    const store = await openStore(at());
    const keys = Array.from({ length: JOBS }, (_, n) => `acme/shop#${n}`);
    await store.enqueue(
      keys.map((key) => ({ kind: 'pull_request' as const, key, installationId: 1, priority: 1 })),
    );
    const active = async (): Promise<string[]> =>
      (await store.jobs()).filter(({ state }) => state === 'active').map(({ key }) => key);

    const doomed = await startWorker('doomed');
    while (doomed.keys().length < 5) await soon();
    // It is stopped in the midst of something.
    for (;;) {
      doomed.child.kill('SIGSTOP');
      await soon();
      if ((await active()).length > 0) break;
      doomed.child.kill('SIGCONT');
      await soon();
    }
    doomed.child.kill('SIGKILL');
    await once(doomed.child, 'close');

    const others = await Promise.all([startWorker('one'), startWorker('two')]);
    const ends = await Promise.all(others.map(({ child }) => once(child, 'close')));
    expect(ends.map(([code]) => code as number)).toEqual([0, 0]);
    const held = await active();
    expect(held.length).toBeGreaterThan(0);
    expect(await store.jobs()).toHaveLength(held.length);
    expect(others.flatMap((each) => each.keys()).filter((key) => held.includes(key))).toEqual([]);

    expect(await store.releaseExpired(new Date())).toBe(0);
    expect(await store.releaseExpired(new Date(Date.now() + 61_000))).toBe(held.length);
    const last = await startWorker('last');
    expect(await once(last.child, 'close')).toEqual([0, null]);
    expect(last.keys().toSorted()).toEqual(held.toSorted());
    expect(await store.jobs()).toEqual([]);
    const done = new Set([doomed, ...others, last].flatMap((each) => each.keys()));
    expect([...done].toSorted()).toEqual(keys.toSorted());
    expect(await store.verify('acme')).toBeNull();
    await store.close();
  }, 60_000);
});
