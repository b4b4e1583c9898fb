import { recordedRevert } from '../../core/decision/recovery.ts';
import { object } from '../../core/exposure/bodies.ts';
import type { PullRequestFacts } from '../../core/facts/facts.ts';
import { pullRequestKey, type PullRequestId } from '../../ports.ts';
import { PRIORITY } from '../priority.ts';
import type { World } from '../world.ts';

/**
 * What a merged pull request took back is answered for from then on, if it is what AgentGuard opened and nothing else. The
 * one that was taken back is looked at again, since its alert can be closed.
 */
export async function answerTakenBack(
  id: PullRequestId,
  facts: PullRequestFacts,
  { store, clock, installationId }: World,
): Promise<void> {
  const about = { owner: id.owner, subject: pullRequestKey(id) };
  const entries = await store.record({ ...about, kinds: ['revert', 'decision'] });
  const revert = entries
    .map(({ kind, body }) => (kind === 'revert' ? recordedRevert(body) : null))
    .find(Boolean);
  if (!revert || facts.baseRef !== revert.base) return;
  const decided = entries.findLast(({ kind, body }) => kind === 'decision' && body['head'] === facts.headSha);
  const recovery = object(decided?.body['recovery']);
  const isSame = recovery?.['takesBack'] === revert.takesBack && recovery['lapsed'] === null;
  if (facts.headSha !== revert.head && !isSame) return;
  const original = pullRequestKey({ ...id, number: revert.takesBack });
  const answered = await store.record({ owner: id.owner, subject: original, kinds: ['answered'] });
  if (!answered.some(({ body }) => body['revert'] === id.number)) {
    const mergedBy = facts.mergedBy?.login ?? null;
    await store.append({
      owner: id.owner,
      at: clock.now().toISOString(),
      kind: 'answered',
      subject: original,
      body: { how: 'reverted', by: mergedBy, revert: id.number, mergedBy, at: facts.merge?.at ?? facts.now },
    });
  }
  await store.enqueue([{ kind: 'pull_request', key: original, installationId, priority: PRIORITY.review }]);
}
