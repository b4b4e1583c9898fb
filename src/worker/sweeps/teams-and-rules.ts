import type { RepositoryId } from '../../core/facts/facts.ts';
import { pullRequestKey, type PullRequestState } from '../../ports.ts';
import type { SweptRepository } from '../../ports/sweeps.ts';
import { repositoryKey } from '../keys.ts';
import { PRIORITY } from '../priority.ts';
import { differs } from './noted.ts';
import { byRepository } from './repositories.ts';
import { sweepJob } from './schedule.ts';
import type { Sweep } from './sweep.ts';

/** Finds what decisions rest on and no pull request shows: teams, rules, rights, topics and custom properties. */
export const teamsAndRules = byRepository({ choose, lookAt });

/** Repositories with open pull requests; their teams are looked at once, however many ask them. */
async function choose(
  repositories: readonly SweptRepository[],
  sweep: Sweep,
): Promise<readonly SweptRepository[]> {
  const { store, installationId } = sweep;
  const teams = new Set<string>();
  const chosen: SweptRepository[] = [];
  for (const each of repositories) {
    const open = await store.openPullRequests(each);
    if (open.length === 0) continue;
    chosen.push(each);
    for (const state of open) for (const team of state.teams) teams.add(team);
    await differs(
      `topics of ${nameOf(each)}`,
      async () => ({ etags: [], items: each.topics }),
      () => sweep.evaluate(open.map(({ id }) => id)),
      store,
    );
  }
  await sweep.look([...teams].map((each) => sweepJob('team', each, installationId)));
  return chosen;
}

async function lookAt(id: RepositoryId, sweep: Sweep): Promise<void> {
  const { store, source, installationId, log } = sweep;
  const open = await store.openPullRequests(id);
  if (open.length === 0) return;
  const changed: string[] = [];
  const look = async (
    what: string,
    read: Parameters<typeof differs>[1],
    concerned: readonly PullRequestState[] = open,
  ): Promise<void> => {
    const evaluate = (): Promise<void> => sweep.evaluate(concerned.map((state) => state.id));
    if (await differs(`${what} of ${nameOf(id)}`, read, evaluate, store)) changed.push(what);
  };
  const branches = new Set(open.map(({ bindingRef }) => bindingRef).filter((ref) => ref !== null));
  for (const branch of branches) {
    await look(
      `rules on ${branch}`,
      (etags) => source.rules(installationId, id, branch, etags),
      open.filter(({ bindingRef }) => bindingRef === branch),
    );
  }
  await look('collaborators', (etags) => source.collaborators(installationId, id, etags));
  await look('properties', (etags) => source.properties(installationId, id, etags));
  if (changed.length > 0)
    log.info({ sweep: sweep.what, repository: repositoryKey(id), changed }, 'open pull requests marked');
}

/** Whether a team has other members than it had. */
export async function lookAtTeam(sweep: Sweep): Promise<void> {
  const { part, store, source, installationId } = sweep;
  const name = part ?? '';
  await differs(
    `members of ${name}`,
    (etags) => source.members(installationId, name, etags),
    () => teamMoved(sweep),
    store,
  );
}

/** Evaluates the pull requests that rest on a team, all of them at once: an approval may not count any more. */
export async function teamMoved(sweep: Sweep): Promise<void> {
  const { part, store, source, installationId, log } = sweep;
  const name = part?.toLowerCase() ?? '';
  const asked: PullRequestState[] = [];
  for (const each of await source.repositories(installationId)) {
    asked.push(...(await store.openPullRequests(each)).filter(({ teams }) => teams.includes(name)));
  }
  await store.enqueue(
    asked.map(({ id }) => ({
      kind: 'pull_request',
      key: pullRequestKey(id),
      installationId,
      priority: PRIORITY.review,
    })),
  );
  log.info({ sweep: sweep.what, team: name, pullRequests: asked.length }, 'pull requests of a team marked');
}

const nameOf = (repository: RepositoryId): string => repositoryKey(repository).toLowerCase();
