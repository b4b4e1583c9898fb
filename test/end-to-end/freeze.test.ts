/** Agents are stopped, and let go on, by people's words: from the comment to the merge button. */
import type { Account, Issue, PullRequest } from '../../demo/github/github.ts';
import { readStore } from '../../src/adapters/store/read.ts';
import { CODE, createConversation, type Conversation } from '../support/conversation.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { join } from 'node:path';

let gate: Gate;
let talk: Conversation;
beforeAll(async () => {
  gate = await createGate();
});
beforeEach(() => {
  talk = createConversation(gate);
});
afterAll(() => gate.close());

/** An issue of the shop, in which people talk to the app. */
const issue = (title = 'Something is wrong with the agents'): Issue =>
  gate.github.openIssue(talk.acme.shop, { title, author: talk.acme.nadia });

/** What came of a comment in an issue. */
async function write(where: Issue | PullRequest, person: Account, text: string) {
  const before = where.comments.length;
  const comment = gate.github.comment(where, person, text);
  await gate.settled();
  const said = where.comments.slice(before).filter(({ author }) => author === gate.app.bot);
  return {
    reactions: comment.reactions.map(({ content }) => content),
    comments: said.map(({ body }) => body),
  };
}

const done = { reactions: ['+1'], comments: [] };

/** What the record holds of a place, oldest first. */
async function words(subject: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const store = readStore({ folder: join(gate.folder, 'data') });
  try {
    const [owner = ''] = subject.split('/');
    return (await store.record({ owner, subject, kinds: ['freeze'] })).map(({ body }) => body);
  } finally {
    await store.close();
  }
}

const shop = (): string => `${talk.acme.organization.login}/shop`;

/** An agent's pull request that may be merged. */
async function approved(files: Record<string, string> = CODE): Promise<PullRequest> {
  const pull = await talk.opened(files);
  talk.acme.review(pull, talk.acme.bela);
  expect((await gate.answer(pull)).conclusion).toBe('success');
  return pull;
}

describe('/agentguard freeze', () => {
  test('in an issue stops what agents made, until somebody lets them go on', async () => {
    const pull = await approved();
    const mine = talk.acme.personOpens({ 'src/b.ts': 'export const b = 2;\n' });
    await gate.answer(mine);
    const where = issue();
    expect(await write(where, talk.max, '/agentguard freeze all 4h they push secrets')).toEqual(done);
    expect(gate.check(pull)).toMatchObject({
      conclusion: 'failure',
      output: {
        title: expect.stringMatching(/^Blocked: agents are frozen here until \d{4}-\d\d-\d\d \d\d:\d\d UTC$/),
      },
    });
    const { summary = '' } = gate.check(pull)?.output ?? {};
    expect(summary).toContain(
      'max froze them; someone with maintain access lifts that with `/agentguard unfreeze all <reason>`. Why: they push secrets.',
    );
    expect(await gate.merge(pull, talk.acme.nadia)).toMatchObject({ status: 405 });
    expect(gate.check(mine)?.conclusion).toBe('success');
    expect(await words(shop())).toMatchObject([
      {
        agents: 'all',
        by: { login: 'max' },
        reason: 'they push secrets',
        where: `${shop()}#${where.number}`,
      },
    ]);

    expect(await write(where, talk.max, '/agentguard unfreeze all keys are rotated')).toEqual(done);
    expect(gate.check(pull)?.output.title).toBe('Approved by bela');
    expect(await gate.merge(pull, talk.acme.nadia)).toMatchObject({ status: 200 });
    expect((await words(shop())).map(({ until }) => until === null)).toEqual([false, true]);
  });

  test('under a pull request stops the others as well, and only those of the agent that it names', async () => {
    const pull = await approved();
    const other = await approved({ 'src/c.ts': 'export const c = 3;\n' });
    const signed = 'Add d\n\nCo-Authored-By: Cursor <cursoragent@cursor.com>\n';
    const another = talk.acme.personOpens({ 'src/d.ts': 'export const d = 4;\n' }, { title: signed });
    await gate.answer(another);
    const before = gate.check(another);
    expect(await write(pull, talk.max, '/agentguard freeze claude-github-app 30m it loops')).toEqual(done);
    for (const each of [pull, other]) {
      expect(gate.check(each)?.output.title).toMatch(/^Blocked: Claude.* is frozen here until/);
      expect(await gate.merge(each, talk.acme.nadia)).toMatchObject({ status: 405 });
    }
    expect(gate.check(another)).toBe(before);
  });
});
