/** Ways to get a change approved by someone who cannot answer for it. The judge is GitHub's merge endpoint. */
import type { PullRequest } from '../../demo/github/github.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';
import { createGate, type Gate } from '../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const noreply = ({ id, login }: { id: number; login: string }): string =>
  `${id}+${login}@users.noreply.github.com`;

const CODE = { 'src/a.ts': 'export const a = 1;\n' };
const TABLE = { 'db/1.sql': 'CREATE TABLE a (id int);\n' };

/** What the merge button says before and after olga, who has no hand in anything, approves; and why not before. */
async function withoutAndWithOlga(acme: Acme, pull: PullRequest) {
  const { merge: without, summary: why } = await gate.verdict(pull, acme.nadia);
  acme.review(pull, acme.olga);
  const { merge } = await gate.verdict(pull, acme.nadia);
  return { without, why, with: merge };
}
const blockedBecause = (reason: string) => ({
  without: 405,
  why: expect.stringContaining(reason),
  with: 200,
});

test('1, 12: bots, the agent and listed machine users approve', async () => {
  const identities = 'version: 1\nagents:\n  identities:\n    - { login: bela, agent: acme-fixer }\n';
  const acme = createAcme(gate, { '.agentguard.yml': identities });
  const workflow = gate.github.createBot('github-actions');
  const pull = acme.agentOpens(CODE);
  acme.review(pull, workflow);
  acme.review(pull, gate.github.createBot('helpful-reviewer'));
  acme.review(pull, acme.bela);
  const { summary } = await gate.verdict(pull, acme.nadia);
  expect(summary).toContain('the policy lists this account as a machine user of acme-fixer');
  expect(await withoutAndWithOlga(acme, pull)).toEqual(
    blockedBecause('not a person: only people can approve'),
  );
  // GitHub can be set to count agents' approvals; its own verdict is not even read.
  expect(gate.github.requests.filter(({ body }) => body.includes('reviewDecision'))).toEqual([]);
});

describe('2: the person who set the agent to work approves alone', () => {
  test.each<[string, string, (acme: Acme) => PullRequest]>([
    [
      'assigned it to the issue',
      'assigned the agent (issue',
      (acme) => {
        const issue = gate.github.openIssue(acme.shop, { title: 'Slow', author: acme.bela });
        gate.github.assign(issue, acme.claude, acme.bela);
        return acme.agentOpens(CODE, { body: `Fixes #${issue.number}` });
      },
    ],
    [
      'pushed for it',
      'pushed (',
      (acme) => {
        gate.github.commit(acme.shop, {
          branch: 'work',
          files: CODE,
          message: 'Add a',
          author: acme.claude,
          pusher: acme.bela,
        });
        return gate.github.openPullRequest(acme.shop, { title: 'Add', head: 'work', author: acme.claude });
      },
    ],
    [
      'committed for it',
      'committed (commit',
      (acme) => {
        gate.github.commit(acme.shop, {
          branch: 'work',
          files: CODE,
          message: 'Add a',
          author: acme.claude,
          committer: acme.bela,
        });
        return gate.github.openPullRequest(acme.shop, { title: 'Add', head: 'work', author: acme.claude });
      },
    ],
    [
      'is named as co-author',
      'co-authored (commit',
      (acme) => acme.agentOpens(CODE, { title: `Add a\n\nCo-authored-by: Bela <${noreply(acme.bela)}>` }),
    ],
    [
      'is named as the one it acts for',
      'co-authored (commit',
      (acme) => acme.agentOpens(CODE, { title: `Add a\n\nOn-behalf-of: Bela <${noreply(acme.bela)}>` }),
    ],
  ])('who %s', async (_, reason, open) => {
    const acme = createAcme(gate);
    const pull = open(acme);
    acme.review(pull, acme.bela);
    expect(await withoutAndWithOlga(acme, pull)).toEqual(
      blockedBecause(`had a hand in this change: ${reason}`),
    );
  });
});

test("3: the agent works with its operator's token and approves with it", async () => {
  const acme = createAcme(gate);
  gate.github.commit(acme.shop, {
    branch: 'work',
    files: CODE,
    message: 'Add a\n\nCo-Authored-By: Claude <noreply@anthropic.com>',
    author: acme.bela,
    signature: { signer: 'bela', verified: true },
  });
  const pull = gate.github.openPullRequest(acme.shop, { title: 'Add', head: 'work', author: acme.claude });
  acme.review(pull, acme.bela);
  expect(await withoutAndWithOlga(acme, pull)).toEqual(blockedBecause('had a hand in this change: '));
});

test('4: no access, only asked to join, no longer in the team; a child team counts', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const { github } = gate;
  const person = (login: string) => github.createUser(login);
  const [outsider, invited, former, child] = [
    person('mallory'),
    person('ivo'),
    person('fritz'),
    person('chi'),
  ];
  acme.dba.members.set(invited, { state: 'pending', role: 'member' });
  acme.dba.members.set(former, { state: 'active', role: 'member' });
  const pull = acme.agentOpens(TABLE);
  acme.review(pull, acme.bela);
  for (const someone of [outsider, invited]) acme.review(pull, someone);
  acme.review(pull, former);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });

  github.removeTeamMember(acme.dba, former, acme.ada);
  const { merge, summary } = await gate.verdict(pull, acme.nadia);
  expect(merge).toBe(405);
  for (const login of ['mallory', 'ivo', 'fritz']) {
    expect(summary).toMatch(new RegExp(`${login}.{0,9} only .{0,3}acme`));
  }

  github.createTeam(acme.organization, 'dba-oncall', { members: [child], parent: acme.dba });
  acme.review(pull, child);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
});

