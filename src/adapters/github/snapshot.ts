import type { Octokit } from '@octokit/rest';
import { FLOOR_REPOSITORY } from '../../core/facts/control-files.ts';
import type {
  CommitFacts,
  FloorFacts,
  PullRequestFacts,
  RepositoryId,
  TextFile,
} from '../../core/facts/facts.ts';
import { SourceError } from '../../ports.ts';
import type { PullRequestId } from '../../ports.ts';
import { account } from './api/accounts.ts';
import type { Access } from './access.ts';
import type { Reader } from './client.ts';
import type { Memory } from './memory.ts';
import type { Known } from './people/known.ts';
import { tellPrefetched } from './people/prefetched.ts';
import type { Guess } from './people/prefetched.ts';
import { findBinding } from './snapshot/binding.ts';
import { readChange } from './snapshot/change.ts';
import { lookAgain, readControls } from './snapshot/control-files.ts';
import { readFloor } from './snapshot/floor.ts';
import { readComments } from './snapshot/comments.ts';
import { assignments, pushers, pushersUnknown } from './snapshot/involvements.ts';
import type { Involvements } from './snapshot/involvements.ts';
import { withNotes } from './snapshot/notes.ts';
import { branchOf, headRepositoryOf, nameOf, readPullRequest } from './snapshot/pull-request.ts';
import type { PullRequestNode } from './snapshot/pull-request.ts';
import { readRemovedReviewers, requestedReviewers } from './snapshot/review-requests.ts';
import { readReviews } from './snapshot/reviews.ts';

/** How soon a pull request that moves while it is read is worth another look. */
const MOVING_SECONDS = 10;

/** The snapshot of one pull request. All of it belongs to one head SHA, or it rejects with SourceError. */
export async function readSnapshot(
  access: Access,
  id: PullRequestId,
  known: Known,
  guessed: Guess,
): Promise<PullRequestFacts> {
  for (let looks = 0; looks < 2; looks++) {
    const reader = await access.clients.reader(access.installationId, id.name);
    const facts = await readOnce(access, reader, id, known, guessed);
    if (facts) return facts;
  }
  throw new SourceError(
    `Could not read ${nameOf(id)}: it was pushed to while it was read, twice. It is tried again.`,
    { retryAfterSeconds: MOVING_SECONDS },
  );
}

