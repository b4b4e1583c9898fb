import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { publishGroupFailure } from '../../../src/worker/settle/failure.ts';
import { settleMergeGroup } from '../../../src/worker/settle/merge-group.ts';
import { settle } from '../../../src/worker/settle/pull-request.ts';
import { OLDER } from '../../support/facts.ts';
import { agents, approved, createStage, id, KEY, type Stage } from './stage.ts';

const GROUP = `acme/shop@${OLDER}`;
const queued = { owner: 'acme', name: 'shop', baseRef: 'main', sha: OLDER };

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.close());

const answers = (): (readonly [string, string, string])[] =>
  stage.published
    .filter(({ sha }) => sha === OLDER)
    .map(({ check }) => [check.name, check.conclusion, check.title]);

const evaluate = (): Promise<unknown> => settleMergeGroup(queued, GROUP, stage.world);

const withPolicy = (line: string, facts: PullRequestFacts): PullRequestFacts => ({
  ...facts,
  policyFile: { path: '.agentguard.yml', text: `version: 1\n${line}\n`, sha: 'c' },
});

test('gets the worst answer of its entries', async () => {
  stage.pulls.set(7, approved());
  stage.pulls.set(8, agents());
  stage.group = [7, 8];
  await evaluate();
  expect(stage.published).toMatchObject([
    { sha: OLDER, check: { conclusion: 'action_required', externalId: GROUP } },
  ]);
});

test('passes when all entries do', async () => {
  stage.pulls.set(7, approved());
  stage.group = [7];
  await evaluate();
  expect(stage.published).toMatchObject([{ sha: OLDER, check: { conclusion: 'success' } }]);
});

test('holds a pass back while it waits to be evaluated again', async () => {
  stage.pulls.set(7, approved());
  stage.group = [7];
  await stage.store.enqueue([{ kind: 'pull_request', key: GROUP, installationId: 1, priority: 2 }]);
  expect(await evaluate()).toBe('again');
  expect(stage.published).toEqual([]);
});

test('keeps no pass under a name that its check has no longer', async () => {
  stage.group = [7];
  for (const line of ['mode: enforce', 'check: { per_base: true }', 'mode: observe']) {
    stage.pulls.set(7, withPolicy(line, approved()));
    await evaluate();
  }
  expect(answers()).toEqual([
    ['AgentGuard', 'success', 'Approved by olga'],
    ['AgentGuard', 'failure', 'Superseded by AgentGuard: main'],
    ['AgentGuard: main', 'success', 'Approved by olga'],
    ['AgentGuard (observe)', 'success', 'Approved by olga'],
  ]);
});

describe('that cannot be matched fails', () => {
  const title = 'This merge group cannot be matched to pull requests';
  test.each([[null], [[]]])('(%j)', async (numbers) => {
    stage.group = numbers;
    await evaluate();
    expect(answers()).toEqual([['AgentGuard', 'failure', title]]);
  });

  test.each([
    ['check: { per_base: true }', 'AgentGuard: main', 'failure', title],
    ['mode: observe', 'AgentGuard (observe)', 'success', `Would block: ${title}`],
    [
      'mode: observe\ncheck: { per_base: true }',
      'AgentGuard: main (observe)',
      'success',
      `Would block: ${title}`,
    ],
  ])('under the name in use in the repository, for its own base (%s)', async (line, ...answer) => {
    const other = { ref: 'release', sha: 'd', reason: 'own base' as const };
    stage.pulls.set(7, withPolicy(line, approved({ baseRef: 'release', binding: other })));
    await settle(id, KEY, stage.world);
    await evaluate();
    expect(answers()).toEqual([answer]);
  });

  test('and takes back the pass it had before, under the name it had', async () => {
    stage.pulls.set(7, withPolicy('check: { per_base: true }', approved()));
    stage.group = [7];
    await evaluate();
    stage.group = null;
    await evaluate();
    expect(answers().map(([name, conclusion]) => [name, conclusion])).toEqual([
      ['AgentGuard: main', 'success'],
      ['AgentGuard: main', 'failure'],
    ]);
  });
});

describe('whose evaluation fails', () => {
  const next = new Date('2026-11-22T12:05:00Z');
  const problem = 'GitHub answered 502.';

  test('takes back its pass, once, and gets it back when it is evaluated', async () => {
    stage.pulls.set(7, approved());
    stage.group = [7];
    await evaluate();
    await publishGroupFailure(queued, { problem, next }, stage.world);
    await publishGroupFailure(queued, { problem, next: new Date('2026-11-22T12:15:00Z') }, stage.world);
    await evaluate();
    expect(stage.published.map(({ check }) => [check.conclusion, check.externalId])).toEqual([
      ['success', GROUP],
      ['failure', GROUP],
      ['success', GROUP],
    ]);
  });

  test('is left in peace while no pass stands, until it is given up', async () => {
    await publishGroupFailure(queued, { problem, next }, stage.world);
    expect(answers()).toEqual([]);
    await publishGroupFailure(queued, { problem, next: null }, stage.world);
    expect(answers()).toEqual([['AgentGuard', 'failure', 'Could not be evaluated']]);
  });
});
