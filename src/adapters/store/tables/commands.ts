import type { Kysely } from 'kysely';
import type { Command, PullRequestId } from '../../../ports.ts';
import { repositoryKey, type Schema } from '../schema.ts';

/** Notes a command; one that comes again is known already, answered or not. */
export async function saveCommand(db: Kysely<Schema>, command: Command): Promise<void> {
  const { id, pullRequest, commentId, author, text, at } = command;
  await db
    .insertInto('command')
    .values({
      id,
      repository: repositoryKey(pullRequest),
      number: pullRequest.number,
      commentId,
      login: author.login,
      accountType: author.type,
      accountId: author.id,
      text,
      at: new Date(at).toISOString(),
      answered: 0,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Commands on a pull request that wait for their answer, in the order they came. */
export async function commands(db: Kysely<Schema>, id: PullRequestId): Promise<Command[]> {
  const rows = await db
    .selectFrom('command')
    .selectAll()
    .where('repository', '=', repositoryKey(id))
    .where('number', '=', id.number)
    .where('answered', '=', 0)
    .orderBy('sequence')
    .execute();
  return rows.map(({ id: key, commentId, login, accountType, accountId, text, at }) => ({
    pullRequest: { owner: id.owner, name: id.name, number: id.number },
    id: key,
    commentId,
    author: { login, type: accountType, id: accountId },
    text,
    at,
  }));
}

export async function saveAnswered(db: Kysely<Schema>, { id }: Command): Promise<void> {
  await db.updateTable('command').set({ answered: 1 }).where('id', '=', id).execute();
}
