/** The one comment that a policy can ask for: made once, edited in place, never made again. */
import type { PullRequest } from '../../demo/github/github.ts';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';
import { countRequests } from '../support/requests.ts';

const POLICY = { '.agentguard.yml': `${DATABASE_POLICY}check: { comment: true }\n` };
const MIGRATION = { 'db/1.sql': 'CREATE TABLE a (b int);\n' };

let gate: Gate;
let acme: Acme;
beforeAll(async () => {
  gate = await createGate();
});
beforeEach(async () => {
  acme = createAcme(gate, POLICY);
  await gate.settled();
});
afterEach(() => gate.github.heal());
afterAll(() => gate.close());

const said = (pull: PullRequest): string[] =>
  pull.comments.filter(({ author }) => author === gate.app.bot).map(({ body }) => body);

test('says who can do what, and is edited when the answer changes', async () => {
  const pull = acme.agentOpens(MIGRATION);
  await gate.settled();
  const [waiting] = said(pull);
  expect(waiting)
    .toBe(`**AgentGuard: Waiting for 1 of @\u2060${acme.organization.login}/dba (db/\\*\\*) and 1 more**

### Reviews are owed
Claude's GitHub app wrote 1 commit.

- **anything an agent wrote**: 1 approval from someone with write access, for example \`ada\`, \`bela\`, \`nadia\` or \`olga\`.
- **database**: 1 approval from \`@${acme.organization.login}/dba\`, for example \`olga\`.

One approval answers all of them if it comes from \`olga\`.

To approve: _Files changed_, _Review changes_, _Approve_. This check then answers again by itself.

<sub>About \`${pull.head.sha.slice(0, 7)}\`. The check \`AgentGuard\` has the details. This comment is edited when the answer changes; delete it, and it stays away.</sub>

<!-- agentguard:answer -->`);

  // What a new installation has looked at comes a little later: it is not to be among what is counted.
  for (let round = 0; round < 3; round++) await gate.later(60);
  const reviewed = await countRequests(gate, () => acme.review(pull, acme.olga));
  expect(reviewed).toEqual({ 'query pullRequest': 1, 'check run': 1, 'comment edited': 1 });
  expect(said(pull)).toEqual([expect.stringMatching(/^\*\*AgentGuard: Approved by olga\*\*/)]);

  // The same answer again writes nothing, whenever it is made.
  await gate.later(120);
  const again = await countRequests(
    gate,
    () => void gate.github.comment(pull, acme.nadia, '/agentguard recheck'),
  );
  expect(again).toEqual({ 'query pullRequest': 1, reaction: 1 });
  expect(said(pull)).toHaveLength(1);
});

test('stays away once somebody has deleted it', async () => {
  const pull = acme.agentOpens(MIGRATION);
  await gate.settled();
  const kept = pull.comments.find(({ author }) => author === gate.app.bot)!;
  await gate.as(acme.ada).issues.deleteComment({
    owner: acme.organization.login,
    repo: 'shop',
    comment_id: kept.id,
  });
  acme.review(pull, acme.olga);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  acme.push(pull, { 'db/2.sql': 'SELECT 1;\n' });
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
  expect(said(pull)).toEqual([]);
});

test.each<[string, () => PullRequest]>([
  ['no agent was found', () => acme.personOpens({ 'README.md': '# More\n' })],
  [
    'the policy does not ask for it',
    () => acme.agentOpens(MIGRATION, { repository: acme.createRepository('till') }),
  ],
])('is not made where %s', async (_why, open) => {
  const pull = open();
  await gate.answer(pull);
  expect(said(pull)).toEqual([]);
});

test('a floor can ask for it everywhere, and forbid it', async () => {
  acme.createRepository('.github', { '.agentguard.yml': 'version: 1\ncheck: { comment: false }\n' });
  await gate.settled();
  const pull = acme.agentOpens(MIGRATION);
  await gate.answer(pull);
  expect(said(pull)).toEqual([]);
});

test('tells nothing that a change would have shown it: no secret, no live name', async () => {
  const token = `ghp_${sample(36)}`;
  const pull = acme.agentOpens({ 'src/@olga `a.ts': `export const key = '${token}';\n` });
  await gate.settled();
  const [text = ''] = said(pull);
  expect(text).toContain('Blocked: provider-token');
  expect(text).not.toContain(token);
  expect(text.replace(/(`+)[^]*?[^`]\1(?!`)/g, '')).not.toMatch(/@\w/);
});

test.each<[string, { status?: number; alter?: () => string }]>([
  ['was refused', { status: 502 }],
  ['was made, and the answer to it was lost', { alter: () => '{"id":' }],
])('one that %s is found or made the next time, and is one', async (_what, fault) => {
  gate.github.fail({ method: 'POST', path: /\/issues\/\d+\/comments$/, times: 4, ...fault } as never);
  const pull = acme.agentOpens(MIGRATION);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
  gate.github.heal();
  acme.review(pull, acme.olga);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  expect(said(pull)).toEqual([expect.stringMatching(/^\*\*AgentGuard: Approved by olga\*\*/)]);
});
