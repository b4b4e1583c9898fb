import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { RecordEntry, Store } from '../../../src/ports.ts';
import { describeOnEachStore } from '../../support/each-store.ts';
import { execute, tamper } from '../../support/tamper.ts';

let store: Store;

function entry(outcome: string, more: Partial<RecordEntry> = {}) {
  return {
    owner: 'acme',
    at: '2026-03-02T12:00:00.000Z',
    kind: 'decision' as const,
    subject: 'acme/shop#1',
    body: { outcome },
    ...more,
  };
}

describeOnEachStore('the record:', (at) => {
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  describe('appending', () => {
    test('chains each entry to the one before it', async () => {
      const first = await store.append(entry('block'));
      const second = await store.append(entry('allow'));
      expect(first).toEqual({
        ...entry('block'),
        sequence: 1,
        previous: '0'.repeat(64),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(second).toMatchObject({ sequence: 2, previous: first.hash, body: { outcome: 'allow' } });
      expect(await store.record({ owner: 'acme' })).toEqual([first, second]);
      expect(await store.verify('acme')).toBeNull();
    });

    test('the hash can be computed by anyone from what is documented', async () => {
      const { hash } = await store.append(entry('block', { body: { b: 1, a: ['é', null] } }));
      // printf '%s' '{"at":...}' | sha256sum
      expect(hash).toBe('7fba2b0dcc0a3424a27ff0121cccd05fc44bd9ddba3dd57d30b5a4d37b54e756');
    });

    test('the same body again adds nothing, in whatever order its keys come', async () => {
      const first = await store.append(entry('', { body: { a: 1, b: { c: 2, d: undefined } } }));
      const again = await store.append(
        entry('', { at: '2026-03-03T12:00:00.000Z', body: { b: { c: 2 }, a: 1 } }),
      );
      expect(again).toEqual(first);
      expect(await store.record({ owner: 'acme' })).toHaveLength(1);
    });

    test.each<[string, Partial<RecordEntry>]>([
      ['another subject', { subject: 'acme/shop#2' }],
      ['another kind', { kind: 'merge' }],
      ['another owner', { owner: 'umbrella' }],
    ])('the same body of %s is an entry of its own', async (_, other) => {
      await store.append(entry('allow'));
      await store.append(entry('allow', other));
      const all = [
        ...(await store.record({ owner: 'acme' })),
        ...(await store.record({ owner: 'umbrella' })),
      ];
      expect(all).toHaveLength(2);
    });

    test('a body that was there before the newest is a new entry', async () => {
      for (const outcome of ['allow', 'block', 'allow']) await store.append(entry(outcome));
      expect((await store.record({ owner: 'acme' })).map(({ body }) => body.outcome)).toEqual([
        'allow',
        'block',
        'allow',
      ]);
    });

    test('each owner has one chain, whatever the spelling', async () => {
      await store.append(entry('allow', { owner: 'Acme' }));
      await store.append(entry('block', { owner: 'acme' }));
      await store.append(entry('block', { owner: 'umbrella' }));
      expect((await store.record({ owner: 'ACME' })).map(({ sequence }) => sequence)).toEqual([1, 2]);
      expect((await store.record({ owner: 'umbrella' })).map(({ sequence }) => sequence)).toEqual([1]);
    });

    test('many at once still make one chain', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, n) => store.append(entry(`outcome ${n}`))));
      expect((await store.record({ owner: 'acme' })).map(({ sequence }) => sequence)).toEqual(
        Array.from({ length: 20 }, (_, n) => n + 1),
      );
      expect(await store.verify('acme')).toBeNull();
    });

    test('entries about one subject are found, whatever its spelling', async () => {
      await store.append(entry('allow'));
      await store.append(entry('block', { subject: 'acme/shop#2' }));
      for (const subject of ['acme/shop#2', 'Acme/Shop#2']) {
        expect(await store.record({ owner: 'acme', subject })).toMatchObject([{ sequence: 2 }]);
      }
    });

    test('entries of some kinds are found, in their order', async () => {
      await store.append(entry('allow'));
      const waiver = await store.append(entry('', { kind: 'waiver' }));
      await store.append(entry('', { kind: 'waiver', subject: 'acme/shop#2' }));
      const override = await store.append(entry('', { kind: 'override' }));
      const filter = { owner: 'acme', subject: 'acme/shop#1', kinds: ['override', 'waiver'] as const };
      expect(await store.record(filter)).toEqual([waiver, override]);
      expect(await store.record({ owner: 'acme', kinds: [] })).toEqual([]);
    });
  });

  describe('altering', () => {
    test.each([
      ['an update', "update record set body = '{}'"],
      ['a deletion', 'delete from record where sequence = 1'],
    ])('%s is refused by the database', async (_, statement) => {
      await store.append(entry('allow'));
      await expect(execute(at.place(), statement)).rejects.toThrow('append-only');
      expect(await store.record({ owner: 'acme' })).toHaveLength(1);
    });

    test.each<[string, string, { sequence: number; problem: string } | null]>([
      ['nothing', 'select 1', null],
      [
        'a body',
        `update record set body = '{"outcome":"allow"}' where sequence = 3`,
        { sequence: 3, problem: 'This entry was altered: its hash is not that of its content.' },
      ],
      [
        'the white space of a body',
        `update record set body = '{"outcome": "outcome 3"}' where sequence = 3`,
        { sequence: 3, problem: 'This entry was altered: its hash is not that of its content.' },
      ],
      [
        'a time',
        `update record set at = '2020-01-01T00:00:00.000Z' where sequence = 1`,
        { sequence: 1, problem: 'This entry was altered: its hash is not that of its content.' },
      ],
      [
        'a hash',
        `update record set hash = '${'a'.repeat(64)}' where sequence = 2`,
        { sequence: 2, problem: 'This entry was altered: its hash is not that of its content.' },
      ],
      [
        'the first entry gone',
        'delete from record where sequence = 1',
        { sequence: 1, problem: 'This entry is missing.' },
      ],
      [
        'one in the middle gone',
        'delete from record where sequence = 3',
        { sequence: 3, problem: 'This entry is missing.' },
      ],
      [
        'the last gone',
        'delete from record where sequence = 5',
        { sequence: 5, problem: 'This entry and any after it are missing.' },
      ],
      [
        'all gone',
        'delete from record',
        { sequence: 1, problem: 'This entry and any after it are missing.' },
      ],
      [
        'two changing places',
        `update record set sequence = -1 where sequence = 2;
       update record set sequence = 2 where sequence = 3;
       update record set sequence = 3 where sequence = -1`,
        { sequence: 2, problem: 'This entry was altered: its hash is not that of its content.' },
      ],
      [
        'one gone and the rest moved up',
        'delete from record where sequence = 2; update record set sequence = sequence - 1 where sequence > 2',
        { sequence: 2, problem: 'This entry was altered: its hash is not that of its content.' },
      ],
      [
        'the noted end set back with the entries after it gone from sight',
        `update chain set sequence = 4`,
        { sequence: 5, problem: 'The chain was noted to end otherwise: its end was replaced.' },
      ],
    ])('%s', async (_, statements, expected) => {
      for (let n = 1; n <= 5; n++) await store.append(entry(`outcome ${n}`));
      await tamper(at.place(), statements);
      expect(await store.verify('acme')).toEqual(expected);
    });

    test('an entry replaced with a fitting hash breaks the one after it', async () => {
      for (let n = 1; n <= 3; n++) await store.append(entry(`outcome ${n}`));
      const folder = mkdtempSync(join(tmpdir(), 'agentguard-record-'));
      const elsewhere = await openStore({ folder });
      await elsewhere.append(entry('outcome 1'));
      const forged = await elsewhere.append(entry('allow'));
      await elsewhere.close();
      rmSync(folder, { recursive: true });
      await tamper(
        at.place(),
        `update record set body = '${JSON.stringify(forged.body)}', hash = '${forged.hash}' where sequence = 2`,
      );
      expect(await store.verify('acme')).toEqual({
        sequence: 3,
        problem: 'This entry does not follow the one before it: one of them was replaced.',
      });
    });

    test('a chain longer than one reading is checked to its end', async () => {
      for (let n = 1; n <= 1001; n++) await store.append(entry(`outcome ${n}`));
      expect(await store.verify('acme')).toBeNull();
      await tamper(at.place(), 'delete from record where sequence = 1001');
      expect(await store.verify('acme')).toMatchObject({ sequence: 1001 });
    }, 60_000);
  });
});
