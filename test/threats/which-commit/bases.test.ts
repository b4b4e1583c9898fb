/**
 * Ways to be judged by a branch that asks for less than the one the change ends up in. The judge is GitHub's merge
 * endpoint.
 */
import type { PullRequest } from '../../../demo/github/github.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterEach(() => gate.github.heal());
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };

/** GitHub tells seconds: what falls into the same one as a change of the base counts as before it. */
const nextSecond = (): Promise<void> => new Promise((resume) => setTimeout(resume, 1100));

/** An agent's pull request that bela approved, with a pass on its head. */
async function approved(acme: Acme): Promise<PullRequest> {
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  return pull;
}

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

test('#15 is approved towards a base that asks for less, and then retargeted', async () => {
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

test('#15 is approved towards a binding branch that holds half of it, then retargeted', async () => {
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

test('#18 the policy of a base that is not the default branch asks for more', async () => {
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

test('#16 one commit for two branches: the worst answer stands on it', async () => {
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

test('#16 one head in two repositories: the one opened from a fork stands for itself and the other', async () => {
  const acme = createAcme(gate);
  branches(acme);
  const easy = await approved(acme);
  const fork = gate.github.forkRepository(acme.shop, acme.nadia, `shop-${acme.organization.login}`);
  fork.refs.set('refs/heads/same', easy.head.sha);
  const strict = gate.github.openPullRequest(acme.shop, {
    title: 'The same from elsewhere',
    head: 'same',
    headRepository: fork,
    base: 'release',
    author: acme.claude,
  });
  await gate.settled();
  expect(strict.head.sha).toBe(easy.head.sha);
  expect(await gate.verdict(strict, acme.nadia)).toMatchObject({ merge: 405 });
  expect(await gate.verdict(easy, acme.nadia)).toMatchObject({ merge: 405 });
});

test('#16 an evaluation that does not know of the second one yet cannot overwrite its answer', async () => {
  const acme = createAcme(gate);
  branches(acme);
  const easy = acme.agentOpens(CODE);
  await gate.settled();
  let strict: PullRequest | undefined;
  const openMeanwhile = async (answer: Record<string, unknown>) => {
    strict = gate.github.openPullRequest(acme.shop, {
      title: 'Release',
      head: easy.head.ref,
      base: 'release',
      author: acme.claude,
    });
    await new Promise((resume) => setTimeout(resume, 1500));
    return answer;
  };
  // All is read, and then it takes longer than the whole evaluation of the other.
  gate.github.fail({ path: '/graphql', body: 'query pullRequest(', alter: openMeanwhile });
  acme.review(easy, acme.bela);
  await gate.settled();
  expect(await gate.verdict(strict!, acme.nadia)).toMatchObject({ merge: 405 });
});

test('#23 a stack of pull requests is judged by the branch where it ends', async () => {
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

test('#23 what an agent brought to a branch that binds nobody is judged when it goes on', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  const files = { 'docs/a.md': 'A\n' };
  github.commit(acme.shop, { branch: 'next', files, message: 'Begin next', author: acme.nadia });
  const pull = acme.agentOpens(CODE, { base: 'next' });
  await gate.settled();
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
  const onwards = github.openPullRequest(acme.shop, { title: 'On', head: 'next', author: acme.nadia });
  expect(await gate.verdict(onwards, acme.nadia)).toMatchObject({
    merge: 405,
    title: 'Waiting for someone with write access (anything an agent wrote)',
  });
});
