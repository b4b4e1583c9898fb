import type { Kysely } from 'kysely';
import type { RepositoryId } from '../../../core/facts/facts.ts';
import type { PullRequestId, PullRequestState } from '../../../ports.ts';
import { repositoryKey, type Schema } from '../schema.ts';

export async function savePullRequest(db: Kysely<Schema>, state: PullRequestState): Promise<void> {
  await db
    .insertInto('pullRequest')
    .values({
      repository: repositoryKey(state.id),
      number: state.id.number,
      open: state.open ? 1 : 0,
      headSha: state.headSha,
      agents: JSON.stringify(state.agents),
      updatedAt: state.updatedAt,
      bindingRef: state.bindingRef,
      teams: JSON.stringify(state.teams),
    })
    .onConflict((conflict) =>
      conflict.columns(['repository', 'number']).doUpdateSet((eb) => ({
        open: eb.ref('excluded.open'),
        headSha: eb.ref('excluded.headSha'),
        agents: eb.ref('excluded.agents'),
        updatedAt: eb.ref('excluded.updatedAt'),
        bindingRef: eb.ref('excluded.bindingRef'),
        teams: eb.ref('excluded.teams'),
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
    .select(['number', 'headSha', 'agents', 'updatedAt', 'bindingRef', 'teams'])
    .where('repository', '=', repositoryKey(repository))
    .where('open', '=', 1)
    .orderBy('number')
    .execute();
  return rows.map(({ number, headSha, agents, updatedAt, bindingRef, teams }) => ({
    id: { owner, name, number },
    open: true,
    headSha,
    agents: JSON.parse(agents) as string[],
    updatedAt,
    bindingRef,
    teams: JSON.parse(teams) as string[],
  }));
}

/** Notes that these were asked for a review, so that nobody is asked twice. */
export async function saveRequested(
  db: Kysely<Schema>,
  id: PullRequestId,
  reviewers: readonly string[],
): Promise<void> {
  if (reviewers.length === 0) return;
  const row = { repository: repositoryKey(id), number: id.number };
  await db
    .insertInto('reviewerRequest')
    .values(reviewers.map((reviewer) => ({ ...row, reviewer: reviewer.toLowerCase() })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Who was asked before: logins and `org/slug`, in lower case. */
export async function requested(db: Kysely<Schema>, id: PullRequestId): Promise<Set<string>> {
  const rows = await db
    .selectFrom('reviewerRequest')
    .select('reviewer')
    .where('repository', '=', repositoryKey(id))
    .where('number', '=', id.number)
    .execute();
  return new Set(rows.map(({ reviewer }) => reviewer));
}
