import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { pageAnswerIn, pageAnswerPlace, type PageAnswer } from '../core/commands/page-answer.ts';
import { pullRequestKey } from '../ports.ts';
import type { ViewedRepository, Viewer } from '../ports/viewer.ts';
import { conversationKey } from '../worker/keys.ts';
import { PRIORITY } from '../worker/priority.ts';
import type { PagesWorld } from './pages.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const commandOf = (uuid: string): string => `page:${uuid}`;

/**
 * Gives a command of the viewer's about a repository, or about one of its pull requests. It is stored like a comment's and answered by the worker, which
 * reads their rights afresh. Resolves with what it is asked for by.
 */
export async function giveCommand(
  text: string,
  about: Pick<ViewedRepository, 'owner' | 'name' | 'installationId'> & { readonly number?: number },
  { login }: Pick<Viewer, 'login'>,
  { store, clock, wake }: Pick<PagesWorld, 'store' | 'clock' | 'wake'>,
): Promise<string> {
  const uuid = randomUUID();
  const { owner, name, installationId, number = 0 } = about;
  const id = { owner, name, number };
  const job =
    number === 0
      ? { kind: 'conversation' as const, key: conversationKey(id) }
      : { kind: 'pull_request' as const, key: pullRequestKey(id) };
  const now = clock.now();
  // To the second, as GitHub tells when a comment was made: words are held against each other by their times.
  const at = new Date(Math.floor(now.getTime() / 1000) * 1000).toISOString();
  await store.accept(
    { id: commandOf(uuid), event: 'page', action: null, receivedAt: now.toISOString() },
    {
      jobs: [{ ...job, installationId, priority: PRIORITY.review }],
      command: {
        pullRequest: id,
        id: commandOf(uuid),
        commentId: null,
        author: { login, type: 'User', id: null },
        text,
        at,
      },
    },
  );
  wake();
  return uuid;
}

/** What became of it, for whoever gave it; null: nothing yet, or it was somebody else's. */
export async function answerOn(
  uuid: string,
  { login }: Pick<Viewer, 'login'>,
  store: Pick<PagesWorld['store'], 'noted'>,
): Promise<PageAnswer | null> {
  if (!UUID.test(uuid)) return null;
  const text = await store.noted(pageAnswerPlace(commandOf(uuid)));
  const answer = text === null ? null : pageAnswerIn(text);
  return answer?.by === login ? answer : null;
}

/** So long somebody waits for the next page. */
const PATIENCE_MS = 4000;
const LOOK_EVERY_MS = 100;

/** Resolves once there is an answer, or when waiting longer would only keep somebody before an empty page. */
export async function untilAnswered(
  uuid: string,
  viewer: Pick<Viewer, 'login'>,
  store: Pick<PagesWorld['store'], 'noted'>,
): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    if ((await answerOn(uuid, viewer, store)) !== null) return;
    await setTimeout(LOOK_EVERY_MS);
  }
}
