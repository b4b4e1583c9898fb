import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';
import { createGate, type Gate } from '../support/gate.ts';

let gate: Gate;
let acme: Acme;

beforeEach(async () => {
  gate = await createGate();
  acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  await gate.settled();
});
afterEach(() => gate.close());

test("an agent's change waits for the right person, and only for that one", async () => {
  const pull = acme.agentOpens({ 'db/1.sql': 'CREATE TABLE a (id int);\n' });
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });

  acme.review(pull, acme.bela);
  expect((await gate.answer(pull)).output.title).toBe('Waiting for 1 of @acme/dba (db/**)');
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });

  acme.review(pull, acme.olga);
  expect(await gate.answer(pull)).toMatchObject({
    conclusion: 'success',
    output: { title: 'Approved by bela, olga' },
  });
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
});

test("a person's change is left alone", async () => {
  gate.github.commit(acme.shop, {
    branch: 'mine',
    files: { 'db/1.sql': 'SELECT 1;\n' },
    message: 'Mine',
    author: acme.nadia,
  });
  const pull = gate.github.openPullRequest(acme.shop, { title: 'Mine', head: 'mine', author: acme.nadia });
  expect(await gate.answer(pull)).toMatchObject({
    conclusion: 'success',
    output: { title: 'No agent found' },
  });
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
});

test('asked for again, the check answers again, although nothing changed', async () => {
  const pull = acme.agentOpens({ 'db/1.sql': 'CREATE TABLE a (id int);\n' });
  acme.review(pull, acme.olga);
  const first = await gate.answer(pull);
  gate.github.rerequestCheckRun(first, acme.nadia);
  const second = await gate.answer(pull);
  expect(second.id).not.toBe(first.id);
  expect(second).toMatchObject({ status: 'completed', conclusion: 'success' });
  gate.github.rerequestCheckSuite(second, acme.nadia);
  expect((await gate.answer(pull)).conclusion).toBe('success');
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
});
