import type { Kysely } from 'kysely';
import type { Delivery, Push, PullRequestId } from '../../../ports.ts';
import { repositoryKey, type Schema } from '../schema.ts';

/** Notes that deliveries came; one that comes again is known already. */
export async function saveDeliveries(db: Kysely<Schema>, came: readonly Delivery[]): Promise<void> {
  if (came.length === 0) return;
  await db
    .insertInto('delivery')
    .values(came.map(({ id, event, action, receivedAt }) => ({ id, event, action, receivedAt })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Databases bound the variables of a statement. */
const IDS_A_QUERY = 1000;

/** Which of these were stored. */
export async function knownDeliveries(db: Kysely<Schema>, ids: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (let start = 0; start < ids.length; start += IDS_A_QUERY) {
    const rows = await db
      .selectFrom('delivery')
      .select('id')
      .where('id', 'in', ids.slice(start, start + IDS_A_QUERY))
      .execute();
    for (const { id } of rows) known.add(id);
  }
  return known;
}

export async function savePushes(db: Kysely<Schema>, seen: readonly Push[]): Promise<void> {
  if (seen.length === 0) return;
  await db
    .insertInto('push')
    .values(
      seen.map(({ pullRequest, login, accountType, accountId, sha, before }) => ({
        repository: repositoryKey(pullRequest),
        number: pullRequest.number,
        login,
        accountType,
        accountId,
        sha,
        before,
      })),
    )
    .onConflict((conflict) => conflict.columns(['repository', 'number', 'sha', 'login']).doNothing())
    .execute();
}

/** Who was seen pushing to a pull request, oldest first. */
export async function pushes(db: Kysely<Schema>, id: PullRequestId): Promise<Push[]> {
  const rows = await db
    .selectFrom('push')
    .select(['login', 'accountType', 'accountId', 'sha', 'before'])
    .where('repository', '=', repositoryKey(id))
    .where('number', '=', id.number)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ pullRequest: id, ...row }));
}
