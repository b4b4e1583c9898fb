import type { ExpressionBuilder, Kysely } from 'kysely';
import { canonicalJson } from '../../../core/facts/canonical-json.ts';
import {
  type ChainEnd,
  createChainCheck,
  endProblem,
  type Problem,
} from '../../../core/record/chain-check.ts';
import { hashOf, NOTHING } from '../../../core/record/entry.ts';
import type { PackedBasis, RecordEntry, RecordKind } from '../../../ports.ts';
import type { Engine } from '../engines/engine.ts';
import type { RecordRow, Schema } from '../schema.ts';
import { storable } from '../storable.ts';
import { saveBasis } from './basis.ts';
import { readChain } from './chain.ts';

/** Adds an entry to its owner's chain, in a transaction. The same body as the newest of that kind and subject adds nothing. */
export async function append(
  db: Kysely<Schema>,
  engine: Pick<Engine, 'locksRows'>,
  entry: {
    owner: string;
    at: string;
    kind: RecordKind;
    subject: string;
    body: object;
    basis?: PackedBasis;
  },
): Promise<RecordEntry> {
  // What is hashed must be what is read again.
  const owner = storable(entry.owner.toLowerCase());
  const subject = storable(entry.subject);
  const body = canonicalJson(entry.body);
  const end = await lockedEnd(db, owner, engine);
  const newest = await db
    .selectFrom('record')
    .selectAll()
    .where('owner', '=', owner)
    .where(isSubject(subject))
    .where('kind', '=', entry.kind)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest && withoutBasis(newest.body) === body) return toEntry(newest);
  if (entry.basis) await saveBasis(db, entry.basis);

  const unhashed = {
    owner,
    sequence: end.sequence + 1,
    at: new Date(entry.at).toISOString(),
    kind: entry.kind,
    subject,
    body: entry.basis ? canonicalJson({ ...entry.body, basis: entry.basis.digest }) : body,
    previous: end.hash,
  };
  const row = { ...unhashed, hash: hashOf(unhashed) };
  await db.insertInto('record').values(row).execute();
  const { sequence, hash } = row;
  await db.updateTable('chain').set({ sequence, hash }).where('owner', '=', owner).execute();
  return toEntry(row);
}

/** A stored body without the name of what the decision rested on, which is another one at every evaluation. */
function withoutBasis(body: string): string {
  const { basis, ...rest } = JSON.parse(body) as Record<string, unknown>;
  return basis === undefined ? body : canonicalJson(rest);
}

/** Where an owner's chain ends. Nobody else can add to it before this transaction is over. */
export async function lockedEnd(
  db: Kysely<Schema>,
  owner: string,
  { locksRows }: Pick<Engine, 'locksRows'>,
): Promise<ChainEnd> {
  await db
    .insertInto('chain')
    .values({ owner, sequence: 0, hash: NOTHING })
    .onConflict((conflict) => conflict.column('owner').doNothing())
    .execute();
  return db
    .selectFrom('chain')
    .select(['sequence', 'hash'])
    .where('owner', '=', owner)
    .$if(locksRows, (query) => query.forUpdate())
    .executeTakeFirstOrThrow();
}

/** An owner's entries in their order, or those about one subject or of some kinds. */
export async function entries(
  db: Kysely<Schema>,
  filter: { owner: string; subject?: string; kinds?: readonly RecordKind[] },
): Promise<RecordEntry[]> {
  // Of no kind at all there is nothing, and not every database takes an empty list.
  if (filter.kinds?.length === 0) return [];
  let query = db.selectFrom('record').selectAll().where('owner', '=', filter.owner.toLowerCase());
  if (filter.subject !== undefined) query = query.where(isSubject(filter.subject));
  if (filter.kinds !== undefined) query = query.where('kind', 'in', filter.kinds);
  return (await query.orderBy('sequence').execute()).map(toEntry);
}

/** The first of what is wrong with an owner's chain; null: it is whole. Checkpoints are not looked at. */
export async function verify(db: Kysely<Schema>, owner: string): Promise<Problem | null> {
  const check = createChainCheck();
  const noted = await readChain(db, owner.toLowerCase(), check.add);
  return check.problems()[0] ?? endProblem(check.end(), noted);
}

/** Whatever the spelling: GitHub takes all for the same thing. */
function isSubject(subject: string) {
  return (eb: ExpressionBuilder<Schema, 'record'>) =>
    // By the database both: not all know the small letters of every language.
    eb(eb.fn<string>('lower', ['subject']), '=', eb.fn<string>('lower', [eb.val(subject)]));
}

export function toEntry(row: RecordRow): RecordEntry {
  return { ...row, body: JSON.parse(row.body) as Record<string, unknown> };
}
