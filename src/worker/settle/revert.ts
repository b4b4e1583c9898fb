import { refuseRevert, revertBody, revertTitle } from '../../core/commands/revert.ts';
import { recordedRevert, type RecordedRevert } from '../../core/decision/recovery.ts';
import { byAgent } from '../../core/exposure/by-agent.ts';
import type { PullRequestFacts } from '../../core/facts/facts.ts';
import { effectivePolicy } from '../../core/policy/effective.ts';
import {
  pullRequestKey,
  SourceError,
  type Command,
  type PullRequestId,
  type RecordEntry,
} from '../../ports.ts';
import { PRIORITY } from '../priority.ts';
import type { World } from '../world.ts';
import { isRecorded, type Given } from './given.ts';

/**
 * Has GitHub open a pull request that takes a merged one back, by a person's word. Who may is read now. It is recorded
 * before it is answered; whoever died in between finds the pull request that is open already. Given again it does nothing.
 * @param id what is to be taken back; the command may have been written elsewhere
 */
export async function giveRevert(
  command: Command,
  reason: string,
  id: PullRequestId,
  facts: PullRequestFacts,
  world: World,
): Promise<Given> {
  const entries = await world.store.record({
    owner: id.owner,
    subject: pullRequestKey(id),
    kinds: ['decision', 'merge', 'revert'],
  });
  const done = entries.find((entry) => isRecorded(command, [entry]));
  if (done) return asRecorded(command, done, facts);
  const asked = await askedNow(command, id, facts, entries, world);
  if ('answer' in asked) return asked;
  const { login: by } = command.author;
  const opened = await world.publisher.revert(id, {
    title: revertTitle(facts.title, id.number),
    body: revertBody(id.number, by, reason),
    marker: `revert:${pullRequestKey(id).toLowerCase()}`,
  });
  if (!('number' in opened)) {
    const refused = 'conflict' in opened ? opened.conflict : opened.unavailable;
    await note(id, { by, reason, command: command.id, opened: null, head: null, refused }, world);
    return { command, answer: { kind: 'refuse', why: refused, unsure: false } };
  }
  const other = { ...id, number: opened.number };
  const head = await recordOpened(
    other,
    opened,
    { takesBack: id.number, by, reason, base: facts.baseRef },
    world,
  );
  await note(id, { by, reason, command: command.id, opened: opened.number, head, refused: null }, world);
  await evaluateSoon(other, world);
  world.log.warn(
    { pullRequest: pullRequestKey(id), opened: opened.number, by, reason },
    'a change is taken back',
  );
  return { command, answer: { kind: 'reverted', ...opened } };
}

/** Given on: whoever asks may. What cannot be read is no answer: it is asked again, and a refusal until then. */
async function askedNow(
  command: Command,
  id: PullRequestId,
  facts: PullRequestFacts,
  entries: readonly RecordEntry[],
  { source }: World,
): Promise<Given | { readonly may: true }> {
  try {
    const person = await source.permission(id, command.author.login);
    const why = refuseRevert(command.author, {
      state: facts.state,
      person,
      policy: effectivePolicy(facts),
      byAgent: byAgent(entries),
      takesBack: revertsIn(entries)[0]?.takesBack ?? null,
    });
    if (why === null) return { may: true };
    const isStranger = person === null || person.permission === 'read';
    return { command, answer: { kind: 'refuse', why, unsure: false }, isStranger };
  } catch (error) {
    if (!(error instanceof SourceError) || error.resting) throw error;
    return { command, answer: { kind: 'refuse', why: error.message, unsure: true } };
  }
}

const revertsIn = (entries: readonly RecordEntry[]): RecordedRevert[] =>
  entries.flatMap(({ kind, body }) => (kind === 'revert' ? (recordedRevert(body) ?? []) : []));

/** On the pull request that was opened, once: its head as it was opened, which the fast lane rests on. */
async function recordOpened(
  other: PullRequestId,
  { headSha, isNew }: { readonly headSha: string; readonly isNew: boolean },
  revert: Omit<RecordedRevert, 'head'>,
  { store, clock }: World,
): Promise<string | null> {
  const about = { owner: other.owner, subject: pullRequestKey(other) };
  const [known] = revertsIn(await store.record({ ...about, kinds: ['revert'] }));
  if (known) return known.head;
  // One that was found may have been pushed to since; what it was opened with GitHub has told.
  const head = isNew ? headSha : await openedWith(other, store);
  const at = clock.now().toISOString();
  await store.append({ ...about, at, kind: 'revert', body: { ...revert, head } });
  return head;
}

async function openedWith(other: PullRequestId, store: World['store']): Promise<string | null> {
  const [first] = await store.pushes(other);
  return first?.before === null && first.accountType === 'Bot' ? first.sha : null;
}

/** What the record keeps of it on what is taken back. */
interface Asked extends Readonly<Record<string, unknown>> {
  readonly by: string;
  readonly reason: string;
  readonly command: string;
  readonly opened: number | null;
  readonly head: string | null;
  readonly refused: string | null;
}

async function note(id: PullRequestId, body: Asked, { store, clock }: World): Promise<void> {
  const at = clock.now().toISOString();
  await store.append({ owner: id.owner, at, kind: 'revert', subject: pullRequestKey(id), body });
}

/** The same answer as the first time. */
function asRecorded(command: Command, { body }: RecordEntry, facts: PullRequestFacts): Given {
  const { opened, refused } = body;
  if (typeof opened !== 'number') {
    return { command, answer: { kind: 'refuse', why: String(refused), unsure: false } };
  }
  const url = facts.url.replace(/\d+$/, String(opened));
  return { command, answer: { kind: 'reverted', number: opened, url, isNew: true } };
}

/** Until then it is one of AgentGuard's own that nothing is known of. */
const evaluateSoon = (id: PullRequestId, { store, installationId }: World): Promise<void> =>
  store.enqueue([
    { kind: 'pull_request', key: pullRequestKey(id), installationId, priority: PRIORITY.newHead },
  ]);
