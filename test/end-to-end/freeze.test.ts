/** Agents are stopped, and let go on, by people's words: from the comment to the merge button. */
import type { Account, Issue, PullRequest } from '../../demo/github/github.ts';
import { readStore } from '../../src/adapters/store/read.ts';
import { CODE, createConversation, type Conversation } from '../support/conversation.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { join } from 'node:path';

const HOUR = 60 * 60;

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

  test('by those who may not is refused, and by no person it is nothing', async () => {
    const pull = await approved();
    const where = issue();
    const outsider = gate.github.createUser(`outsider-${where.id}`);
    const helper = gate.github.createBot(`helper-${where.id}`, { id: where.id });
    for (const [person, why] of [
      [talk.acme.bela, 'This takes someone with maintain access; at this moment bela has write access.'],
      [outsider, `at this moment ${outsider.login} has no access.`],
    ] as const) {
      for (const place of [where, pull]) {
        expect(await write(place, person, '/agentguard freeze all 4h they loop')).toEqual({
          reactions: ['-1'],
          comments: [expect.stringContaining(why)],
        });
      }
    }
    for (const machine of [helper, talk.acme.claude]) {
      for (const place of [where, pull]) {
        expect(await write(place, machine, '/agentguard freeze all 4h they loop')).toEqual({
          reactions: [],
          comments: [],
        });
      }
    }
    expect(await words(shop())).toEqual([]);
    expect(await gate.merge(pull, talk.acme.nadia)).toMatchObject({ status: 200 });
  });

  test('in a comment that is edited, or edited into one, is nothing', async () => {
    const pull = await approved();
    const where = issue();
    const harmless = gate.github.comment(where, talk.max, 'Is it still looping?');
    await gate.settled();
    gate.github.editComment(where, harmless, '/agentguard freeze all 4h says who', talk.acme.nadia);
    await gate.settled();
    expect(harmless.reactions).toEqual([]);
    expect(await words(shop())).toEqual([]);
    expect((await gate.answer(pull)).conclusion).toBe('success');
  });

  test('a stranger is told once in an issue', async () => {
    const where = issue();
    const stranger = gate.github.createUser(`stranger-${where.id}`);
    expect((await write(where, stranger, '/agentguard freeze all 4h they loop')).comments).toHaveLength(1);
    expect((await write(where, stranger, '/agentguard unfreeze all it is fine')).comments).toEqual([]);
    expect((await write(where, stranger, '/agentguard dance')).comments).toEqual([]);
    expect((await write(where, talk.max, '/agentguard dance')).comments).toHaveLength(1);
    expect((await write(where, talk.max, '/agentguard freeze nobody 4h they loop')).comments).toEqual([
      expect.stringContaining('There is no agent `nobody`.'),
    ]);
  });

  test('what is about a pull request is asked under one', async () => {
    expect(await write(issue(), talk.max, '/agentguard override prod is down')).toEqual({
      reactions: ['-1'],
      comments: [
        expect.stringContaining(
          'It is about a pull request. Write `/agentguard override` under the one that you mean.',
        ),
      ],
    });
  });

  test('ends by itself', async () => {
    const pull = await approved();
    await write(pull, talk.max, '/agentguard freeze all 30m they loop');
    await write(pull, talk.max, '/agentguard freeze all 2h they still loop');
    await gate.later(HOUR);
    expect(gate.check(pull)?.conclusion).toBe('failure');
    expect(await gate.merge(pull, talk.acme.nadia)).toMatchObject({ status: 405 });
    await gate.later(HOUR + 60);
    expect(gate.check(pull)?.output.title).toBe('Approved by bela');
    expect(await gate.merge(pull, talk.acme.nadia)).toMatchObject({ status: 200 });
  });

  test('under a pull request that is closed, and one that is merged', async () => {
    const pull = await approved();
    const closed = await talk.opened({ 'src/e.ts': 'export const e = 5;\n' });
    gate.github.closePullRequest(closed, talk.acme.nadia);
    await gate.settled();
    const merged = await approved({ 'src/f.ts': 'export const f = 6;\n' });
    expect(await gate.merge(merged, talk.acme.nadia)).toMatchObject({ status: 200 });
    await gate.settled();
    expect(await write(closed, talk.max, '/agentguard freeze all 4h they loop')).toEqual(done);
    expect(gate.check(pull)?.conclusion).toBe('failure');
    expect(await write(merged, talk.max, '/agentguard unfreeze all it is mended')).toEqual(done);
    expect(gate.check(pull)?.conclusion).toBe('success');
    expect(await write(merged, talk.max, '/agentguard waive 3fa9c1d2 it is mended')).toEqual({
      reactions: ['-1'],
      comments: [expect.stringContaining('This pull request is merged')],
    });
  });

  test('in .github stops the agents of every repository', async () => {
    const home = talk.acme.createRepository('.github');
    const app = talk.acme.createRepository('App');
    gate.github.addCollaborator(home, talk.max, 'maintain');
    const pull = await approved();
    const elsewhere = talk.acme.agentOpens({ 'src/g.ts': 'export const g = 7;\n' }, { repository: app });
    talk.acme.review(elsewhere, talk.acme.bela);
    await gate.answer(elsewhere);
    const where = gate.github.openIssue(home, { title: 'Agents', author: talk.acme.ada });
    expect(await write(where, talk.max, '/agentguard freeze all 4h they loop')).toEqual({
      reactions: ['-1'],
      comments: [expect.stringContaining('takes admin access')],
    });
    expect(await write(where, talk.acme.ada, '/agentguard freeze all 4h a bad release')).toEqual(done);
    const owner = talk.acme.organization.login;
    for (const each of [pull, elsewhere]) {
      expect(gate.check(each)?.output.title).toMatch(/^Blocked: agents are frozen in all of acme.* until/);
      expect(gate.check(each)?.output.summary).toContain(`an admin of ${owner}/.github lifts that`);
      expect(await gate.merge(each, talk.acme.nadia)).toMatchObject({ status: 405 });
    }
    // The record and the job go by GitHub's own spelling.
    expect((await gate.record(elsewhere)).map(({ subject }) => subject)).not.toContain(`${owner}/app#1`);
    expect(await write(issue(), talk.max, '/agentguard unfreeze all it is mended')).toEqual({
      reactions: ['-1'],
      comments: [expect.stringContaining('is lifted in its `.github` repository')],
    });
    expect(await write(where, talk.acme.ada, '/agentguard unfreeze all it is mended')).toEqual(done);
    for (const each of [pull, elsewhere])
      expect(await gate.merge(each, talk.acme.nadia)).toMatchObject({ status: 200 });
  });

  test('is recorded once, however often it is delivered and wherever the app dies', async () => {
    const pull = await approved();
    const where = issue();
    gate.github.deliveries.hold();
    gate.github.comment(where, talk.max, '/agentguard freeze all 4h they loop');
    await gate.stop();
    gate.github.deliveries.release();
    await gate.github.settle();
    await gate.start();
    for (const delivery of gate.github.deliveries.list.filter(({ event }) => event === 'issue_comment')) {
      await gate.github.deliveries.redeliver(delivery);
    }
    await gate.settled();
    expect(await words(shop())).toHaveLength(1);
    expect(gate.check(pull)?.conclusion).toBe('failure');
  });
});

describe('/agentguard unfreeze', () => {
  test('under a pull request takes somebody without a hand in it', async () => {
    const pull = talk.acme.agentOpens(CODE);
    gate.github.assign(pull, talk.acme.claude, talk.max);
    await gate.answer(pull);
    expect(await write(pull, talk.max, '/agentguard freeze all 4h they loop')).toEqual(done);
    expect(await write(pull, talk.max, '/agentguard unfreeze all it is mended')).toEqual({
      reactions: ['-1'],
      comments: [expect.stringContaining('This takes somebody else, since max had a hand in this change')],
    });
    gate.github.closePullRequest(pull, talk.acme.nadia);
    await gate.settled();
    expect(await write(pull, talk.max, '/agentguard unfreeze all it is mended')).toMatchObject({
      reactions: ['-1'],
    });
    expect(await write(pull, talk.acme.ada, '/agentguard unfreeze all it is mended')).toEqual(done);
  });
});
