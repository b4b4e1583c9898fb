/** Ways to get a change approved by someone who cannot answer for it. The judge is GitHub's merge endpoint. */
import type { Account } from '../../../demo/github/github.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { blockedBecause, withoutAndWithOlga } from '../verdicts.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };
const TABLE = { 'db/1.sql': 'CREATE TABLE a (id int);\n' };

test('#1 accounts of nobody approve: bots, apps, workflow runs, listed machine users', async () => {
  const identities = 'version: 1\nagents:\n  identities:\n    - { login: bela, agent: acme-fixer }\n';
  const acme = createAcme(gate, { '.agentguard.yml': identities });
  const pull = acme.agentOpens(CODE);
  for (const slug of ['github-actions', 'helpful-reviewer', 'copilot-pull-request-reviewer']) {
    const bot = gate.github.state.accounts.get(`${slug}[bot]`) ?? gate.github.createBot(slug);
    gate.github.addCollaborator(acme.shop, bot, 'admin');
    acme.review(pull, bot);
  }
  acme.review(pull, acme.bela);
  const { summary } = await gate.verdict(pull, acme.nadia);
  expect(summary).toContain('the policy lists this account as a machine user of acme-fixer');
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('not a person: only people can approve'),
  );
});

test("#12 GitHub is set to count agents' approvals: its own tally is not even read", async () => {
  const acme = createAcme(gate);
  const pull = acme.agentOpens(CODE);
  acme.review(pull, gate.github.createBot('approving-agent'));
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('not a person: only people can approve'),
  );
  const asked = gate.github.requests.filter(
    ({ path, body }) => path === '/graphql' && body.includes('reviews('),
  );
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter(({ body }) => /reviewDecision|latestOpinionatedReviews/.test(body))).toEqual([]);
});

test("#3 the agent works with its operator's token and approves with it", async () => {
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

describe('#4 who is no member of the team at this moment approves', () => {
  const writes = (acme: Acme, person: Account): void =>
    gate.github.addCollaborator(acme.shop, person, 'write', acme.ada);
  const member = (state: 'active' | 'pending') => ({ state, role: 'member' }) as const;

  test.each<[string, (acme: Acme, person: Account) => void]>([
    ['has no access to the repository', () => {}],
    ['may write, and is in no team', writes],
    [
      'was asked to join the team',
      (acme, person) => {
        writes(acme, person);
        acme.dba.members.set(person, member('pending'));
      },
    ],
    [
      'was asked to join a child team',
      (acme, person) => {
        writes(acme, person);
        gate.github.createTeam(acme.organization, 'dba-oncall', { pending: [person], parent: acme.dba });
      },
    ],
    [
      'is in a team of the same name elsewhere',
      (acme, person) => {
        writes(acme, person);
        const login = `other-${acme.organization.login}`;
        const other = gate.github.createOrganization(login, { owners: [person] });
        gate.github.createTeam(other, 'dba', { members: [person] });
      },
    ],
  ])('who %s', async (_, prepare) => {
    const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
    const pull = acme.agentOpens(TABLE);
    acme.review(pull, acme.bela);
    const person = gate.github.createUser(`person-${gate.github.state.accounts.size}`);
    prepare(acme, person);
    acme.review(pull, person);
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual({
      without: 405,
      why: expect.stringMatching(new RegExp(`${person.login}.{0,9} only .{0,3}acme`)),
      with: 200,
    });
  });

  test('who was a member and left, also of the team below', async () => {
    const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
    const { github } = gate;
    const [former, below] = ['fritz', 'chi'].map((login) => github.createUser(login)) as [Account, Account];
    const oncall = github.createTeam(acme.organization, 'dba-oncall', { members: [below], parent: acme.dba });
    github.addTeamMember(acme.dba, former, acme.ada);
    const pull = acme.agentOpens(TABLE);
    acme.review(pull, former);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    github.removeTeamMember(acme.dba, former, acme.ada);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    acme.review(pull, below);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    github.removeTeamMember(oncall, below, acme.ada);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    github.addTeamMember(oncall, below, acme.ada);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
  });

  test('what GitHub writes beside a review (member, collaborator) is not asked for', async () => {
    const acme = createAcme(gate);
    await gate.answer(acme.agentOpens(CODE));
    const asked = gate.github.requests.map(({ path, body }) => path + body).join('\n');
    expect(asked).toContain('reviews(');
    expect(asked).not.toMatch(/authorAssociation|\/reviews/);
  });
});
