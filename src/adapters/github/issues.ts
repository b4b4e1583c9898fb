import type { Octokit } from '@octokit/rest';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { Publisher } from '../../ports.ts';
import { repositoryClient } from './access.ts';
import type { Access } from './access.ts';
import { messageOf, sourceError, statusOf } from './api/errors.ts';
import { askAll } from './api/graphql.ts';
import { gitHubConversation, mark, marked, ownName } from './conversation.ts';

/** Alerts are few: one that is not among so many of the app's own issues was never made. */
const MOST_PAGES = 20;

/** Issues in the app's name. Rejects with SourceError. */
export function gitHubIssues(
  access: Pick<Access, 'clients' | 'installationId'>,
): Pick<Publisher, 'raiseIssue' | 'closeIssue' | 'reopenIssue'> {
  const { comment } = gitHubConversation(access);
  const set = async (
    repository: RepositoryId,
    number: number,
    state: 'open' | 'closed',
    { marker, markdown }: { readonly marker: string; readonly markdown: string },
  ): Promise<void> => {
    const where = { owner: repository.owner, repo: repository.name, issue_number: number };
    const client = repositoryClient(access, repository);
    try {
      const { data } = await client.rest.issues.get(where);
      if (data.state === state) return;
      await comment({ ...repository, number }, marker, markdown);
      await client.rest.issues.update({ ...where, state });
    } catch (error) {
      // Somebody has deleted it.
      if ([404, 410].includes(statusOf(error) ?? 0)) return;
      throw sourceError(`change issue ${repository.owner}/${repository.name}#${number}`, error);
    }
  };
  return {
    async raiseIssue(repository, { marker, title, body, labels }) {
      const { owner, name } = repository;
      const client = repositoryClient(access, repository);
      try {
        const known = await raised(client, repository, marker);
        if (known !== null) return { number: known };
        const { data } = await client.rest.issues.create({
          owner,
          repo: name,
          title,
          body: marked(body, marker),
          labels: [...labels],
        });
        return { number: data.number };
      } catch (error) {
        const problem = refusedFor(repository, error);
        if (problem !== null) return { problem };
        throw sourceError(`raise an issue in ${owner}/${name}`, error);
      }
    },
    closeIssue: (repository, number, said) => set(repository, number, 'closed', said),
    reopenIssue: (repository, number, said) => set(repository, number, 'open', said),
  };
}

/** Why GitHub takes no issue there, as a sentence; null: something else went wrong, which may pass. */
function refusedFor({ owner, name }: RepositoryId, error: unknown): string | null {
  const failure = sourceError('raise an issue', error);
  if (failure.retryAfterSeconds !== null) return null;
  switch (statusOf(error) ?? statusOf(failure.cause)) {
    case 410:
      return `Issues are switched off in ${owner}/${name}.`;
    case 403:
      return `AgentGuard may not write issues in ${owner}/${name}: ${messageOf(error)}.`;
    case 404:
    case 422:
      return `AgentGuard has no access to ${owner}/${name}, or there is no such repository.`;
    default:
      return null;
  }
}

/** The app's own issue with this marker, whatever its state; null: none. */
async function raised(
  client: Octokit,
  { owner, name }: RepositoryId,
  marker: string,
): Promise<number | null> {
  const { viewer } = await askAll<{ viewer: { login: string } }>(
    client,
    'read who the app is',
    'query viewer { viewer { login } }',
    {},
  );
  const own = ownName(viewer.login);
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { data } = await client.rest.issues.listForRepo({
      owner,
      repo: name,
      creator: `${own}[bot]`,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: 100,
      page,
    });
    const found = data.find(
      ({ user, body }) =>
        user?.type === 'Bot' && ownName(user.login) === own && (body ?? '').trimEnd().endsWith(mark(marker)),
    );
    if (found) return found.number;
    if (data.length < 100) return null;
  }
  return null;
}
