/** Ways to have an approval stand for something else than was approved. The judge is GitHub's merge endpoint. */
import { createAcme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { blockedBecause, withoutAndWithOlga } from '../verdicts.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };

test('#6, #7 a push after the approval, whatever its dates and although the commit is gone', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  const pull = acme.agentOpens(CODE);
  const start = acme.shop.refs.get('refs/heads/main') ?? '';
  const review = github.review(pull, acme.bela, 'APPROVE');
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });

  acme.push(pull, { 'src/a.ts': 'export const a = 2;\n' });
  // The approval claims to be younger than the push.
  review.submittedAt = '2199-01-01T00:00:00Z';
  const stale = await gate.verdict(pull, acme.nadia);
  expect(stale).toMatchObject({
    merge: 405,
    summary: expect.stringContaining('since then changed: src/a.ts'),
  });

  github.updateBranch(acme.shop, pull.head.ref, start, acme.claude);
  acme.push(pull, { 'src/a.ts': 'export const a = 3;\n' });
  review.commit = null;
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('the commit they approved is gone'),
  );
});

test('#7 no date decides: none is asked for but when a review was given and the base was changed', async () => {
  const acme = createAcme(gate);
  await gate.answer(acme.agentOpens(CODE));
  const asked = gate.github.requests.map(({ body }) => body).join('\n');
  const dates = asked.match(/\b\w+(?:At|Date)\b/g) ?? [];
  // When something changed last only tells sweeps where to look, and when it was merged how long it has been exposed.
  const deciding = dates.filter((date) => !['updatedAt', 'pushedAt', 'mergedAt'].includes(date));
  expect([...new Set(deciding)].toSorted()).toEqual(['createdAt', 'submittedAt']);
});

test('#9 a dismissed refusal revives no older approval; comments and drafts are no approval', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  const refusal = github.review(pull, acme.bela, 'REQUEST_CHANGES');
  github.review(pull, acme.olga, 'COMMENT', { body: 'Looks good, approved' });
  github.review(pull, acme.olga, 'PENDING');
  github.comment(pull, acme.olga, 'LGTM, approve');
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    title: expect.stringContaining('bela asked for changes'),
  });
  github.dismissReview(pull, refusal, acme.ada, 'Too strict');
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(blockedBecause('their review was dismissed'));
});
