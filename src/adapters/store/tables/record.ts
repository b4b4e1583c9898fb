import { createHash } from 'node:crypto';
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { PackedBasis } from '../../../core/decision/basis/pack.ts';
import { canonicalJson } from '../../../core/facts/canonical-json.ts';
import type { RecordEntry, RecordKind } from '../../../ports.ts';
import type { Engine } from '../engines/engine.ts';
import type { RecordRow, Schema } from '../schema.ts';
import { storable } from '../storable.ts';
import { saveBasis } from './basis.ts';

/** What the first entry of a chain follows. */
const NOTHING = '0'.repeat(64);

/** Entries are checked so many at a time. */
const PAGE = 500;

export interface Break {
  /** The first entry that is not what it was, or is missing. */
  readonly sequence: number;
  readonly problem: string;
}

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
async function lockedEnd(
  db: Kysely<Schema>,
  owner: string,
  { locksRows }: Pick<Engine, 'locksRows'>,
): Promise<{ sequence: number; hash: string }> {
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

/**
 * Reads an owner's whole chain and says where it first breaks; null: it is whole.
 *
 * Whoever can write to the database file could also write a new chain from some entry on. That shows only against
 * a hash kept elsewhere.
 */
export async function verify(db: Kysely<Schema>, owner: string): Promise<Break | null> {
  const key = owner.toLowerCase();
  let previous = NOTHING;
  let sequence = 0;
  for (;;) {
    const page = await db
      .selectFrom('record')
      .selectAll()
      .where('owner', '=', key)
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    for (const row of page) {
      const problem = problemOf(row, sequence + 1, previous);
      if (problem) return { sequence: sequence + 1, problem };
      previous = row.hash;
      sequence = row.sequence;
    }
    if (page.length < PAGE) break;
  }
  const end = await chainEnd(db, key);
  if (sequence < (end?.sequence ?? 0)) {
    return { sequence: sequence + 1, problem: 'This entry and any after it are missing.' };
  }
  if (sequence > (end?.sequence ?? 0) || previous !== (end?.hash ?? NOTHING)) {
    return { sequence, problem: 'The chain was noted to end otherwise: its end was replaced.' };
  }
  return null;
}

function problemOf(row: RecordRow, sequence: number, previous: string): string | null {
  if (row.sequence !== sequence) return 'This entry is missing.';
  if (row.hash !== hashOf(row)) return 'This entry was altered: its hash is not that of its content.';
  if (row.previous !== previous)
    return 'This entry does not follow the one before it: one of them was replaced.';
  return null;
}

/** Whatever the spelling: GitHub takes all for the same thing. */
function isSubject(subject: string) {
  return (eb: ExpressionBuilder<Schema, 'record'>) =>
    // By the database both: not all know the small letters of every language.
    eb(eb.fn<string>('lower', ['subject']), '=', eb.fn<string>('lower', [eb.val(subject)]));
}

async function chainEnd(
  db: Kysely<Schema>,
  owner: string,
): Promise<{ sequence: number; hash: string } | undefined> {
  return db.selectFrom('chain').select(['sequence', 'hash']).where('owner', '=', owner).executeTakeFirst();
}

/** SHA-256 over the canonical JSON of everything but the hash; the body goes in as the text that is stored. */
function hashOf(row: Omit<RecordRow, 'hash'>): string {
  const { owner, sequence, at, kind, subject, body, previous } = row;
  const content = canonicalJson({ owner, sequence, at, kind, subject, body, previous });
  return createHash('sha256').update(content).digest('hex');
}

export function toEntry(row: RecordRow): RecordEntry {
  return { ...row, body: JSON.parse(row.body) as Record<string, unknown> };
}
