import { setImmediate } from 'node:timers/promises';
import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { RecordEntry, RecordFilter } from '../../../ports.ts';
import { repositoryKey, type Schema } from '../schema.ts';
import { toEntry } from './record.ts';

/** So many entries are in memory at a time: those of a large pull request have hundreds of kilobytes each. */
const PAGE = 100;

/** An owner's entries in their order, a page at a time. */
export async function* stream(db: Kysely<Schema>, filter: RecordFilter): AsyncGenerator<RecordEntry> {
  const { kinds, from, to, repository } = filter;
  // Of no kind at all there is nothing, and not every database takes an empty list.
  if (kinds?.length === 0) return;
  const owner = filter.owner.toLowerCase();
  const first = from === undefined ? 1 : await firstSince(db, owner, from);
  if (first === null) return;
  let after = Math.max(filter.after ?? 0, first - 1);
  for (;;) {
    let query = db.selectFrom('record').selectAll().where('owner', '=', owner).where('sequence', '>', after);
    if (kinds) query = query.where('kind', 'in', kinds);
    if (from !== undefined) query = query.where('at', '>=', iso(from));
    if (to !== undefined) query = query.where('at', '<', iso(to));
    if (repository) query = query.where(isAbout(repositoryKey(repository)));
    const page = await query.orderBy('sequence').limit(PAGE).execute();
    for (const row of page) yield toEntry(row);
    if (page.length < PAGE) return;
    after = page.at(-1)?.sequence ?? after;
    // An embedded database answers at once: everything else in the process would have to wait for the last page.
    await setImmediate();
  }
}

/**
 * The number of the first entry of that time or later: nothing before it has to be looked at. Entries of a chain are
 * not always in the order of their times, so which ones are meant is still asked of each.
 */
async function firstSince(db: Kysely<Schema>, owner: string, from: string): Promise<number | null> {
  const { first } = await db
    .selectFrom('record')
    .select((eb) => eb.fn.min<number | null>('sequence').as('first'))
    .where('owner', '=', owner)
    .where('at', '>=', iso(from))
    .executeTakeFirstOrThrow();
  return first;
}

const iso = (time: string): string => new Date(time).toISOString();

/** Whether an entry's subject is a pull request of a repository, whatever the spelling. */
function isAbout(repository: string) {
  const pattern = `${repository.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}#%`;
  return (eb: ExpressionBuilder<Schema, 'record'>) =>
    sql<SqlBool>`${eb.fn<string>('lower', ['subject'])} like ${pattern} escape '\\'`;
}
