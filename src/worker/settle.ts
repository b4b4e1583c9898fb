import { OUTCOMES } from '../core/decision/decision.ts';
import { binds } from '../core/decision/gated.ts';
import { reviewersToAsk } from '../core/decision/requests.ts';
import { decisionRecord } from '../core/decision/record.ts';
import type { PullRequestFacts, RepositoryId } from '../core/facts/facts.ts';
import { CHECK_NAME } from '../core/render/check-name.ts';
import {
  blockingCheckRun,
  checkRun,
  failedCheckRun,
  type CheckRun,
} from '../core/render/check-run.ts';
import { RULES } from '../core/rules/catalogue.ts';
import { evaluate, type Evaluation } from '../pipeline.ts';
import type { PullRequestId } from '../ports.ts';
import { externalId, mergeGroupKey, pullRequestKey } from './keys.ts';
import { PRIORITY } from './priority.ts';
import { publishOnce } from './publish-once.ts';
import { retire } from './retire.ts';
import type { World } from './world.ts';

/**
 * How a job on a pull request ended. `unread`: answered, with something that could not be read; `handed over`: another
 * pull request with the same head answers for both.
 */
export type Settled = 'published' | 'unchanged' | 'unread' | 'again' | 'closed' | 'handed over';

/**
 * Evaluates a pull request and puts the answer on its head SHA: the worst of all open pull requests with that
 * head. Recorded before it is published; a pass is not published while a newer delivery waits (`again`).
 *
 * Of several with one head the oldest answers, so that only one job at a time writes to a SHA: otherwise a pass that
 * was long in the making could overwrite the refusal of a pull request it did not know of.
 */
export async function settle(id: PullRequestId, key: string, world: World): Promise<Settled> {
  const facts = await world.source.snapshot(id);
  if (facts.state !== 'open') {
    await rememberClosed(id, facts, world);
    await evaluateSoon(
      facts.sharedHead.map((number) => ({ ...id, number })),
      world,
    );
    if (facts.state === 'closed') await retire(id, null, world);
    return 'closed';
  }
  const own = await evaluate(id, facts, world);
  await remember(own, world);
  await reopenMergeGroups(own, world);
  await retire(id, { sha: own.facts.headSha, name: render(own, world.version, id).name }, world);
  const others = await evaluateEach(id, facts.sharedHead, world);
  const sharing = others.filter(
    (other) =>
      other.facts.state === 'open' &&
      other.facts.headSha === own.facts.headSha &&
      nameOf(other) === nameOf(own),
  );
  const [oldest] = sharing.map((other) => other.id).toSorted((a, b) => a.number - b.number);
  if (oldest && oldest.number < id.number) {
    await evaluateSoon([oldest], world);
    await askReviewers(own, world);
    return 'handed over';
  }
  const worst = [own, ...sharing].reduce(worse);
  const check = render(worst, world.version, own.id);
  if (check.conclusion === 'success' && (await world.store.waiting(key))) return 'again';
  const changed = await publishOnce(id, id.number, own.facts.headSha, check, world);
  await askReviewers(own, world);
  if (own.decision.gaps.length > 0) return 'unread';
  return changed ? 'published' : 'unchanged';
}

/** Evaluates every pull request of a merge group again and puts the worst answer on the group's SHA. */
export async function settleMergeGroup(
  group: RepositoryId & { baseRef: string; sha: string },
  key: string,
  world: World,
): Promise<Settled> {
  const numbers = await world.source.mergeGroup(group, group.baseRef, group.sha);
  const about = `${group.owner}/${group.name}@${group.sha}`;
  if (numbers === null || numbers.length === 0) {
    const check = blockingCheckRun({
      externalId: about,
      title: 'This merge group cannot be matched to pull requests',
      sentences: [
        'No entry of the merge queue has this commit as its head, so it is not known which pull requests it holds. Remove the pull requests from the queue and add them again.',
      ],
    });
    return (await publishOnce(group, null, group.sha, check, world)) ? 'published' : 'unchanged';
  }
  const evaluations = await evaluateEach(group, numbers, world);
  for (const evaluation of evaluations) await remember(evaluation, world);
  const check = { ...render(evaluations.reduce(worse), world.version, null), externalId: about };
  if (check.conclusion === 'success' && (await world.store.waiting(key))) return 'again';
  return (await publishOnce(group, null, group.sha, check, world)) ? 'published' : 'unchanged';
}

