import type { Kysely } from 'kysely';
import type { RepositoryId } from '../../../core/facts/facts.ts';
import type { Publication, PublishedOn, PullRequestId } from '../../../ports.ts';
import { type PublicationRow, repositoryKey, type Schema } from '../schema.ts';

/** What stands on a SHA under a name: the newest, whichever pull request it was published for. */
export async function published(
  db: Kysely<Schema>,
  repository: RepositoryId,
  sha: string,
  name: string,
): Promise<Publication | null> {
  const row = await db
    .selectFrom('publication')
    .selectAll()
    .where('repository', '=', repositoryKey(repository))
    .where('sha', '=', sha)
    .where('name', '=', name)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toPublication(row, repository) : null;
}

/** Keeps one row for each SHA, name and pull request, the newest with the highest id. */
export async function savePublished(db: Kysely<Schema>, publication: Publication): Promise<void> {
  const { number, sha, name, conclusion, digest, checkRunId } = publication;
  const repository = repositoryKey(publication.repository);
  await db
    .deleteFrom('publication')
    .where('repository', '=', repository)
    .where('sha', '=', sha)
    .where('name', '=', name)
    .where('number', number === null ? 'is' : '=', number)
    .execute();
  await db
    .insertInto('publication')
    .values({ repository, number, sha, name, conclusion, digest, checkRunId })
    .execute();
}

/** The names on a SHA, else the one last used in the repository, else none. */
export async function checkNames(
  db: Kysely<Schema>,
  repository: RepositoryId,
  sha: string,
): Promise<string[]> {
  const known = db
    .selectFrom('publication')
    .select('name')
    .where('repository', '=', repositoryKey(repository));
  const here = await known.where('sha', '=', sha).groupBy('name').orderBy('name').execute();
  const rows = here.length > 0 ? here : await known.orderBy('id', 'desc').limit(1).execute();
  return rows.map(({ name }) => name);
}

/** What stands and passes on SHAs that were once published for this pull request, oldest first. */
export async function passingHeads(db: Kysely<Schema>, id: PullRequestId): Promise<Publication[]> {
  const rows = await db
    .selectFrom('publication')
    .selectAll('publication')
    .where('repository', '=', repositoryKey(id))
    .where('conclusion', '=', 'success')
    .where('sha', 'in', (eb) =>
      eb
        .selectFrom('publication as own')
        .select('own.sha')
        .whereRef('own.repository', '=', 'publication.repository')
        .where('own.number', '=', id.number),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('publication as newer')
            .select('newer.id')
            .whereRef('newer.repository', '=', 'publication.repository')
            .whereRef('newer.sha', '=', 'publication.sha')
            .whereRef('newer.name', '=', 'publication.name')
            .whereRef('newer.id', '>', 'publication.id'),
        ),
      ),
    )
    .orderBy('id')
    .execute();
  return rows.map((row) => toPublication(row, { owner: id.owner, name: id.name }));
}

function toPublication(row: PublicationRow, repository: RepositoryId): Publication {
  const { number, sha, name, conclusion, digest, checkRunId } = row;
  return {
    repository: { owner: repository.owner, name: repository.name },
    number,
    sha,
    name,
    conclusion,
    digest,
    checkRunId,
  };
}

/**
 * It is not known any more what stands there, so the next answer is published although it may be the same. That there
 * was a pass stays noted: should it stand after all, it has to be taken back once the SHA is no head any more.
 */
export async function forget(db: Kysely<Schema>, { repository, sha }: PublishedOn): Promise<void> {
  await db
    .updateTable('publication')
    .set({ digest: '' })
    .where('repository', '=', repositoryKey(repository))
    .where('sha', '=', sha)
    .execute();
}
