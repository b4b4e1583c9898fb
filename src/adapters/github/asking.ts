import type { Octokit } from '@octokit/rest';
import type { RepositoryId } from '../../core/facts/facts.ts';
import { SourceError } from '../../ports.ts';
import { repositoryClient, type Access } from './access.ts';
import { isOurs } from '../../core/render/check-name.ts';
import { attempt } from './api/errors.ts';

/** An issue, by its number and where people see it. */
export interface AskedIn {
  readonly number: number;
  readonly url: string;
}

/** How AgentGuard answered; `by`: the account that did. `why` null: it said no, and not why. */
export type Answered =
  { readonly done: true; readonly by: string } | { readonly done: false; readonly why: string | null };

/** Asks AgentGuard for something as a person would: in comments, with that person's token. Rejects with SourceError. */
export interface Asking {
  /** Who the token is of. Rejects when it is nobody's own: what apps write is no command. */
  person(): Promise<string>;
  /** The newest open issue with this marker by somebody who belongs to the repository; null: none. */
  find(marker: string): Promise<AskedIn | null>;
  open(title: string, body: string): Promise<AskedIn>;
  rename(number: number, title: string): Promise<void>;
  close(number: number): Promise<void>;
  /** Writes a comment; resolves with its id. */
  say(number: number, text: string): Promise<number>;
  /** What AgentGuard says to a comment; null: nothing yet. */
  answerTo(number: number, commentId: number): Promise<Answered | null>;
  /** What it wrote to a comment, as Markdown; null: nothing yet. */
  wroteTo(number: number, commentId: number): Promise<string | null>;
  /** The title of AgentGuard's newest check on a pull request's head; null: there is none yet. */
  check(number: number): Promise<string | null>;
}

const AT_HOME = ['OWNER', 'MEMBER', 'COLLABORATOR'];

export function gitHubAsking(access: Access, repository: RepositoryId): Asking {
  const client = repositoryClient(access, repository);
  const where = { owner: repository.owner, repo: repository.name };
  const named = `${repository.owner}/${repository.name}`;
  const change = (number: number, doing: string, to: { title?: string; state?: 'closed' }): Promise<void> =>
    attempt(`${doing} ${named}#${number}`, async () => {
      await client.rest.issues.update({ ...where, issue_number: number, ...to });
    });
  return {
    person: () => readPerson(client),
    find: (marker) =>
      attempt(`look for the issue in ${named}`, async () => {
        const { data } = await client.rest.issues.listForRepo({ ...where, state: 'open', per_page: 100 });
        const found = data.find(
          (each) =>
            each.pull_request === undefined &&
            AT_HOME.includes(each.author_association ?? '') &&
            each.body?.includes(marker) === true,
        );
        return found ? { number: found.number, url: found.html_url } : null;
      }),
    open: (title, body) =>
      attempt(`open an issue in ${named}`, async () => {
        const { data } = await client.rest.issues.create({ ...where, title, body });
        return { number: data.number, url: data.html_url };
      }),
    rename: (number, title) => change(number, 'rename', { title }),
    close: (number) => change(number, 'close', { state: 'closed' }),
    say: (number, text) =>
      attempt(`comment on ${named}#${number}`, async () => {
        const { data } = await client.rest.issues.createComment({
          ...where,
          issue_number: number,
          body: text,
        });
        return data.id;
      }),
    answerTo: (number, commentId) =>
      attempt(`read the answer in ${named}#${number}`, async () => {
        const { data } = await client.rest.reactions.listForIssueComment({
          ...where,
          comment_id: commentId,
          per_page: 100,
        });
        const own = data.filter(({ user }) => user?.type === 'Bot');
        const accepted = own.find(({ content }) => content === '+1');
        if (accepted) return { done: true, by: accepted.user?.login ?? 'AgentGuard' };
        const refused = own.find(({ content }) => content === '-1');
        if (!refused) return null;
        return { done: false, why: await written(client, { ...where, issue_number: number }, commentId) };
      }),
    wroteTo: (number, commentId) =>
      attempt(`read the answer in ${named}#${number}`, async () =>
        written(client, { ...where, issue_number: number }, commentId),
      ),
    check: (number) =>
      attempt(`read the check on ${named}#${number}`, async () => {
        const { data: pull } = await client.rest.pulls.get({ ...where, pull_number: number });
        const { data } = await client.rest.checks.listForRef({
          ...where,
          ref: pull.head.sha,
          per_page: 100,
        });
        const own = data.check_runs.filter(({ name, status }) => status === 'completed' && isOurs(name));
        return own.toSorted((a, b) => b.id - a.id)[0]?.output.title ?? null;
      }),
  };
}

const readPerson = (client: Octokit): Promise<string> =>
  attempt('read whose token this is', async () => {
    const { data } = await client.rest.users.getAuthenticated();
    if (data.type === 'User') return data.login;
    throw new SourceError(`The token is of ${data.login}, which is no person. Only people's words count.`);
  });

/** The comment that answers another one; null: there is none yet. */
async function written(
  client: Octokit,
  where: { owner: string; repo: string; issue_number: number },
  commentId: number,
): Promise<string | null> {
  const all = await client.paginate(client.rest.issues.listComments, { ...where, per_page: 100 });
  const marker = `<!-- agentguard:comment:${commentId} -->`;
  const said = all.find(
    ({ user, body }) => user?.type === 'Bot' && body?.trimEnd().endsWith(marker) === true,
  );
  return said?.body?.replace(marker, '').trim() ?? null;
}
