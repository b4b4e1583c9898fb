import type { Octokit } from '@octokit/rest';
import type { Gap, Involvement, Limit } from '../../../core/facts/facts.ts';
import type { PullRequestId } from '../../../ports.ts';
import { account, restAccount } from '../api/accounts.ts';
import type { AccountNode, RestAccount } from '../api/accounts.ts';
import type { IssueComments } from './comments.ts';
import { objectKey } from '../memory.ts';
import type { Memory } from '../memory.ts';
import { messageOf, sourceError, statusOf } from '../api/errors.ts';

interface AssignedNode {
  readonly actor: AccountNode | null;
  readonly assignee: { readonly __typename: string } | null;
}

export interface Timeline {
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly nodes: readonly (AssignedNode | null)[];
}

export interface ClosingIssues {
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly nodes: readonly ({
    readonly number: number;
    readonly repository: { readonly nameWithOwner: string };
    readonly timelineItems: Timeline | null;
    readonly author: AccountNode | null;
    readonly body: string;
    readonly comments: IssueComments | null;
  } | null)[];
}

/** What GitHub itself tells about who was involved, and what it did not tell. */
export interface Involvements {
  readonly items: readonly Involvement[];
  readonly gaps: readonly Gap[];
  readonly limits: readonly Limit[];
}

/** People who assigned an app to the pull request or to an issue that it closes: they set it to work. */
export function assignments(
  repository: string,
  timeline: Timeline | null,
  issues: ClosingIssues | null,
): Involvements {
  const gaps: Gap[] = [];
  const limits: Limit[] = [];
  const items: Involvement[] = [];
  const unread = (what: string): void => {
    gaps.push({
      what,
      reason:
        'Who set the agent to work could not be read whole. Grant the app "issues: read", and link fewer issues.',
    });
  };
  const read = (list: Timeline | null, source: string): void => {
    if (!list || list.pageInfo.hasNextPage) unread(`assignments of ${source}`);
    for (const node of list?.nodes ?? []) {
      const actor = account(node?.actor);
      if (actor?.type !== 'User' || node?.assignee?.__typename !== 'Bot') continue;
      items.push({ account: actor, hand: 'assigned the agent', source });
    }
  };

  read(timeline, 'the pull request');
  if (!issues || issues.pageInfo.hasNextPage) unread('issues that the pull request closes');
  for (const issue of issues?.nodes ?? []) {
    const own = issue?.repository.nameWithOwner === repository;
    const where = issue ? issueName(repository, issue) : 'an issue';
    if (issue && (own || issue.timelineItems)) read(issue.timelineItems, where);
    else {
      limits.push({
        what: 'who assigned the agent',
        reason: 'The pull request closes an issue of another repository, which the app may not read.',
      });
    }
  }
  return { items, gaps, limits };
}

/** An issue for people to read, in short where it is of this repository. */
export function issueName(
  repository: string,
  issue: { readonly number: number; readonly repository: { readonly nameWithOwner: string } },
): string {
  const own = issue.repository.nameWithOwner === repository;
  return own ? `issue #${issue.number}` : `issue ${issue.repository.nameWithOwner}#${issue.number}`;
}

/** A push as the activity log has it. */
export interface Activity {
  readonly before: string;
  readonly after: string;
  readonly activity_type: string;
  readonly actor: RestAccount | null;
}

/** That it cannot be known here who pushed. */
export function pushersUnknown(reason: string): Involvements {
  return { items: [], gaps: [], limits: [{ what: 'who pushed', reason }] };
}

const PUSHES_A_PAGE = 100;
/** A branch with more pushes than this has a history that nobody reads. */
const MOST_PAGES = 5;

/** Where a branch is, and how often it was moved there other than by adding commits. */
export interface HeadBranch {
  readonly ref: string;
  readonly sha: string;
  readonly moves: number;
}

/**
 * Who pushed what the branch holds now, from GitHub's activity log; a limit where there is no such log.
 * @param commits SHAs of the pull request's commits
 */
export async function pushers(
  client: Octokit,
  memory: Memory,
  id: PullRequestId,
  head: HeadBranch,
  commits: ReadonlySet<string>,
): Promise<Involvements> {
  const branch = head.ref;
  // A branch comes back to a commit only by a move, and by adding commits never.
  const key = `${objectKey(id, head.sha)} ${head.moves} ${branch}`;
  let log = memory.pushes.get(key);
  try {
    log ??= await readLog(client, id, branch);
  } catch (error) {
    const failure = sourceError(`read who pushed to ${branch} of ${id.owner}/${id.name}`, error);
    // Not every server has the log. A failure that will pass must not hide a pusher.
    const isRefused = statusOf(error) === 404 || statusOf(error) === 403;
    if (!isRefused || failure.retryAfterSeconds !== null) throw failure;
    return pushersUnknown(`GitHub does not show its activity log: ${messageOf(error)}.`);
  }
  // The log may lag behind the branch.
  if (log[0]?.after === head.sha) memory.pushes.set(key, log);
  const { found, whole } = relevantPushes(log, commits);
  const items = found.flatMap((entry): Involvement[] => {
    const actor = restAccount(entry.actor);
    if (!actor) return [];
    const { before, after } = entry;
    return [{ account: actor, hand: 'pushed', source: 'activity log', pushes: [{ before, after }] }];
  });
  const gaps =
    whole || log.length < PUSHES_A_PAGE * MOST_PAGES
      ? []
      : [
          {
            what: 'pushes',
            reason: 'The branch was pushed to more often than is read. Open it from a new branch.',
          },
        ];
  return { items: unique(items), gaps, limits: [] };
}

async function readLog(client: Octokit, id: PullRequestId, branch: string): Promise<readonly Activity[]> {
  const log: Activity[] = [];
  const pages = client.paginate.iterator(client.rest.repos.listActivities, {
    owner: id.owner,
    repo: id.name,
    ref: `refs/heads/${branch}`,
    per_page: PUSHES_A_PAGE,
  });
  for await (const { data } of pages) {
    for (const { before, after, activity_type, actor } of data) {
      const by = actor && { login: actor.login, id: actor.id, type: actor.type };
      log.push({ before, after, activity_type, actor: by });
    }
    if (log.length >= PUSHES_A_PAGE * MOST_PAGES) break;
  }
  return log;
}

/**
 * Pushes whose content is in the pull request, or may be although it was overwritten by a force push: walks back
 * from the newest to the first state that the base holds already. `whole`: that state was reached.
 */
export function relevantPushes(
  newestFirst: readonly Activity[],
  commits: ReadonlySet<string>,
): { found: readonly Activity[]; whole: boolean } {
  const found: Activity[] = [];
  let overwritten = false;
  for (const entry of newestFirst) {
    if (entry.activity_type === 'branch_deletion') {
      // Earlier the name stood for another branch, unless it holds the same commits.
      overwritten = false;
      continue;
    }
    if (!commits.has(entry.after) && !overwritten) return { found, whole: true };
    found.push(entry);
    if (entry.activity_type === 'force_push') overwritten = true;
    if (entry.activity_type === 'branch_creation') overwritten = false;
  }
  return { found, whole: false };
}

/** Each account once, with all of its pushes. */
function unique(items: readonly Involvement[]): readonly Involvement[] {
  const found = new Map<string, Involvement>();
  for (const item of items) {
    const key = item.account.login.toLowerCase();
    const pushes = [...(found.get(key)?.pushes ?? []), ...(item.pushes ?? [])];
    found.set(key, item.pushes ? { ...item, pushes } : item);
  }
  return [...found.values()];
}
