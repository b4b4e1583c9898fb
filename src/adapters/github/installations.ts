import type { RepositoryId } from '../../core/facts/facts.ts';
import type { SweptRepository } from '../../ports/sweeps.ts';
import { repositoryClient } from './access.ts';
import type { AppClients } from './client.ts';
import { attempt, sourceError, statusOf } from './api/errors.ts';

export interface Installation {
  readonly id: number;
  /** Login of the organisation or user. */
  readonly account: string;
  readonly suspended: boolean;
  /** Whether it covers every repository of the account, also those to come. */
  readonly allRepositories: boolean;
}

export interface OpenPullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly baseRef: string;
}

/** Where the app is installed, and what there is. All reject with SourceError. */
export interface Installations {
  list(): Promise<readonly Installation[]>;
  /** The installation that covers a repository. null: the app is not installed there. */
  of(repository: RepositoryId): Promise<number | null>;
  /** The repositories it covers, without archived ones: nothing can be merged there. */
  repositories(installationId: number): Promise<readonly SweptRepository[]>;
  openPullRequests(installationId: number, repository: RepositoryId): Promise<readonly OpenPullRequest[]>;
}

/** What the app can see of its installations. */
export function installations(clients: AppClients): Installations {
  return {
    async list() {
      const { app } = clients;
      const list = await attempt('list the installations of the app', async () =>
        app.paginate(app.rest.apps.listInstallations, { per_page: 100 }),
      );
      return list.map((each) => ({
        id: each.id,
        account: each.account && 'login' in each.account ? each.account.login : '',
        suspended: each.suspended_at !== null,
        allRepositories: each.repository_selection === 'all',
      }));
    },

    async of({ owner, name }) {
      try {
        const { data } = await clients.app.rest.apps.getRepoInstallation({ owner, repo: name });
        return data.id;
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw sourceError(`find the installation for ${owner}/${name}`, error);
      }
    },

    async repositories(installationId) {
      const client = clients.installation(installationId, { permissions: { metadata: 'read' } });
      const list = await attempt(`list the repositories of installation ${installationId}`, async () =>
        client.paginate(client.rest.apps.listReposAccessibleToInstallation, { per_page: 100 }),
      );
      return list
        .filter((each) => !each.archived)
        .map((each) => ({
          owner: each.owner.login,
          name: each.name,
          pushedAt: each.pushed_at ?? null,
          defaultBranch: each.default_branch,
          topics: each.topics ?? [],
        }));
    },

    async openPullRequests(installationId, repository) {
      const { owner, name } = repository;
      const client = repositoryClient({ clients, installationId }, repository);
      const list = await attempt(`list the pull requests of ${owner}/${name}`, async () =>
        client.paginate(client.rest.pulls.list, { owner, repo: name, state: 'open', per_page: 100 }),
      );
      return list.map((each) => ({ number: each.number, headSha: each.head.sha, baseRef: each.base.ref }));
    },
  };
}
