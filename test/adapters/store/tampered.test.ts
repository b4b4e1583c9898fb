import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOf, type StoredEntry } from '../../../src/core/record/entry.ts';
import { describeOnEachStore } from '../../support/each-store.ts';
import { newRecordKey } from '../../support/record-key.ts';
import { fillSigned, type Held, heldIn, isFine, NOON, verifications } from '../../support/signed-record.ts';
import { tamper } from '../../support/tamper.ts';

const { key } = newRecordKey();

/** The value with one byte changed, at each place; of a number each digit, and its sign. */
function* changed(value: string | number): Generator<string | number> {
  const text = String(value);
  for (let at = 0; at < text.length; at++) {
    const other = String.fromCodePoint((text.codePointAt(at) ?? 0) ^ 1);
    const result = text.slice(0, at) + other + text.slice(at + 1);
    if (typeof value === 'string') yield result;
    else if (!Number.isNaN(Number(result))) yield Number(result);
  }
  if (typeof value === 'number') yield -value - 1;
}

describe('one changed byte', () => {
  let held: Held;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agentguard-tampered-'));
    await fillSigned({ folder }, key);
    const all = await heldIn({ folder });
    const ofAcme = ({ owner }: { owner: string }): boolean => owner === 'acme';
    held = {
      entries: all.entries.filter(ofAcme),
      checkpoints: all.checkpoints.filter(ofAcme),
      ends: new Map([...all.ends].filter(([owner]) => owner === 'acme')),
    };
    rmSync(folder, { recursive: true });
  });

  test('nothing is found where nothing was changed', () => {
    expect(held.entries).toHaveLength(10);
    expect(held.checkpoints).toHaveLength(3);
    expect(verifications(held, [key]).flatMap(({ problems, doubts }) => [...problems, ...doubts])).toEqual(
      [],
    );
  });

  const COLUMNS = {
    entries: ['owner', 'sequence', 'at', 'kind', 'subject', 'body', 'previous', 'hash'],
    checkpoints: ['owner', 'sequence', 'hash', 'at', 'previous', 'key', 'publicKey', 'signature'],
  } as const;

  test.each(Object.entries(COLUMNS).flatMap(([table, columns]) => columns.map((column) => [table, column])))(
    'of any of the %s in %s is found',
    (table, column) => {
      const rows = held[table as 'entries' | 'checkpoints'] as unknown as Record<string, string | number>[];
      let tried = 0;
      const unnoticed: unknown[] = [];
      for (const [index, row] of rows.entries()) {
        for (const value of changed(row[column as string] ?? '')) {
          tried++;
          const tampered = rows.with(index, { ...row, [column as string]: value });
          if (isFine({ ...held, [table as string]: tampered }, [key])) unnoticed.push([index, value]);
        }
      }
      expect(tried).toBeGreaterThanOrEqual(rows.length);
      expect(unnoticed).toEqual([]);
    },
  );

  test('of where a chain was noted to end is found', () => {
    for (const [owner, end] of held.ends) {
      const others = [
        ...[...changed(end.sequence)].map((sequence) => ({ ...end, sequence: Number(sequence) })),
        ...[...changed(end.hash)].map((hash) => ({ ...end, hash: String(hash) })),
      ];
      for (const other of others) {
        expect(isFine({ ...held, ends: new Map(held.ends).set(owner, other) }, [key])).toBe(false);
      }
    }
  });
});

