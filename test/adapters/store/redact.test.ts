import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readStore } from '../../../src/adapters/store/read.ts';
import { redactStore } from '../../../src/adapters/store/redact.ts';
import { openStore } from '../../../src/adapters/store/store.ts';
import { basisOf } from '../../../src/core/decision/basis/basis.ts';
import { pack } from '../../../src/core/decision/basis/pack.ts';
import type { RecordEntry } from '../../../src/ports.ts';
import { decisionInput } from '../../support/decide.ts';
import { describeOnEachStore } from '../../support/each-store.ts';
import { people, pullRequest as opened, review } from '../../support/facts.ts';
import { newRecordKey } from '../../support/record-key.ts';
import { decision, heldIn, NOON, redactOlga, sign, verifications } from '../../support/signed-record.ts';
import { execute, tamper } from '../../support/tamper.ts';

const { key } = newRecordKey();

describeOnEachStore('redacting', (at) => {
  const fill = async (count: number): Promise<void> => {
    const store = await openStore(at.place());
    for (let n = 1; n <= count; n++) await store.append(decision(n));
    await store.close();
  };
  const record = async (): Promise<readonly RecordEntry[]> => {
    const store = readStore(at.place());
    return store.record({ owner: 'acme' }).finally(store.close);
  };
  const problems = async () =>
    verifications(await heldIn(at.place()), [key]).flatMap(({ problems: found }) => found);

  test('changes bodies alone, and an entry says which', async () => {
    await fill(3);
    const before = await record();
    expect(await redactOlga(at.place(), key)).toMatchObject({ entries: 3, by: new Map([['acme', [4]]]) });
    const after = await record();
    expect(JSON.stringify(after)).not.toContain('olga');
    expect(after.slice(0, 3)).toEqual(before.map((entry) => ({ ...entry, body: expect.any(Object) })));
    expect(after[1]?.body).toMatchObject({ author: 'person-3f2a', outcome: 'review_required' });
    expect(after[3]).toMatchObject({
      kind: 'redaction',
      subject: 'acme',
      at: NOON,
      previous: before[2]?.hash,
      body: { by: 'nadia', reason: 'erasure request 17', what: 'one person', key: key.id },
    });
    expect(await problems()).toEqual([]);
    const [verification] = verifications(await heldIn(at.place()), [key]);
    expect(verification?.redactions).toMatchObject([{ sequence: 4, redacted: { length: 3 } }]);
  });

  test('the database refuses changes as before', async () => {
    await fill(2);
    await redactOlga(at.place(), key);
    for (const statement of [
      "update record set body = '{}'",
      'delete from record',
      "update checkpoint set at = ''",
    ]) {
      const store = await openStore(at.place());
      await sign(store, key);
      await store.close();
      await expect(execute(at.place(), statement)).rejects.toThrow('append-only');
    }
  });

  test('what a decision rested on goes where it names them, also if the entry itself does not', async () => {
    const facts = opened({ reviews: [review('olga', 'APPROVED')] });
    const named = pack(basisOf(decisionInput({ facts })));
    const store = await openStore(at.place());
    const body = { outcome: 'allow' };
    await store.append({ ...decision(1), body, basis: named });
    await store.append({ ...decision(2), body, basis: OTHERS_BASIS });
    await store.close();
    expect(await redactOlga(at.place(), key)).toMatchObject({ entries: 1 });
    const reader = readStore(at.place());
    const kept = await Promise.all([reader.basis(named.digest), reader.basis(OTHERS_BASIS.digest)]);
    await reader.close();
    expect(kept).toEqual([null, OTHERS_BASIS]);
    const [, , redaction] = await record();
    expect(redaction?.body['redacted']).toMatchObject([{ sequence: 1 }]);
    expect(await problems()).toEqual([]);
    expect(await redactOlga(at.place(), key)).toMatchObject({ entries: 0 });
  });

  test('many entries go in batches, each with an entry of its own', async () => {
    await fill(230);
    const { by } = await redactOlga(at.place(), key);
    expect(by.get('acme')).toEqual([231, 232, 233]);
    expect(await problems()).toEqual([]);
  });

  test('what was redacted can be redacted again, and the later word counts', async () => {
    await fill(2);
    await redactOlga(at.place(), key);
    const others = { ...OTHERS, change: ({ body }: RecordEntry) => ({ ...body, author: 'person-0000' }) };
    await redactStore(at.place(), others);
    expect((await record()).map(({ body }) => body['author'])).toEqual([
      'person-0000',
      'person-0000',
      undefined,
      undefined,
    ]);
    expect(await problems()).toEqual([]);
  });

  test('by a key that is not the deployment’s it does not count', async () => {
    await fill(2);
    await redactOlga(at.place(), newRecordKey().key);
    expect((await problems()).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    const store = await openStore(at.place());
    await sign(store, key);
    // The key has signed nothing before, and none that signed is there to vouch: the redaction is taken as it is.
    expect(await store.lastCheckpoint('acme', key.id)).toMatchObject({ sequence: 3 });
    await store.append(decision(7));
    await sign(store, key);
    await store.close();
    await redactOlga(at.place(), newRecordKey().key);
    const again = await openStore(at.place());
    await sign(again, key);
    expect(await again.lastCheckpoint('acme', key.id)).toMatchObject({ sequence: 4 });
    await again.close();
  });

  test('a broken record is left alone', async () => {
    await fill(3);
    await tamper(at.place(), "update record set body = '{}' where sequence = 2");
    await expect(redactOlga(at.place(), key)).rejects.toThrow(
      'The record of acme is broken at entry 2: This entry was altered: its hash is not that of its content. Nothing was redacted',
    );
    expect(await record()).toHaveLength(3);
  });

  test('what decisions rested on goes with them', async () => {
    const store = await openStore(at.place());
    await store.append({ ...decision(1), basis: { digest: 'd1', content: 'olga' } });
    await store.append({ ...decision(2), body: { outcome: 'allow' }, basis: OTHERS_BASIS });
    await store.close();
    await redactOlga(at.place(), key);
    const reader = readStore(at.place());
    expect([await reader.basis('d1'), await reader.basis(OTHERS_BASIS.digest)]).toEqual([null, OTHERS_BASIS]);
    await reader.close();
  });

  test('pushes and commands of merged pull requests go, those of others stay', async () => {
    const store = await openStore(at.place());
    for (const number of [1, 2]) {
      const pullRequest = { owner: 'acme', name: 'shop', number };
      const pushes = ['olga', 'bela'].map((login, id) => ({
        pullRequest,
        login,
        accountType: 'User',
        accountId: id,
        sha: 'a',
        before: null,
      }));
      const author = { login: 'olga', type: 'User' as const, id: 0 };
      const told = { pullRequest, id: `comment:${number}`, commentId: number, author, text: 'x', at: NOON };
      await store.accept(
        { id: `d${number}`, event: 'issue_comment', action: null, receivedAt: NOON },
        { jobs: [], pushes, command: told },
      );
    }
    const merge = { owner: 'acme', at: NOON, kind: 'merge' as const, subject: 'Acme/shop#1', body: {} };
    await store.append(merge);
    await store.close();
    expect((await redactOlga(at.place(), key)).rows).toBe(2);
    const reader = readStore(at.place());
    const pushers = async (number: number) =>
      (await reader.pushes({ owner: 'acme', name: 'shop', number })).map(({ login }) => login).toSorted();
    expect([await pushers(1), await pushers(2)]).toEqual([['bela'], ['bela', 'olga']]);
    expect(await reader.commands({ owner: 'acme', name: 'shop', number: 2 })).toHaveLength(1);
    await reader.close();
  });

  test('nothing of them is left in an embedded store’s files', async () => {
    await fill(150);
    await redactOlga(at.place(), key);
    const place = at.place();
    if (!('folder' in place)) return;
    const files = readdirSync(place.folder).map((name) => readFileSync(join(place.folder, name), 'latin1'));
    expect(files.filter((content) => content.includes('olga'))).toEqual([]);
  });

  test('an embedded store in use is refused', async () => {
    const place = at.place();
    if (!('folder' in place)) return;
    const store = await openStore(place);
    await expect(redactOlga(place, key)).rejects.toThrow('Another AgentGuard is running on');
    await store.close();
  });
});

/** Names no olga. */
const OTHERS_BASIS = pack(basisOf(decisionInput({ people: people({ ada: 'admin' }) })));

const OTHERS = {
  names: () => false,
  owner: 'acme',
  login: null,
  before: '2026-03-03T00:00:00.000Z',
  what: 'all people before 2026-03-03',
  by: 'nadia',
  reason: 'kept for a day',
  key,
  now: () => new Date(NOON),
};
