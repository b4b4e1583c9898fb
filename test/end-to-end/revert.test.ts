/** Taking back what an agent's pull request brought, from the comment to the merge button. */
import type { Account, PullRequest } from '../../demo/github/github.ts';
import type { RecordEntry } from '../../src/ports.ts';
import { createConversation, type Conversation } from '../support/conversation.ts';
import { createGate, type Gate } from '../support/gate.ts';

const RECOVERY = `version: 1
reviews:
  - name: senior
    approvals: 2
    from: { teams: [dba] }
recovery:
  from: { users: [bela], teams: [dba] }
`;

let gate: Gate;
let talk: Conversation;
beforeAll(async () => {
  gate = await createGate({ permissions: { contents: 'write' } });
});
afterAll(() => gate.close());
beforeEach(() => {
  talk = createConversation(gate, { '.agentguard.yml': RECOVERY });
});

/** An agent's pull request that an admin merged past the gate. */
async function mergedPast(
  files: Record<string, string> = { 'src/index.ts': 'broken\n' },
): Promise<PullRequest> {
  const { ada, shop } = talk.acme;
  const pull = await talk.opened(files);
  shop.rulesets.forEach((ruleset) => {
    (ruleset as { bypass: unknown }).bypass = [{ id: ada.id, type: 'User', mode: 'always' }];
  });
  expect(await gate.merge(pull, ada)).toMatchObject({ status: 200 });
  shop.rulesets.forEach((ruleset) => {
    (ruleset as { bypass: unknown }).bypass = [];
  });
  await gate.settled();
  return pull;
}

async function ask(pull: PullRequest, person: Account, text = '/agentguard revert it sells for nothing') {
  const before = talk.said(pull).length;
  const comment = gate.github.comment(pull, person, text);
  await gate.settled();
  return {
    reactions: comment.reactions.map(({ content }) => content),
    comments: talk.said(pull).slice(before),
  };
}

const opened = (): PullRequest[] =>
  [...talk.acme.shop.issues.values()].filter(
    (each): each is PullRequest => each.kind === 'pull' && each.author === gate.app.bot,
  );

const reverts = async (pull: PullRequest): Promise<RecordEntry['body'][]> =>
  (await gate.record(pull)).filter(({ kind }) => kind === 'revert').map(({ body }) => body);

