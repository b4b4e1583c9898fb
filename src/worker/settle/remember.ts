import { binds } from '../../core/decision/gated.ts';
import { decisionRecord, policyRecord } from '../../core/decision/record.ts';
import type { PullRequestFacts } from '../../core/facts/facts.ts';
import type { Evaluation } from '../../pipeline.ts';
import { pullRequestKey, type PullRequestId } from '../../ports.ts';
import { rememberMerge } from '../exposure/remember-merge.ts';
import { repositoryKey } from '../keys.ts';
import type { World } from '../world.ts';

/**
 * Digests for later reviews, the pull request's standing, and the record, with the policy before what follows from it: right before it is published. The entry bears
 * that time and not the one at which the facts were read: nobody can have seen the answer earlier.
 */
export async function remember(
  { id, facts, policy, decision, digests, people, basis }: Evaluation,
  { store, clock, version }: World,
): Promise<void> {
  await store.saveDigests(id, facts.headSha, digests);
  await store.savePullRequest({
    id,
    open: facts.state === 'open',
    headSha: facts.headSha,
    agents: decision.attribution.agents.filter(binds).map(({ agent }) => agent),
    updatedAt: facts.updatedAt,
    bindingRef: facts.binding.ref,
    teams: [...people.teams.keys()],
  });
  const at = clock.now().toISOString();
  await store.append({
    owner: id.owner,
    at,
    kind: 'policy',
    subject: `${repositoryKey(id)}@${facts.binding.ref}`,
    body: policyRecord(facts, policy),
  });
  await store.append({
    owner: id.owner,
    at,
    kind: 'decision',
    subject: pullRequestKey(id),
    body: decisionRecord(facts, policy, decision, version),
    basis,
  });
}

/** Where a pull request that is not open stands; a merge goes into the record. */
export async function rememberClosed(
  id: PullRequestId,
  facts: PullRequestFacts,
  world: World,
): Promise<void> {
  await world.store.savePullRequest({
    id,
    open: false,
    headSha: facts.headSha,
    agents: [],
    updatedAt: facts.updatedAt,
    bindingRef: facts.binding.ref,
    teams: [],
  });
  if (facts.state === 'merged') await rememberMerge(id, facts, world);
}
