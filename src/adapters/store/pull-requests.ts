import type { Kysely } from 'kysely';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { PullRequestState } from '../../ports.ts';
import { repositoryKey, type Schema } from './schema.ts';

export async function savePullRequest(db: Kysely<Schema>, state: PullRequestState): Promise<void> {
  await db
    .insertInto('pullRequest')
    .values({
      repository: repositoryKey(state.id),
      number: state.id.number,
      open: state.open ? 1 : 0,
      headSha: state.headSha,
      agents: JSON.stringify(state.agents),
    })
    .onConflict((conflict) =>
      conflict.columns(['repository', 'number']).doUpdateSet((eb) => ({
        open: eb.ref('excluded.open'),
        headSha: eb.ref('excluded.headSha'),
        agents: eb.ref('excluded.agents'),
      })),
    )
    .execute();
}

/** The pull requests of a repository that were open when last evaluated, by number. */
export async function openPullRequests(
  db: Kysely<Schema>,
  repository: RepositoryId,
): Promise<PullRequestState[]> {
  const { owner, name } = repository;
  const rows = await db
    .selectFrom('pullRequest')
    .select(['number', 'headSha', 'agents'])
    .where('repository', '=', repositoryKey(repository))
    .where('open', '=', 1)
    .orderBy('number')
    .execute();
  return rows.map(({ number, headSha, agents }) => ({
    id: { owner, name, number },
    open: true,
    headSha,
    agents: JSON.parse(agents) as string[],
  }));
}
