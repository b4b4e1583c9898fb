import type { z } from 'zod';
import { callsIn, isAgentCommand } from '../../core/agents/mentions.ts';
import { isCommand } from '../../core/commands/parse.ts';
import type { Command } from '../../ports.ts';
import { PRIORITY } from '../../worker/priority.ts';
import * as payloads from '../payloads.ts';
import { reading } from './handler.ts';
import { conversationJob, pullRequestJob, repositoryOf } from './jobs.ts';

type Commented = z.infer<typeof payloads.issueComment>;

const conversation = (commandIn: (payload: Commented) => Command | null) =>
  reading(payloads.issueComment, (payload) => {
    const command = commandIn(payload);
    if (!payload.issue.pull_request) {
      if (!command) return 'the comment is on an issue and no command';
      return { jobs: [conversationJob(payload, payload.issue.number)], command };
    }
    if (!command && !callsSomebody(payload)) return 'the comment is no command and mentions nobody';
    const jobs = [pullRequestJob(payload, payload.issue.number, PRIORITY.review)];
    return command ? { jobs, command } : { jobs };
  });

/** A command is what a comment said when it was made. */
export const commented = conversation(commandOf);

/** Who may edit a comment need not be who wrote it, so that an edited one gives no command. */
export const commentEdited = conversation(() => null);

/** What a person wrote by their own hand; an app that comments in somebody's name is none. */
function commandOf(payload: Commented): Command | null {
  const { issue, comment } = payload;
  const { user } = comment;
  if (user?.type !== 'User' || comment.performed_via_github_app || !isCommand(comment.body)) return null;
  return {
    pullRequest: { ...repositoryOf(payload), number: issue.number },
    id: `comment:${comment.id}`,
    commentId: comment.id,
    author: { login: user.login, type: 'User', id: user.id },
    text: comment.body,
    at: comment.created_at,
  };
}

/** A person names somebody, or commands an agent. Which names are agents only the evaluation knows. */
const callsSomebody = ({ comment }: Commented): boolean =>
  comment.user?.type !== 'Bot' &&
  callsIn(comment.body).some((call) => call.startsWith('@') || isAgentCommand(call));
