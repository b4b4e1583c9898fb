/** What stands on a merge group's commit when its evaluation fails, and under which name. */
import type { CheckRun, PullRequest } from '../../demo/github/github.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

let gate: Gate;
beforeEach(async () => {
  gate = await createGate();
});
afterEach(async () => {
  gate.github.heal();
  await gate.close();
});

const READING_FAILS = { path: '/graphql', status: 502, times: 50 };

function approved(acme: Acme): PullRequest {
  const pull = acme.agentOpens({ 'db/1.sql': 'SELECT 1;\n' });
  acme.review(pull, acme.olga);
  return pull;
}

const answersOn = (sha: string): Pick<CheckRun, 'name' | 'conclusion'>[] =>
  gate.github.state.checkRuns
    .filter(({ headSha }) => headSha === sha)
    .map(({ name, conclusion }) => ({ name, conclusion }));

/** GitHub asks for the group's checks again, by the same delivery. */
async function askedAgain(): Promise<void> {
  const delivery = gate.github.deliveries.list.findLast(({ event }) => event === 'merge_group');
  await gate.github.deliveries.redeliver(delivery!);
  await gate.settled();
}

test('a group that cannot be evaluated again loses its pass, and gets it back by itself', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const entry = gate.github.enqueue(approved(acme), acme.nadia);
  await gate.settled();
  expect(answersOn(entry.headSha)).toEqual([{ name: 'AgentGuard', conclusion: 'success' }]);

  gate.github.fail(READING_FAILS);
  await askedAgain();
  expect(answersOn(entry.headSha).at(-1)).toEqual({ name: 'AgentGuard', conclusion: 'failure' });
  expect(gate.github.mergeFirstInQueue(entry)).toBe(false);

  gate.github.heal();
  await gate.later(60);
  expect(answersOn(entry.headSha).at(-1)).toEqual({ name: 'AgentGuard', conclusion: 'success' });
  expect(gate.github.mergeFirstInQueue(entry)).toBe(true);
});

test('a group that was never answered is not thrown out of the queue for a stumble of GitHub’s', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const pull = approved(acme);
  await gate.settled();
  gate.github.fail(READING_FAILS);
  const entry = gate.github.enqueue(pull, acme.nadia);
  await gate.settled();
  expect(answersOn(entry.headSha)).toEqual([]);
  expect(gate.github.mergeFirstInQueue(entry)).toBe(false);
  gate.github.heal();
  await gate.later(60);
  expect(gate.github.mergeFirstInQueue(entry)).toBe(true);
});

test('a group that cannot be matched fails under the name that its base requires', async () => {
  const perBase = `${DATABASE_POLICY}check: { per_base: true }\n`;
  const acme = createAcme(gate, {});
  const shop = acme.createRepository('till', { '.agentguard.yml': perBase }, 'AgentGuard: main');
  const pull = acme.agentOpens({ 'db/1.sql': 'SELECT 1;\n' }, { repository: shop });
  acme.review(pull, acme.olga);
  await gate.settled();
  gate.github.deliveries.hold();
  const entry = gate.github.enqueue(pull, acme.nadia);
  shop.mergeQueue.length = 0;
  gate.github.deliveries.release();
  await gate.settled();
  expect(answersOn(entry.headSha)).toEqual([{ name: 'AgentGuard: main', conclusion: 'failure' }]);
});

test('a group that holds what an agent made does not merge once agents are frozen', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const entry = gate.github.enqueue(approved(acme), acme.nadia);
  await gate.settled();
  expect(answersOn(entry.headSha).at(-1)).toEqual({ name: 'AgentGuard', conclusion: 'success' });
  const issue = gate.github.openIssue(acme.shop, { title: 'Stop', author: acme.ada });
  gate.github.comment(issue, acme.ada, '/agentguard freeze all 4h They push secrets.');
  await gate.settled();
  expect(answersOn(entry.headSha).at(-1)).toEqual({ name: 'AgentGuard', conclusion: 'failure' });
  expect(gate.github.mergeFirstInQueue(entry)).toBe(false);
});
