import { gitHubAsking } from '../../adapters/github/asking.ts';
import { parseCommand } from '../../core/commands/parse.ts';
import { plain } from '../../core/render/markdown.ts';
import { InputError, note } from '../local/input.ts';
import { endWithReader, print } from '../local/output.ts';
import { lookFor, waitFor } from './ask.ts';
import type { Remote } from './github.ts';
import { pullRequestNamed } from './target.ts';

export interface RevertOptions {
  readonly reason: string;
  readonly wait: number;
}

/** Asks AgentGuard, under the pull request and as the token's person, to take it back; prints what came of it. */
export async function revert(target: string, { reason, wait }: RevertOptions, github: Remote): Promise<void> {
  const { number, ...repository } = pullRequestNamed(target, github.webUrl);
  const command = `/agentguard revert ${reason}`;
  const parsed = parseCommand(command);
  if (parsed.verb !== 'revert') throw new InputError(parsed.verb === null ? parsed.refusal : 'Say why.');
  endWithReader();
  const asking = gitHubAsking(github.access, repository);
  await asking.person();
  const place = `${repository.owner}/${repository.name}#${number}`;
  const url = new URL(`/${repository.owner}/${repository.name}/pull/${number}`, github.webUrl).href;
  const commentId = await asking.say(number, command);
  const answered = await waitFor(asking, { number, url }, commentId, wait);
  if (answered === null) {
    note(
      `AgentGuard has not answered within ${wait} seconds. Is it installed on ${repository.owner}/${repository.name}, and running? What you asked for stands under ${url}, and it is done when AgentGuard reads it; look there before you ask again.`,
    );
  } else if (!answered.done) {
    note(`${place} was not taken back. ${answered.why ?? `Why stands under ${url}.`}`);
  } else {
    const said = await lookFor(() => asking.wroteTo(number, commentId));
    const [, opened, address] = /\[#(\d+)\]\((\S+)\)/.exec(said ?? '') ?? [];
    await print(`${address ?? url}\n`);
    const title = opened === undefined ? null : await lookFor(() => asking.check(Number(opened)));
    note(title === null ? 'Its check says whose approval lets it in.' : `Its check: ${plain(title)}`);
    return;
  }
  process.exitCode = 1;
}
