import type { Kysely } from 'kysely';
import type { Delivery, Push, PullRequestId } from '../../ports.ts';
import { repositoryKey, type Schema } from './schema.ts';

/** Notes that a delivery came; one that comes again is known already. */
export async function saveDelivery(db: Kysely<Schema>, delivery: Delivery): Promise<void> {
  const { id, event, action, receivedAt } = delivery;
  await db
    .insertInto('delivery')
    .values({ id, event, action, receivedAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function savePushes(db: Kysely<Schema>, seen: readonly Push[]): Promise<void> {
  for (const { pullRequest, login, accountType, accountId, sha, before } of seen) {
    const repository = repositoryKey(pullRequest);
    await db
      .insertInto('push')
      .values({ repository, number: pullRequest.number, login, accountType, accountId, sha, before })
      .onConflict((conflict) => conflict.columns(['repository', 'number', 'sha', 'login']).doNothing())
      .execute();
  }
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
