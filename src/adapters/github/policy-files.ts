import { FLOOR_REPOSITORY, POLICY_PATH } from '../../core/facts/control-files.ts';
import type { FloorFacts, Gap, RepositoryFacts, RepositoryId, TextFile } from '../../core/facts/facts.ts';
import {
  SourceError,
  type PolicySource,
  type RecentPullRequest,
  type RepositoryPolicy,
} from '../../ports.ts';
import type { Access } from './access.ts';
import { askAll } from './api/graphql.ts';
import { RECENT_PULL_REQUESTS, REPOSITORY_POLICY } from './api/queries/repository.ts';
import { nodeOf, readTextFile } from './snapshot/control-files.ts';
import type { Tip } from './snapshot/control-files.ts';
import { readFloor } from './snapshot/floor.ts';

interface RepositoryAnswer {
  readonly repository: {
    readonly databaseId: number | null;
    readonly name: string;
    readonly isPrivate: boolean;
    readonly owner: { readonly __typename: string; readonly login: string };
    readonly repositoryTopics: { readonly nodes: readonly { readonly topic: { readonly name: string } }[] };
    readonly defaultBranchRef: { readonly name: string; readonly target: Tip | null } | null;
  };
}

interface ListedNode {
  readonly number: number;
  readonly title: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly author: { readonly login: string } | null;
}

interface ListedAnswer {
  readonly repository: {
    readonly open: { readonly nodes: readonly ListedNode[] };
    readonly closed: { readonly nodes: readonly ListedNode[] };
  };
}

/** The policies of one installation's repositories as they stand at GitHub. */
export const gitHubPolicies = (access: Access): PolicySource => ({
  policy: (repository) => readPolicy(access, repository),
  async recentPullRequests(repository) {
    const { client } = await access.clients.reader(access.installationId, repository.name);
    const doing = `list the pull requests of ${nameOf(repository)}`;
    const answer = await askAll<ListedAnswer>(client, doing, RECENT_PULL_REQUESTS, idOf(repository));
    return [...answer.repository.open.nodes, ...answer.repository.closed.nodes].map(listed);
  },
});

const nameOf = ({ owner, name }: RepositoryId): string => `${owner}/${name}`;
const idOf = ({ owner, name }: RepositoryId): Record<string, unknown> => ({ owner, name });

const listed = ({ number, title, state, author }: ListedNode): RecentPullRequest => ({
  number,
  title,
  author: author?.login ?? null,
  state: ({ OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const)[state],
});

async function readPolicy(access: Access, asked: RepositoryId): Promise<RepositoryPolicy> {
  const reader = await access.clients.reader(access.installationId, asked.name);
  const { client } = reader;
  const doing = `read the policy of ${nameOf(asked)}`;
  const { repository } = await askAll<RepositoryAnswer>(client, doing, REPOSITORY_POLICY, idOf(asked));
  const { defaultBranchRef: branch, owner, name } = repository;
  const tip = branch?.target;
  if (!branch || !tip) throw new SourceError(`Could not ${doing}: the repository has no default branch.`);
  const id = { owner: owner.login, name };
  const node = nodeOf(tip.policy);
  const read = node && (await readTextFile(client, id, POLICY_PATH, tip.oid, node));
  const file = read && 'text' in read ? read : null;
  const gaps: Gap[] = read && !('text' in read) ? [read] : [];
  const isFloor = name.toLowerCase() === FLOOR_REPOSITORY;
  const floor = isFloor ? ownFloor(file, id) : await floorOf(access, id);
  const facts: RepositoryFacts = {
    ...id,
    id: repository.databaseId,
    ownerType: owner.__typename === 'Organization' ? 'Organization' : 'User',
    private: repository.isPrivate,
    defaultBranch: branch.name,
    topics: repository.repositoryTopics.nodes.map(({ topic }) => topic.name),
  };
  return {
    repository: facts,
    policyFile: file,
    floor,
    branch: { ref: branch.name, sha: tip.oid },
    gaps,
  };
}

const ownFloor = (file: TextFile | null, repository: RepositoryId): FloorFacts =>
  file ? { state: 'present', file, repository } : { state: 'none' };

/** What is remembered of the installation may be out of date once. */
async function floorOf(access: Access, { owner, name }: RepositoryId): Promise<FloorFacts> {
  for (let looks = 0; looks < 2; looks++) {
    const reader = await access.clients.reader(access.installationId, name);
    const floor = await readFloor(access, reader, owner, null);
    if (floor !== 'again') return floor;
  }
  throw new SourceError(`Could not read the floor of ${owner}: it is not the same twice. Try again.`);
}
