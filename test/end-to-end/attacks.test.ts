/** Ways around reviews that take several steps, from deliveries to GitHub's merge endpoint. */
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme } from '../support/organization.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

/** GitHub tells seconds: what falls into the same one as a change of the base counts as before it. */
const nextSecond = (): Promise<void> => new Promise((resume) => setTimeout(resume, 1100));

test('a merge that takes back what landed on main, pushed while another base hides that', async () => {
  const { github } = gate;
  const acme = createAcme(gate, { 'src/b.ts': 'export const b = 0;\n' });
  const main = { branch: 'main', author: acme.ada };
  github.commit(acme.shop, {
    branch: 'release',
    files: { NOTES: 'r' },
    message: 'Release',
    author: acme.ada,
  });
  github.createRuleset(acme.shop, {
    branches: ['release'],
    requiredChecks: [{ context: 'AgentGuard', integrationId: gate.app.id }],
  });
  const pull = acme.agentOpens({ 'src/a.ts': 'export const a = 1;\n' });
  await gate.settled();
  const fix = github.commit(acme.shop, {
    ...main,
    files: { 'src/b.ts': 'export const b = 1;\n' },
    message: 'Fix',
  });
  github.editPullRequest(pull, { base: 'release' }, acme.bela);
  await gate.settled();
  const sha = github.commit(acme.shop, {
    branch: 'aside',
    from: pull.head.sha,
    silent: true,
    files: { 'src/b.ts': 'export const b = 0;\n' },
    message: "Merge branch 'main'",
    author: acme.claude,
    mergeOf: [fix.sha],
  }).sha;
  github.updateBranch(acme.shop, pull.head.ref, sha, acme.bela);
  await gate.settled();
  acme.push(pull, { 'src/a.ts': 'export const a = 2;\n' });
  await gate.settled();
  github.editPullRequest(pull, { base: 'main' }, acme.bela);
  await gate.settled();
  await nextSecond();
  acme.review(pull, acme.bela);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    summary: expect.stringContaining('had a hand in this change: pushed'),
  });
});
