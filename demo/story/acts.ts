/** What people do and see in every story. */
import type { Octokit } from '@octokit/rest';
import type { Account, CheckRun, PullRequest } from '../github/github.ts';
import { markdownAsText } from '../markdown.ts';
import type { Screen } from '../terminal.ts';
import type { Theatre } from '../theatre.ts';

/** Rejects with a sentence when the story goes differently. */
export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(`The story went differently: ${otherwise}`);
}

/** Waits for something that comes by itself; rejects with what did not come. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`The story went differently: ${what} did not come.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const said = (check: CheckRun): string => check.output.summary ?? '';

export function showCheck(screen: Screen, pull: PullRequest, check: CheckRun): void {
  screen.show(
    `#${pull.number} "${pull.title}" · check run AgentGuard: ${check.conclusion}`,
    `${check.output.title}\n\n${markdownAsText(said(check))}`,
  );
}

export async function reviewAs(
  person: Octokit,
  pull: PullRequest,
  event: 'APPROVE' | 'REQUEST_CHANGES',
  body: string,
): Promise<void> {
  await person.pulls.createReview({ ...coordinates(pull), event, body });
}

export async function expectRefused(
  theatre: Theatre,
  screen: Screen,
  person: Account,
  pull: PullRequest,
): Promise<void> {
  const { status, message } = await merge(theatre.as(person), pull);
  expect(status === 405, `GitHub let it merge, or failed otherwise (${status}).`);
  screen.act(person.login, 'presses merge.');
  screen.bad(`GitHub refuses: ${message.split('\n').join(' ')}`);
}

export async function merge(
  person: Octokit,
  pull: PullRequest,
): Promise<{ status: number; message: string }> {
  try {
    const { status, data } = await person.pulls.merge({ ...coordinates(pull) });
    return { status, message: data.message };
  } catch (error) {
    const { status, message, response } = error as {
      status?: number;
      message: string;
      response?: { data?: { message?: string } };
    };
    if (status === undefined) throw error;
    return { status, message: response?.data?.message ?? message };
  }
}

export const coordinates = (pull: PullRequest): { owner: string; repo: string; pull_number: number } => ({
  owner: pull.repository.owner.login,
  repo: pull.repository.name,
  pull_number: pull.number,
});

/** What the record holds of something once it tells of it. */
export const recordOf = (theatre: Theatre, subject: string, told: RegExp): Promise<string> =>
  until('the entry in the record', async () => {
    const text = await theatre.command('audit', 'show', subject);
    return told.test(text) ? text : undefined;
  });
