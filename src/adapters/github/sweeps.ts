import type { Octokit } from '@octokit/rest';
import { CODEOWNERS_PATHS, POLICY_PATH } from '../../core/facts/control-files.ts';
import { SourceError } from '../../ports.ts';
import type { Listed, ListedPullRequest, SweepSource } from '../../ports/sweeps.ts';
import { statusOf } from './api/errors.ts';
import { askAll } from './api/graphql.ts';
import type { AppClients } from './client.ts';
import { getIfChanged, listIfChanged } from './conditional.ts';
import { deliveries } from './deliveries.ts';
import { installations } from './installations.ts';

interface RestPull {
  readonly number: number;
  readonly updated_at: string;
  readonly merged_at: string | null;
  readonly head: { readonly sha: string };
}

interface Blob {
  readonly oid: string;
}

const PATHS = [POLICY_PATH, ...CODEOWNERS_PATHS];
/** So many branches of one repository are looked at; more than one or two bind nowhere. */
const MOST_BRANCHES = 20;
/** Closed pull requests of a day are seldom more than one page. */
const MOST_PAGES = 20;

const listed = (each: RestPull): ListedPullRequest => ({
  number: each.number,
  headSha: each.head.sha,
  updatedAt: each.updated_at,
  mergedAt: each.merged_at,
});

/** What lists take, of every repository: they tell names, titles, rules and who may do what, and no content. */
const LISTING = { metadata: 'read', pull_requests: 'read', members: 'read' } as const;

/**
 * What sweeps read, with one token an installation that can only list: a token for each repository would be a request
 * more for each, every hour. Content is read with a token for its repository.
 */
export function sweepSource(clients: AppClients): SweepSource {
  const reading = (installationId: number): Octokit =>
    clients.installation(installationId, { permissions: LISTING });
  return {
    ...installations(clients),
    ...deliveries(clients),

    async openIfChanged(installationId, { owner, name }, etags) {
      const found = await listIfChanged<RestPull>(
        reading(installationId),
        `list the pull requests of ${owner}/${name}`,
        'GET /repos/{owner}/{repo}/pulls',
        { owner, repo: name, state: 'open' },
        etags,
      );
      return found && { ...found, items: found.items.map(listed) };
    },

    async closedIfChanged(installationId, { owner, name }, etags, since) {
      const items: ListedPullRequest[] = [];
      let first: string | null = null;
      for (let page = 1; page <= MOST_PAGES; page++) {
        const got = await getIfChanged<RestPull[]>(
          reading(installationId),
          `list the merged pull requests of ${owner}/${name}`,
          'GET /repos/{owner}/{repo}/pulls',
          {
            owner,
            repo: name,
            state: 'closed',
            sort: 'updated',
            direction: 'desc',
            per_page: 100,
            page,
          },
          page === 1 ? (etags[0] ?? null) : null,
        );
        if (!got) return null;
        if (page === 1) first = got.etag;
        items.push(...got.data.map(listed));
        const last = items.at(-1);
        if (!got.more || !last || since === null || last.updatedAt < since) break;
      }
      return { etags: first === null ? [] : [first], items };
    },

    async controlFiles(installationId, { owner, name }, branches) {
      const places = ['HEAD', ...branches.slice(0, MOST_BRANCHES)].flatMap((branch) =>
        PATHS.map((path) => `${branch}:${path}`),
      );
      const variables = Object.fromEntries(places.map((place, index) => [`p${index}`, place]));
      const { repository } = await askAll<{
        repository: Record<string, Blob | null> & {
          pushedAt: string | null;
          defaultBranchRef: { name: string } | null;
        };
      }>(
        (await clients.reader(installationId, name)).client,
        `look for the policy and CODEOWNERS of ${owner}/${name}`,
        controlFilesQuery(places.length),
        { owner, name, ...variables },
      );
      return {
        pushedAt: repository.pushedAt,
        defaultBranch: repository.defaultBranchRef?.name ?? null,
        blobs: new Map(places.map((place, index) => [place, repository[`f${index}`]?.oid ?? null])),
      };
    },

    members: async (installationId, team, etags) => {
      const [org, slug] = team.split('/');
      return whereShown(() =>
        texts<{ login: string }>(
          reading(installationId),
          `list the members of @${team}`,
          'GET /orgs/{org}/teams/{slug}/members',
          { org, slug },
          etags,
          ({ login }) => login,
        ),
      );
    },

    rules: async (installationId, { owner, name }, branch, etags) =>
      whereShown(() =>
        texts(
          reading(installationId),
          `list the rules of ${branch} in ${owner}/${name}`,
          'GET /repos/{owner}/{repo}/rules/branches/{branch}',
          { owner, repo: name, branch },
          etags,
          (rule) => JSON.stringify(rule),
        ),
      ),

    collaborators: async (installationId, { owner, name }, etags) =>
      whereShown(() =>
        texts<{ login: string; role_name?: string; permissions?: object }>(
          reading(installationId),
          `list the collaborators of ${owner}/${name}`,
          'GET /repos/{owner}/{repo}/collaborators',
          { owner, repo: name },
          etags,
          (each) => JSON.stringify([each.login, each.role_name, each.permissions]),
        ),
      ),

    properties: async (installationId, { owner, name }, etags) =>
      whereShown(async () => {
        // This list has no pages.
        const got = await getIfChanged<unknown[]>(
          reading(installationId),
          `read the custom properties of ${owner}/${name}`,
          'GET /repos/{owner}/{repo}/properties/values',
          { owner, repo: name },
          etags[0] ?? null,
        );
        return (
          got && {
            etags: got.etag === null ? [] : [got.etag],
            items: got.data.map((each) => JSON.stringify(each)),
          }
        );
      }),
  };
}

async function texts<Item>(
  client: Octokit,
  doing: string,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  etags: readonly string[],
  text: (item: Item) => string,
): Promise<Listed<string> | null> {
  const found = await listIfChanged<Item>(client, doing, route, parameters, etags);
  return found && { ...found, items: found.items.map(text) };
}

/** What is not there, or not for the app to see, is an empty list: that it became so is a change like any other. */
async function whereShown(look: () => Promise<Listed<string> | null>): Promise<Listed<string> | null> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof SourceError) || error.resting || error.retryAfterSeconds !== null) throw error;
    if (![403, 404].includes(statusOf(error.cause) ?? 0)) throw error;
    return { etags: [], items: [] };
  }
}

const controlFilesQuery = (places: number): string => {
  const indexes = Array.from({ length: places }, (_, index) => index);
  return `query (${['$owner: String!', '$name: String!', ...indexes.map((index) => `$p${index}: String!`)].join(', ')}) {
    repository(owner: $owner, name: $name) {
      pushedAt
      defaultBranchRef { name }
      ${indexes.map((index) => `f${index}: object(expression: $p${index}) { oid }`).join('\n      ')}
    }
  }`;
};
