import { attributeCommit } from '../../core/agents/detect.ts';
import { binds } from '../../core/decision/gated.ts';
import type { CommitFacts, RepositoryId } from '../../core/facts/facts.ts';
import { effectivePolicy } from '../../core/policy/effective.ts';
import type { EffectivePolicy } from '../../core/policy/policy.ts';
import type { LoggedPush, Store, Tip } from '../../ports.ts';
import { repositoryKey } from '../keys.ts';
import type { World } from '../world.ts';

/** Where the tip of a branch was at the last look. */
const tipPlace = (repository: RepositoryId, ref: string): string =>
  `tip of ${repositoryKey(repository).toLowerCase()}@${ref}`;

/** Whether a branch was found to be protected before. */
export const isWatched = async (
  repository: RepositoryId,
  ref: string,
  store: Pick<Store, 'noted'>,
): Promise<boolean> => (await store.noted(tipPlace(repository, ref))) !== null;

/** When the repository had been pushed to last, at the last look that was finished. */
export const pushedPlace = (repository: RepositoryId): string =>
  `branches of ${repositoryKey(repository).toLowerCase()}`;

/**
 * Looks what came onto the protected branches of a repository since the last look, and records what agents made and no
 * merged pull request brought. Where a branch stood is noted when that is recorded; of a branch that was never looked at
 * it is only noted.
 */
export async function lookAtBranches(repository: RepositoryId, world: World): Promise<void> {
  const { items, pushedAt, whole } = await world.watch.protectedBranches(repository);
  const gates = new Set(items.map(({ ref }) => ref));
  for (const tip of items) await lookAtBranch(repository, tip, gates, world);
  if (!whole) {
    world.log.warn(
      { repository: repositoryKey(repository) },
      'there are more branches than are looked at; pushes to some protected ones may go unseen',
    );
  }
  // GitHub tells times to the second: what is pushed in the same one must be looked at, too.
  const isSettled = pushedAt === null || world.clock.now().getTime() - Date.parse(pushedAt) > SETTLED_MS;
  if (isSettled) await world.store.note(pushedPlace(repository), pushedAt ?? '');
}

const SETTLED_MS = 60_000;

async function lookAtBranch(
  repository: RepositoryId,
  { ref, sha }: Tip,
  gates: ReadonlySet<string>,
  world: World,
): Promise<void> {
  const { store } = world;
  const place = tipPlace(repository, ref);
  const before = await store.noted(place);
  if (before === sha) return;
  if (before !== null) await recordPush(repository, { ref, before, after: sha, gates }, world);
  await store.note(place, sha);
}

interface Moved {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  /** Branches that nothing reaches but through the gate. */
  readonly gates: ReadonlySet<string>;
}

interface PushedCommit {
  readonly sha: string;
  readonly agents: readonly string[];
  /** Logins that the commit names. */
  readonly by: readonly string[];
}

async function recordPush(repository: RepositoryId, moved: Moved, world: World): Promise<void> {
  const { store, watch, clock } = world;
  const { ref, before, after } = moved;
  const subject = `${repositoryKey(repository)}@${ref}`;
  const told = await store.record({ owner: repository.owner, subject, kinds: ['push'] });
  // Recorded by a run that did not come to note it.
  if (told.at(-1)?.body['before'] === before && told.at(-1)?.body['after'] === after) return;
  // The policy that held before: what was pushed must not excuse itself.
  const policy = effectivePolicy(await watch.policyAt(repository, before));
  const { commits, problem } = await agentsCommits(repository, moved, policy, world);
  if (commits.length === 0 && problem === null) return;
  const pushed = pushOf(await watch.pushes(repository, ref), moved);
  const now = clock.now().toISOString();
  await store.append({
    owner: repository.owner,
    at: now,
    kind: 'push',
    subject,
    body: {
      ref,
      before,
      after,
      commits,
      pushedBy: pushed?.by?.login ?? null,
      at: pushed?.at ?? now,
      problem,
      observed: policy.mode === 'observe',
      alerts: policy.alerts,
    },
  });
}

/** Commits of agents that came by no merged pull request; and why these may not be all. */
async function agentsCommits(
  repository: RepositoryId,
  { before, after, gates }: Moved,
  policy: EffectivePolicy,
  { watch }: World,
): Promise<{ commits: readonly PushedCommit[]; problem: string | null }> {
  const arrived = await watch.arrived(repository, before, after);
  if (arrived === null) {
    const problem = `GitHub cannot compare \`${before.slice(0, 12)}\` with \`${after.slice(0, 12)}\`, so it is not known what came.`;
    return { commits: [], problem };
  }
  const { total } = arrived;
  const made = arrived.commits.flatMap((commit) => {
    const { agents } = attributeCommit(commit, policy.agents.identities);
    const ids = agents.filter(binds).map(({ agent }) => agent);
    return ids.length === 0 ? [] : [{ sha: commit.sha, agents: ids, by: loginsOf(commit) }];
  });
  const merged =
    made.length === 0
      ? new Map<string, readonly string[] | null>()
      : await watch.mergedInto(
          repository,
          made.map(({ sha }) => sha),
        );
  const commits = made.filter(({ sha }) => !(merged.get(sha) ?? []).some((base) => gates.has(base)));
  const isCut = arrived.commits.length < total;
  const problem = `${total} commits came at once, of which ${arrived.commits.length} could be read.`;
  return { commits, problem: isCut ? problem : null };
}

function loginsOf({ author, committer, coAuthors }: CommitFacts): string[] {
  const people = [author, committer, ...coAuthors].flatMap(({ account }) => account?.login ?? []);
  return [...new Set(people.filter((login) => login !== 'web-flow'))];
}

/** The newest push of the log that lies between the two tips; null: the log does not tell. */
function pushOf(log: readonly LoggedPush[], { before, after }: Moved): LoggedPush | null {
  const newest = log.findIndex((push) => push.after === after);
  if (newest < 0) return null;
  const oldest = log.findIndex((push, index) => index >= newest && push.before === before);
  const between = log.slice(newest, oldest < 0 ? newest + 1 : oldest + 1);
  return between[0] ?? null;
}