/** Takes back a pass that can no longer be confirmed, and says what failed and when it is tried again. */
export async function publishFailure(
  id: PullRequestId,
  sha: string,
  failure: { problem: string; next: Date | null },
  world: World,
): Promise<void> {
  const names = await world.store.checkNames(id, sha);
  for (const name of names.length > 0 ? names : [CHECK_NAME]) {
    const check = failedCheckRun({
      name,
      externalId: externalId(id, sha),
      problem: failure.problem,
      next: failure.next?.toISOString() ?? null,
    });
    await publishOnce(id, id.number, sha, check, world);
  }
}

const nameOf = ({ policy, facts }: Evaluation): string =>
  policy.check.perBase ? `${CHECK_NAME}: ${facts.binding.ref}` : CHECK_NAME;

function worse(a: Evaluation, b: Evaluation): Evaluation {
  const rank = ({ decision }: Evaluation): number =>
    decision.mode === 'observe' ? -1 : OUTCOMES.indexOf(decision.outcome);
  return rank(b) > rank(a) ? b : a;
}

/** The check run of an evaluation; says so when it speaks of another pull request than the one asked for. */
function render(evaluation: Evaluation, version: string, asked: PullRequestId | null): CheckRun {
  const { id, facts, policy, decision } = evaluation;
  const shared = asked !== null && asked.number !== id.number;
  return checkRun(decision, {
    name: nameOf(evaluation),
    externalId: externalId(asked ?? id, facts.headSha),
    facts,
    policy: shared
      ? {
          ...policy,
          source: `${policy.source}; the answer is that of #${id.number}, which has the same head`,
        }
      : policy,
    version,
    remediation: (rule) => RULES.find(({ id: known }) => known === rule)?.remediation ?? '',
  });
}

/** One after another: what each loads is dropped before the next begins, since all of them may be large. */
async function evaluateEach(
  { owner, name }: RepositoryId,
  numbers: readonly number[],
  world: World,
): Promise<Evaluation[]> {
  const evaluations: Evaluation[] = [];
  for (const number of numbers) {
    const id = { owner, name, number };
    evaluations.push(await evaluate(id, await world.source.snapshot(id), world));
  }
  return evaluations;
}

/** A merge goes into the record with the decision that stood on the merged head, or the lack of one. */
async function rememberClosed(id: PullRequestId, facts: PullRequestFacts, world: World): Promise<void> {
  await world.store.savePullRequest({ id, open: false, headSha: facts.headSha, agents: [] });
  if (facts.state !== 'merged') return;
  const entries = await world.store.record({ owner: id.owner, subject: pullRequestKey(id) });
  const last = entries.findLast(({ kind, body }) => kind === 'decision' && body['head'] === facts.headSha);
  await world.store.append({
    owner: id.owner,
    at: facts.now,
    kind: 'merge',
    subject: pullRequestKey(id),
    body: {
      head: facts.headSha,
      mergedBy: facts.mergedBy?.login ?? null,
      decision: last ? { sequence: last.sequence, hash: last.hash, outcome: last.body['outcome'] } : null,
    },
  });
}

/** Digests for later reviews, the pull request's standing, and the record: before anything is published. */
async function remember({ id, facts, policy, decision, digests }: Evaluation, world: World): Promise<void> {
  await world.store.saveDigests(id, facts.headSha, digests);
  await world.store.savePullRequest({
    id,
    open: facts.state === 'open',
    headSha: facts.headSha,
    agents: decision.attribution.agents.filter(binds).map(({ agent }) => agent),
  });
  await world.store.append({
    owner: id.owner,
    at: facts.now,
    kind: 'decision',
    subject: pullRequestKey(id),
    body: decisionRecord(facts, policy, decision, world.version),
  });
}

/** A group that holds what does not pass is evaluated again: its own answer may have been a pass. */
async function reopenMergeGroups({ id, facts, decision }: Evaluation, world: World): Promise<void> {
  if (decision.outcome === 'allow') return;
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

/** Who was asked is noted, so that nobody is asked twice. Asking that fails changes no answer; the next time mends it. */
async function askReviewers({ id, facts, decision, people }: Evaluation, world: World): Promise<void> {
  const reviewers = reviewersToAsk(decision, facts, people, await world.store.requested(id));
  if (reviewers.users.length + reviewers.teams.length === 0) return;
  try {
    await world.publisher.requestReviewers(id, reviewers);
  } catch (err) {
    world.log.warn({ pullRequest: pullRequestKey(id), err }, 'reviewers could not be asked');
    return;
  }
  await world.store.saveRequested(id, [...reviewers.users, ...reviewers.teams]);
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
