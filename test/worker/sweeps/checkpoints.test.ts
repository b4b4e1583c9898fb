import { pino } from 'pino';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { Checkpoint } from '../../../src/core/record/checkpoint.ts';
import type { Store } from '../../../src/ports.ts';
import { createCheckpoints } from '../../../src/worker/sweeps/checkpoints.ts';
import type { Sweep } from '../../../src/worker/sweeps/sweep.ts';
import { describeOnEachStore } from '../../support/each-store.ts';
import { newRecordKey } from '../../support/record-key.ts';
import { tamper } from '../../support/tamper.ts';

const NOON = '2026-03-02T12:00:00.000Z';

describeOnEachStore('signing the record:', (at) => {
  let store: Store;
  let lines: Record<string, unknown>[];
  let broken: number | null;
  const { key } = newRecordKey();
  beforeEach(async () => {
    store = await openStore(at.place());
    lines = [];
    broken = null;
  });
  afterEach(() => store.close());

  const process = (recordKey = key) => {
    const run = createCheckpoints();
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
    return () =>
      run({
        store,
        log,
        recordKey,
        clock: { now: () => new Date(NOON) },
        signal: new AbortController().signal,
        meter: { recordBroken: (owners: number) => void (broken = owners) },
      } as unknown as Sweep);
  };
  const grow = async (count: number, owner = 'acme'): Promise<void> => {
    for (let n = 0; n < count; n++) {
      const body = { n: Math.random() };
      await store.append({ owner, at: NOON, kind: 'decision', subject: `${owner}/shop#1`, body });
    }
  };
  const signed = async (owner = 'acme'): Promise<number[]> =>
    (await store.checkpoints(owner)).map(({ sequence }) => sequence);
  const errors = () => lines.filter(({ level }) => level === 50);

  test('each owner whose record grew, and the log has the whole checkpoint', async () => {
    const sign = process();
    await sign();
    await grow(3);
    await grow(1, 'umbrella');
    await sign();
    await sign();
    await grow(2);
    await sign();
    expect(await signed()).toEqual([3, 5]);
    expect(await signed('umbrella')).toEqual([1]);
    const [first, second] = await store.checkpoints('acme');
    expect(first).toMatchObject({ previous: 0, at: NOON, key: key.id, publicKey: key.publicKey });
    expect(second).toMatchObject({ previous: 3, hash: (await store.record({ owner: 'acme' }))[4]?.hash });
    expect(lines).toMatchObject([
      first,
      await store.lastCheckpoint('umbrella', null),
      second,
    ] as Checkpoint[]);
    expect(broken).toBe(0);
  });

  test.each<[string, string, number]>([
    ['an entry since was altered', "update record set body = '{}' where sequence = 5", 5],
    ['an entry since is missing', 'delete from record where sequence = 4', 4],
    ['its end was cut off', 'delete from record where sequence = 6; update chain set sequence = 5', 5],
    [
      'what was signed was cut off, and the chain noted to end there',
      'delete from record where sequence > 2; update chain set sequence = 2, hash = (select hash from record where sequence = 2)',
      3,
    ],
    [
      'what was signed ends otherwise',
      "delete from record where sequence > 3; update chain set sequence = 3, hash = 'x'",
      3,
    ],
    ['all of it is gone', 'delete from record; delete from chain', 1],
    ['the checkpoint was altered', "update checkpoint set at = '2026-03-02T12:00:00.001Z'", 3],
    ['the checkpoint is gone', 'delete from checkpoint', 3],
  ])('nothing is signed when %s, and the log says so each time', async (_, statements, entry) => {
    const sign = process();
    await grow(3);
    await grow(1, 'umbrella');
    await sign();
    await grow(3);
    await tamper(at.place(), statements);
    const before = await signed();
    await sign();
    await sign();
    expect(await signed()).toEqual(before);
    const told = errors().filter(({ owner }) => owner === 'acme');
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ owner: 'acme', entry, problem: expect.any(String) });
    expect(broken).toBeGreaterThan(0);
  });

  test('a new key signs only after it has looked at everything, old checkpoints too', async () => {
    await grow(3);
    await process()();
    await grow(2);
    const other = newRecordKey().key;
    await tamper(at.place(), "update record set body = '{}' where sequence = 2");
    await process(other)();
    expect(await signed()).toEqual([3]);
    expect(errors()).toMatchObject([{ entry: 2 }]);
    await process()();
    // What the old key had looked at already it does not look at again; `audit verify` does.
    expect(await signed()).toEqual([3, 5]);
  });

  test('a new key signs what did not grow as well', async () => {
    await grow(3);
    await process()();
    const other = newRecordKey().key;
    await process(other)();
    const made = await store.checkpoints('acme');
    expect(made.map(({ sequence, previous, key: by }) => `${sequence} ${previous} ${by}`).toSorted()).toEqual(
      [`3 0 ${key.id}`, `3 3 ${other.id}`].toSorted(),
    );
  });

  test('two processes that sign at once sign one entry once', async () => {
    await grow(3);
    await Promise.all([process()(), process()()]);
    expect(await signed()).toEqual([3]);
    expect(lines).toHaveLength(1);
  });
});
