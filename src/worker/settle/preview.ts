import { createHash } from 'node:crypto';
import { POLICY_PATH } from '../../core/facts/control-files.ts';
import type { PullRequestFacts, TextFile } from '../../core/facts/facts.ts';
import { holdsFloor } from '../../core/policy/floor.ts';
import { reviewPolicyChange } from '../../core/policy/review-change.ts';
import { previewed, type PolicyPreview, type Previewed } from '../../core/render/comparison/preview.ts';
import { judgeTwice } from '../../evaluation/judge-twice.ts';
import type { Evaluation } from '../../pipeline.ts';
import { pullRequestKey, SourceError, type PullRequestState } from '../../ports.ts';
import type { World } from '../world.ts';

/** So many open pull requests are judged, the newest; each takes a few requests. */
const MAX_JUDGED = 20;
/** Nobody waits longer than this for the answer because of it. */
const MAX_MS = 20_000;

const NO_TIME = 'There was no time left. Press “Re-evaluate” to go on.';
const RESTING = 'GitHub wants to be left alone for a while. Press “Re-evaluate” later.';

/** What was said before, by number, with what it rests on. */
type Remembered = Readonly<Record<number, { readonly key: string; readonly said: Previewed }>>;

/**
 * What a pull request that changes the policy would change for the open pull requests of agents; undefined: it changes
 * no policy, or the new one is invalid, which its findings say. It decides nothing, and what cannot be read is said.
 * What was judged is noted, and not judged again until the policy or that pull request changes.
 */
export async function preview(own: Evaluation, world: World): Promise<PolicyPreview | undefined> {
  try {
    const facts = await withNewPolicy(own, world);
    const file = facts && newPolicy(facts);
    if (!file || reviewPolicyChange(facts).length > 0) return undefined;
    return holdsFloor(facts) ? { kind: 'floor', owner: own.id.owner } : await judgeOpen(file, own, world);
  } catch (err) {
    world.log.warn({ pullRequest: pullRequestKey(own.id), err }, 'what a policy would change went unsaid');
    return undefined;
  }
}

async function judgeOpen(file: TextFile, own: Evaluation, world: World): Promise<PolicyPreview> {
  const { id, facts } = own;
  const { store, clock } = world;
  const open = (await store.agentsOpenPullRequests([id]))
    .filter((other) => other.id.number !== id.number)
    .filter(({ bindingRef }) => bindingRef === null || bindingRef === facts.baseRef)
    .toSorted((a, b) => b.id.number - a.id.number);
  const place = `preview:${pullRequestKey(id)}`;
  const before = JSON.parse((await store.noted(place)) ?? '{}') as Remembered;
  const end = clock.now().getTime() + MAX_MS;
  const remembered: Record<number, Remembered[number]> = {};
  const unsaid: { number: number; why: string }[] = [];
  let stop: string | null = null;
  for (const other of open.slice(0, MAX_JUDGED)) {
    const { number } = other.id;
    const key = keyOf(file, own, other);
    const known = before[number];
    if (clock.now().getTime() > end) stop ??= NO_TIME;
    if (known?.key === key) {
      remembered[number] = known;
    } else if (stop !== null) {
      unsaid.push({ number, why: stop });
    } else {
      try {
        const both = await judgeTwice(other.id, { policy: file, floor: null }, world, world.evaluate);
        remembered[number] = { key, said: previewed(number, both.now.decision, both.other.decision) };
      } catch (error) {
        const told = error instanceof SourceError ? error : null;
        if (told?.resting) stop = RESTING;
        unsaid.push({ number, why: told?.message ?? 'It could not be evaluated.' });
      }
    }
  }
  if (JSON.stringify(remembered) !== JSON.stringify(before)) {
    await store.note(place, JSON.stringify(remembered));
  }
  const judged = Object.values(remembered).map(({ said }) => said);
  return {
    kind: 'judged',
    judged: judged.toSorted((a, b) => b.number - a.number),
    unsaid,
    beyond: Math.max(0, open.length - MAX_JUDGED),
  };
}

/** The facts with both sides of the policy, which are in memory still; null: this change does not touch it. */
async function withNewPolicy({ facts }: Evaluation, { source }: World): Promise<PullRequestFacts | null> {
  const touched = facts.files.find(({ path }) => path === POLICY_PATH);
  if (!touched) return null;
  return { ...facts, files: await source.contents(facts, [{ file: touched, sides: 'both' }]) };
}

/** The policy as this change would have it; one that is taken away leaves the defaults. null: it could not be read. */
function newPolicy({ files: [file], headSha }: PullRequestFacts): TextFile | null {
  const about = { path: POLICY_PATH, sha: headSha };
  if (file?.head?.state === 'text') return { ...about, text: file.head.text };
  return file?.status === 'removed' ? { ...about, text: 'version: 1\n' } : null;
}

/** Everything an answer rests on that is known without asking: both policies, and when that pull request last moved. */
const keyOf = (file: TextFile, own: Evaluation, { headSha, updatedAt }: PullRequestState): string =>
  createHash('sha256')
    .update(JSON.stringify([file.text, own.policy.digest, headSha, updatedAt]))
    .digest('hex');