test('an agent’s change is taken back by one approval of those whom the policy names', async () => {
  const { nadia, bela, dba } = talk.acme;
  const pull = await mergedPast();
  const said = await ask(pull, nadia);
  const [back] = opened();
  if (!back) throw new Error(`nothing was opened: ${JSON.stringify(said)} ${gate.log()}`);
  expect(said).toEqual({
    reactions: ['+1'],
    comments: [expect.stringMatching(/^Opened \[#\d+\]\(http.*\/pull\/\d+\) to take this back\./)],
  });
  expect(back.title).toBe(`Revert "${pull.title}" (#${pull.number})`);
  expect(back.body).toContain('`nadia` asked: `it sells for nothing`');
  const { output, conclusion } = await gate.answer(back);
  expect(conclusion).toBe('action_required');
  expect(output.title).toMatch(/^Waiting for .*bela.*dba/);
  expect(output.summary).toContain(`It takes back \\#${pull.number}, as nadia asked: it sells for nothing`);
  expect([...back.requestedUsers].map(({ login }) => login)).toEqual(['bela']);
  expect([...back.requestedTeams]).toEqual([dba]);
  expect(await gate.merge(back, nadia)).toMatchObject({ status: 405 });
  // Not among those whom the policy names, whatever else they may.
  talk.acme.review(back, nadia);
  expect(await gate.verdict(back, nadia)).toMatchObject({ merge: 405 });
  talk.acme.review(back, bela);
  expect(await gate.verdict(back, nadia)).toMatchObject({ merge: 200 });
  await gate.settled();
  expect(await reverts(pull)).toEqual([
    {
      by: 'nadia',
      reason: 'it sells for nothing',
      command: expect.stringMatching(/^comment:\d+$/),
      opened: back.number,
      head: back.head.sha,
      refused: null,
    },
  ]);
  expect(await reverts(back)).toEqual([
    {
      takesBack: pull.number,
      by: 'nadia',
      reason: 'it sells for nothing',
      head: back.head.sha,
      base: 'main',
    },
  ]);
  const answered = (await gate.record(pull)).filter(({ kind }) => kind === 'answered');
  expect(answered.map(({ body }) => body)).toEqual([
    expect.objectContaining({ how: 'reverted', by: 'nadia', revert: back.number, mergedBy: 'nadia' }),
  ]);
});

test('whoever asked may approve, if the policy names them', async () => {
  const { bela } = talk.acme;
  const pull = await mergedPast();
  await ask(pull, bela);
  const [back] = opened() as [PullRequest];
  talk.acme.review(back, bela);
  expect(await gate.verdict(back, bela)).toMatchObject({ merge: 200 });
});

test('findings only warn there, and a freeze does not stop it', async () => {
  const { bela, shop, ada } = talk.acme;
  const pull = await mergedPast({ 'test/index.test.ts': "test('it', () => {\n  expect(1).toBe(1);\n});\n" });
  gate.github.commit(shop, {
    branch: 'main',
    files: {
      '.agentguard.yml': `${RECOVERY}freeze:\n  - { agents: all, until: 2999-01-01, reason: Incident }\nrules: { tests-weakened: block }\n`,
    },
    message: 'Freeze',
    author: ada,
  });
  await ask(pull, bela);
  const [back] = opened() as [PullRequest];
  talk.acme.review(back, bela);
  const { merge, summary } = await gate.verdict(back, bela);
  expect(merge).toBe(200);
  expect(summary).toContain('test-deleted');
});

test('control files are owed as ever', async () => {
  const { bela, ada } = talk.acme;
  const pull = await mergedPast({ '.github/workflows/ci.yml': 'on: push\njobs: {}\n' });
  await ask(pull, bela);
  const [back] = opened() as [PullRequest];
  talk.acme.review(back, bela);
  expect(await gate.verdict(back, bela)).toMatchObject({ merge: 405 });
  talk.acme.review(back, ada);
  expect(await gate.verdict(back, bela)).toMatchObject({ merge: 200 });
});

test('asked for twice there is one, and both are told', async () => {
  const pull = await mergedPast();
  await ask(pull, talk.acme.nadia);
  const again = await ask(pull, talk.acme.bela, '/agentguard revert now really');
  expect(again.comments).toEqual([
    expect.stringMatching(/^\[#\d+\]\(.*\) is open already and takes this back\./),
  ]);
  const [back] = opened() as [PullRequest];
  expect(opened()).toHaveLength(1);
  expect((await reverts(pull)).map(({ by, opened: number }) => [by, number])).toEqual([
    ['nadia', back.number],
    ['bela', back.number],
  ]);
  expect((await reverts(back)).map(({ by }) => by)).toEqual(['nadia']);
});

test('a conflict is told with the way by hand, and nothing is opened', async () => {
  const { shop, ada, nadia } = talk.acme;
  const pull = await mergedPast();
  gate.github.commit(shop, {
    branch: 'main',
    files: { 'src/index.ts': 'mended\n' },
    message: 'x',
    author: ada,
  });
  const said = await ask(pull, nadia);
  expect(said.reactions).toEqual(['-1']);
  expect(said.comments.join()).toContain('GitHub cannot take it back by itself');
  expect(said.comments.join()).toContain(`\`git revert -m 1 ${pull.merged?.sha}\``);
  expect(opened()).toEqual([]);
  expect(await reverts(pull)).toEqual([
    expect.objectContaining({ opened: null, head: null, refused: expect.stringContaining('GitHub cannot') }),
  ]);
});

test('without the permission it says what an owner has to do', async () => {
  const pull = await mergedPast();
  const installation = gate.github.state.installations.at(-1);
  if (installation) installation.permissions = { ...installation.permissions, contents: 'read' };
  const said = await ask(pull, talk.acme.nadia);
  expect(said.reactions).toEqual(['-1']);
  expect(said.comments.join()).toContain('sets Contents to Read and write');
  expect(said.comments.join()).toContain('Review request');
  expect(said.comments.join()).toContain('git revert -m 1');
  expect(opened()).toEqual([]);
  // Granted, it works at once.
  if (installation) installation.permissions = { ...installation.permissions, contents: 'write' };
  expect((await ask(pull, talk.acme.nadia)).reactions).toEqual(['+1']);
});

describe('it is refused', () => {
  test('where nothing was merged', async () => {
    const pull = await talk.opened();
    expect((await ask(pull, talk.acme.nadia)).comments.join()).toContain('It is not merged.');
    gate.github.closePullRequest(pull, talk.acme.nadia);
    await gate.settled();
    expect((await ask(pull, talk.acme.nadia)).comments.join()).toContain('closed without being merged');
    expect(opened()).toEqual([]);
  });

  test('where no agent had a hand', async () => {
    const { nadia, ada } = talk.acme;
    const pull = talk.acme.personOpens({ 'src/index.ts': 'mine\n' });
    expect((await gate.verdict(pull, ada)).merge).toBe(200);
    await gate.settled();
    expect((await ask(pull, nadia)).comments.join()).toContain('knows of no agent that had a hand in it');
    expect(opened()).toEqual([]);
  });

  test('to those without write access, and to no bot', async () => {
    const pull = await mergedPast();
    const stranger = gate.github.state.accounts.get('eve') ?? gate.github.createUser('eve');
    expect((await ask(pull, stranger)).comments.join()).toContain('This takes someone with write access');
    const bot = gate.github.state.accounts.get('helper[bot]') ?? gate.github.createBot('helper', { id: 77 });
    expect(await ask(pull, bot)).toEqual({ reactions: [], comments: [] });
    expect(opened()).toEqual([]);
  });

  test('without a reason', async () => {
    const pull = await mergedPast();
    expect((await ask(pull, talk.acme.nadia, '/agentguard revert')).comments).toEqual([
      expect.stringContaining('merged'),
    ]);
    expect(opened()).toEqual([]);
  });

  test('of what takes another one back: that one would come in again', async () => {
    const { nadia, bela } = talk.acme;
    const pull = await mergedPast();
    await ask(pull, nadia);
    const [back] = opened() as [PullRequest];
    talk.acme.review(back, bela);
    expect((await gate.verdict(back, nadia)).merge).toBe(200);
    await gate.settled();
    expect((await ask(back, nadia)).comments.join()).toContain(`It takes back \\#${pull.number} itself`);
    expect(opened()).toHaveLength(1);
  });
});

test('whoever dies between opening and recording finds the one that is open', async () => {
  const { nadia, bela } = talk.acme;
  const pull = await mergedPast();
  // GitHub opens it, and its answer is lost.
  gate.github.fail({
    path: '/graphql',
    body: 'mutation',
    alter: () => ({ data: null, errors: [{ message: 'Lost' }] }),
  });
  gate.github.comment(pull, nadia, '/agentguard revert it sells for nothing');
  await gate.settled();
  await gate.later(600);
  const [back] = opened() as [PullRequest];
  expect(opened()).toHaveLength(1);
  expect(await reverts(back)).toEqual([
    expect.objectContaining({ head: back.head.sha, takesBack: pull.number }),
  ]);
  expect(talk.said(pull).join()).toContain(`[#${back.number}]`);
  talk.acme.review(back, bela);
  expect(await gate.verdict(back, nadia)).toMatchObject({ merge: 200 });
});

test('before the record says what it is for, it owes what any change owes', async () => {
  const pull = await mergedPast();
  // As if it had been opened by a process that died then.
  const back = gate.github.revertPullRequest(pull, gate.app.bot, {});
  const { output, conclusion } = await gate.answer(back);
  expect(conclusion).toBe('action_required');
  expect(output.summary).toContain('AgentGuard opened it, and the record does not say yet what for.');
  talk.acme.review(back, talk.acme.bela);
  expect(await gate.verdict(back, talk.acme.nadia)).toMatchObject({ merge: 405 });
});

test('in an alert it takes back what the alert is about, and the alert is closed once that is merged', async () => {
  const { nadia, bela, shop } = talk.acme;
  const pull = await mergedPast();
  for (let round = 0; round < 3; round++) await gate.later(30);
  const alert = [...shop.issues.values()].find((each) => each.kind === 'issue');
  if (!alert) throw new Error('no alert was raised');
  const comment = gate.github.comment(alert, nadia, '/agentguard revert it sells for nothing');
  await gate.settled();
  const [back] = opened() as [PullRequest];
  expect(comment.reactions.map(({ content }) => content)).toEqual(['+1']);
  expect(alert.comments.at(-1)?.body).toContain(`[#${back.number}]`);
  expect(await reverts(pull)).toEqual([expect.objectContaining({ opened: back.number, by: 'nadia' })]);
  talk.acme.review(back, bela);
  expect(await gate.verdict(back, nadia)).toMatchObject({ merge: 200 });
  for (let round = 0; round < 2; round++) await gate.later(30);
  expect(alert.state).toBe('closed');
  // Any other issue is none.
  const other = gate.github.openIssue(shop, { title: 'Something else', author: nadia });
  gate.github.comment(other, nadia, '/agentguard revert it sells for nothing');
  await gate.settled();
  expect(other.comments.at(-1)?.body).toContain('This issue is no alert about a pull request.');
});
