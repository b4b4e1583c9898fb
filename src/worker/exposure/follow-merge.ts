import { controlFile } from '../../core/facts/control-files.ts';
import type { PullRequestFacts } from '../../core/facts/facts.ts';
import { mergeEntry, object, text, texts } from '../../core/exposure/bodies.ts';
import { EXPOSURE_KINDS, exposuresOf, type Exposure } from '../../core/exposure/exposures.ts';
import { passageOf } from '../../core/exposure/passage.ts';
import { reviewedBy } from '../../core/exposure/reviewed.ts';
import { unmetIn } from '../../core/exposure/unmet.ts';
import type { Alert } from '../../core/render/alert.ts';
import type { Evaluation } from '../../pipeline.ts';
import { pullRequestKey, type PullRequestId, type RecordEntry } from '../../ports.ts';
import { PRIORITY } from '../priority.ts';
import type { World } from '../world.ts';
import { answer, closeAlert, lookAtIssue, raise } from './alert.ts';

/**
 * Sees to a merged pull request that came past the gate, or under an override: raises it once, looks whether it was
 * reviewed after all or its alert closed, and closes the alert when it has ended. Nothing to do is no request.
 */
export async function followMerge(id: PullRequestId, facts: PullRequestFacts, world: World): Promise<void> {
  const about = { owner: id.owner, subject: pullRequestKey(id) };
  const entries = await world.store.record({ ...about, kinds: [...EXPOSURE_KINDS, 'decision'] });
  const merge = entries.findLast(({ kind }) => kind === 'merge');
  if (!merge) return;
  const exposure = exposuresOf(entries).find(({ entry }) => entry === merge.sequence);
  if (!exposure) await followOverride(id, facts, merge, entries, world);
  else if (exposure.until !== null) await closeAlert(exposure, id.owner, world);
  else await follow(exposure, { id, facts, merge, entries }, world);
}

interface Merged {
  readonly id: PullRequestId;
  readonly facts: PullRequestFacts;
  readonly merge: RecordEntry;
  readonly entries: readonly RecordEntry[];
}

/** An exposure that goes on. */
async function follow(exposure: Exposure, merged: Merged, world: World): Promise<void> {
  const { id, facts, merge } = merged;
  const evaluation = await judge(id, facts, world);
  const reviewers = reviewedBy(evaluation.decision, evaluation.facts.files);
  if (reviewers !== null) {
    const by = reviewers.join(', ');
    await answer(exposure, { how: 'reviewed', by, at: facts.now }, id.owner, world);
    return;
  }
  const concerned = { repository: facts.repository, people: texts(merge.body['people']) };
  if ((await lookAtIssue(exposure, concerned, world)) !== 'gone') return;
  await raise(exposure, alertOf(exposure, merged, evaluation), evaluation.policy.alerts, world);
}

/**
 * Once an override has ended, the reviews that it stood in for are owed still. Until then it is left alone; a job waits for
 * that time.
 */
async function followOverride(
  id: PullRequestId,
  facts: PullRequestFacts,
  merge: RecordEntry,
  entries: readonly RecordEntry[],
  world: World,
): Promise<void> {
  const told = mergeEntry(merge.body);
  // A revert answers for the whole pull request, and names no entry.
  const isAnswered = entries.some(
    ({ kind, body, sequence }) =>
      kind === 'answered' &&
      sequence > merge.sequence &&
      (body['entry'] ?? merge.sequence) === merge.sequence,
  );
  if (passageOf(told) !== 'overridden' || isAnswered) return;
  const until = Date.parse(text(object(merge.body['override'])?.['until']) ?? '');
  // An end that cannot be read is one that has come.
  if (until > Date.parse(facts.now)) {
    await world.store.enqueue([
      {
        kind: 'pull_request',
        key: pullRequestKey(id),
        installationId: world.installationId,
        priority: PRIORITY.sweep,
        runAt: new Date(until + 1000).toISOString(),
      },
    ]);
    return;
  }
  const exposure: Exposure = {
    subject: pullRequestKey(id),
    what: 'override not followed up',
    entry: merge.sequence,
    since: told.at ?? merge.at,
    until: null,
    how: null,
    by: null,
    agents: told.agents,
    who: told.mergedBy,
    alert: null,
  };
  await follow(exposure, { id, facts, merge, entries }, world);
}

const judge = async (id: PullRequestId, facts: PullRequestFacts, world: World): Promise<Evaluation> =>
  world.evaluate(id, await world.source.beforeMerge(facts), world);

function alertOf(exposure: Exposure, { id, facts, merge, entries }: Merged, evaluation: Evaluation): Alert {
  const { body } = merge;
  const sequence = object(body['decision'])?.['sequence'];
  const decided = entries.find((each) => each.kind === 'decision' && each.sequence === sequence);
  const override = object(body['override']);
  const commit = facts.merge?.commit ?? null;
  return {
    what: exposure.what,
    repository: id,
    number: id.number,
    ref: facts.baseRef,
    agents: exposure.agents,
    who: exposure.who,
    since: exposure.since,
    unmet: unmetIn(decided?.body ?? object(body['afterwards']) ?? {}),
    decidedBefore: decided !== undefined,
    override: override && { by: text(override['by']), until: text(override['until']) },
    commits: commit === null ? [] : [commit],
    unread: null,
    control: evaluation.facts.files.some(({ path, previousPath }) =>
      [path, previousPath].some((each) => each !== null && controlFile(each) !== null),
    ),
  };
}
