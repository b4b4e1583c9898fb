import { isOfPage, noted, pageAnswerPlace } from '../../core/commands/page-answer.ts';
import { revertAnswer } from '../../core/commands/revert.ts';
import { explainMarkdown } from '../../core/render/explain.ts';
import { code, fit, sentence } from '../../core/render/markdown.ts';
import type { Evaluation } from '../../pipeline.ts';
import { pullRequestKey, type Command, type PullRequestId, type Reaction } from '../../ports.ts';
import type { World } from '../world.ts';
import type { Given } from './given.ts';
import { askReviewersAgain } from './reviewers.ts';

/** What cannot be answered within a day is left: its comment may be locked away, and nobody waits for it any more. */
const GIVEN_UP_AFTER_MS = 24 * 60 * 60 * 1000;

/** What an owner has to do at GitHub takes some words. */
const MAX_WHY = 1500;

/** GitHub takes 65,536 characters. */
const MAX_COMMENT_BYTES = 65_000;

/**
 * Answers people, each once: a reaction, and a comment for a refusal or an explanation. False: some could not be
 * answered and wait for the next time.
 * @param evaluation null: the pull request is not open.
 */
export async function acknowledge(
  given: readonly Given[],
  id: PullRequestId,
  evaluation: Evaluation | null,
  now: string,
  world: World,
): Promise<boolean> {
  let all = true;
  for (const each of given) {
    const { command, answer } = each;
    const isOld = Date.parse(now) - Date.parse(command.at) > GIVEN_UP_AFTER_MS;
    const isUnsure = answer.kind === 'refuse' && answer.unsure;
    if ((isUnsure && !isOld) || !((await tell(each, id, evaluation, world)) || isOld)) {
      all = false;
      continue;
    }
    await world.store.saveAnswered(command);
  }
  return all;
}

/** False: it could not be told. */
async function tell(
  given: Given,
  id: PullRequestId,
  evaluation: Evaluation | null,
  world: World,
): Promise<boolean> {
  const { command, answer } = given;
  try {
    if (isOfPage(command)) await tellPage(given, world);
    if (command.pullRequest.number === 0) return true;
    switch (answer.kind) {
      case 'accept':
        await react(command, '+1', world);
        break;
      case 'recheck':
        await react(command, 'eyes', world);
        break;
      case 'request-reviewers':
        if (evaluation) await askReviewersAgain(evaluation, world);
        await react(command, '+1', world);
        break;
      case 'explain':
        if (evaluation) await say(command, explanation(evaluation), world);
        break;
      case 'reverted':
        await react(command, '+1', world);
        await say(command, revertAnswer(answer), world);
        break;
      case 'refuse':
        await react(command, '-1', world);
        await say(command, refusal(command, answer.why), world, refusalMark(given, evaluation));
    }
    return true;
  } catch (err) {
    world.log.warn(
      { pullRequest: pullRequestKey(id), command: command.id, err },
      'a command went unanswered',
    );
    return false;
  }
}

/** A form is answered on its page, which looks for this. */
const tellPage = ({ command, answer }: Given, { store }: World): Promise<void> =>
  store.note(
    pageAnswerPlace(command.id),
    noted({ by: command.author.login, refused: answer.kind === 'refuse' ? answer.why : null }),
  );

/** A button has nothing to react to. */
async function react({ commentId, pullRequest }: Command, reaction: Reaction, world: World): Promise<void> {
  if (commentId !== null) await world.publisher.react(pullRequest, commentId, reaction);
}

/** Once, also if it is not known whether it was said: the command names the comment. */
const say = (
  { id, pullRequest }: Command,
  markdown: string,
  { publisher }: World,
  mark = id,
): Promise<void> => publisher.comment(pullRequest, mark, markdown);

/**
 * Everybody can comment on a public repository. Who works on it is answered for each command; a stranger once on a pull
 * request, so that nobody makes the app fill it.
 */
function refusalMark({ command, isStranger }: Given, evaluation: Evaluation | null): string {
  const { id, author } = command;
  const login = author.login.toLowerCase();
  if (!evaluation) return isStranger ? `refused:${login}` : id;
  if (evaluation.facts.repository.private) return id;
  const permission = evaluation.people.permissions.get(login)?.permission ?? 'read';
  const isAtHome = permission !== 'read' || evaluation.facts.author?.login.toLowerCase() === login;
  return isAtHome ? id : `refused:${login}`;
}

const explanation = ({ decision, facts }: Evaluation): string =>
  fit(explainMarkdown(decision, facts).split('\n\n'), MAX_COMMENT_BYTES);

/** Names the command without its reason: what somebody wrote is not said again. */
function refusal({ author, text }: Command, why: string): string {
  const asked = text.trim().split(/\s+/, 2).join(' ');
  return `${code(asked, 60)} from ${code(author.login)} was refused. ${sentence(why, MAX_WHY)}`;
}
