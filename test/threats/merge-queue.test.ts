/** Ways through the merge queue and auto-merge. The judge is GitHub, which merges what the group's check lets pass. */
import type { PullRequest } from '../../demo/github/github.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';
import { createGate, type Gate } from '../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterEach(() => gate.github.deliveries.release());
afterAll(() => gate.close());

function opened(acme: Acme, file: string): PullRequest {
  return acme.agentOpens({ [file]: 'SELECT 1;\n' });
}

/** Opens a pull request that @acme/dba has approved. */
function approved(acme: Acme, file: string): PullRequest {
  const pull = opened(acme, file);
  acme.review(pull, acme.olga);
  return pull;
}

test('17: a group passes when each of its entries does', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const { github } = gate;
  const entries = [approved(acme, 'db/1.sql'), approved(acme, 'db/2.sql')].map((pull) =>
    github.enqueue(pull, acme.nadia),
  );
  await gate.settled();
  expect(entries.map((entry) => github.mergeFirstInQueue(entry))).toEqual([true, true]);
});

test('17: nothing was posted yet, and one entry that does not pass holds up those behind it', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const { github } = gate;
  github.deliveries.hold();
  const [waiting, behind] = [opened(acme, 'db/1.sql'), approved(acme, 'db/2.sql')].map((pull) =>
    github.enqueue(pull, acme.nadia),
  );
  expect(github.mergeFirstInQueue(waiting!)).toBe(false);
  github.deliveries.release();
  await gate.settled();
  expect(github.mergeFirstInQueue(waiting!)).toBe(false);
  expect(github.mergeFirstInQueue(behind!)).toBe(false);
});

test('17: a group that cannot be matched fails', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  github.deliveries.hold();
  const pull = approved(acme, 'src/a.ts');
  const entry = github.enqueue(pull, acme.nadia);
  acme.shop.mergeQueue.length = 0;
  github.deliveries.release();
  await gate.settled();
  const [check] = github.state.checkRuns.filter(({ headSha }) => headSha === entry.headSha);
  expect(check).toMatchObject({
    conclusion: 'failure',
    output: { title: 'This merge group cannot be matched to pull requests' },
  });
  acme.shop.mergeQueue.push(entry);
  expect(github.mergeFirstInQueue(entry)).toBe(false);
});

describe('18: what an approval rests on is withdrawn while queued', () => {
  test.each<[string, (acme: Acme, pull: PullRequest) => void]>([
    ['the review is dismissed', (acme, pull) => gate.github.dismissReview(pull, pull.reviews[0]!, acme.ada)],
    ['changes are asked for', (acme, pull) => acme.review(pull, acme.olga, 'REQUEST_CHANGES')],
    ['the reviewer leaves the team', (acme) => gate.github.removeTeamMember(acme.dba, acme.olga, acme.ada)],
    ['the reviewer leaves', (acme) => gate.github.removeMember(acme.organization, acme.olga, acme.ada)],
    [
      'the policy asks for more',
      (acme) =>
        gate.github.commit(acme.shop, {
          branch: 'main',
          files: { '.agentguard.yml': DATABASE_POLICY.replace('paths', 'approvals: 2\n    paths') },
          message: 'Two of them',
          author: acme.ada,
        }),
    ],
  ])('%s', async (_, withdraw) => {
    const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
    const { github } = gate;
    const pull = approved(acme, 'db/1.sql');
    const later = approved(acme, 'src/a.ts');
    const [entry, behind] = [pull, later].map((each) => github.enqueue(each, acme.nadia));
    await gate.settled();
    withdraw(acme, pull);
    await gate.settled();
    // What concerns many pull requests is worked off at a pace.
    await gate.later(5);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
    expect(github.mergeFirstInQueue(behind!)).toBe(false);
    expect(github.mergeFirstInQueue(entry!)).toBe(false);
  });
});
