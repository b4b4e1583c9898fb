import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { canonicalJson } from '../../core/facts/canonical-json.ts';
import { contentOf, type StoredEntry } from '../../core/record/entry.ts';
import type { RecordKey } from '../../core/record/key.ts';
import { signRedaction } from '../../core/record/redaction.ts';
import type { PackedBasis, RecordEntry } from '../../ports.ts';
import type { Engine, StorePlace } from './engines/engine.ts';
import type { RecordRow, Schema } from './schema.ts';
import { openDatabase } from './store.ts';
import { basis as keptBasis, forgetBasis } from './tables/basis.ts';
import { append, lockedEnd, toEntry, verify } from './tables/record.ts';
import { owners } from './tables/chain.ts';

/** So many entries are redacted by one entry, in one transaction. */
const BATCH = 100;

export interface Redacting {
  /** Lower case; null: the records of all. */
  readonly owner: string | null;
  /** Whose rows of merged pull requests go from other tables; null: everybody's. */
  readonly login: string | null;
  /** Only entries from before this time, ISO 8601 in UTC; null: all. */
  readonly before: string | null;
  /** The body without what is to go; the very same one where nothing is. */
  readonly change: (entry: RecordEntry) => RecordEntry['body'];
  /** Whether what a decision rested on names somebody who is to go; then it goes, whatever the entry itself says. */
  readonly names: (basis: PackedBasis) => boolean;
  /** For the record: what is taken out, without naming anybody, who does it and why. */
  readonly what: string;
  readonly by: string;
  readonly reason: string;
  readonly key: RecordKey;
  readonly now: () => Date;
}

export interface RedactionDone {
  readonly entries: number;
  /** Numbers of the entries that say so, by owner. */
  readonly by: ReadonlyMap<string, readonly number[]>;
  /** Rows of other tables that are gone. */
  readonly rows: number;
}

/**
 * Takes personal data out of entries, in place: numbers, times, kinds, subjects and hashes stay, and a new entry, signed,
 * says which ones were changed. Each batch is a transaction of its own. Rejects with a sentence when the store cannot be
 * had for itself, or a record is not whole, since what was altered before could not be told from it any more.
 */
export async function redactStore(
  place: StorePlace,
  redacting: Redacting,
  onProgress: (owner: string, sequence: number) => void = () => {},
): Promise<RedactionDone> {
  const { db, engine, close } = await openDatabase(place);
  try {
    const all = redacting.owner === null ? await owners(db) : [redacting.owner];
    for (const owner of all) await refuseIfBroken(db, owner);
    const by = new Map<string, number[]>();
    let entries = 0;
    let rows = 0;
    for (const owner of all) {
      for await (const batch of batches(db, owner, redacting, onProgress)) {
        const made = await db
          .transaction()
          .execute((trx) => redactBatch(trx, engine, { owner, batch, redacting }));
        by.set(owner, [...(by.get(owner) ?? []), made]);
        entries += batch.length;
      }
      rows += await db.transaction().execute((trx) => forgetPeople(trx, owner, redacting));
    }
    if (entries + rows > 0) await engine.tidy(db as unknown as Kysely<never>);
    return { entries, by, rows };
  } finally {
    await close();
  }
}

async function refuseIfBroken(db: Kysely<Schema>, owner: string): Promise<void> {
  const broken = await verify(db, owner);
  if (!broken) return;
  throw new Error(
    `The record of ${owner} is broken at entry ${broken.sequence}: ${broken.problem} Nothing was redacted: look into that first.`,
  );
}

interface Changed {
  readonly row: RecordRow;
  readonly body: string;
}

