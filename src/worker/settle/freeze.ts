import { answerFreeze, freezeScope, freezeSubject, type FreezeAnswer } from '../../core/commands/freeze.ts';
import type { FreezeAsked } from '../../core/commands/parse.ts';
import type { ProvenanceEntry } from '../../core/decision/decision.ts';
import type { FreezeWord } from '../../core/decision/freezes.ts';
import { effectivePolicy } from '../../core/policy/effective.ts';
import { pullRequestKey, SourceError, type Command, type RecordEntry } from '../../ports.ts';
import { PRIORITY } from '../priority.ts';
import type { World } from '../world.ts';
import { isRecorded, type Given } from './given.ts';

/**
 * Stops agents, or lets them go on, by a person's word. Who may is read now; the word is recorded before it takes effect;
 * then every open pull request that an agent had a hand in is evaluated at once. Given again it adds nothing to the
 * record.
 * @param provenance who had a hand in the pull request that it was written under
 */
export async function giveFreeze(
  command: Command,
  asked: FreezeAsked,
  provenance: readonly ProvenanceEntry[],
  world: World,
): Promise<Given> {
  const id = command.pullRequest;
  const subject = freezeSubject(id);
  const recorded = await world.store.record({ owner: id.owner, subject, kinds: ['freeze'] });
  if (!isRecorded(command, recorded)) {
    const read = await answerNow(command, asked, { provenance, recorded }, world);
    if (read.answer.kind === 'refuse') return { command, answer: read.answer, isStranger: read.isStranger };
    await record(command, subject, read.answer.word, world);
  }
  // Also if it was recorded before: whoever did that may have died before they came to this.
  await evaluateAll(command, world);
  return { command, answer: { kind: 'accept' } };
}

interface Known {
  readonly provenance: readonly ProvenanceEntry[];
  readonly recorded: readonly RecordEntry[];
}

/** What cannot be read is no answer: it is asked again, and a refusal until then. */
async function answerNow(
  { author, at, pullRequest: id }: Command,
  asked: FreezeAsked,
  known: Known,
  { source, policies, clock }: World,
): Promise<{
  readonly answer: FreezeAnswer | { readonly kind: 'refuse'; readonly why: string; readonly unsure: true };
  readonly isStranger: boolean;
}> {
  try {
    const person = await source.permission(id, author.login);
    const read = await policies.policy(id);
    const [gap] = read.gaps;
    if (gap) return unsure(gap.reason);
    const policy = effectivePolicy(read);
    const situation = { ...known, repository: id, person, policy, now: clock.now().toISOString() };
    const isStranger = person === null || person.permission === 'read';
    return { answer: answerFreeze(asked, { author, at }, situation), isStranger };
  } catch (error) {
    if (!(error instanceof SourceError) || error.resting) throw error;
    return unsure(error.message);
  }
}

const unsure = (why: string) => ({
  answer: { kind: 'refuse' as const, why, unsure: true as const },
  isStranger: false,
});

async function record(
  { id, pullRequest }: Command,
  subject: string,
  word: Extract<FreezeAnswer, { kind: 'word' }>['word'],
  { store, clock, log }: World,
): Promise<void> {
  const where = pullRequest.number === 0 ? null : pullRequestKey(pullRequest);
  const body: FreezeWord = { ...word, command: id, where };
  const at = clock.now().toISOString();
  await store.append({ owner: pullRequest.owner, at, kind: 'freeze', subject, body: { ...body } });
  const { agents, until, by, reason } = word;
  const what = until === null ? 'agents go on' : 'agents are frozen';
  log.warn({ place: subject, agents, until, by: by.login, reason }, what);
}

/** All but the pull request that it was written under: whoever answers there evaluates it anyway. */
async function evaluateAll({ pullRequest: id }: Command, { store, installationId }: World): Promise<void> {
  const open =
    freezeScope(id) === 'organization'
      ? await store.agentsOpenPullRequestsOf(id.owner)
      : await store.agentsOpenPullRequests([id]);
  const own = pullRequestKey(id).toLowerCase();
  const keys = open.map((each) => pullRequestKey(each.id)).filter((key) => key.toLowerCase() !== own);
  const { newHead: priority } = PRIORITY;
  await store.enqueue(keys.map((key) => ({ kind: 'pull_request', key, installationId, priority })));
}
