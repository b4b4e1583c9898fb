/** Ways to have the app do what somebody has no right to ask. The judge is GitHub's merge endpoint. */
import type { Account, PullRequest } from '../../../demo/github/github.ts';
import { sample } from '../../../src/core/rules/secret-added/_sample.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterEach(() => gate.github.deliveries.release());
afterAll(() => gate.close());

const LEAK = { 'src/a.ts': `export const token = '${'ghp_' + sample(36)}';\n` };
const SECONDS = 1100;

/** A pull request of an agent's that nadia set to work, blocked by a finding, and how to waive that. */
async function blocked(acme: Acme): Promise<{ pull: PullRequest; waive: string }> {
  const pull = acme.agentOpens(LEAK);
  gate.github.assign(pull, acme.claude, acme.nadia);
  const { output } = await gate.answer(pull);
  const key = /`([0-9a-f]{8,})`/.exec(/provider-token[^]*/.exec(output.summary ?? '')?.[0] ?? '')?.[1];
  // GitHub tells the time of a comment in whole seconds, and a command is of what was to be seen before.
  await new Promise((resume) => setTimeout(resume, SECONDS));
  return { pull, waive: `/agentguard waive ${key} It is a sample.` };
}

const said = (pull: PullRequest): string[] =>
  pull.comments.filter(({ author }) => author === gate.app.bot).map(({ body }) => body);
const reactions = (pull: PullRequest): string[] =>
  pull.comments.flatMap((comment) => comment.reactions.map(({ content }) => content));

/** What was accepted on it, by the record. */
const accepted = async (pull: PullRequest): Promise<string[]> =>
  (await gate.record(pull)).map(({ kind }) => kind).filter((kind) => !['decision', 'merge'].includes(kind));

describe('#35 commands by people without the right to them', () => {
  test.each<[string, string, (acme: Acme) => Account]>([
    ['has no access', 'no access', () => gate.github.createUser(`no-${gate.github.state.accounts.size}`)],
    [
      'may only read',
      'read access',
      ({ shop, ada }) => {
        const reader = gate.github.createUser(`reader-${gate.github.state.accounts.size}`);
        gate.github.addCollaborator(shop, reader, 'read', ada);
        return reader;
      },
    ],
    ['may only write', 'write access', ({ bela }) => bela],
    [
      'set the agent to work, as an admin',
      'had a hand in this change',
      ({ shop, nadia, ada }) => {
        gate.github.addCollaborator(shop, nadia, 'admin', ada);
        return nadia;
      },
    ],
  ])('by one who %s', async (_, why, who) => {
    const acme = createAcme(gate);
    const { pull, waive } = await blocked(acme);
    const person = who(acme);
    const commands = [waive, '/agentguard override We are in a hurry.', '/agentguard not-agent I did it.'];
    for (const command of commands) gate.github.comment(pull, person, command);
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      title: 'Blocked: provider-token (src/a.ts:1)',
    });
    expect(await accepted(pull)).toEqual([]);
    const refusals = said(pull);
    expect(refusals).toHaveLength(commands.length);
    for (const refusal of refusals) expect(refusal).toContain(why);
    expect(reactions(pull)).toEqual(['-1', '-1', '-1']);

    // Delivered again, or the pull request evaluated again: it is answered once.
    for (const delivery of gate.github.deliveries.list.filter(({ event }) => event === 'issue_comment')) {
      await gate.github.deliveries.redeliver(delivery);
    }
    await gate.settled();
    expect(said(pull)).toEqual(refusals);
  });

  test.each<[string, (acme: Acme, pull: PullRequest, command: string) => void]>([
    [
      "is written into an admin's comment by somebody else",
      (acme, pull, command) => {
        const comment = gate.github.comment(pull, acme.ada, 'Let us see.');
        gate.github.editComment(pull, comment, command, acme.bela);
      },
    ],
    ['comes from a bot', (acme, pull, command) => void gate.github.comment(pull, acme.claude, command)],
    [
      "comes from an app in an admin's name",
      (acme, pull, command) => {
        gate.github.deliveries.hold();
        gate.github.comment(pull, acme.ada, command);
        gate.github.deliveries.release((held) => {
          for (const { payload } of held) {
            (payload['comment'] as Record<string, unknown>)['performed_via_github_app'] = { id: 7 };
          }
          return held;
        });
      },
    ],
    [
      'is only quoted, or shown as code',
      (acme, pull, command) => {
        gate.github.comment(pull, acme.ada, `> ${command}`);
        gate.github.comment(pull, acme.ada, `    ${command}`);
        gate.github.comment(pull, acme.ada, `I would not write\n\n${command}`);
      },
    ],
    [
      'stands in a review, the title or the text',
      (acme, pull, command) => {
        gate.github.review(pull, acme.ada, 'COMMENT', { body: command });
        gate.github.editPullRequest(pull, { title: command, body: command }, acme.ada);
      },
    ],
  ])('#9, #35 a command that %s is none', async (_, give) => {
    const acme = createAcme(gate);
    const { pull, waive } = await blocked(acme);
    give(acme, pull, waive);
    give(acme, pull, '/agentguard override We are in a hurry.');
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    expect(await accepted(pull)).toEqual([]);
    expect([...said(pull), ...reactions(pull)]).toEqual([]);
  });

  test('an admin without a hand in it can; a push, or the loss of the right, takes it back', async () => {
    const acme = createAcme(gate);
    const { github } = gate;
    const admin = github.createUser(`admin-${github.state.accounts.size}`);
    github.addCollaborator(acme.shop, admin, 'admin', acme.ada);
    const { pull } = await blocked(acme);
    github.comment(pull, admin, '/agentguard override The token is a sample.');
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    expect(await accepted(pull)).toEqual(['override']);
    expect(reactions(pull)).toEqual(['+1']);

    github.addCollaborator(acme.shop, admin, 'write', acme.ada);
    await gate.settled();
    await gate.later(5);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    github.addCollaborator(acme.shop, admin, 'admin', acme.ada);
    await gate.settled();
    await gate.later(5);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });

    acme.push(pull, { 'src/b.ts': 'export const b = 1;\n' });
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });

  test('what was pushed between the comment and its evaluation is not what it was given for', async () => {
    const acme = createAcme(gate);
    const { pull } = await blocked(acme);
    gate.github.deliveries.hold();
    gate.github.comment(pull, acme.ada, '/agentguard override The token is a sample.');
    acme.push(pull, { 'src/b.ts': 'export const b = 1;\n' });
    gate.github.deliveries.release();
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    expect(said(pull)).toEqual([
      expect.stringContaining('The change is another one than when this was written'),
    ]);
  });
});

describe('#35 buttons', () => {
  test('those that are there change no answer, whoever presses them', async () => {
    const acme = createAcme(gate);
    const pull = acme.agentOpens({ 'src/a.ts': 'export const a = 1;\n' });
    const check = await gate.answer(pull);
    for (const { identifier } of check.actions) gate.github.requestAction(check, identifier, acme.nadia);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    expect(await accepted(pull)).toEqual([]);
  });

  test('one that is not there does nothing, although an admin pressed it', async () => {
    const acme = createAcme(gate);
    const { pull, waive } = await blocked(acme);
    const check = await gate.answer(pull);
    for (const identifier of ['override', waive.replace('/agentguard ', '')]) {
      check.actions = [...check.actions, { label: 'Go', description: 'Go', identifier }];
      gate.github.requestAction(check, identifier, acme.ada);
    }
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    expect(await accepted(pull)).toEqual([]);
  });
});
