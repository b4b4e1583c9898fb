/** What people write under a pull request, from the comment to the merge button. */
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { accepted, CODE, createConversation, refused, type Conversation } from '../support/conversation.ts';
import { createGate, type Gate } from '../support/gate.ts';

const TOKEN = `export const token = 'ghp_${sample(36)}';\n`;

let gate: Gate;
let talk: Conversation;
beforeAll(async () => {
  gate = await createGate();
});
beforeEach(() => {
  talk = createConversation(gate);
});
afterAll(() => gate.close());

describe('/agentguard waive', () => {
  test('by whoever maintains it lifts what the finding blocked, and nothing else', async () => {
    const pull = await talk.opened({ 'src/client.ts': TOKEN });
    const [key] = await talk.keysOn(pull);
    talk.acme.review(pull, talk.acme.bela);
    expect(
      await talk.write(pull, talk.max, `/agentguard waive ${key} revoked before it was pushed`),
    ).toMatchObject({
      ...accepted,
      conclusion: 'success',
      title: expect.stringContaining('bela'),
    });
    const { output } = await gate.answer(pull);
    expect(output.summary).toContain('revoked before it was pushed');
    expect(await talk.kinds(pull)).toContain('waiver');
    expect(await gate.merge(pull, talk.acme.nadia)).toMatchObject({ status: 200 });
  });

  test('is of the finding as it is: pushed to, it blocks again', async () => {
    const pull = await talk.opened({ 'src/client.ts': TOKEN });
    talk.acme.review(pull, talk.acme.bela);
    const [key] = await talk.keysOn(pull);
    await talk.write(pull, talk.max, `/agentguard waive ${key} revoked`);
    talk.acme.push(pull, { 'src/client.ts': `// For tests.\n${TOKEN}` });
    expect(await gate.verdict(pull, talk.acme.nadia)).toMatchObject({
      merge: 405,
      title: expect.stringContaining('Blocked: provider-token'),
    });
    expect(await talk.write(pull, talk.max, `/agentguard waive ${key} revoked`)).toMatchObject(
      refused(`No finding has the key \`${key}\` now; one that changed is another one.`),
    );
  });

  test('is refused once, whatever is wrong with it', async () => {
    const pull = await talk.opened({ 'src/client.ts': TOKEN });
    const [key = ''] = await talk.keysOn(pull);
    const nobody = gate.github.createUser('mallory');
    const machine = gate.github.createBot('helper', { id: 77 });
    for (const [person, text, reply] of [
      [
        talk.acme.bela,
        `/agentguard waive ${key} fine by me`,
        refused('This takes someone with maintain access'),
      ],
      [nobody, `/agentguard waive ${key} fine by me`, refused('mallory has')],
      [
        talk.max,
        `/agentguard waive ${key}`,
        refused(`Say why, in a few words: \`/agentguard waive ${key} <reason>\`.`),
      ],
      [talk.max, '/agentguard waive', refused('It has to say which finding, and why.')],
      [talk.max, '/agentguard waive 00000000 fine by me', refused('No finding has the key `00000000` now')],
      [talk.max, '/agentguard wave it through', refused('Did you mean `waive`?')],
      [machine, `/agentguard waive ${key} fine by me`, { reactions: [], comments: [] }],
    ] as const) {
      expect(await talk.write(pull, person, text)).toMatchObject({ ...reply, conclusion: 'failure' });
    }
    expect(talk.said(pull).join('\n')).not.toMatch(/(?<!`)@\w/);
    expect(await talk.kinds(pull)).not.toContain('waiver');
  });

  test('by somebody with a hand in the change is refused, also by an admin', async () => {
    const pull = talk.acme.personOpens(
      { 'src/client.ts': TOKEN },
      { author: talk.max, title: 'Add\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n' },
    );
    const [key] = await talk.keysOn(pull);
    expect(await talk.write(pull, talk.max, `/agentguard waive ${key} it is a test key`)).toMatchObject(
      refused(/This takes somebody else, since max .*\. Ask ada\./),
    );
    expect(await talk.write(pull, talk.acme.ada, `/agentguard waive ${key} it is a test key`)).toMatchObject(
      accepted,
    );
  });

  test('in a comment that is edited, or edited into one, is nothing', async () => {
    const pull = await talk.opened({ 'src/client.ts': TOKEN });
    const [key] = await talk.keysOn(pull);
    const harmless = gate.github.comment(pull, talk.max, 'Looks like a test key to me.');
    await gate.settled();
    gate.github.editComment(pull, harmless, `/agentguard waive ${key} says who`, talk.acme.nadia);
    await gate.settled();
    expect(harmless.reactions).toEqual([]);
    expect(await talk.kinds(pull)).not.toContain('waiver');

    gate.github.deliveries.hold();
    const meant = gate.github.comment(pull, talk.acme.bela, '/agentguard recheck');
    gate.github.editComment(pull, meant, `/agentguard waive ${key} says who`, talk.max);
    gate.github.deliveries.release();
    await gate.settled();
    expect(meant.reactions.map(({ content }) => content)).toEqual(['eyes']);
    expect(await talk.kinds(pull)).not.toContain('waiver');
  });
});

describe('/agentguard not-agent', () => {
  const signed = 'Add a\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n';

  test('takes the marks for none until there are others', async () => {
    const pull = talk.acme.personOpens(CODE, { title: signed });
    await gate.answer(pull);
    expect(
      await talk.write(pull, talk.acme.nadia, '/agentguard not-agent a template did that'),
    ).toMatchObject(refused('This takes someone with maintain access'));
    expect(await talk.write(pull, talk.max, '/agentguard not-agent a template\ndid that')).toMatchObject({
      ...accepted,
      conclusion: 'success',
    });
    talk.acme.push(pull, { 'src/b.ts': 'export const b = 1;\n' }, talk.acme.nadia, signed);
    expect(await gate.verdict(pull, talk.acme.nadia)).toMatchObject({ merge: 405 });
    expect(await talk.write(pull, talk.max, '/agentguard not-agent')).toMatchObject(
      refused('Say why, in a few words'),
    );
  });

  test('has nothing to take where no agent was found', async () => {
    const pull = talk.acme.personOpens(CODE);
    await gate.answer(pull);
    expect(await talk.write(pull, talk.max, '/agentguard not-agent to be sure')).toMatchObject(
      refused('Nothing here is taken for an agent’s mark.'),
    );
  });
});

describe('/agentguard override', () => {
  test('by an admin lifts the gate for this very change, and warns in the log', async () => {
    const pull = await talk.opened({ 'src/client.ts': TOKEN });
    expect(await talk.write(pull, talk.max, '/agentguard override prod is down')).toMatchObject(
      refused('This takes an admin; at this moment max has maintain access.'),
    );
    expect(await talk.write(pull, talk.acme.ada, '/agentguard override')).toMatchObject(refused('Say why'));
    expect(await talk.write(pull, talk.acme.ada, '/agentguard override prod is down')).toMatchObject({
      ...accepted,
      conclusion: 'success',
    });
    const warned = gate
      .log()
      .split('\n')
      .filter((line) => line.includes('the gate was overridden'))
      .map((line) => JSON.parse(line) as object);
    expect(warned).toMatchObject([
      {
        level: 40,
        pullRequest: expect.stringContaining(`#${pull.number}`),
        by: 'ada',
        reason: 'prod is down',
      },
    ]);
    expect(await talk.write(pull, talk.acme.ada, '/agentguard override once more')).toMatchObject(
      refused('there is nothing to override'),
    );
    talk.acme.push(pull, { 'src/later.ts': 'export const b = 1;\n' });
    expect(await gate.verdict(pull, talk.acme.nadia)).toMatchObject({ merge: 405 });
  });

  test('is of what stood there when it was written, not of what is pushed meanwhile', async () => {
    const pull = await talk.opened();
    gate.github.deliveries.hold();
    const comment = gate.github.comment(pull, talk.acme.ada, '/agentguard override prod is down');
    talk.acme.push(pull, { 'src/client.ts': TOKEN });
    gate.github.deliveries.release();
    expect(await gate.verdict(pull, talk.acme.nadia)).toMatchObject({ merge: 405 });
    expect(comment.reactions.map(({ content }) => content)).toEqual(['-1']);
    expect(talk.said(pull)).toEqual([
      expect.stringContaining('The change is another one than when this was written'),
    ]);
  });

  test('merges nothing twice: a delivery that comes again gives it no second time', async () => {
    const pull = await talk.opened();
    await talk.write(pull, talk.acme.ada, '/agentguard override prod is down');
    const delivery = gate.github.deliveries.list.findLast(({ event }) => event === 'issue_comment');
    if (!delivery) throw new Error('no delivery of the comment');
    await gate.github.deliveries.redeliver(delivery);
    await gate.settled();
    expect((await talk.kinds(pull)).filter((kind) => kind === 'override')).toHaveLength(1);
  });

  test('in a repository of one person is self-accepted, and said to be', async () => {
    const { github } = gate;
    const solo = github.state.accounts.get('solo') ?? github.createUser('solo');
    const repository = github.createRepository({
      owner: solo,
      name: 'blog',
      files: { 'README.md': '# Blog\n' },
    });
    github.createRuleset(repository, {
      requiredChecks: [{ context: 'AgentGuard', integrationId: gate.app.id }],
    });
    github.installApp({ app: gate.app, account: solo, repositories: 'all', sender: solo });
    const message = 'Add\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n';
    github.commit(repository, { branch: 'mine', files: CODE, message, author: solo });
    const pull = github.openPullRequest(repository, { title: 'Add', head: 'mine', author: solo });
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
    expect(await talk.write(pull, solo, '/agentguard not-agent I only asked it')).toMatchObject(
      refused('This takes somebody else, since solo'),
    );
    expect(await talk.write(pull, solo, '/agentguard override nobody else is here')).toMatchObject({
      ...accepted,
      conclusion: 'success',
    });
    expect((await gate.record(pull)).find(({ kind }) => kind === 'override')?.body).toMatchObject({
      by: { login: 'solo' },
      selfAccepted: true,
    });
    expect(await gate.merge(pull, solo)).toMatchObject({ status: 200 });
  });

  test('on a merged pull request is refused', async () => {
    const pull = await talk.opened();
    talk.acme.review(pull, talk.acme.bela);
    await gate.verdict(pull, talk.acme.nadia);
    expect(await talk.write(pull, talk.acme.ada, '/agentguard override too late')).toMatchObject(
      refused('This pull request is merged, and commands are taken while it is open.'),
    );
  });
});
