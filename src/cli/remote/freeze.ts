import { gitHubAsking, type Answered, type AskedIn, type Asking } from '../../adapters/github/asking.ts';
import { AGENTS } from '../../core/agents/catalogue.ts';
import { freezeScope } from '../../core/commands/freeze.ts';
import { parseCommand, type FreezeAsked } from '../../core/commands/parse.ts';
import { FLOOR_REPOSITORY } from '../../core/facts/control-files.ts';
import type { RepositoryId } from '../../core/facts/facts.ts';
import { plain } from '../../core/render/markdown.ts';
import { minute } from '../../core/render/time.ts';
import { InputError, note } from '../local/input.ts';
import { endWithReader, print } from '../local/output.ts';
import { askAndWait } from './ask.ts';
import type { Remote } from './github.ts';
import { repositoryNamed } from './target.ts';

export interface FreezeOptions {
  readonly agent: string;
  readonly for?: string;
  readonly reason: string;
  readonly lift?: true;
  readonly wait: number;
}

/** GitHub takes titles of so many characters. */
const MAX_TITLE = 250;

/** Asks AgentGuard, in an issue and as the token's person, to stop agents or to let them go on; prints what came of it. */
export async function freeze(target: string, options: FreezeOptions, github: Remote): Promise<void> {
  const repository = placeNamed(target);
  const { text, asked } = commandOf(options);
  endWithReader();
  const asking = gitHubAsking(github.access, repository);
  const person = await asking.person();
  const marker = `<!-- agentguard:freeze:${asked.agent} -->`;
  const place = placeOf(repository);
  const known = await asking.find(marker);
  const title = plain(titleOf(asked, place), MAX_TITLE);
  const where = known ?? (await asking.open(title, `${bodyOf(asked, person, place)}\n\n${marker}`));
  const answered = await askAndWait(asking, where, text, options.wait);
  await settle(asking, where, { asked, title, isNew: known === null }, answered);
  await print(`${answered?.done ? outcomeOf(asked, place, answered.by) : ''}${where.url}\n`);
  if (answered?.done) return;
  note(
    answered
      ? `AgentGuard refused it. ${answered.why ?? 'It says why in the issue.'}`
      : `AgentGuard has not answered within ${options.wait} seconds. Is it installed on ${repository.owner}/${repository.name}, and running? What you asked for stands in the issue, and takes effect when AgentGuard reads it; close the issue if you have changed your mind, and lift the freeze.`,
  );
  process.exitCode = 1;
}

/** `acme/shop`, or `acme` for all of its repositories. */
function placeNamed(target: string): RepositoryId {
  if (/^[\w-]{1,100}$/.test(target)) return { owner: target, name: FLOOR_REPOSITORY };
  const repository = repositoryNamed(target);
  if (repository) return repository;
  throw new InputError(
    `"${target}" is no repository; write owner/repo, or an owner alone for all of its repositories.`,
  );
}

const placeOf = (repository: RepositoryId): string =>
  freezeScope(repository) === 'organization' ? `in all of ${repository.owner}` : 'here';

function commandOf({ agent, for: time, reason, lift }: FreezeOptions): { text: string; asked: FreezeAsked } {
  if (lift !== true && time === undefined) {
    throw new InputError('Say for how long with --for: a time like 30m, 4h or 3d.');
  }
  const text = lift
    ? `/agentguard unfreeze ${agent} ${reason}`
    : `/agentguard freeze ${agent} ${time} ${reason}`;
  const asked = parseCommand(text);
  if (asked.verb === 'freeze' || asked.verb === 'unfreeze') return { text, asked };
  throw new InputError(asked.verb === null ? asked.refusal : `"${agent}" is no agent.`);
}

const nameOf = (agent: string): string => AGENTS.find(({ id }) => id === agent)?.name ?? agent;
const who = (agent: string): string => (agent === 'all' ? 'Agents are' : `${nameOf(agent)} is`);

function titleOf(asked: FreezeAsked, place: string): string {
  if (asked.verb === 'unfreeze') return `${who(asked.agent)} no longer frozen ${place}: ${asked.reason}`;
  const until = minute(new Date(Date.now() + asked.minutes * 60_000).toISOString());
  return `${who(asked.agent)} frozen ${place} until ${until}: ${asked.reason}`;
}

function bodyOf(asked: FreezeAsked, person: string, place: string): string {
  const what = asked.verb === 'freeze' ? 'stop' : 'let go on';
  const whom = asked.agent === 'all' ? 'all agents' : nameOf(asked.agent);
  return [
    `${person} asks AgentGuard to ${what} ${whom} ${place}. The command is in a comment below, and AgentGuard's answer with it: a thumbs-up, or why not.`,
    ...(asked.verb === 'freeze'
      ? [
          `No pull request that they had a hand in passes until then; each says so within seconds. It is lifted before with a comment \`/agentguard unfreeze ${asked.agent} <reason>\` here.`,
        ]
      : []),
  ].join('\n\n');
}

/** The issue says what holds: its title the newest end; it is closed when nothing is frozen by it. */
async function settle(
  asking: Asking,
  { number }: AskedIn,
  { asked, title, isNew }: { asked: FreezeAsked; title: string; isNew: boolean },
  answered: Answered | null,
): Promise<void> {
  if (answered === null) return;
  if (answered.done) {
    if (asked.verb === 'unfreeze') await asking.close(number);
    else if (!isNew) await asking.rename(number, title);
  } else if (isNew) {
    await asking.rename(number, plain(`Refused: ${title}`, MAX_TITLE));
    await asking.close(number);
  }
}

function outcomeOf(asked: FreezeAsked, place: string, by: string): string {
  const end = asked.verb === 'freeze' ? `frozen ${place}` : `no longer frozen ${place}`;
  return `${who(asked.agent)} ${end}; ${by} has recorded it.\n`;
}
