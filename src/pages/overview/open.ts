import { decisionSeen, type DecisionSeen } from '../../core/statistics/entries.ts';
import { pullRequestKey, type PullRequestId, type Store } from '../../ports.ts';
import type { ViewedRepository } from '../../ports/viewer.ts';

/** An agent's pull request that is open, as it was evaluated last. */
export interface OpenPull {
  readonly id: PullRequestId;
  readonly agents: readonly string[];
  /** null: the record has no decision on it. */
  readonly decided:
    (Pick<DecisionSeen, 'outcome' | 'allowed' | 'observed' | 'waits'> & { readonly since: number }) | null;
}

/** So many pull requests' decisions are in memory at a time. */
const TOGETHER = 200;

/** Agents' open pull requests in these repositories: those that wait longest first, then those that nobody has to. */
export async function openPulls(
  store: Pick<Store, 'agentsOpenPullRequests' | 'standings'>,
  owner: string,
  repositories: readonly ViewedRepository[],
): Promise<OpenPull[]> {
  const states = await store.agentsOpenPullRequests(repositories);
  const pulls: OpenPull[] = [];
  for (let done = 0; done < states.length; done += TOGETHER) {
    const some = states.slice(done, done + TOGETHER);
    const standings = await store.standings(
      owner,
      some.map(({ id }) => pullRequestKey(id)),
    );
    for (const { id, agents } of some) {
      const standing = standings.get(pullRequestKey(id).toLowerCase());
      if (!standing) {
        pulls.push({ id, agents, decided: null });
        continue;
      }
      const { outcome, allowed, observed, waits } = decisionSeen(standing.decision);
      pulls.push({
        id,
        agents,
        decided: { outcome, allowed, observed, waits, since: Date.parse(standing.since) },
      });
    }
  }
  return pulls.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.decided?.since ?? 0) - (b.decided?.since ?? 0) ||
      a.id.name.localeCompare(b.id.name) ||
      a.id.number - b.id.number,
  );
}

const rank = ({ decided }: OpenPull): number => (decided === null ? 1 : decided.allowed ? 2 : 0);
