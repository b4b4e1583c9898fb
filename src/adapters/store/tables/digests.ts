import type { Kysely } from 'kysely';
import type { FileDigests } from '../../../core/facts/digests.ts';
import type { PullRequestId } from '../../../ports.ts';
import { repositoryKey, type Schema } from '../schema.ts';

/** Digests of those of the given heads that were evaluated for this pull request. */
export async function digests(
  db: Kysely<Schema>,
  id: PullRequestId,
  shas: readonly string[],
): Promise<Map<string, FileDigests>> {
  const found = new Map<string, FileDigests>();
  for (const sha of new Set(shas)) {
    const row = await db
      .selectFrom('digests')
      .select('digests')
      .where('repository', '=', repositoryKey(id))
      .where('number', '=', id.number)
      .where('sha', '=', sha)
      .executeTakeFirst();
    if (row) found.set(sha, JSON.parse(row.digests) as FileDigests);
  }
  return found;
}

export async function saveDigests(
  db: Kysely<Schema>,
  id: PullRequestId,
  sha: string,
  value: FileDigests,
): Promise<void> {
  await db
    .insertInto('digests')
    .values({ repository: repositoryKey(id), number: id.number, sha, digests: JSON.stringify(value) })
    .onConflict((conflict) =>
      conflict
        .columns(['repository', 'number', 'sha'])
        .doUpdateSet((eb) => ({ digests: eb.ref('excluded.digests') })),
    )
    .execute();
}
