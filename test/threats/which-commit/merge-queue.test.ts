/** Ways through the merge queue. The judge is GitHub, which merges what the group's check lets pass. */
import type { PullRequest } from '../../../demo/github/github.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

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

test('#17 a group passes when each of its entries does', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const { github } = gate;
  const entries = [approved(acme, 'db/1.sql'), approved(acme, 'db/2.sql')].map((pull) =>
    github.enqueue(pull, acme.nadia),
  );
  await gate.settled();
  expect(entries.map((entry) => github.mergeFirstInQueue(entry))).toEqual([true, true]);
});

test('#17 nothing was posted yet; a group whose own entry passes does not carry one that fails (HEADGREEN)', async () => {
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

test('#17 an entry that fails behind one that passes waits for itself (ALLGREEN)', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const { github } = gate;
  const [first, waiting] = [approved(acme, 'db/1.sql'), opened(acme, 'db/2.sql')].map((pull) =>
    github.enqueue(pull, acme.nadia),
  );
  await gate.settled();
  expect(github.mergeFirstInQueue(waiting!)).toBe(false);
  expect(github.mergeFirstInQueue(first!)).toBe(true);
  await gate.settled();
  expect(github.mergeFirstInQueue(waiting!)).toBe(false);
});

test('#17 a group that is made anew without the entry that fails is another group', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const { github } = gate;
  const fine = approved(acme, 'db/2.sql');
  const [waiting, behind] = [opened(acme, 'db/1.sql'), fine].map((pull) => github.enqueue(pull, acme.nadia));
  await gate.settled();
  github.leaveQueue(behind!, 'dequeued');
  github.leaveQueue(waiting!, 'dequeued');
  github.deliveries.hold();
  const again = github.enqueue(fine, acme.nadia);
  expect(github.mergeFirstInQueue(again)).toBe(false);
  github.deliveries.release();
  await gate.settled();
  expect(github.mergeFirstInQueue(again)).toBe(true);
});

test('#17 a group that cannot be matched fails', async () => {
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
