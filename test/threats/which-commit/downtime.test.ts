/** Ways to use that the app is down, or hears nothing. The judge is GitHub's merge endpoint. */
import { createAcme, DATABASE_POLICY } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeEach(async () => {
  gate = await createGate();
});
afterEach(() => gate.close());

/** All installations, their repositories and pull requests are looked through, at a pace. */
async function startAgain(): Promise<void> {
  await gate.start();
  await gate.settled();
  for (let round = 0; round < 2; round++) await gate.later(30);
}

test('#18 GitHub loses the deliveries of what is withdrawn: the next start finds it', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const [dismissed, refused, left] = ['db/1.sql', 'src/2.ts', 'db/3.sql'].map((path) =>
    acme.agentOpens({ [path]: 'SELECT 1;\n' }),
  );
  const pulls = [dismissed!, refused!, left!];
  for (const pull of pulls) acme.review(pull, acme.olga);
  for (const pull of pulls) expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  gate.github.deliveries.mishap = () => ({ drop: true });
  gate.github.dismissReview(dismissed!, dismissed!.reviews[0]!, acme.ada);
  acme.review(refused!, acme.olga, 'REQUEST_CHANGES');
  gate.github.removeTeamMember(acme.dba, acme.olga, acme.ada);
  gate.github.deliveries.mishap = () => null;
  await gate.stop();
  await startAgain();
  for (const pull of pulls) expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
});

test('#21 nothing merges while the app is down, and nothing needs a hand when it is back', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const waiting = acme.agentOpens({ 'db/1.sql': 'SELECT 1;\n' });
  await gate.settled();
  await gate.stop();
  acme.review(waiting, acme.olga);
  const missed = acme.agentOpens({ 'db/2.sql': 'SELECT 2;\n' });
  for (const pull of [waiting, missed]) {
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
  }
  await startAgain();
  expect(await gate.verdict(missed, acme.nadia)).toMatchObject({ merge: 405 });
  expect(await gate.verdict(waiting, acme.nadia)).toMatchObject({ merge: 200 });
});