/** null: the head or the base moved meanwhile, so what was read does not fit together. */
async function readOnce(
  access: Access,
  reader: Reader,
  asked: PullRequestId,
  known: Known,
  guessed: Guess,
): Promise<PullRequestFacts | null> {
  const { client } = reader;
  const { memory, appId } = access.clients;
  const first = await readPullRequest(reader, asked, guessed);
  const { repository, pull } = first;
  // As GitHub writes it: another case, or the name before a renaming, finds the repository as well.
  const id = { owner: repository.owner.login, name: repository.name, number: asked.number };
  const isSameOwner = id.owner.toLowerCase() === asked.owner.toLowerCase();
  if (isSameOwner) tellPrefetched(known, id, guessed, first.people);
  const defaultBranch = branchOf(repository.defaultBranchRef?.name, repository.defaultBranchRef);
  if (!defaultBranch)
    throw new SourceError(`Could not read ${nameOf(id)}: the repository has no default branch.`);

  const reviews = await readReviews(client, id, pull.reviews, pull.baseChanges.nodes[0]?.createdAt ?? null);
  const removedReviewers = await readRemovedReviewers(client, id, pull.reviewRequestEvents);
  const ownBase =
    pull.baseRefName === defaultBranch.ref ? defaultBranch : branchOf(pull.baseRefName, pull.baseRef);
  const { binding, limits } = await findBinding(client, appId, id, ownBase, defaultBranch);
  const change = await readChange(client, memory, id, pull, binding);
  const assigned = assignments(`${id.owner}/${id.name}`, pull.timelineItems, pull.closingIssuesReferences);
  const comments = await readComments(client, id, pull.comments, pull.closingIssuesReferences);
  const commits = await withNotes(client, memory, id, repository.notes?.oid ?? null, change.commits);
  const pushed = await readPushers(client, memory, id, pull, change.commits);
  // What one answer told of the default branch and of commits by their names cannot have moved meanwhile. Of all else
  // another look, last, tells whether it did.
  const at = { base: binding.sha, head: pull.headRefOid, baseRef: pull.baseRefName };
  const isSettled = ownBase === defaultBranch && change.listed === null;
  const controls = (isSettled ? first.controls : null) ?? (await lookAgain(client, id, at));
  if (controls === null) return null;
  change.listed?.keep();
  const governed = await readControls(client, id, at, controls);

  // In the floor's own repository the policy file is the floor.
  const isFloor = repository.name.toLowerCase() === FLOOR_REPOSITORY;
  const floor = isFloor
    ? ownFloor(governed.policyFile, id)
    : await readFloor(
        access,
        reader,
        id.owner,
        isSameOwner ? { node: first.floor, errors: first.floorErrors } : null,
      );
  if (floor === 'again') return null;
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
    merge:
      pull.mergedAt === null
        ? null
        : { at: pull.mergedAt, commit: pull.mergeCommit?.oid ?? null, onto: pull.baseRefOid },
    draft: pull.isDraft,
    url: pull.url,
    updatedAt: pull.updatedAt,
    queued: pull.isInMergeQueue,
    author: account(pull.author),
    // A person's token is not the app.
    ...(pull.viewerDidAuthor && appId !== null && { openedByAgentGuard: true as const }),
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
    policyFile: governed.policyFile,
    floor,
    codeownersFile: governed.codeownersFile,
    sharedHead: governed.sharedHead,
    gaps: [
      ...change.gaps,
      ...reviews.gaps,
      ...assigned.gaps,
      ...comments.gaps,
      ...pushed.gaps,
      ...governed.gaps,
    ],
    limits: [...limits, ...assigned.limits, ...comments.limits, ...pushed.limits],
    now: access.clock.now().toISOString(),
  };
}

async function readPushers(
  client: Octokit,
  memory: Memory,
  id: PullRequestId,
  pull: PullRequestNode,
  commits: readonly CommitFacts[],
): Promise<Involvements> {
  const head = headRepositoryOf(pull);
  if (head?.owner === id.owner && head.name === id.name)
    return pushers(
      client,
      memory,
      id,
      { ref: pull.headRefName, sha: pull.headRefOid, moves: pull.headMoves.totalCount },
      new Set(commits.map((commit) => commit.sha)),
    );
  const reason = head
    ? `The branch is in the fork ${head.owner}/${head.name}, whose pushes GitHub does not tell.`
    : 'The branch was in a fork that is gone.';
  return pushersUnknown(reason);
}

/**
 * A merged pull request with policy and code owners as they were before it, so that no change is judged by what it
 * brought itself. Rejects with SourceError.
 */
export async function beforeMerge(
  { clients, installationId }: Access,
  facts: PullRequestFacts,
): Promise<PullRequestFacts> {
  const { repository, binding, merge } = facts;
  if (merge === null || binding.reason !== 'own base') return facts;
  const { client } = await clients.reader(installationId, repository.name);
  const id = { owner: repository.owner, name: repository.name, number: facts.number };
  const at = { base: merge.onto, head: facts.headSha, baseRef: facts.baseRef };
  const controls = await lookAgain(client, id, at);
  if (controls === null) throw new SourceError(`Could not read ${nameOf(id)} as it was merged.`);
  const { policyFile, codeownersFile, gaps } = await readControls(client, id, at, controls);
  const isFloor = repository.name.toLowerCase() === FLOOR_REPOSITORY;
  const known = new Set(facts.gaps.map(({ what }) => what));
  return {
    ...facts,
    binding: { ...binding, sha: merge.onto },
    policyFile,
    codeownersFile,
    floor: isFloor ? ownFloor(policyFile, repository) : facts.floor,
    gaps: [...facts.gaps, ...gaps.filter(({ what }) => !known.has(what))],
  };
}

function ownFloor(file: TextFile | null, { owner, name }: RepositoryId): FloorFacts {
  return file ? { state: 'present', file, repository: { owner, name } } : { state: 'none' };
}
