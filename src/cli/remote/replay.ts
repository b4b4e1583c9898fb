import { setTimeout } from 'node:timers/promises';
import { gitHubSource } from '../../adapters/github/source.ts';
import { listMergedPullRequests } from '../../adapters/github/token.ts';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { OtherPolicy } from '../../core/policy/other-policy.ts';
import { replayJson, replayLine, ReplayTally, type Replayed } from '../../core/render/comparison/replay.ts';
import { InvalidPolicyError, judgeTwice } from '../../evaluation/judge-twice.ts';
import type { Reads } from '../../pipeline.ts';
import { SourceError, type PullRequestId } from '../../ports.ts';
import { mapInOrder } from '../history/in-order.ts';
import { progressBar } from '../history/progress.ts';
import { note } from '../local/input.ts';
import { print } from '../local/output.ts';
import type { Remote } from './github.ts';
import { slowly } from '../local/slowly.ts';

/** So many pull requests are read at once: GitHub asks for few requests at a time. */
const AT_ONCE = 4;

/** Judges the newest merged pull requests by today's policy and by the other one, and prints what differs. */
export async function replay(
  repository: RepositoryId,
  files: OtherPolicy,
  { last, json }: { readonly last: number; readonly json: boolean },
  github: Remote,
  store: Reads['store'],
): Promise<void> {
  const named = `${repository.owner}/${repository.name}`;
  const listing = listMergedPullRequests(github.access, repository, last);
  const numbers = await slowly(`Listing the merged pull requests of ${named} ...`, listing);
  const reads: Reads = {
    source: gitHubSource(github.access),
    // How many are open now, and which agents somebody has stopped, says nothing about then.
    store: {
      ...store,
      openPullRequests: async () => [],
      record: async (filter) => (await store.record(filter)).filter(({ kind }) => kind !== 'freeze'),
    },
  };
  const tally = new ReplayTally();
  const judge = (number: number): Promise<Replayed> => replayOne({ ...repository, number }, files, reads);
  const judging = eachInOrder(numbers, judge, (replayed) => {
    const { strict } = tally;
    tally.add(replayed);
    if (strict === null && tally.strict !== null) note(tally.strict);
    return json ? `${JSON.stringify(replayJson(named, replayed))}\n` : replayLine(replayed);
  });
  await slowly(`Judging ${numbers.length} merged pull requests of ${named} ...`, judging);
  if (!json) await print(tally.text());
}

/** Prints what is to be said of each as soon as it is known, and how far it is. */
async function eachInOrder(
  numbers: readonly number[],
  judge: (number: number) => Promise<Replayed>,
  say: (replayed: Replayed) => string,
): Promise<void> {
  const bar = progressBar(process.stderr, numbers.length, 'pull requests');
  try {
    for await (const replayed of mapInOrder(numbers, AT_ONCE, judge)) {
      bar.step();
      const text = say(replayed);
      if (text === '') continue;
      if (process.stdout.isTTY) bar.clear();
      await print(text);
    }
  } finally {
    bar.clear();
  }
}

/** Beyond that it is taken to stay so. */
const ATTEMPTS = 3;

/** A pull request that cannot be read is told with the reason, and the others go on. */
async function replayOne(
  id: PullRequestId,
  files: OtherPolicy,
  reads: Reads,
  attempt = 1,
): Promise<Replayed> {
  try {
    const { now, other } = await judgeTwice(id, files, reads);
    const { title, headSha } = now.facts;
    return {
      number: id.number,
      title,
      head: headSha,
      now: now.decision,
      other: other.decision,
      strict: now.policy.strict,
    };
  } catch (error) {
    if (error instanceof InvalidPolicyError) throw error;
    const pause = error instanceof SourceError ? error.retryAfterSeconds : null;
    if (pause === null || attempt === ATTEMPTS) return unread(id.number, error);
    if (attempt === 1) note(`#${id.number}: ${(error as SourceError).message}`);
    await setTimeout(pause * 1000);
    return replayOne(id, files, reads, attempt + 1);
  }
}

function unread(number: number, error: unknown): Replayed {
  const message = error instanceof Error ? error.message : String(error);
  const reason = error instanceof SourceError ? message : `The evaluation failed (${message}). Report it.`;
  return { number, title: '', head: '', unread: reason };
}
