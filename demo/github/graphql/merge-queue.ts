/** Merge queues as GraphQL shows them. */
import { nodeId } from '../shapes/accounts.ts';
import { accountView } from './accounts.ts';
import { connection, refer } from './fields.ts';
import { commitView } from './git.ts';
import type { MergeQueueEntry, Repository, State } from '../state/state.ts';
import type { View } from './fields.ts';

/** A branch's queue; null: nothing waits there. */
export function mergeQueueView(state: State, repository: Repository, branch: string): View | null {
  const entries = repository.mergeQueue.filter((entry) => entry.branch === branch);
  if (entries.length === 0) return null;
  return {
    __typename: 'MergeQueue',
    id: nodeId('MergeQueue', `${repository.id}:${branch}`),
    entries: connection(
      () => entries,
      (entry) => queueEntryView(state, entry),
    ),
  };
}

export function queueEntryView(state: State, entry: MergeQueueEntry): View {
  const { repository } = entry.pull;
  const entries = repository.mergeQueue.filter(({ branch }) => branch === entry.branch);
  const commit = (sha: string) => {
    const found = repository.objects.commits.get(sha);
    return found ? commitView(state, repository, found) : null;
  };
  return {
    __typename: 'MergeQueueEntry',
    id: nodeId('MergeQueueEntry', entry.id),
    position: entries.indexOf(entry) + 1,
    state: 'AWAITING_CHECKS',
    enqueuedAt: entry.enqueuedAt,
    enqueuer: () => accountView(state, entry.enqueuer),
    baseCommit: () => commit(entry.baseSha),
    headCommit: () => commit(entry.headSha),
    pullRequest: () => refer('PullRequest', entry.pull),
    jump: false,
    solo: false,
  };
}
