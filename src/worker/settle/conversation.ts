import { parseCommand } from '../../core/commands/parse.ts';
import { SourceError, type Command, type PullRequestId } from '../../ports.ts';
import type { World } from '../world.ts';
import { acknowledge } from './acknowledge.ts';
import { giveFreeze } from './freeze.ts';
import type { Given } from './given.ts';
import { NO_ALERT, revertFromAlert } from './revert-from-alert.ts';

/**
 * Answers the commands in an issue, or those that were asked for on a page (number 0). False: some could not be answered
 * and wait for the next time.
 */
export async function answerConversation(id: PullRequestId, world: World): Promise<boolean> {
  const given: Given[] = [];
  // One after the other: each rests on what the one before it recorded.
  for (const command of await world.store.commands(id)) given.push(await give(command, world));
  return acknowledge(given, id, null, world.clock.now().toISOString(), world);
}

async function give(command: Command, world: World): Promise<Given> {
  const asked = parseCommand(command.text);
  switch (asked.verb) {
    case null:
      return refused(command, asked.refusal, world);
    case 'freeze':
    case 'unfreeze':
      return giveFreeze(command, asked, [], world);
    case 'revert':
      return (await revertFromAlert(command, asked.reason, world)) ?? refused(command, NO_ALERT, world);
    default:
      return refused(
        command,
        `It is about a pull request. Write \`/agentguard ${asked.verb}\` under the one that you mean.`,
        world,
      );
  }
}

const refused = async (command: Command, why: string, world: World): Promise<Given> => ({
  command,
  answer: { kind: 'refuse', why, unsure: false },
  isStranger: await isStranger(command, world),
});

/** Whoever is not known to work here is told once in a conversation, so that nobody makes the app fill it. */
async function isStranger({ pullRequest, author }: Command, { source }: World): Promise<boolean> {
  try {
    const person = await source.permission(pullRequest, author.login);
    return person === null || person.permission === 'read';
  } catch (error) {
    if (!(error instanceof SourceError) || error.resting) throw error;
    return true;
  }
}
