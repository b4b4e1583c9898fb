import { pullRequestKey } from '../../ports.ts';
import { reviewersToAsk } from '../../core/decision/requests.ts';
import type { Evaluation } from '../../pipeline.ts';
import type { World } from '../world.ts';

/** Asks who has not been asked yet. That it fails changes no answer; the next time mends it. */
export async function askReviewers(evaluation: Evaluation, world: World): Promise<void> {
  try {
    await ask(evaluation, await world.store.requested(evaluation.id), world);
  } catch (err) {
    world.log.warn({ pullRequest: pullRequestKey(evaluation.id), err }, 'reviewers could not be asked');
  }
}

/** Asks everyone who still owes a review, also those who were asked before. Rejects if that fails. */
export const askReviewersAgain = (evaluation: Evaluation, world: World): Promise<void> =>
  ask(evaluation, new Set(), world);

/** Who was asked is noted, so that nobody is asked twice by itself. */
async function ask(
  { id, facts, decision, people }: Evaluation,
  askedBefore: ReadonlySet<string>,
  { publisher, store }: World,
): Promise<void> {
  const reviewers = reviewersToAsk(decision, facts, people, askedBefore);
  if (reviewers.users.length + reviewers.teams.length === 0) return;
  await publisher.requestReviewers(id, reviewers);
  await store.saveRequested(id, [...reviewers.users, ...reviewers.teams]);
}
