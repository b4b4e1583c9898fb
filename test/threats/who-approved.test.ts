/** Ways to get a change approved by someone who cannot answer for it. The judge is GitHub's merge endpoint. */
import type { PullRequest } from '../../demo/github/github.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { blockedBecause, noreply, withoutAndWithOlga } from './verdicts.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };
const TABLE = { 'db/1.sql': 'CREATE TABLE a (id int);\n' };

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
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
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
      'mentioned it in the issue',
      'mentioned the agent (issue',
      (acme) => {
        const issue = gate.github.openIssue(acme.shop, { title: 'Slow', author: acme.ada });
        gate.github.comment(issue, acme.bela, 'Too slow for me.\n\n@claude please make it fast.');
        return acme.agentOpens(CODE, { body: `Fixes #${issue.number}` });
      },
    ],
    [
      'mentioned it in the conversation',
      'mentioned the agent (a comment',
      (acme) => {
        const pull = acme.agentOpens(CODE);
        gate.github.comment(pull, acme.bela, '@claude and add a test for it');
        return pull;
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
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
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
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(blockedBecause('had a hand in this change: '));
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
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('had a hand in this change: pushed'),
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
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('had a hand in this change: authored'),
  );
});
