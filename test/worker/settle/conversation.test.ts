import { SourceError, type Command } from '../../../src/ports.ts';
import { answerConversation } from '../../../src/worker/settle/conversation.ts';
import { pageAnswerIn, pageAnswerPlace } from '../../../src/core/commands/page-answer.ts';
import { command, createStage, id, READ, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.close());

/** An agent's pull request that is open, as it was evaluated last. */
const open = (number: number, name = 'shop', agents: readonly string[] = ['claude-code']) =>
  stage.store.savePullRequest({
    id: { owner: 'acme', name, number },
    open: true,
    headSha: 'a',
    agents,
    updatedAt: null,
    bindingRef: 'main',
    teams: [],
  });

const jobs = async (): Promise<[string, number][]> =>
  (await stage.store.jobs()).map(({ key, priority }) => [key, priority]);
const words = (subject = 'acme/shop') => stage.store.record({ owner: 'acme', subject, kinds: ['freeze'] });
const FREEZE = 'freeze all 4h they push secrets';

test('a freeze is recorded, and agents’ open pull requests are evaluated at once', async () => {
  await open(8);
  await open(9, 'shop', []);
  await open(10, 'other');
  await stage.give(command('max', FREEZE));
  expect(await answerConversation(id, stage.world)).toBe(true);
  expect((await words()).map(({ body }) => body)).toMatchObject([
    {
      agents: 'all',
      until: '2026-11-22T16:10:00.000Z',
      by: { login: 'max' },
      reason: 'they push secrets',
      where: 'acme/shop#7',
    },
  ]);
  expect(await jobs()).toEqual([['acme/shop#8', 1]]);
  expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['+1']);
  expect(await stage.pending()).toEqual([]);
});

test('a whole organisation’s, in all of its repositories, spelled as the record spells them', async () => {
  await open(8);
  await open(3, 'app');
  await stage.store.append({ owner: 'acme', at: READ, kind: 'decision', subject: 'acme/App#3', body: {} });
  await stage.store.savePullRequest({
    id: { owner: 'acme-2', name: 'shop', number: 1 },
    open: true,
    headSha: 'a',
    agents: ['devin'],
    updatedAt: null,
    bindingRef: 'main',
    teams: [],
  });
  const home = { owner: 'acme', name: '.github', number: 7 };
  await stage.give(command('ada', FREEZE, { pullRequest: home }));
  expect(await answerConversation(home, stage.world)).toBe(true);
  expect(await words('acme')).toHaveLength(1);
  expect((await jobs()).toSorted()).toEqual([
    ['acme/App#3', 1],
    ['acme/shop#8', 1],
  ]);
});

test('whoever dies between the record and what follows it is followed, and nothing is recorded twice', async () => {
  await open(8);
  await stage.give(command('max', FREEZE));
  const dying = {
    ...stage.world,
    store: { ...stage.store, enqueue: () => Promise.reject(new Error('killed')) },
  };
  await expect(answerConversation(id, dying)).rejects.toThrow('killed');
  expect(await words()).toHaveLength(1);
  expect(await jobs()).toEqual([]);
  expect(await answerConversation(id, stage.world)).toBe(true);
  expect(await words()).toHaveLength(1);
  expect(await jobs()).toEqual([['acme/shop#8', 1]]);
  expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['+1']);
});

test('what was recorded stays so although its giver may not any more', async () => {
  await stage.give(command('max', FREEZE));
  const silent = stage.publishing({ react: () => Promise.reject(new Error('GitHub answered 502.')) });
  expect(await answerConversation(id, silent)).toBe(false);
  stage.permissions = async () => null;
  expect(await answerConversation(id, stage.world)).toBe(true);
  expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['+1']);
});

test('rights that cannot be read are asked for again, and mean nothing until then', async () => {
  const { permissions } = stage;
  stage.permissions = async () => Promise.reject(new SourceError('GitHub answered 502.'));
  await stage.give(command('max', FREEZE));
  expect(await answerConversation(id, stage.world)).toBe(false);
  expect(await words()).toEqual([]);
  expect([stage.reactions, stage.comments]).toEqual([[], []]);
  stage.permissions = permissions;
  expect(await answerConversation(id, stage.world)).toBe(true);
  expect(await words()).toHaveLength(1);
});

test('a policy that cannot be read likewise: it may list a machine user', async () => {
  await stage.give(command('max', FREEZE));
  const { policy } = stage.world.policies;
  const unread = {
    ...stage.world,
    policies: {
      policy: async (repository: Parameters<typeof policy>[0]) => ({
        ...(await policy(repository)),
        gaps: [{ what: 'the policy', reason: 'It is no text.' }],
      }),
    },
  };
  expect(await answerConversation(id, unread)).toBe(false);
  expect(await words()).toEqual([]);
});

test('GitHub that wants to be left alone is left alone', async () => {
  stage.permissions = async () => Promise.reject(new SourceError('Too many requests.', { resting: true }));
  await stage.give(command('max', FREEZE));
  await expect(answerConversation(id, stage.world)).rejects.toThrow('Too many requests.');
});

test('several are answered in their order', async () => {
  await stage.give(command('max', FREEZE), command('max', 'unfreeze all it is mended'));
  expect(await answerConversation(id, stage.world)).toBe(true);
  expect((await words()).map(({ body }) => body['until'] === null)).toEqual([false, true]);
  expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['+1', '+1']);
});

describe('asked for on a page', () => {
  const page = { ...id, number: 0 };
  const asked = (login: string, text: string): Command =>
    command(login, text, { pullRequest: page, id: 'page:1', commentId: null });
  const answer = async () => pageAnswerIn((await stage.store.noted(pageAnswerPlace('page:1'))) ?? 'null');

  test('is answered there', async () => {
    await stage.give(asked('max', FREEZE));
    expect(await answerConversation(page, stage.world)).toBe(true);
    expect((await words()).map(({ body }) => body['where'])).toEqual([null]);
    expect(await answer()).toEqual({ by: 'max', refused: null });
    expect([stage.reactions, stage.comments]).toEqual([[], []]);
  });

  test('is refused there', async () => {
    await stage.give(asked('olga', FREEZE));
    expect(await answerConversation(page, stage.world)).toBe(true);
    expect(await answer()).toEqual({
      by: 'olga',
      refused: 'This takes someone with maintain access; at this moment olga has write access.',
    });
    expect(await words()).toEqual([]);
    expect([stage.reactions, stage.comments]).toEqual([[], []]);
  });
});
