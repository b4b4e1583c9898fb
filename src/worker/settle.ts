import { createHash } from 'node:crypto';
import { OUTCOMES } from '../core/decision/decision.ts';
import { binds } from '../core/decision/gated.ts';
import { reviewersToAsk } from '../core/decision/requests.ts';
import { decisionRecord } from '../core/decision/record.ts';
import type { PullRequestFacts, RepositoryId } from '../core/facts/facts.ts';
import { CHECK_NAME, checkRun, failedCheckRun, type CheckRun } from '../core/render/check-run.ts';
import { RULES } from '../core/rules/catalogue.ts';
import { evaluate, type Evaluation } from '../pipeline.ts';
import type { FactsSource, Publisher, PullRequestId, Store } from '../ports.ts';

/** What settling needs of the world. */
export interface World {
  readonly source: FactsSource;
  readonly publisher: Publisher;
  readonly store: Store;
  /** The product's version, for the record and the check run. */
  readonly version: string;
}

/** How a job on a pull request ended. */
export type Settled = 'published' | 'unchanged' | 'again' | 'closed';

/**
 * Evaluates a pull request and puts the answer on its head SHA: the worst of all open pull requests with that
 * head. Recorded before it is published; a pass is not published while a newer delivery waits (`again`).
 */
export async function settle(id: PullRequestId, key: string, world: World): Promise<Settled> {
  const facts = await world.source.snapshot(id);
  if (facts.state !== 'open') {
    await rememberClosed(id, facts, world);
    return 'closed';
  }
  const own = await evaluate(id, facts, world);
  await remember(own, world);
  const others = await Promise.all(
    facts.sharedHead.map((number) => evaluateAfresh({ ...id, number }, world)),
  );
  const sharing = others.filter(
    (other) =>
      other.facts.state === 'open' &&
      other.facts.headSha === own.facts.headSha &&
      nameOf(other) === nameOf(own),
  );
  const worst = [own, ...sharing].reduce(worse);
  const check = render(worst, world.version, own.id);
  if (check.conclusion === 'success' && (await world.store.waiting(key))) return 'again';
  const changed = await publishOnce(id, id.number, own.facts.headSha, check, world);
  await askReviewers(own, world);
  await retire(own, world);
  return changed ? 'published' : 'unchanged';
}

/** Evaluates every pull request of a merge group again and puts the worst answer on the group's SHA. */
export async function settleMergeGroup(
  group: RepositoryId & { baseRef: string; sha: string },
  world: World,
): Promise<Settled> {
  const numbers = await world.source.mergeGroup(group, group.baseRef, group.sha);
  const externalId = `${group.owner}/${group.name}@${group.sha}`;
  if (numbers === null || numbers.length === 0) {
    const problem =
      'No entry of the merge queue has this commit as its head, so it is not known which pull requests it holds. Remove the pull requests from the queue and add them again.';
    const check = failedCheckRun({ externalId, problem, next: null });
    return (await publishOnce(group, null, group.sha, check, world)) ? 'published' : 'unchanged';
  }
  const evaluations = await Promise.all(
    numbers.map((number) => evaluateAfresh({ owner: group.owner, name: group.name, number }, world)),
  );
  for (const evaluation of evaluations) await remember(evaluation, world);
  const check = { ...render(evaluations.reduce(worse), world.version, null), externalId };
  return (await publishOnce(group, null, group.sha, check, world)) ? 'published' : 'unchanged';
}

/** Takes back a pass that can no longer be confirmed, and says what failed and when it is tried again. */
export async function publishFailure(
  id: PullRequestId,
  sha: string,
  failure: { problem: string; next: Date | null },
  world: World,
): Promise<void> {
  const check = failedCheckRun({
    externalId: externalId(id, sha),
    problem: failure.problem,
    next: failure.next?.toISOString() ?? null,
  });
  await publishOnce(id, id.number, sha, check, world);
}

const externalId = (id: PullRequestId, sha: string): string => `${subjectOf(id)}@${sha}`;

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
    headSha: facts.headSha,
    bindingRef: facts.binding.ref,
    policySource: shared
      ? `${policy.source}; the answer is that of #${id.number}, which has the same head`
      : policy.source,
    at: facts.now,
    version,
    remediation: (rule) => RULES.find(({ id: known }) => known === rule)?.remediation ?? '',
  });
}

const evaluateAfresh = async (id: PullRequestId, world: World): Promise<Evaluation> =>
  evaluate(id, await world.source.snapshot(id), world);

const subjectOf = (id: PullRequestId): string => `${id.owner}/${id.name}#${id.number}`;

/** A merge goes into the record with the decision that stood on the merged head, or the lack of one. */
async function rememberClosed(id: PullRequestId, facts: PullRequestFacts, world: World): Promise<void> {
  await world.store.savePullRequest({ id, open: false, headSha: facts.headSha, agents: [] });
  if (facts.state !== 'merged') return;
  const entries = await world.store.record({ owner: id.owner, subject: subjectOf(id) });
  const last = entries.findLast(({ kind, body }) => kind === 'decision' && body['head'] === facts.headSha);
  await world.store.append({
    owner: id.owner,
    at: facts.now,
    kind: 'merge',
    subject: subjectOf(id),
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
    subject: subjectOf(id),
    body: decisionRecord(facts, policy, decision, world.version),
  });
}

/** Publishes unless this very text already stands there. True: something was published. */
async function publishOnce(
  repository: RepositoryId,
  number: number | null,
  sha: string,
  check: CheckRun,
  world: World,
): Promise<boolean> {
  const digest = createHash('sha256')
    .update(JSON.stringify(withoutTime(check)))
    .digest('hex');
  const before = await world.store.published(repository, sha, check.name);
  if (before?.digest === digest) return false;
  const checkRunId = await world.publisher.publish(repository, sha, check);
  await world.store.savePublished({
    repository: { owner: repository.owner, name: repository.name },
    number,
    sha,
    name: check.name,
    conclusion: check.conclusion,
    digest,
    checkRunId,
  });
  return true;
}

/** The time of evaluation alone is no news. */
const withoutTime = (check: CheckRun): CheckRun => ({
  ...check,
  summary: check.summary.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, ''),
});

/** Noted before it is asked: asking once too few is better than asking someone twice. */
async function askReviewers({ id, facts, decision, people }: Evaluation, world: World): Promise<void> {
  const reviewers = reviewersToAsk(decision, facts, people, await world.store.requested(id));
  if (reviewers.users.length + reviewers.teams.length === 0) return;
  await world.store.saveRequested(id, [...reviewers.users, ...reviewers.teams]);
  await world.publisher.requestReviewers(id, reviewers);
}

/** A head left behind keeps no pass: pushed back to later, it would merge without being evaluated again. */
async function retire({ id, facts }: Evaluation, world: World): Promise<void> {
  const heads = new Set((await world.store.openPullRequests(id)).map((open) => open.headSha));
  for (const old of await world.store.passingHeads(id)) {
    if (old.sha === facts.headSha || heads.has(old.sha)) continue;
    const problem = `This commit is no longer the head of #${id.number}; the answer is on ${facts.headSha.slice(0, 7)}.`;
    const check = {
      ...failedCheckRun({ externalId: externalId(id, old.sha), problem, next: null }),
      name: old.name,
      title: 'Superseded by a newer head',
    };
    await publishOnce(id, id.number, old.sha, check, world);
  }
}
