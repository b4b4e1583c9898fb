import type { Evaluation } from '../../pipeline.ts';
import type { PullRequestFacts } from '../../core/facts/facts.ts';
import { pullRequestKey, type Command, type PullRequestId } from '../../ports.ts';
import { followMerge } from '../exposure/follow-merge.ts';
import { mergeGroupKey } from '../keys.ts';
import { PRIORITY } from '../priority.ts';
import type { World } from '../world.ts';
import { acknowledge } from './acknowledge.ts';
import { giveCommands, giveOnClosed } from './commands.ts';
import { evaluateEach } from './evaluate-each.ts';
import { keepComment } from './keep-comment.ts';
import { preview } from './preview.ts';
import { publishOnce } from './publish-once.ts';
import { remember, rememberClosed } from './remember.ts';
import { nameOf, render, worse } from './render.ts';
import { answerTakenBack } from './taken-back.ts';
import { retire } from './retire.ts';
import { askReviewers } from './reviewers.ts';

/**
 * How a job on a pull request ended. `unread`: answered, with something that could not be read; `unanswered`: the
 * check stands, and a command still waits for its answer; `handed over`: another pull request with the same head
 * answers for both.
 */
export type Settled =
  'published' | 'unchanged' | 'unread' | 'unanswered' | 'again' | 'closed' | 'handed over';

/**
 * Evaluates a pull request, gives the commands that wait on it, and puts the answer on its head SHA: the worst of all
 * open pull requests with that head. Recorded before it is published; a pass is not published while a newer delivery
 * waits (`again`). Commands are answered last, when what they did stands.
 */
export async function settle(id: PullRequestId, key: string, world: World): Promise<Settled> {
  // Those that come later have a job of their own: the rights of whoever gave them would be missing here.
  const commands = await world.store.commands(id);
  const facts = await world.source.snapshot(id);
  if (facts.state !== 'open') return close(id, facts, commands, world);
  const first = await world.evaluate(id, facts, world);
  const { given, accepted } = await giveCommands(commands, first, world);
  const own = accepted ? await world.evaluate(id, facts, world) : first;
  world.meter.decision(own.decision.outcome);
  const settled = await publish(own, key, world);
  if (settled === 'again') return settled;
  await keepComment(own, nameOf(own), world);
  await comeBack(own, world);
  const answered = await acknowledge(given, id, own, facts.now, world);
  return answered || settled === 'unread' ? settled : 'unanswered';
}

async function close(
  id: PullRequestId,
  facts: PullRequestFacts,
  commands: readonly Command[],
  world: World,
): Promise<Settled> {
  await rememberClosed(id, facts, world);
  await evaluateSoon(
    facts.sharedHead.map((number) => ({ ...id, number })),
    world,
  );
  if (facts.state === 'closed') await retire(id, null, world);
  if (facts.state === 'merged') {
    await answerTakenBack(id, facts, world);
    await followMerge(id, facts, world);
  }
  const given = await giveOnClosed(commands, id, facts, world);
  return (await acknowledge(given, id, null, facts.now, world)) ? 'closed' : 'unanswered';
}

/**
 * Records and publishes. Of several with one head the oldest answers, so that only one job at a time writes to a SHA:
 * otherwise a pass that was long in the making could overwrite the refusal of a pull request it did not know of.
 */
async function publish(own: Evaluation, key: string, world: World): Promise<Settled> {
  const { id, facts } = own;
  await remember(own, world);
  await reopenMergeGroups(own, world);
  await retire(id, { sha: facts.headSha, name: render(own, world.version, id).check.name }, world);
  const others = await evaluateEach(id, facts.sharedHead, world);
  const sharing = others.filter(
    (other) =>
      other.facts.state === 'open' && other.facts.headSha === facts.headSha && nameOf(other) === nameOf(own),
  );
  const [oldest] = sharing.map((other) => other.id).toSorted((a, b) => a.number - b.number);
  if (oldest && oldest.number < id.number) {
    await evaluateSoon([oldest], world);
    await askReviewers(own, world);
    return 'handed over';
  }
  const worst = [own, ...sharing].reduce(worse);
  const changes = worst === own ? await preview(own, world) : undefined;
  const rendered = render(worst, world.version, id, changes);
  if (rendered.check.conclusion === 'success' && (await world.store.waiting(key))) return 'again';
  const changed = await publishOnce(id, id.number, facts.headSha, rendered, world);
  await askReviewers(own, world);
  if (own.decision.gaps.length > 0) return 'unread';
  return changed ? 'published' : 'unchanged';
}

/** A group that holds what does not pass is evaluated again: its own answer may have been a pass. */
async function reopenMergeGroups({ id, facts, decision }: Evaluation, world: World): Promise<void> {
  if (decision.outcome === 'allow' || !facts.queued) return;
  const { store, source, installationId } = world;
  const groups = await source.mergeGroupsWith(id, facts.baseRef);
  await store.enqueue(
    groups.map((sha) => ({
      kind: 'merge_group',
      key: mergeGroupKey({ ...id, sha }),
      installationId,
      priority: PRIORITY.mergeGroup,
      baseRef: facts.baseRef,
    })),
  );
}

/** What ends by itself, such as a waiver, comes with no delivery. */
async function comeBack({ id, facts, decision }: Evaluation, world: World): Promise<void> {
  const { changesAt } = decision;
  if (changesAt === null || Date.parse(changesAt) <= Date.parse(facts.now)) return;
  await world.store.enqueue([
    {
      kind: 'pull_request',
      key: pullRequestKey(id),
      installationId: world.installationId,
      priority: PRIORITY.sweep,
      runAt: changesAt,
    },
  ]);
}

const evaluateSoon = (ids: readonly PullRequestId[], { store, installationId }: World): Promise<void> =>
  store.enqueue(
    ids.map((id) => ({
      kind: 'pull_request',
      key: pullRequestKey(id),
      installationId,
      priority: PRIORITY.newHead,
    })),
  );
