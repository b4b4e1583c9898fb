import { answer, type Answer, type Seen } from '../../core/commands/answer.ts';
import { parseCommand } from '../../core/commands/parse.ts';
import { ACCEPTANCE_KINDS } from '../../core/decision/acceptance.ts';
import type { Decision } from '../../core/decision/decision.ts';
import { acceptanceRecord } from '../../core/decision/record.ts';
import type { PullRequestFacts } from '../../core/facts/facts.ts';
import type { Evaluation } from '../../pipeline.ts';
import { pullRequestKey, type Command, type PullRequestId, type RecordEntry } from '../../ports.ts';
import type { World } from '../world.ts';
import { giveFreeze } from './freeze.ts';
import { giveRevert } from './revert.ts';
import { isRecorded, type Given } from './given.ts';

/**
 * Decides what becomes of commands and records what is accepted, each once. The rights are those that the evaluation
 * has read, so the commands must have been there before it. `accepted`: the evaluation did not know of it yet.
 */
export async function giveCommands(
  commands: readonly Command[],
  evaluation: Evaluation,
  world: World,
): Promise<{ given: readonly Given[]; accepted: boolean }> {
  if (commands.length === 0) return { given: [], accepted: false };
  const entries = await entriesOf(evaluation.id, world);
  const given: Given[] = [];
  let accepted = false;
  for (const command of commands) {
    if (isRecorded(command, entries)) {
      given.push({ command, answer: { kind: 'accept' } });
      continue;
    }
    const answered = answer(command, { ...evaluation, seen: seenBy(command, entries) });
    if (answered.kind === 'freeze') {
      const frozen = await giveFreeze(command, answered.asked, evaluation.decision.provenance, world);
      accepted ||= frozen.answer.kind === 'accept';
      given.push(frozen);
      continue;
    }
    if (answered.kind === 'accept') {
      await record(command, answered, evaluation, world);
      accepted = true;
    }
    given.push({ command, answer: answered });
  }
  return { given, accepted };
}

/**
 * On a pull request that is not open nothing can be asked about it; what was accepted before stays so. Agents are stopped,
 * and let go on, under any, and what was merged is taken back.
 */
export async function giveOnClosed(
  commands: readonly Command[],
  id: PullRequestId,
  facts: PullRequestFacts,
  world: World,
): Promise<readonly Given[]> {
  if (commands.length === 0) return [];
  const entries = await entriesOf(id, world);
  const why = `This pull request is ${facts.state}, and commands are taken while it is open.`;
  const given: Given[] = [];
  for (const command of commands) {
    const asked = parseCommand(command.text);
    if (isRecorded(command, entries)) given.push({ command, answer: { kind: 'accept' } });
    else if (asked.verb === 'recheck') given.push({ command, answer: { kind: 'recheck' } });
    else if (asked.verb === 'revert') given.push(await giveRevert(command, asked.reason, id, facts, world));
    else if (asked.verb === 'freeze' || asked.verb === 'unfreeze') {
      // Who had a hand in it counts for letting go on alone.
      const involved =
        asked.verb === 'freeze' ? [] : (await world.evaluate(id, facts, world)).decision.provenance;
      given.push(await giveFreeze(command, asked, involved, world));
    } else given.push({ command, answer: { kind: 'refuse', why, unsure: false } });
  }
  return given;
}

const entriesOf = (id: PullRequestId, { store }: World): Promise<readonly RecordEntry[]> =>
  store.record({
    owner: id.owner,
    subject: pullRequestKey(id),
    kinds: [...ACCEPTANCE_KINDS, 'decision'],
  });

/**
 * What the last decision before the command spoke of. GitHub tells of a comment the second it was made in: a decision
 * within that second is taken for a later one.
 */
function seenBy({ at }: Command, entries: readonly RecordEntry[]): Seen | null {
  const given = Date.parse(at);
  const last = entries.findLast((entry) => entry.kind === 'decision' && Date.parse(entry.at) <= given);
  if (!last) return null;
  const { bounds, findings = [] } = last.body as {
    readonly bounds?: Decision['bounds'];
    readonly findings?: readonly { readonly key?: string | null }[];
  };
  return {
    not_agent: bounds?.not_agent ?? null,
    override: bounds?.override ?? null,
    findings: findings.map(({ key = null }) => key),
  };
}

async function record(
  command: Command,
  { acceptance, finding }: Extract<Answer, { kind: 'accept' }>,
  { id, facts }: Evaluation,
  { store, log }: World,
): Promise<void> {
  const subject = pullRequestKey(id);
  await store.append({
    owner: id.owner,
    at: facts.now,
    kind: acceptance.kind,
    subject,
    body: acceptanceRecord(acceptance, { head: facts.headSha, command: command.id, finding }),
  });
  if (acceptance.kind !== 'override') return;
  const { by, reason, until } = acceptance;
  log.warn({ pullRequest: subject, by: by.login, reason, until }, 'the gate was overridden');
}