describeOnEachStore('a record that somebody with the database changed:', (at) => {
  const problemsIn = async (): Promise<unknown[]> =>
    verifications(await heldIn(at.place()), [key]).map(({ owner, problems, doubts }) => [
      owner,
      ...problems.map(({ sequence, problem }) => `${sequence}: ${problem}`),
      ...doubts,
    ]);

  test('as it is, nothing is found', async () => {
    await fillSigned(at.place(), key);
    expect(await problemsIn()).toEqual([['acme'], ['umbrella']]);
  });

  test.each<[string, string, string, RegExp]>([
    [
      'a body',
      `update record set body = '{"outcome":"allow"}' where owner = 'acme' and sequence = 9`,
      'acme',
      /^9: .*altered/,
    ],
    [
      'a body that was redacted',
      `update record set body = '{"outcome":"allow"}' where owner = 'acme' and sequence = 2`,
      'acme',
      /^2: This entry was altered after its redaction by entry 7\./,
    ],
    [
      'a redaction',
      `update record set body = replace(body, 'nadia', 'bela') where owner = 'acme' and sequence = 7`,
      'acme',
      /^2: .*altered/,
    ],
    [
      'an entry removed',
      `delete from record where owner = 'acme' and sequence = 3`,
      'acme',
      /^3: This entry is missing/,
    ],
    [
      'two entries swapped',
      `update record set sequence = -1 where owner = 'acme' and sequence = 3;
       update record set sequence = 3 where owner = 'acme' and sequence = 4;
       update record set sequence = 4 where owner = 'acme' and sequence = -1`,
      'acme',
      /^3: .*altered/,
    ],
    [
      'an entry of another owner in its place',
      `delete from record where owner = 'acme' and sequence = 9;
       update record set owner = 'acme' where owner = 'umbrella' and sequence = 9`,
      'acme',
      /^9: .*altered/,
    ],
    [
      'an entry put in before the first',
      `insert into record select owner, 0, at, kind, subject, body, previous, hash from record where owner = 'acme' and sequence = 1`,
      'acme',
      /^0: .*put in/,
    ],
    [
      'the tail cut off, and the chain noted to end there',
      `delete from record where owner = 'acme' and sequence > 5;
       update chain set sequence = 5, hash = (select hash from record where owner = 'acme' and sequence = 5) where owner = 'acme'`,
      'acme',
      /^6: This entry is missing: the checkpoint of .* knew 6 entries/,
    ],
    [
      'a checkpoint in the middle removed',
      `delete from checkpoint where owner = 'acme' and sequence = 6`,
      'acme',
      /^6: The checkpoint that was made at this entry is gone/,
    ],
    [
      'the first checkpoint removed',
      `delete from checkpoint where owner = 'acme' and sequence = 4`,
      'acme',
      /^4: The checkpoint .* is gone/,
    ],
    [
      'a checkpoint of another owner',
      `delete from checkpoint where owner = 'acme' and sequence = 8; update checkpoint set owner = 'acme' where owner = 'umbrella' and sequence = 8`,
      'acme',
      /^8: The checkpoint at this entry was altered/,
    ],
  ])('%s', async (_, statements, owner, expected) => {
    await fillSigned(at.place(), key);
    await tamper(at.place(), statements);
    const found = (await problemsIn()).find((each) => (each as string[])[0] === owner) as string[];
    expect(found.filter((line) => expected.test(line))).not.toEqual([]);
  });

  test('all rewritten from an entry on, with hashes that fit, is found by the checkpoint', async () => {
    await fillSigned(at.place(), key);
    const own = (await heldIn(at.place())).entries.filter((entry) => entry.owner === 'acme');
    const forged: StoredEntry[] = [];
    for (const entry of own.slice(4)) {
      const body = entry.sequence === 5 ? '{"outcome":"allow"}' : entry.body;
      const unhashed = { ...entry, body, previous: (forged.at(-1) ?? own[3])?.hash ?? '' };
      forged.push({ ...unhashed, hash: hashOf(unhashed) });
    }
    const statements = forged.map(
      ({ sequence, body, previous, hash }) =>
        `update record set body = '${body}', previous = '${previous}', hash = '${hash}' where owner = 'acme' and sequence = ${sequence}`,
    );
    await tamper(
      at.place(),
      [...statements, `update chain set hash = '${forged.at(-1)?.hash}' where owner = 'acme'`].join('; '),
    );
    expect(await problemsIn()).toEqual([
      [
        'acme',
        '5: Entry 7 redacted this entry, which does not have that content.',
        '6: Entry 7 redacted this entry, which does not have that content.',
        ...[6, 8].map(
          (entry) =>
            `${entry}: The checkpoint of ${NOON} knew another hash of this entry: it or one before it was rewritten.`,
        ),
      ],
      ['umbrella'],
    ]);
  });
});
