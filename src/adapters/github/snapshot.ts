import type { Octokit } from '@octokit/rest';
import { FLOOR_REPOSITORY } from '../../core/facts/control-files.ts';
import type { CommitFacts, FloorFacts, PullRequestFacts, TextFile } from '../../core/facts/facts.ts';
import { SourceError } from '../../ports.ts';
import type { PullRequestId } from '../../ports.ts';
import { account } from './api/accounts.ts';
import { repositoryClient } from './access.ts';
import type { Access } from './access.ts';
import { findBinding } from './snapshot/binding.ts';
import { readChange } from './snapshot/change.ts';
import { readAtCommits } from './snapshot/control-files.ts';
import { readFloor } from './snapshot/floor.ts';
import { readComments } from './snapshot/comments.ts';
import { assignments, pushers, pushersUnknown } from './snapshot/involvements.ts';
import type { Involvements } from './snapshot/involvements.ts';
import { withNotes } from './snapshot/notes.ts';
import { branchOf, headRepositoryOf, nameOf, readPullRequest } from './snapshot/pull-request.ts';
import type { PullRequestNode, RepositoryNode } from './snapshot/pull-request.ts';
import { readRemovedReviewers, requestedReviewers } from './snapshot/review-requests.ts';
import { readReviews } from './snapshot/reviews.ts';

/** How soon a pull request that moves while it is read is worth another look. */
const MOVING_SECONDS = 10;

/** The snapshot of one pull request. All of it belongs to one head SHA, or it rejects with SourceError. */
export async function readSnapshot(access: Access, id: PullRequestId): Promise<PullRequestFacts> {
  const client = repositoryClient(access, id);
  const facts = (await readOnce(access, client, id)) ?? (await readOnce(access, client, id));
  if (facts) return facts;
  throw new SourceError(
    `Could not read ${nameOf(id)}: it was pushed to while it was read, twice. It is tried again.`,
    { retryAfterSeconds: MOVING_SECONDS },
  );
}

/** null: the head or the base moved meanwhile, so what was read does not fit together. */
async function readOnce(
  access: Access,
  client: Octokit,
  asked: PullRequestId,
): Promise<PullRequestFacts | null> {
  const { repository, pull } = await readPullRequest(client, asked);
  // As GitHub writes it: another case, or the name before a renaming, finds the repository as well.
  const id = { owner: repository.owner.login, name: repository.name, number: asked.number };
  const defaultBranch = branchOf(repository.defaultBranchRef?.name, repository.defaultBranchRef);
  if (!defaultBranch)
    throw new SourceError(`Could not read ${nameOf(id)}: the repository has no default branch.`);

  const reviews = await readReviews(client, id, pull.reviews, pull.baseChanges.nodes[0]?.createdAt ?? null);
  const removedReviewers = await readRemovedReviewers(client, id, pull.reviewRequestEvents);
  const { binding, limits } = await findBinding(
    client,
    access.clients.appId,
    id,
    branchOf(pull.baseRefName, pull.baseRef),
    defaultBranch,
  );
  const change = await readChange(client, id, pull, binding);
  const assigned = assignments(`${id.owner}/${id.name}`, pull.timelineItems, pull.closingIssuesReferences);
  const comments = await readComments(client, id, pull.comments, pull.closingIssuesReferences);
  const commits = await withNotes(client, id, repository.notes?.oid ?? null, change.commits);
  const pushed = await readPushers(client, id, pull, change.commits);
  // Last, so that it tells whether anything above moved while it was read.
  const at = await readAtCommits(client, id, binding.sha, pull.headRefOid);
  if (at.current.headSha !== pull.headRefOid || at.current.baseRef !== pull.baseRefName) return null;

  // In the floor's own repository the policy file is the floor.
  const isFloor = repository.name.toLowerCase() === FLOOR_REPOSITORY;
  const floor = isFloor
    ? ownFloor(at.policyFile, repository)
    : await readFloor(access, repository.owner.login);
  return {
    repository: {
      owner: repository.owner.login,
      name: repository.name,
      id: repository.databaseId,
      ownerType: repository.owner.__typename === 'Organization' ? 'Organization' : 'User',
      private: repository.isPrivate,
      defaultBranch: defaultBranch.ref,
      topics: repository.repositoryTopics.nodes.map((node) => node.topic.name),
    },
    number: id.number,
    title: pull.title,
    body: pull.body,
    state: ({ OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const)[pull.state],
    mergedBy: account(pull.mergedBy),
    draft: pull.isDraft,
    url: pull.url,
    updatedAt: null,
    queued: true,
    author: account(pull.author),
    labels: pull.labels?.nodes.map((label) => label.name) ?? [],
    baseRef: pull.baseRefName,
    binding,
    headRef: pull.headRefName,
    headSha: pull.headRefOid,
    headRepository: headRepositoryOf(pull),
    commits,
    files: change.files,
    reviews: reviews.items,
    requestedReviewers: requestedReviewers(pull.reviewRequests),
    removedReviewers,
    involvements: [...assigned.items, ...pushed.items],
    comments: comments.items,
    policyFile: isFloor ? null : at.policyFile,
    floor,
    codeownersFile: at.codeownersFile,
    sharedHead: at.sharedHead,
    gaps: [...change.gaps, ...reviews.gaps, ...assigned.gaps, ...comments.gaps, ...pushed.gaps, ...at.gaps],
    limits: [...limits, ...assigned.limits, ...comments.limits, ...pushed.limits],
    now: access.clock.now().toISOString(),
  };
}

async function readPushers(
  client: Octokit,
  id: PullRequestId,
  pull: PullRequestNode,
  commits: readonly CommitFacts[],
): Promise<Involvements> {
  const head = headRepositoryOf(pull);
  if (head?.owner === id.owner && head.name === id.name)
    return pushers(client, id, pull.headRefName, new Set(commits.map((commit) => commit.sha)));
  const reason = head
    ? `The branch is in the fork ${head.owner}/${head.name}, whose pushes GitHub does not tell.`
    : 'The branch was in a fork that is gone.';
  return pushersUnknown(reason);
}

function ownFloor(file: TextFile | null, repository: RepositoryNode): FloorFacts {
  if (!file) return { state: 'none' };
  return { state: 'present', file, repository: { owner: repository.owner.login, name: repository.name } };
}
