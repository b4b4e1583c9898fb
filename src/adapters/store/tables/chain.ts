import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { ChainEnd } from '../../../core/record/chain-check.ts';
import type { StoredEntry } from '../../../core/record/entry.ts';
import type { Schema } from '../schema.ts';

/** So many entries are in memory at a time: those of a large pull request have hundreds of kilobytes each. */
const PAGE = 100;

/** Every owner of whom there is an entry, the end of a chain or a checkpoint. */
export async function owners(db: Kysely<Schema>): Promise<string[]> {
  // From one owner to the next, not past every entry.
  const { rows } = await sql<{ owner: string }>`with recursive found (owner) as (
      select min(owner) from record
      union all select (select min(owner) from record where owner > found.owner) from found where owner is not null
    ) select owner from found where owner is not null
    union select owner from chain union select distinct owner from checkpoint`.execute(db);
  return rows.map(({ owner }) => owner).toSorted();
}

/** Where an owner's chain was noted to end; null: nowhere. */
export async function chainEnd(db: Kysely<Schema>, owner: string): Promise<ChainEnd | null> {
  const end = await db
    .selectFrom('chain')
    .select(['sequence', 'hash'])
    .where('owner', '=', owner)
    .executeTakeFirst();
  return end ?? null;
}

/** Gives an owner's entries to `take`, as the port's `readChain` says. */
export async function readChain(
  db: Kysely<Schema>,
  owner: string,
  take: (entry: StoredEntry) => void,
  { after }: { readonly after?: number } = {},
): Promise<ChainEnd | null> {
  let last = after;
  let noted = await chainEnd(db, owner);
  for (;;) {
    let isFull = true;
    while (isFull) {
      const page = await pageAfter(db, owner, last);
      for (const entry of page) take(entry);
      last = page.at(-1)?.sequence ?? last;
      isFull = page.length === PAGE;
      // An embedded database answers at once: everything else in the process would have to wait for the last page.
      await setImmediate();
    }
    const now = await chainEnd(db, owner);
    const isAll = (now?.sequence ?? 0) <= (last ?? 0);
    // What was appended meanwhile was not there to be read. What was noted before the reading was, or it is missing.
    if (isAll || now?.sequence === noted?.sequence) return now;
    noted = now;
  }
}

function pageAfter(db: Kysely<Schema>, owner: string, after: number | undefined): Promise<StoredEntry[]> {
  let query = db.selectFrom('record').selectAll().where('owner', '=', owner);
  // From the very beginning also what stands before the first entry, where nothing has a place.
  if (after !== undefined) query = query.where('sequence', '>', after);
  return query.orderBy('sequence').limit(PAGE).execute();
}
