/** Ways for agents, and for whoever runs them, to go on while they are stopped. The judge is GitHub's merge endpoint. */
import type { PullRequest } from '../../../demo/github/github.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterEach(() => gate.github.deliveries.release());
afterAll(() => gate.close());

/** An agent's pull request that everything lets merge but a freeze. */
async function frozen(files: Record<string, string> = {}): Promise<{ acme: Acme; pull: PullRequest }> {
  const acme = createAcme(gate, files);
  const pull = acme.agentOpens({ 'src/a.ts': 'export const a = 1;\n' });
  acme.review(pull, acme.bela);
  gate.github.comment(pull, acme.ada, '/agentguard freeze all 4h They push secrets.');
  expect((await gate.answer(pull)).output.title).toMatch(/^Blocked: agents are frozen here/);
  return { acme, pull };
}

const UNFREEZE = '/agentguard unfreeze all It is fine now.';

/** What stands on it, and what the merge button says. */
async function verdict(acme: Acme, pull: PullRequest): Promise<{ conclusion: string | null; merge: number }> {
  const { conclusion } = await gate.answer(pull);
  return { conclusion, merge: (await gate.merge(pull, acme.nadia)).status };
}
const STILL = { conclusion: 'failure', merge: 405 };

describe('#35 agents that let themselves go on', () => {
  test('the agent’s own app comments', async () => {
    const { acme, pull } = await frozen();
    gate.github.comment(pull, acme.claude, UNFREEZE);
    const issue = gate.github.openIssue(acme.shop, { title: 'Go on', author: acme.claude });
    gate.github.comment(issue, acme.claude, UNFREEZE);
    expect(await verdict(acme, pull)).toEqual(STILL);
  });

  test('another bot comments, with all rights', async () => {
    const { acme, pull } = await frozen();
    const helper = gate.github.createBot(`helper-${acme.shop.id}`, { id: acme.shop.id });
    gate.github.comment(pull, helper, UNFREEZE);
    expect(await verdict(acme, pull)).toEqual(STILL);
  });

  test('on the account of a person that the policy lists as its own, with admin access', async () => {
    const login = `machine-${gate.github.state.accounts.size}`;
    const { acme, pull } = await frozen({
      '.agentguard.yml': `version: 1\nagents: { identities: [{ login: ${login}, agent: in-house }] }\n`,
    });
    const machine = gate.github.createUser(login);
    gate.github.addCollaborator(acme.shop, machine, 'admin');
    const issue = gate.github.openIssue(acme.shop, { title: 'Go on', author: machine });
    gate.github.comment(issue, machine, UNFREEZE);
    gate.github.comment(pull, machine, UNFREEZE);
    expect(await verdict(acme, pull)).toEqual(STILL);
    expect(issue.comments.map(({ body }) => body).join()).toContain('as a machine user of in-house');
  });

  test('whoever set it to work lets it go on under its pull request', async () => {
    const { acme, pull } = await frozen();
    gate.github.addCollaborator(acme.shop, acme.nadia, 'admin', acme.ada);
    gate.github.assign(pull, acme.claude, acme.nadia);
    await gate.settled();
    gate.github.comment(pull, acme.nadia, UNFREEZE);
    expect(await verdict(acme, pull)).toEqual(STILL);
  });

  test('somebody’s harmless comment is edited into one', async () => {
    const { acme, pull } = await frozen();
    const comment = gate.github.comment(pull, acme.ada, 'Looks fine to me.');
    await gate.settled();
    gate.github.editComment(pull, comment, UNFREEZE, acme.nadia);
    expect(await verdict(acme, pull)).toEqual(STILL);
  });

  test('a repository lets go on what the organisation stopped', async () => {
    const acme = createAcme(gate);
    const home = acme.createRepository('.github');
    const pull = acme.agentOpens({ 'src/a.ts': 'export const a = 1;\n' });
    acme.review(pull, acme.bela);
    const issue = gate.github.openIssue(home, { title: 'Stop', author: acme.ada });
    gate.github.comment(issue, acme.ada, '/agentguard freeze all 4h They push secrets.');
    await gate.answer(pull);
    gate.github.comment(pull, acme.ada, UNFREEZE);
    expect(await verdict(acme, pull)).toEqual(STILL);
  });
});
