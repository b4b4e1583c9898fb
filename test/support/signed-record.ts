import { pino } from 'pino';
import type { StorePlace } from '../../src/adapters/store/engines/engine.ts';
import { readStore } from '../../src/adapters/store/read.ts';
import { redactStore, type RedactionDone } from '../../src/adapters/store/redact.ts';
import { openStore } from '../../src/adapters/store/store.ts';
import { namesPerson } from '../../src/core/decision/basis/names.ts';
import type { ChainEnd } from '../../src/core/record/chain-check.ts';
import type { Checkpoint } from '../../src/core/record/checkpoint.ts';
import type { StoredEntry } from '../../src/core/record/entry.ts';
import type { PublicRecordKey, RecordKey } from '../../src/core/record/key.ts';
import { withoutPeople } from '../../src/core/record/people.ts';
import { createVerification, type Verification } from '../../src/core/record/verification.ts';
import type { Store } from '../../src/ports.ts';
import { createCheckpoints } from '../../src/worker/sweeps/checkpoints.ts';
import type { Sweep } from '../../src/worker/sweeps/sweep.ts';

export const NOON = '2026-03-02T12:00:00.000Z';

/** Signs what is in a store, as the server does every quarter of an hour; gives how many records were broken. */
export async function sign(store: Store, key: RecordKey): Promise<{ readonly broken: number }> {
  let broken = NaN;
  await createCheckpoints()({
    store,
    log: pino({ level: 'silent' }),
    recordKey: key,
    clock: { now: () => new Date(NOON) },
    signal: new AbortController().signal,
    meter: { recordBroken: (owners: number) => void (broken = owners) },
  } as unknown as Sweep);
  return { broken };
}

/** A decision with olga in it. */
export const decision = (number: number, owner = 'acme') => ({
  owner,
  at: new Date(Date.parse(NOON) + number * 1000).toISOString(),
  kind: 'decision' as const,
  subject: `${owner}/shop#${number}`,
  body: {
    outcome: 'review_required',
    head: 'a'.repeat(40),
    author: number % 2 === 0 ? 'olga' : 'nadia',
    obligations: [
      {
        name: 'database',
        asked: 'one of olga, bela',
        met: false,
        counted: [],
        opposed: ['bela'],
        rejected: [],
      },
    ],
  },
});

/** Takes olga out of a store that nobody has open. */
export const redactOlga = (place: StorePlace, key: RecordKey): Promise<RedactionDone> =>
  redactStore(place, {
    owner: null,
    login: 'olga',
    before: null,
    change: ({ body, kind }) =>
      withoutPeople(body, kind, { login: 'olga', pseudonymOf: () => 'person-3f2a' }),
    names: (basis) => namesPerson(basis, 'olga'),
    what: 'one person',
    by: 'nadia',
    reason: 'erasure request 17',
    key,
    now: () => new Date(NOON),
  });

/**
 * acme's and umbrella's records: four entries and a checkpoint, two more, a redaction of what names olga, another
 * checkpoint, and two entries that are not signed yet.
 */
export async function fillSigned(place: StorePlace, key: RecordKey): Promise<void> {
  const grow = async (store: Store, ...numbers: readonly number[]): Promise<void> => {
    for (const n of numbers) for (const owner of ['acme', 'umbrella']) await store.append(decision(n, owner));
  };
  const store = await openStore(place);
  await grow(store, 1, 2, 3, 4);
  await sign(store, key);
  await grow(store, 5, 6);
  await sign(store, key);
  await store.close();
  await redactOlga(place, key);
  const again = await openStore(place);
  await grow(again, 7);
  await sign(again, key);
  await grow(again, 8, 9);
  await again.close();
}

/** Everything of the record that a store holds. */
export interface Held {
  readonly entries: readonly StoredEntry[];
  readonly checkpoints: readonly Checkpoint[];
  readonly ends: ReadonlyMap<string, ChainEnd>;
}

export async function heldIn(place: StorePlace): Promise<Held> {
  const store = readStore(place);
  try {
    const entries: StoredEntry[] = [];
    const checkpoints: Checkpoint[] = [];
    const ends = new Map<string, ChainEnd>();
    for (const owner of await store.owners()) {
      const end = await store.readChain(owner, (entry) => void entries.push(entry));
      if (end) ends.set(owner, end);
      checkpoints.push(...(await store.checkpoints(owner)));
    }
    return { entries, checkpoints, ends };
  } finally {
    await store.close();
  }
}

/** Whether `audit verify` would find nothing at all, in the records of all owners. */
export const isFine = (held: Held, keys: readonly PublicRecordKey[]): boolean =>
  verifications(held, keys).every(({ problems, doubts }) => problems.length === 0 && doubts.length === 0);

export function verifications(
  { entries, checkpoints, ends }: Held,
  keys: readonly PublicRecordKey[],
): Verification[] {
  const owners = [...new Set([...entries, ...checkpoints].map(({ owner }) => owner)), ...ends.keys()];
  return [...new Set(owners)].map((owner) => {
    const verification = createVerification({
      owner,
      checkpoints: checkpoints.filter((one) => one.owner === owner),
      kept: [],
      keys,
      now: NOON,
    });
    const own = entries.filter((one) => one.owner === owner);
    for (const entry of own.toSorted((a, b) => a.sequence - b.sequence)) verification.add(entry);
    return verification.finish(ends.get(owner) ?? null);
  });
}
