import { createHash } from 'node:crypto';
import { keptComment } from '../../core/render/comment.ts';
import { whoCould } from '../../core/decision/who-could.ts';
import type { Evaluation } from '../../pipeline.ts';
import { pullRequestKey } from '../../ports.ts';
import type { World } from '../world.ts';

/** What is known of a kept comment: its id and a digest of its text; `deleted`: somebody did not want it. */
type Kept = { readonly id: number; readonly digest: string } | 'deleted';

const MARKER = 'answer';

/**
 * Keeps the one comment with the answer, where the policy wants it: made once, edited when its text changes, and left
 * alone once somebody has deleted it. That it fails changes no answer; the next time mends it, and finds the comment by
 * its marker if it is not known whether it was made.
 */
export async function keepComment(evaluation: Evaluation, name: string, world: World): Promise<void> {
  const { id, policy } = evaluation;
  if (!policy.check.comment) return;
  try {
    await keep(evaluation, name, world);
  } catch (err) {
    world.log.warn({ pullRequest: pullRequestKey(id), err }, 'the comment could not be kept');
  }
}

async function keep(
  { id, facts, policy, decision, people }: Evaluation,
  name: string,
  { store, publisher }: World,
): Promise<void> {
  const place = `comment:${pullRequestKey(id)}`;
  const kept = JSON.parse((await store.noted(place)) ?? 'null') as Kept | null;
  if (kept === 'deleted') return;
  const accepters = whoCould(policy, facts, people, decision.provenance);
  const { markdown, needed } = keptComment(decision, name, { facts, policy, accepters });
  if (kept === null && !needed) return;
  const digest = createHash('sha256').update(markdown).digest('hex');
  if (kept?.digest === digest) return;
  const commentId = await publisher.keepComment(id, kept?.id ?? null, MARKER, markdown);
  const now: Kept = commentId === null ? 'deleted' : { id: commentId, digest };
  await store.note(place, JSON.stringify(now));
}
