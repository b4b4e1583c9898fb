/** Ways to merge a commit that the answer does not speak of. The judge is GitHub's merge endpoint. */
import type { CheckRun, PullRequest } from '../../demo/github/github.ts';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { createAcme, type Acme } from '../support/organization.ts';
import { createGate, type Gate } from '../support/gate.ts';

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

/** GitHub tells seconds: what falls into the same one as a change of the base counts as before it. */
const nextSecond = (): Promise<void> => new Promise((resume) => setTimeout(resume, 1100));

/** An agent's pull request that bela approved, with a pass on its head. */
async function approved(acme: Acme): Promise<PullRequest> {
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  return pull;
}

test('13: pushes and merges before the evaluation', async () => {
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

describe('13: moves while the evaluation is under way', () => {
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
    const dismiss = (answer: Record<string, unknown>) => {
      github.dismissReview(pull, pull.reviews[0]!, acme.ada);
      return answer;
    };
    const afterItsDelivery = async (answer: Record<string, unknown>) => {
      await github.settle();
      return answer;
    };
    // All is read but the people, whose answer comes once the delivery has arrived.
    github.fail({ path: '/graphql', body: 'query atCommits(', alter: dismiss });
    github.fail({ path: '/graphql', body: 'query collaborators(', alter: afterItsDelivery });
    acme.review(pull, acme.bela);
    await gate.settled();
    expect(runsOn(pull.head.sha).map((run) => run.conclusion)).not.toContain('success');
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });
});

test('14: goes back to an old head that had a pass', async () => {
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

test('14, 22: closes, and opens again what had a pass', async () => {
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

test('22: drafts and changes of mind are evaluated like everything else', async () => {
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

describe('bases', () => {
  const LAX = 'version: 1\nmode: observe\n';
  const RELEASE = 'version: 1\nreviews:\n  - { name: release, approvals: 2, from: { permission: write } }\n';

  /** `release` requires the check as the default branch does, `lax` requires nothing; each has its own policy. */
  function branches(acme: Acme): void {
    for (const [branch, policy] of [
      ['release', RELEASE],
      ['lax', LAX],
    ] as const) {
      const files = { '.agentguard.yml': policy };
      gate.github.commit(acme.shop, { branch, files, message: `Begin ${branch}`, author: acme.ada });
    }
    gate.github.createRuleset(acme.shop, {
      branches: ['release'],
      requiredChecks: [{ context: 'AgentGuard', integrationId: gate.app.id }],
    });
  }

  test('15: is approved towards a base that asks for less, and then retargeted', async () => {
    const acme = createAcme(gate);
    branches(acme);
    const pull = acme.agentOpens(CODE);
    gate.github.editPullRequest(pull, { base: 'lax' }, acme.nadia);
    // Judged by the policy of main, not by what the lax branch says.
    expect(await gate.answer(pull)).toMatchObject({ name: 'AgentGuard', conclusion: 'action_required' });
    await nextSecond();
    acme.review(pull, acme.bela);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    gate.github.editPullRequest(pull, { base: 'release' }, acme.nadia);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      summary: expect.stringContaining('against `release`'),
    });
    await nextSecond();
    acme.review(pull, acme.olga);
    // bela approved towards another branch, where it may have been another change.
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      summary: expect.stringContaining('the base branch was changed after this review'),
    });
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
  });

  test('15: is approved towards a binding branch that holds half of it, then retargeted', async () => {
    const acme = createAcme(gate);
    branches(acme);
    const unseen = { 'src/evil.ts': 'export const evil = true;\n' };
    gate.github.commit(acme.shop, {
      branch: 'release',
      files: unseen,
      message: 'Early',
      author: acme.claude,
    });
    const pull = acme.agentOpens(CODE, { base: 'release' });
    acme.review(pull, acme.bela);
    acme.review(pull, acme.olga);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    gate.github.editPullRequest(pull, { base: 'main' }, acme.nadia);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });

  test('18: the policy of a base that is not the default branch asks for more', async () => {
    const acme = createAcme(gate);
    branches(acme);
    const pull = acme.agentOpens(CODE, { base: 'release' });
    acme.review(pull, acme.bela);
    acme.review(pull, acme.olga);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    gate.github.commit(acme.shop, {
      branch: 'release',
      files: { '.agentguard.yml': RELEASE.replace('approvals: 2', 'approvals: 3') },
      message: 'Three of them',
      author: acme.ada,
    });
    await gate.settled();
    await gate.later(5);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });

  test('16: two pull requests with one head: the worst answer stands on it', async () => {
    const acme = createAcme(gate);
    branches(acme);
    const easy = await approved(acme);
    const open = (base: string): PullRequest =>
      gate.github.openPullRequest(acme.shop, { title: base, head: easy.head.ref, base, author: acme.claude });
    const lax = open('lax');
    acme.review(lax, acme.olga);
    const strict = open('release');
    await gate.settled();
    expect(strict.head.sha).toBe(easy.head.sha);
    expect(await gate.verdict(strict, acme.nadia)).toMatchObject({ merge: 405 });
    expect(await gate.verdict(easy, acme.nadia)).toMatchObject({ merge: 405 });
    acme.review(strict, acme.bela);
    acme.review(strict, acme.olga);
    expect(await gate.verdict(strict, acme.nadia)).toMatchObject({ merge: 200 });
  });

  test('16: an evaluation that does not know of the second one yet cannot overwrite its answer', async () => {
    const acme = createAcme(gate);
    branches(acme);
    const easy = acme.agentOpens(CODE);
    await gate.settled();
    let strict: PullRequest | undefined;
    const openMeanwhile = (answer: Record<string, unknown>) => {
      strict = gate.github.openPullRequest(acme.shop, {
        title: 'Release',
        head: easy.head.ref,
        base: 'release',
        author: acme.claude,
      });
      return answer;
    };
    // All is read but the people, which then takes longer than the whole evaluation of the other.
    gate.github.fail({ path: '/graphql', body: 'query atCommits(', alter: openMeanwhile });
    gate.github.fail({ path: '/graphql', body: 'query collaborators(', delayMs: 1500 });
    acme.review(easy, acme.bela);
    await gate.settled();
    expect(await gate.verdict(strict!, acme.nadia)).toMatchObject({ merge: 405 });
  });

  test('23: a stack of pull requests is judged by the branch where it ends', async () => {
    const acme = createAcme(gate, { '.agentguard.yml': RELEASE });
    branches(acme);
    const lower = acme.agentOpens(CODE);
    const upper = acme.agentOpens({ 'src/b.ts': 'export const b = 1;\n' }, { base: lower.head.ref });
    acme.review(upper, acme.bela);
    // The lower change is part of what would reach main.
    const answer = await gate.answer(upper);
    expect(answer).toMatchObject({ conclusion: 'action_required' });
    expect(answer.output.summary).toContain('against `main`');
    gate.github.mergePullRequest(upper, acme.nadia);
    acme.review(lower, acme.bela);
    expect(await gate.verdict(lower, acme.nadia)).toMatchObject({ merge: 405 });
  });
});