test('5: the commits name nobody, and every trace of the agent is gone', async () => {
  const unattributed = 'version: 1\nagents: { unattributed: agent }\n';
  const acme = createAcme(gate, { '.agentguard.yml': unattributed });
  gate.github.commit(acme.shop, {
    branch: 'work',
    files: CODE,
    message: 'Add a',
    author: { name: 'Nobody', email: 'nobody@nowhere.example' },
    pusher: acme.bela,
  });
  const pull = gate.github.openPullRequest(acme.shop, { title: 'Add', head: 'work', author: acme.nadia });
  acme.review(pull, acme.bela);
  expect(await withoutAndWithOlga(acme, pull)).toEqual(blockedBecause('had a hand in this change: pushed'));
});

test('6, 7: a push after the approval, whatever its dates and although the commit is gone', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  const pull = acme.agentOpens(CODE);
  const start = acme.shop.refs.get('refs/heads/main') ?? '';
  const review = github.review(pull, acme.bela, 'APPROVE');
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });

  acme.push(pull, { 'src/a.ts': 'export const a = 2;\n' });
  // The approval claims to be younger than the push.
  review.submittedAt = '2199-01-01T00:00:00Z';
  const stale = await gate.verdict(pull, acme.nadia);
  expect(stale).toMatchObject({
    merge: 405,
    summary: expect.stringContaining('since then changed: src/a.ts'),
  });

  github.updateBranch(acme.shop, pull.head.ref, start, acme.claude);
  acme.push(pull, { 'src/a.ts': 'export const a = 3;\n' });
  review.commit = null;
  expect(await withoutAndWithOlga(acme, pull)).toEqual(blockedBecause('the commit they approved is gone'));
});

test('8: updating the branch keeps the approval, unless the merge carries a change of its own', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });

  const base = (files: Record<string, string>) =>
    github.commit(acme.shop, { branch: 'main', files, message: 'Meanwhile', author: acme.ada });
  base({ 'src/b.ts': 'export const b = 1;\n' });
  github.updatePullRequestBranch(pull, acme.claude);
  expect(await gate.answer(pull)).toMatchObject({ output: { title: 'Approved by bela' } });

  const { sha } = base({ 'src/c.ts': 'export const c = 1;\n' });
  github.commit(acme.shop, {
    branch: pull.head.ref,
    files: { 'src/c.ts': 'export const c = 1;\n', 'src/a.ts': 'export const a = evil;\n' },
    message: `Merge branch 'main' into ${pull.head.ref}`,
    author: acme.claude,
    mergeOf: [sha],
  });
  expect(await withoutAndWithOlga(acme, pull)).toEqual(blockedBecause('since then changed: src/a.ts'));
});

test('9: a dismissed refusal revives no older approval; comments and drafts are no approval', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  const refusal = github.review(pull, acme.bela, 'REQUEST_CHANGES');
  github.review(pull, acme.olga, 'COMMENT', { body: 'Looks good, approved' });
  github.review(pull, acme.olga, 'PENDING');
  github.comment(pull, acme.olga, 'LGTM, approve');
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    title: expect.stringContaining('bela asked for changes'),
  });
  github.dismissReview(pull, refusal, acme.ada, 'Too strict');
  expect(await withoutAndWithOlga(acme, pull)).toEqual(blockedBecause('their review was dismissed'));
});

test("10: an approver's own suggestion is committed", async () => {
  const acme = createAcme(gate);
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  gate.github.commit(acme.shop, {
    branch: pull.head.ref,
    files: { 'src/a.ts': 'export const a = 4;\n' },
    message: `Update src/a.ts\n\nCo-authored-by: bela <${noreply(acme.bela)}>`,
    author: acme.claude,
  });
  acme.review(pull, acme.bela);
  expect(await withoutAndWithOlga(acme, pull)).toEqual(
    blockedBecause('had a hand in this change: co-authored'),
  );
});

test("11: the approver's commit hides behind a merge's second parent", async () => {
  const acme = createAcme(gate);
  const { sha } = gate.github.commit(acme.shop, {
    branch: 'side',
    files: { 'src/side.ts': 'export const side = 1;\n' },
    message: 'Side',
    author: acme.bela,
  });
  const pull = acme.agentOpens(CODE);
  gate.github.commit(acme.shop, {
    branch: pull.head.ref,
    files: { 'src/side.ts': 'export const side = 1;\n' },
    message: 'Merge side',
    author: acme.claude,
    mergeOf: [sha],
  });
  acme.review(pull, acme.bela);
  expect(await withoutAndWithOlga(acme, pull)).toEqual(blockedBecause('had a hand in this change: authored'));
});
