import { isObserving } from '../../core/render/check-name.ts';
import { blockingCheckRun } from '../../core/render/check-run.ts';
import { pullRequestKey, type Publication, type PullRequestId } from '../../ports.ts';
import { externalId } from '../keys.ts';
import { PRIORITY } from '../priority.ts';
import type { World } from '../world.ts';
import { publishOnce } from './publish-once.ts';

/**
 * Takes back passes that no evaluation confirms any more: on heads that this pull request left behind, on the head of
 * a closed one (`answered` null), and under a name that its check has no longer. Pushed back to or opened again later,
 * they would merge without being evaluated.
 */
export async function retire(
  id: PullRequestId,
  answered: { readonly sha: string; readonly name: string } | null,
  world: World,
): Promise<void> {
  const heads = new Set((await world.store.openPullRequests(id)).map((open) => open.headSha));
  const takenBack = new Set<string>();
  const renamed = ({ number, name }: Publication): boolean =>
    number === id.number && answered !== null && name !== answered.name && !isObserving(answered.name);
  for (const old of await world.store.passingHeads(id)) {
    if (isObserving(old.name)) continue;
    if (old.sha === answered?.sha ? !renamed(old) : heads.has(old.sha)) continue;
    const check = blockingCheckRun({
      name: old.name,
      externalId: externalId(id, old.sha),
      ...whyRetired(id, old, answered),
    });
    await publishOnce(id, id.number, old.sha, { check, timeless: check }, world);
    takenBack.add(old.sha);
  }
  if (takenBack.size > 0) await answerAgain(id, takenBack, world);
}

/** Another pull request may have got that head meanwhile, and its answer was written over. */
async function answerAgain(
  id: PullRequestId,
  takenBack: ReadonlySet<string>,
  { store, installationId }: World,
): Promise<void> {
  const open = await store.openPullRequests(id);
  const wronged = open.filter((other) => other.id.number !== id.number && takenBack.has(other.headSha));
  await store.enqueue(
    wronged.map((other) => ({
      kind: 'pull_request',
      key: pullRequestKey(other.id),
      installationId,
      priority: PRIORITY.newHead,
    })),
  );
}

function whyRetired(
  { number }: PullRequestId,
  old: Publication,
  answered: { readonly sha: string; readonly name: string } | null,
): { title: string; sentences: string[] } {
  if (answered === null) {
    const next = 'Open it again to have this commit evaluated.';
    return { title: 'The pull request is closed', sentences: [`#${number} is closed. ${next}`] };
  }
  if (old.sha === answered.sha) return renamedTo(answered.name);
  const next = `the answer is on \`${answered.sha.slice(0, 7)}\``;
  const moved = `This commit is no longer the head of #${number}; ${next}.`;
  return { title: 'Superseded by a newer head', sentences: [moved] };
}

/** What is said under a name that the policy has given up for another. */
export function renamedTo(name: string): { title: string; sentences: string[] } {
  const next = 'Require that one in the rules of the branch.';
  return {
    title: `Superseded by ${name}`,
    sentences: [`The policy names the check \`${name}\` now. ${next}`],
  };
}
