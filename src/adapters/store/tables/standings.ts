import { setImmediate } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Standing } from '../../../ports.ts';
import type { Schema } from '../schema.ts';
import { storable } from '../storable.ts';
import { toEntry } from './record.ts';

/** So many subjects are asked for in one statement. */
const TOGETHER = 200;

/**
 * What canonical JSON has of a decision that allows, and nothing else can have: within a text quotation marks are escaped.
 * PostgreSQL's own reader of JSON takes no NUL, not even an escaped one.
 */
const ALLOWED = '%"outcome":"allow"%';

/** The newest decision on each of these subjects, and since when it has been allowed, or not. */
export async function standings(
  db: Kysely<Schema>,
  owner: string,
  subjects: readonly string[],
  { before }: { readonly before?: number } = {},
): Promise<Map<string, Standing>> {
  const keys = [...new Set(subjects.map((subject) => storable(subject).toLowerCase()))];
  const found = new Map<string, Standing>();
  for (let done = 0; done < keys.length; done += TOGETHER) {
    const asked = { owner: owner.toLowerCase(), keys: keys.slice(done, done + TOGETHER), before };
    for (const [subject, standing] of await some(db, asked)) found.set(subject, standing);
    // An embedded database answers at once: everything else in the process would have to wait for the last of them.
    await setImmediate();
  }
  return found;
}

interface Asked {
  readonly owner: string;
  readonly keys: readonly string[];
  readonly before: number | undefined;
}

async function some(db: Kysely<Schema>, { owner, keys, before }: Asked): Promise<[string, Standing][]> {
  const subject = sql<string>`lower(subject)`;
  let decisions = db
    .selectFrom('record')
    .where('owner', '=', owner)
    .where(subject, 'in', keys)
    .where('kind', '=', 'decision');
  if (before !== undefined) decisions = decisions.where('sequence', '<', before);
  const ends = await decisions
    .select((eb) => [subject.as('key'), eb.fn.max('sequence').as('last')])
    .groupBy(subject)
    .execute();
  if (ends.length === 0) return [];
  const lasts = ends.map(({ last }) => Number(last));
  const rows = await db
    .selectFrom('record')
    .selectAll()
    .where('owner', '=', owner)
    .where('sequence', 'in', lasts)
    .execute();
  // Put in order here: asked for it, a database may walk through everything the owner has to find them in order.
  const answers = await decisions
    .select([
      subject.as('key'),
      'sequence',
      'at',
      sql<number>`case when body like ${ALLOWED} then 1 else 0 end`.as('allowed'),
    ])
    .execute();
  const since = new Map<string, { allowed: number; at: string }>();
  for (const { key, at, allowed } of answers.toSorted((a, b) => a.sequence - b.sequence)) {
    if (since.get(key)?.allowed !== allowed) since.set(key, { allowed, at });
  }
  return rows.map((row) => {
    const key = row.subject.toLowerCase();
    return [key, { decision: toEntry(row), since: since.get(key)?.at ?? row.at }];
  });
}
