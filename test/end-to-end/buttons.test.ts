/** What takes few rights or none: commands that change nothing, and the buttons on the check run. */
import type { Account, PullRequest } from '../../demo/github/github.ts';
import { createConversation, refused, type Conversation } from '../support/conversation.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { DATABASE_POLICY } from '../support/organization.ts';

let gate: Gate;
let talk: Conversation;
beforeAll(async () => {
  gate = await createGate();
});
beforeEach(() => {
  talk = createConversation(gate, { '.agentguard.yml': DATABASE_POLICY });
});
afterAll(() => gate.close());

describe('without any rights', () => {
  test('/agentguard recheck evaluates again, and publishes nothing that stands there already', async () => {
    const pull = await talk.opened({ 'db/1.sql': 'SELECT 1;\n' });
    const before = gate.check(pull);
    const stranger = gate.github.createUser('stranger');
    expect(await talk.write(pull, stranger, '/agentguard recheck')).toMatchObject({
      reactions: ['eyes'],
      comments: [],
    });
    expect(gate.check(pull)).toBe(before);
  });

  test('/agentguard explain is for who may write, and for who opened it', async () => {
    const pull = await talk.opened({ 'db/1.sql': 'SELECT 1;\n' });
    const reader = gate.github.createUser('reader');
    expect(await talk.write(pull, reader, '/agentguard explain')).toMatchObject(
      refused('This takes someone with write access, or who opened it.'),
    );
    const { reactions, comments } = await talk.write(pull, talk.acme.bela, '/agentguard explain');
    expect(reactions).toEqual([]);
    expect(comments).toEqual([expect.stringMatching(/^Waiting for 1 of @?.*acme[\s\S]*database/)]);
    expect(comments[0]).not.toMatch(/(?<![`\w])@\w/);
  });
});

describe('buttons', () => {
  const press = async (pull: PullRequest, identifier: string, person: Account): Promise<void> => {
    gate.github.requestAction(await gate.answer(pull), identifier, person);
    await gate.settled();
  };
  const buttons = async (pull: PullRequest): Promise<string[]> =>
    (await gate.answer(pull)).actions.map(({ identifier }) => identifier);

  test('"Re-evaluate" reads everything afresh: what no delivery told is found', async () => {
    const pull = await talk.opened({ 'db/1.sql': 'SELECT 1;\n' });
    gate.github.deliveries.hold();
    talk.acme.review(pull, talk.acme.olga);
    gate.github.deliveries.release(() => []);
    await press(pull, 'recheck', talk.acme.nadia);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    expect(talk.said(pull)).toEqual([]);
    expect(await buttons(pull)).toEqual(['recheck']);
  });

  test('"Request reviewers" asks again who still owes a review, but nobody who was taken out by hand', async () => {
    const pull = await talk.opened({ 'db/1.sql': 'SELECT 1;\n' });
    const asks = () =>
      gate.github.requests.filter(
        ({ method, path }) =>
          method === 'POST' &&
          path.endsWith(`/${talk.acme.organization.login}/shop/pulls/${pull.number}/requested_reviewers`),
      ).length;
    expect(await buttons(pull)).toEqual(['recheck', 'request-reviewers']);
    expect(asks()).toBe(1);
    talk.acme.review(pull, talk.acme.bela, 'COMMENT');
    pull.requestedTeams.clear();
    await gate.settled();
    await press(pull, 'request-reviewers', talk.acme.nadia);
    expect(asks()).toBe(2);
    expect([...pull.requestedTeams]).toEqual([talk.acme.dba]);

    gate.github.removeReviewRequests(pull, { users: [], teams: [talk.acme.dba] }, talk.acme.nadia);
    await gate.settled();
    await press(pull, 'recheck', talk.acme.nadia);
    expect(await buttons(pull)).toEqual(['recheck']);
    expect(asks()).toBe(2);
  });
});
