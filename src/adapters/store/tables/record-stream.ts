import { setImmediate } from 'node:timers/promises';
import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { RecordEntry, RecordFilter } from '../../../ports.ts';
import { repositoryKey, type Schema } from '../schema.ts';
import { toEntry } from './record.ts';

/** So many entries are in memory at a time: those of a large pull request have hundreds of kilobytes each. */
const PAGE = 100;

/** An owner's entries in their order, a page at a time. */
export async function* stream(db: Kysely<Schema>, filter: RecordFilter): AsyncGenerator<RecordEntry> {
  const { from, kinds } = filter;
  // Of no kind at all there is nothing, and not every database takes an empty list.
  if (kinds?.length === 0) return;
  const first = from === undefined ? 1 : await firstSince(db, filter.owner.toLowerCase(), from);
  if (first === null) return;
  const after = Math.max(filter.after ?? 0, first - 1);
  // Decisions are most of a record: without them each kind is looked up by itself, and nothing is walked past.
  if (kinds && kinds.length > 1 && !kinds.includes('decision')) {
    yield* inOrder([...new Set(kinds)].map((kind) => pages(db, { ...filter, kinds: [kind] }, after)));
  } else yield* pages(db, filter, after);
}

async function* pages(db: Kysely<Schema>, filter: RecordFilter, first: number): AsyncGenerator<RecordEntry> {
  let after = first;
  for (;;) {
    const page = await meant(db, { ...filter, after })
      .selectAll()
      .orderBy('sequence')
      .limit(PAGE)
      .execute();
    for (const row of page) yield toEntry(row);
    if (page.length < PAGE) return;
    after = page.at(-1)?.sequence ?? after;
    // An embedded database answers at once: everything else in the process would have to wait for the last page.
    await setImmediate();
  }
}

/** Several kinds of one owner's entries as one. */
async function* inOrder(kinds: readonly AsyncGenerator<RecordEntry>[]): AsyncGenerator<RecordEntry> {
  const heads: { readonly entry: RecordEntry; readonly rest: AsyncGenerator<RecordEntry> }[] = [];
  const advance = async (rest: AsyncGenerator<RecordEntry>): Promise<void> => {
    const next = await rest.next();
    if (!next.done) heads.push({ entry: next.value, rest });
  };
  for (const kind of kinds) await advance(kind);
  for (;;) {
    heads.sort((a, b) => b.entry.sequence - a.entry.sequence);
    const head = heads.pop();
    if (!head) return;
    yield head.entry;
    await advance(head.rest);
  }
}

/** How many entries a stream would give now. */
export async function count(db: Kysely<Schema>, filter: RecordFilter): Promise<number> {
  if (filter.kinds?.length === 0) return 0;
  const { entries } = await meant(db, filter)
    .select((eb) => eb.fn.countAll<number | string>().as('entries'))
    .executeTakeFirstOrThrow();
  return Number(entries);
}

function meant(db: Kysely<Schema>, { owner, kinds, from, to, repository, after }: RecordFilter) {
  let query = db.selectFrom('record').where('owner', '=', owner.toLowerCase());
  if (after !== undefined) query = query.where('sequence', '>', after);
  if (kinds?.length === 1 && kinds[0]) query = query.where('kind', '=', kinds[0]);
  else if (kinds) query = query.where('kind', 'in', kinds);
  if (from !== undefined) query = query.where('at', '>=', iso(from));
  if (to !== undefined) query = query.where('at', '<', iso(to));
  if (repository) query = query.where(isAbout(repositoryKey(repository)));
  return query;
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

/** Whether an entry's subject is a repository, its pull requests or its branches, whatever the spelling. */
function isAbout(repository: string) {
  const name = repository.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
  return (eb: ExpressionBuilder<Schema, 'record'>) => {
    const subject = eb.fn<string>('lower', ['subject']);
    const like = (pattern: string) => sql<SqlBool>`${subject} like ${pattern} escape '\\'`;
    return eb.or([like(`${name}#%`), like(`${name}@%`), eb(subject, '=', repository)]);
  };
}
