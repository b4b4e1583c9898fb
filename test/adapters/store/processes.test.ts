import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openStore } from '../../../src/adapters/store/store.ts';
import { describeOnPostgres } from '../../support/each-store.ts';
import { newRecordKey } from '../../support/record-key.ts';
import { bundleScript, type Script } from '../../support/script.ts';
import { heldIn, verifications } from '../../support/signed-record.ts';

const PROCESSES = 4;
const KEYS = 12;
const JOBS = 600;

interface Done {
  readonly key: string;
  readonly began: bigint;
  readonly ended: bigint;
  readonly id: string;
}

/** A process that has opened the store, and begins when it is told; with what it has said so far. */
async function startProcess(
  script: Script,
  url: string,
  name: string,
  pem: string,
): Promise<{ child: ChildProcess; said: () => string }> {
  const args = [script.path, url, name, pem];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!said.startsWith('ready\n')) await once(child.stdout, 'data');
  return { child, said: () => said };
}

describeOnPostgres('processes on one PostgreSQL', (at) => {
  let script: Script;
  beforeAll(() => {
    script = bundleScript('test/adapters/store/claim-until-empty.ts');
  });
  afterAll(() => script.remove());

  test('never work on one key at once, do every job, and make one chain of the record, signed meanwhile', async () => {
    const { pem, key: signing } = newRecordKey();
    // All of them migrate the empty database at once.
    const started = await Promise.all(
      Array.from({ length: PROCESSES }, (_, n) => startProcess(script, at().url, `p${n}`, pem)),
    );
    const store = await openStore(at());
    const exits = started.map(({ child }) => once(child, 'exit'));
    for (const { child } of started) child.stdin?.end('go');
    // Deliveries keep coming for keys that are being worked on, but never while one waits: so none is merged.
    const keys = Array.from({ length: KEYS }, (_, n) => `acme/shop#${n}`);
    for (const [n, key] of Array.from({ length: JOBS }, (_, each) => keys[each % KEYS] ?? '').entries()) {
      while (await store.waiting(key)) await new Promise((resolve) => setTimeout(resolve, 1));
      await store.enqueue([
        { kind: 'pull_request', key, installationId: 1 + (n % 3), priority: 1 + (n % 3) },
      ]);
    }
    expect((await Promise.all(exits)).map(([code]) => code as number)).toEqual([0, 0, 0, 0]);

    const done = started.flatMap(({ said }) => said().split('\n').slice(1, -1).map(parse));
    expect(new Set(done.map(({ id }) => id)).size).toBe(JOBS);
    expect(done).toHaveLength(JOBS);
    expect(overlaps(done)).toEqual([]);
    expect(await store.jobs()).toEqual([]);
    const workers = started.filter(({ said }) => said().split('\n').length > 10);
    expect(workers).toHaveLength(PROCESSES);

    expect(await store.verify('acme')).toBeNull();
    const record = await store.record({ owner: 'acme' });
    expect(record.map(({ sequence }) => sequence)).toEqual(done.map((_, n) => n + 1));
    const held = await heldIn(at());
    expect(verifications(held, [signing]).flatMap(({ problems }) => problems)).toEqual([]);
    expect(held.checkpoints.length).toBeGreaterThan(PROCESSES);
    await store.close();
  }, 120_000);
});

function parse(line: string): Done {
  const [key = '', began = '', ended = '', id = ''] = line.split(' ');
  return { key, began: BigInt(began), ended: BigInt(ended), id };
}

/** Pairs of one key whose times overlap; the monotonic clock is the machine's, so that processes can be compared. */
function overlaps(done: readonly Done[]): string[] {
  const found = [];
  const sorted = done.toSorted((a, b) => (a.began < b.began ? -1 : 1));
  const last = new Map<string, Done>();
  for (const each of sorted) {
    const before = last.get(each.key);
    if (before && before.ended > each.began) found.push(`${each.key}: ${before.id} and ${each.id}`);
    last.set(each.key, each);
  }
  return found;
}