/** Entries to be changed, as the chain has them now; what is appended meanwhile is not looked at. */
async function* batches(
  db: Kysely<Schema>,
  owner: string,
  { before, change, names }: Redacting,
  onProgress: (owner: string, sequence: number) => void,
): AsyncGenerator<readonly Changed[]> {
  let batch: Changed[] = [];
  for (let after = 0; ;) {
    const page = await db
      .selectFrom('record')
      .selectAll()
      .where('owner', '=', owner)
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(BATCH)
      .execute();
    for (const row of page) {
      // What a redaction says is signed, and names nobody that was taken out.
      if (row.kind === 'redaction' || (before !== null && row.at >= before)) continue;
      const entry = toEntry(row);
      const { basis: rested, ...rest } = change(entry);
      const goes = await restsOnNames(db, entry, names);
      const body = canonicalJson(rested === undefined || goes ? rest : { ...rest, basis: rested });
      if (body !== row.body) batch.push({ row, body });
      if (batch.length === BATCH) yield batch.splice(0);
    }
    after = page.at(-1)?.sequence ?? after;
    onProgress(owner, after);
    if (page.length < BATCH) break;
    await setImmediate();
  }
  if (batch.length > 0) yield batch;
}

async function restsOnNames(
  db: Kysely<Schema>,
  { body }: RecordEntry,
  names: Redacting['names'],
): Promise<boolean> {
  const digest = body['basis'];
  const kept = typeof digest === 'string' ? await keptBasis(db, digest) : null;
  return kept !== null && names(kept);
}

/** The number of the entry that says so. */
async function redactBatch(
  trx: Kysely<Schema>,
  engine: Engine,
  { owner, batch, redacting }: { owner: string; batch: readonly Changed[]; redacting: Redacting },
): Promise<number> {
  await lockedEnd(trx, owner, engine);
  const changed = batch.map(({ row, body }) => ({ ...row, body }));
  await engine.letUpdate(trx as unknown as Kysely<never>, 'record', async () => {
    for (const [index, { sequence, body }] of changed.entries()) {
      const { numUpdatedRows } = await trx
        .updateTable('record')
        .set({ body })
        .where('owner', '=', owner)
        .where('sequence', '=', sequence)
        .where('body', '=', batch[index]?.row.body ?? '')
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) {
        throw new Error(`Entry ${sequence} of ${owner} was changed by somebody else meanwhile. Try again.`);
      }
    }
  });
  await forgetWhatTheyRestedOn(trx, batch);
  const { what, by, reason, key, now } = redacting;
  const redacted = changed.map((entry: StoredEntry) => ({
    sequence: entry.sequence,
    hash: entry.hash,
    content: contentOf(entry),
  }));
  const body = signRedaction(owner, { what, by, reason, redacted }, key);
  const entry = { owner, at: now().toISOString(), kind: 'redaction' as const, subject: owner, body };
  return (await append(trx, engine, entry)).sequence;
}

/** Of an entry that is changed it goes in any case: the decision would come out otherwise than it says now. */
const forgetWhatTheyRestedOn = (trx: Kysely<Schema>, batch: readonly Changed[]): Promise<void> =>
  forgetBasis(
    trx,
    batch.flatMap(({ row }) => {
      const { basis } = JSON.parse(row.body) as { readonly basis?: unknown };
      return typeof basis === 'string' ? [basis] : [];
    }),
  );

/**
 * Who pushed to merged pull requests, commands on them and whom AgentGuard asked. Of those that can be opened again
 * they stay: without them somebody could approve what they pushed themselves.
 */
async function forgetPeople(
  trx: Kysely<Schema>,
  owner: string,
  { login, before }: Pick<Redacting, 'login' | 'before'>,
): Promise<number> {
  const gone = [];
  for (const [table, column] of [
    ['push', 'login'],
    ['command', 'login'],
    ['reviewerRequest', 'reviewer'],
  ] as const) {
    const merged = sql<boolean>`exists (select 1 from ${sql.table('record')} as r where r.owner = ${owner}
      and r.kind = 'merge' and lower(r.subject) = ${sql.ref(`${table}.repository`)} || '#' || cast(${sql.ref(`${table}.number`)} as text)
      and (${before === null ? sql`1 = 1` : sql`r.at < ${before}`}))`;
    const theirs =
      login === null
        ? sql<boolean>`1 = 1`
        : sql<boolean>`lower(${sql.ref(`${table}.${column}`)}) = ${login.toLowerCase()}`;
    gone.push(await trx.deleteFrom(table).where(merged).where(theirs).executeTakeFirst());
  }
  return gone.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0);
}
