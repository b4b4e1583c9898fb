import { decisionRecord } from '../../core/decision/record.ts';
import { mergeRecord, type Afterwards } from '../../core/exposure/merged.ts';
import type { PullRequestFacts } from '../../core/facts/facts.ts';
import { pullRequestKey, type PullRequestId } from '../../ports.ts';
import type { World } from '../world.ts';

/**
 * Records a merge, once, with the decision that stood on the merged head. Where there is none it is judged now, by the
 * policy that held before it, so that it is known whose change it is and what it owed.
 */
export async function rememberMerge(id: PullRequestId, facts: PullRequestFacts, world: World): Promise<void> {
  const { store } = world;
  const about = { owner: id.owner, subject: pullRequestKey(id) };
  const entries = await store.record({ ...about, kinds: ['decision', 'merge'] });
  // A pull request is merged once: told again, or late, it adds nothing.
  if (entries.some(({ kind, body }) => kind === 'merge' && body['head'] === facts.headSha)) return;
  const stood = entries.findLast(({ kind, body }) => kind === 'decision' && body['head'] === facts.headSha);
  const afterwards = stood ? null : await judge(id, facts, world);
  await store.append({
    ...about,
    at: facts.now,
    kind: 'merge',
    body: mergeRecord(facts, stood ?? null, afterwards),
  });
}

async function judge(id: PullRequestId, facts: PullRequestFacts, world: World): Promise<Afterwards> {
  const evaluation = await world.evaluate(id, await world.source.beforeMerge(facts), world);
  const { decision, policy } = evaluation;
  return { decision, body: decisionRecord(evaluation.facts, policy, decision, world.version) };
}
