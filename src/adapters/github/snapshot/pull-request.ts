import { FLOOR_REPOSITORY } from '../../../core/facts/control-files.ts';
import type { PullRequestFacts } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import type { AccountNode } from '../api/accounts.ts';
import { ask, isAt, refused } from '../api/graphql.ts';
import type { GraphqlError } from '../api/graphql.ts';
import { pullRequest } from '../api/queries/pull-request.ts';
import type { Reader } from '../client.ts';
import type { Guess, PeopleAnswer } from '../people/prefetched.ts';
import type { CommitNode } from './commits.ts';
import type { CommentNode } from './comments.ts';
import { nodeOf } from './control-files.ts';
import type { AssociatedPullRequests, ControlNodes, Tip } from './control-files.ts';
import type { FloorNode } from './floor.ts';
import type { ClosingIssues, Timeline } from './involvements.ts';
import type { Connection, Page } from './pages.ts';
import type { ReviewRequestEvent, ReviewRequests } from './review-requests.ts';
import type { ReviewNode } from './reviews.ts';

export interface RefTarget {
  readonly target: { readonly oid: string } | null;
}

export interface RepositoryNode {
  readonly databaseId: number | null;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly owner: { readonly __typename: string; readonly login: string };
  readonly defaultBranchRef: { readonly name: string; readonly target: Tip | null } | null;
  readonly repositoryTopics: { readonly nodes: readonly { readonly topic: { readonly name: string } }[] };
  /** The tip of git-ai's authorship notes. */
  readonly notes?: { readonly oid: string } | null;
}

export interface PullRequestNode {
  readonly title: string;
  readonly body: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly mergedBy: AccountNode | null;
  readonly mergedAt: string | null;
  readonly mergeCommit: { readonly oid: string } | null;
  readonly isDraft: boolean;
  readonly url: string;
  readonly updatedAt: string;
  readonly isInMergeQueue: boolean;
  readonly author: AccountNode | null;
  readonly viewerDidAuthor: boolean;
  readonly labels: { readonly nodes: readonly { readonly name: string }[] } | null;
  readonly baseRefName: string;
  readonly baseRef: RefTarget | null;
  /** Of a merged one the base branch as it was when it last moved without the change. */
  readonly baseRefOid: string;
  readonly headRefName: string;
  readonly headRefOid: string;
  readonly headRepository: { readonly name: string; readonly owner: { readonly login: string } } | null;
  readonly changedFiles: number;
  readonly commits: Connection<{ readonly commit: CommitNode }>;
  /** The newest commit, with the pull requests that have it. */
  readonly last: {
    readonly nodes: readonly ({
      readonly commit: {
        readonly oid: string;
        readonly associatedPullRequests: AssociatedPullRequests | null;
      };
    } | null)[];
  } | null;
  readonly reviews: Connection<ReviewNode>;
  readonly reviewRequests: ReviewRequests | null;
  readonly reviewRequestEvents: Page<ReviewRequestEvent>;
  readonly comments: Connection<CommentNode>;
  /** How often the head was moved other than by adding commits. */
  readonly headMoves: { readonly totalCount: number };
  readonly baseChanges: { readonly nodes: readonly ({ readonly createdAt: string } | null)[] };
  readonly timelineItems: Timeline | null;
  readonly closingIssuesReferences: ClosingIssues | null;
}

interface PullRequestAnswer extends PeopleAnswer {
  readonly repository:
    (RepositoryNode & PeopleAnswer['repository'] & { readonly pullRequest: PullRequestNode | null }) | null;
  readonly floor?: FloorNode | null;
}

/** The first answer about a pull request. */
export interface FirstLook {
  readonly repository: RepositoryNode;
  readonly pull: PullRequestNode;
  /** What rests on the default branch and on the head; null: it was not told, or is not of this head. */
  readonly controls: ControlNodes | null;
  readonly floor: FloorNode | null;
  readonly floorErrors: readonly GraphqlError[];
  /** To be told with `tellPrefetched`. */
  readonly people: { readonly data: PeopleAnswer; readonly errors: readonly GraphqlError[] };
}

/**
 * The pull request and its repository. Rejects when anything is missing but what is said where it is used: the issues
 * that it closes, people, control files, the floor.
 */
export async function readPullRequest(
  { client, floor }: Reader,
  id: PullRequestId,
  { teams, collaborators }: Guess,
): Promise<FirstLook> {
  const doing = `read ${nameOf(id)}`;
  const slugs = teams.map((team, index) => [`team${index}`, team.slice(team.indexOf('/') + 1)]);
  const isFloor = id.name.toLowerCase() === FLOOR_REPOSITORY;
  const { data, errors } = await ask<PullRequestAnswer>(client, doing, pullRequest(teams.length), {
    ...id,
    floor: floor !== 'no' && !isFloor,
    people: collaborators,
    ...Object.fromEntries(slugs),
  });
  const serious = errors.filter((error) => !ELSEWHERE.some((place) => isAt(error, ...place)));
  const pull = data.repository?.pullRequest;
  if (serious.length > 0 || !data.repository || !pull) {
    throw refused(doing, serious.length > 0 ? serious : [{ type: 'NOT_FOUND', message: '' }]);
  }
  const isUnread = errors.some((error) => CONTROLS.some((place) => isAt(error, ...place)));
  return {
    repository: data.repository,
    pull,
    controls: isUnread ? null : controlsOf(data.repository, pull),
    floor: data.floor ?? null,
    floorErrors: errors.filter((error) => isAt(error, 'floor')),
    people: { data, errors },
  };
}

/** Read again at the commits themselves when it is missing here. */
const CONTROLS = [
  ['repository', 'defaultBranchRef', 'target'],
  ['repository', 'pullRequest', 'last'],
] as const;

/** Where something may be missing. */
const ELSEWHERE: readonly (readonly string[])[] = [
  ...CONTROLS,
  ['repository', 'pullRequest', 'closingIssuesReferences'],
  ['repository', 'collaborators'],
  ['organization'],
  ['floor'],
];

function controlsOf({ defaultBranchRef }: RepositoryNode, pull: PullRequestNode): ControlNodes | null {
  const tip = defaultBranchRef?.target;
  const last = pull.last?.nodes[0]?.commit;
  // Of many commits GitHub lists only the first: the last of them is no head then.
  if (!tip || last?.oid !== pull.headRefOid) return null;
  return {
    policy: nodeOf(tip.policy),
    owners: [tip.owners0, tip.owners1, tip.owners2].map(nodeOf),
    associated: last.associatedPullRequests,
  };
}

/** null: the fork is gone. */
export function headRepositoryOf(pull: PullRequestNode): PullRequestFacts['headRepository'] {
  return pull.headRepository && { owner: pull.headRepository.owner.login, name: pull.headRepository.name };
}

/** null: there is no such branch. */
export function branchOf(
  ref: string | undefined,
  node: RefTarget | null | undefined,
): { ref: string; sha: string } | null {
  const sha = node?.target?.oid;
  return ref === undefined || sha === undefined ? null : { ref, sha };
}

export function nameOf(id: PullRequestId): string {
  return `pull request ${id.owner}/${id.name}#${id.number}`;
}
