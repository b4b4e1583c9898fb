/** Ways to merge without the gate, or while it is not there. The judge is GitHub's merge endpoint. */
import type { PullRequest } from '../../../demo/github/github.ts';
import type { NewRuleset } from '../../../demo/github/state/rules.ts';
import { createAcme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterEach(() => gate.github.deliveries.release());
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };

test('#19 another app, or a branch without an active rule, reports a pass', async () => {
  const { github } = gate;
  const acme = createAcme(gate);
  github.commit(acme.shop, {
    branch: 'release',
    files: { '.agentguard.yml': 'version: 1\nmode: observe\n' },
    message: 'Begin release',
    author: acme.ada,
  });
  github.createRuleset(acme.shop, {
    branches: ['release'],
    enforcement: 'evaluate',
    requiredChecks: [{ context: 'AgentGuard', integrationId: gate.app.id }],
  });
  const pull = acme.agentOpens(CODE, { base: 'main' });
  github.openPullRequest(acme.shop, {
    title: 'The same',
    head: pull.head.ref,
    base: 'release',
    author: acme.claude,
  });
  const { app: other } = github.createApp({ name: 'Impostor', owner: acme.nadia });
  github.createCheckRun(acme.shop, other, {
    name: 'AgentGuard',
    head_sha: pull.head.sha,
    status: 'completed',
    conclusion: 'success',
    output: { title: 'Approved', summary: 'Approved' },
  });
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  expect(await gate.answer(pull)).toMatchObject({ name: 'AgentGuard', conclusion: 'action_required' });
});

describe('#19 a branch that seems to require the check lends its own policy to nobody', () => {
  const rule = (integrationId: number) => ({
    branches: ['release'],
    requiredChecks: [{ context: 'AgentGuard', integrationId }],
  });
  test.each<[string, () => NewRuleset | null]>([
    ['no rule requires it', () => null],
    ['a ruleset only evaluates', () => ({ ...rule(gate.app.id), enforcement: 'evaluate' })],
    ["the rule takes another app's word", () => rule(gate.app.id + 1)],
  ])('%s', async (_, ruleset) => {
    const acme = createAcme(gate);
    const files = { '.agentguard.yml': 'version: 1\nmode: observe\n' };
    gate.github.commit(acme.shop, { branch: 'release', files, message: 'Begin release', author: acme.ada });
    const wanted = ruleset();
    if (wanted) gate.github.createRuleset(acme.shop, wanted);
    const { name, conclusion, output } = await gate.answer(acme.agentOpens(CODE, { base: 'release' }));
    expect({ name, conclusion }).toEqual({ name: 'AgentGuard', conclusion: 'action_required' });
    expect(output.summary).toContain('against `main`');
  });
});

describe('#20 merged past the gate: the record says so', () => {
  /** Who merged it, whether what is recorded is what was merged, and the outcome that stood on it; null: none. */
  async function recorded(pull: PullRequest) {
    await gate.settled();
    const merge = (await gate.record(pull)).findLast(({ kind }) => kind === 'merge');
    const decision = merge?.body['decision'] as { outcome: string } | null | undefined;
    return {
      by: merge?.body['mergedBy'],
      head: merge?.body['head'] === pull.head.sha,
      outcome: decision?.outcome ?? null,
    };
  }

  test('an admin bypasses the ruleset', async () => {
    const acme = createAcme(gate);
    const [ruleset] = acme.shop.rulesets.splice(0);
    gate.github.createRuleset(acme.shop, { requiredChecks: ruleset!.requiredChecks, bypass: [acme.ada] });
    const pull = acme.agentOpens(CODE);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    expect(await gate.verdict(pull, acme.ada)).toMatchObject({ merge: 200 });
    expect(await recorded(pull)).toEqual({
      by: 'ada',
      head: true,
      outcome: 'review_required',
    });
  });

  test('merged before it was evaluated', async () => {
    const acme = createAcme(gate);
    const [ruleset] = acme.shop.rulesets.splice(0);
    gate.github.createRuleset(acme.shop, { requiredChecks: ruleset!.requiredChecks, bypass: [acme.ada] });
    gate.github.deliveries.hold();
    const pull = acme.agentOpens(CODE);
    expect(await gate.merge(pull, acme.ada)).toMatchObject({ status: 200 });
    gate.github.deliveries.release();
    expect(await recorded(pull)).toEqual({ by: 'ada', head: true, outcome: null });
  });

  test('its commits are pushed straight to the branch', async () => {
    const acme = createAcme(gate);
    const pull = acme.agentOpens(CODE);
    await gate.settled();
    gate.github.updateBranch(acme.shop, 'main', pull.head.sha, acme.ada);
    expect(await recorded(pull)).toEqual({
      by: 'ada',
      head: true,
      outcome: 'review_required',
    });
  });

  test('merged as it should be', async () => {
    const acme = createAcme(gate);
    const pull = acme.agentOpens(CODE);
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
    expect(await recorded(pull)).toEqual({ by: 'nadia', head: true, outcome: 'allow' });
  });
});
