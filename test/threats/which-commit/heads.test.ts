/** Ways to merge a commit that the answer does not speak of. The judge is GitHub's merge endpoint. */
import type { CheckRun, PullRequest } from '../../../demo/github/github.ts';
import { sample } from '../../../src/core/rules/secret-added/_sample.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterEach(() => {
  gate.github.deliveries.release();
  gate.github.heal();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };
const OTHER = { 'src/a.ts': 'export const a = 2;\n' };

const runsOn = (sha: string): CheckRun[] =>
  gate.github.state.checkRuns.filter((run) => run.app === gate.app && run.headSha === sha);

/** An agent's pull request that bela approved, with a pass on its head. */
async function approved(acme: Acme): Promise<PullRequest> {
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  return pull;
}

test('#13 the merge is faster than the evaluation', async () => {
  const acme = createAcme(gate);
  const pull = await approved(acme);
  gate.github.deliveries.hold();
  acme.push(pull, OTHER);
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({
    status: 405,
    message: expect.stringContaining('"AgentGuard" is expected'),
  });
  gate.github.deliveries.release();
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
});

describe('#13 moves while the evaluation is under way', () => {
  const SECRET = { 'src/b.ts': `export const token = '${'ghp_' + sample(36)}';\n` };

  test('a head gets no answer that was read from another', async () => {
    const acme = createAcme(gate);
    const { github } = gate;
    const pull = acme.agentOpens({ ...CODE, ...SECRET });
    await gate.settled();
    const leaking = pull.head.sha;
    const pushClean = (answer: Record<string, unknown>) => {
      github.deliveries.hold();
      acme.push(pull, { 'src/b.ts': 'export const token = load();\n' });
      return answer;
    };
    github.fail({ path: '/graphql', body: 'query pullRequest(', alter: pushClean });
    acme.review(pull, acme.bela);
    await gate.settled();
    expect(pull.head.sha).not.toBe(leaking);
    github.updateBranch(acme.shop, pull.head.ref, leaking, acme.claude);
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
    github.deliveries.release();
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });

  test('no pass is published, not even for a moment, once a delivery says otherwise', async () => {
    const acme = createAcme(gate);
    const { github } = gate;
    const pull = acme.agentOpens(CODE);
    await gate.settled();
    // All is read, and the answer comes once the delivery that says otherwise has arrived.
    const dismissMeanwhile = async (answer: Record<string, unknown>) => {
      github.dismissReview(pull, pull.reviews[0]!, acme.ada);
      await github.settle();
      return answer;
    };
    github.fail({ path: '/graphql', body: 'query pullRequest(', alter: dismissMeanwhile });
    acme.review(pull, acme.bela);
    await gate.settled();
    expect(runsOn(pull.head.sha).map((run) => run.conclusion)).not.toContain('success');
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });
});

test('#14 goes back to an old head that had a pass', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  const pull = acme.agentOpens(CODE);
  const approval = github.review(pull, acme.bela, 'APPROVE');
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  const old = pull.head.sha;
  acme.push(pull, OTHER);
  github.dismissReview(pull, approval, acme.ada, 'Not this way');
  await gate.settled();
  github.deliveries.hold();
  github.updateBranch(acme.shop, pull.head.ref, old, acme.claude);
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
  github.deliveries.release();
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
});

test('#14, #22 closes, and opens again what had a pass', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  const pull = await approved(acme);
  github.closePullRequest(pull, acme.nadia);
  await gate.settled();
  github.deliveries.hold();
  github.dismissReview(pull, pull.reviews[0]!, acme.ada, 'Not this way');
  github.reopenPullRequest(pull, acme.nadia);
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
  github.deliveries.release();
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  acme.review(pull, acme.bela);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
});

test('#22 drafts and changes of mind are evaluated like everything else', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  github.commit(acme.shop, { branch: 'work', files: CODE, message: 'Add a', author: acme.claude });
  const pull = github.openPullRequest(acme.shop, {
    title: 'Add a',
    head: 'work',
    author: acme.claude,
    draft: true,
  });
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
  github.editPullRequest(pull, { draft: false }, acme.nadia);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  github.editPullRequest(pull, { draft: true }, acme.nadia);
  acme.push(pull, OTHER);
  github.editPullRequest(pull, { draft: false }, acme.nadia);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
});
