import { sql, type Kysely, type Selectable, type SqlBool } from 'kysely';
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
  const rows = await open(db).where('repository', '=', repositoryKey(repository)).orderBy('number').execute();
  return rows.map((row) => toState(row, repository));
}

/** So many repositories are asked for in one statement. */
const TOGETHER = 500;

/** Those of any of these repositories in which an agent had a hand. */
export async function agentsOpenPullRequests(
  db: Kysely<Schema>,
  repositories: readonly RepositoryId[],
): Promise<PullRequestState[]> {
  const byKey = new Map(repositories.map((repository) => [repositoryKey(repository), repository]));
  const keys = [...byKey.keys()];
  const found: PullRequestState[] = [];
  for (let done = 0; done < keys.length; done += TOGETHER) {
    const rows = await open(db)
      .where('repository', 'in', keys.slice(done, done + TOGETHER))
      .where('agents', '<>', '[]')
      .orderBy('repository')
      .orderBy('number')
      .execute();
    for (const row of rows) {
      const repository = byKey.get(row.repository);
      if (repository) found.push(toState(row, repository));
    }
  }
  return found;
}

/** Those in any repository of an owner, spelled as the record last spelled them. */
export async function agentsOpenPullRequestsOf(
  db: Kysely<Schema>,
  owner: string,
): Promise<PullRequestState[]> {
  const within = `${owner.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}/%`;
  const rows = await open(db)
    .where((eb) => sql<SqlBool>`${eb.ref('repository')} like ${within} escape '\\'`)
    .where('agents', '<>', '[]')
    .select((eb) =>
      eb
        .selectFrom('record')
        .select('subject')
        .where('record.owner', '=', owner.toLowerCase())
        .where('record.kind', '=', 'decision')
        .where(
          sql<string>`lower(record.subject)`,
          '=',
          sql<string>`${eb.ref('pullRequest.repository')} || '#' || ${eb.ref('pullRequest.number')}`,
        )
        .orderBy('record.sequence', 'desc')
        .limit(1)
        .as('subject'),
    )
    .orderBy('repository')
    .orderBy('number')
    .execute();
  return rows.map((row) => {
    const [spelled = '', name = ''] = (row.subject ?? row.repository).split('#')[0]?.split('/') ?? [];
    return toState(row, { owner: spelled, name });
  });
}

const open = (db: Kysely<Schema>) =>
  db
    .selectFrom('pullRequest')
    .select(['repository', 'number', 'headSha', 'agents', 'updatedAt', 'bindingRef', 'teams'])
    .where('open', '=', 1);

const toState = (
  {
    number,
    headSha,
    agents,
    updatedAt,
    bindingRef,
    teams,
  }: Pick<
    Selectable<Schema['pullRequest']>,
    'number' | 'headSha' | 'agents' | 'updatedAt' | 'bindingRef' | 'teams'
  >,
  { owner, name }: RepositoryId,
): PullRequestState => ({
  id: { owner, name, number },
  open: true,
  headSha,
  agents: JSON.parse(agents) as string[],
  updatedAt,
  bindingRef,
  teams: JSON.parse(teams) as string[],
});

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
