/** Ways to have a hand in a change and approve it all the same. The judge is GitHub's merge endpoint. */
import type { PullRequest } from '../../../demo/github/github.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { blockedBecause, noreply, withoutAndWithOlga } from '../verdicts.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };

describe('#2 whoever gave the agent its task approves the result', () => {
  test.each<[string, string, (acme: Acme) => PullRequest]>([
    [
      'assigned it to the issue',
      'assigned the agent (issue',
      (acme) => {
        const issue = gate.github.openIssue(acme.shop, { title: 'Slow', author: acme.bela });
        gate.github.assign(issue, acme.claude, acme.bela);
        return acme.agentOpens(CODE, { body: `Fixes #${issue.number}` });
      },
    ],
    [
      'assigned it to the pull request',
      'assigned the agent (the pull request',
      (acme) => {
        const pull = acme.agentOpens(CODE);
        gate.github.assign(pull, acme.claude, acme.bela);
        return pull;
      },
    ],
    [
      'called it in the text of the issue',
      'mentioned the agent (issue',
      (acme) => {
        const issue = gate.github.openIssue(acme.shop, {
          title: 'Slow',
          body: '@claude please make it fast.',
          author: acme.bela,
        });
        return acme.agentOpens(CODE, { body: `Fixes #${issue.number}` });
      },
    ],
    [
      'mentioned it in the issue',
      'mentioned the agent (issue',
      (acme) => {
        const issue = gate.github.openIssue(acme.shop, { title: 'Slow', author: acme.ada });
        gate.github.comment(issue, acme.bela, 'Too slow for me.\n\n@claude please make it fast.');
        return acme.agentOpens(CODE, { body: `Fixes #${issue.number}` });
      },
    ],
    [
      'mentioned it in the conversation',
      'mentioned the agent (a comment',
      (acme) => {
        const pull = acme.agentOpens(CODE);
        gate.github.comment(pull, acme.bela, '@claude and add a test for it');
        return pull;
      },
    ],
    [
      'pushed for it',
      'pushed (',
      (acme) => {
        gate.github.commit(acme.shop, {
          branch: 'work',
          files: CODE,
          message: 'Add a',
          author: acme.claude,
          pusher: acme.bela,
        });
        return gate.github.openPullRequest(acme.shop, { title: 'Add', head: 'work', author: acme.claude });
      },
    ],
    [
      'committed for it',
      'committed (commit',
      (acme) => {
        gate.github.commit(acme.shop, {
          branch: 'work',
          files: CODE,
          message: 'Add a',
          author: acme.claude,
          committer: acme.bela,
        });
        return gate.github.openPullRequest(acme.shop, { title: 'Add', head: 'work', author: acme.claude });
      },
    ],
    [
      'is named as co-author',
      'co-authored (commit',
      (acme) => acme.agentOpens(CODE, { title: `Add a\n\nCo-authored-by: Bela <${noreply(acme.bela)}>` }),
    ],
    [
      'is named as the one it acts for',
      'co-authored (commit',
      (acme) => acme.agentOpens(CODE, { title: `Add a\n\nOn-behalf-of: Bela <${noreply(acme.bela)}>` }),
    ],
  ])('who %s', async (_, reason, open) => {
    const acme = createAcme(gate);
    const pull = open(acme);
    acme.review(pull, acme.bela);
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
      blockedBecause(`had a hand in this change: ${reason}`),
    );
  });
});

test('#5 the commits name nobody and bear no mark of the agent', async () => {
  const unattributed = 'version: 1\nagents: { unattributed: agent }\n';
  const acme = createAcme(gate, { '.agentguard.yml': unattributed });
  gate.github.commit(acme.shop, {
    branch: 'work',
    files: CODE,
    message: 'Add a',
    author: { name: 'Nobody', email: 'nobody@nowhere.example' },
    pusher: acme.bela,
  });
  const pull = gate.github.openPullRequest(acme.shop, { title: 'Add', head: 'work', author: acme.nadia });
  acme.review(pull, acme.bela);
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('had a hand in this change: pushed'),
  );
});

test('#5 somebody else is named as the author: the agent is seen all the same, and so is who pushed', async () => {
  const acme = createAcme(gate);
  gate.github.commit(acme.shop, {
    branch: 'work',
    files: CODE,
    message: 'Add a\n\nCo-Authored-By: Claude <noreply@anthropic.com>',
    author: { name: 'Ada', email: noreply(acme.ada) },
    pusher: acme.bela,
    signature: { signer: 'bela', verified: true },
  });
  const pull = gate.github.openPullRequest(acme.shop, { title: 'Add', head: 'work', author: acme.nadia });
  acme.review(pull, acme.bela);
  // Whoever is named by a forged address is out, too: it costs an approver, and lets nothing pass.
  acme.review(pull, acme.ada);
  const { summary } = await gate.verdict(pull, acme.nadia);
  expect(summary).toContain('had a hand in this change: authored (commit');
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('had a hand in this change: pushed'),
  );
});

test('#10 what the approver suggested is taken over', async () => {
  const acme = createAcme(gate);
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  gate.github.commit(acme.shop, {
    branch: pull.head.ref,
    files: { 'src/a.ts': 'export const a = 4;\n' },
    message: `Update src/a.ts\n\nCo-authored-by: bela <${noreply(acme.bela)}>`,
    author: acme.claude,
  });
  acme.review(pull, acme.bela);
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('had a hand in this change: co-authored'),
  );
});

test('#10 an approver pushes, and takes it back', async () => {
  const acme = createAcme(gate);
  const { github } = gate;
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  const approved = pull.head.sha;
  acme.push(pull, { 'src/a.ts': 'export const a = 5;\n' }, acme.bela);
  acme.review(pull, acme.bela);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    summary: expect.stringContaining('had a hand in this change: '),
  });
  github.updateBranch(acme.shop, pull.head.ref, approved, acme.bela);
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('had a hand in this change: pushed'),
  );
});

test("#11 the approver's commit comes in by a merge", async () => {
  const acme = createAcme(gate);
  const { sha } = gate.github.commit(acme.shop, {
    branch: 'side',
    files: { 'src/side.ts': 'export const side = 1;\n' },
    message: 'Side',
    author: acme.bela,
  });
  const pull = acme.agentOpens(CODE);
  gate.github.commit(acme.shop, {
    branch: pull.head.ref,
    files: { 'src/side.ts': 'export const side = 1;\n' },
    message: 'Merge side',
    author: acme.claude,
    mergeOf: [sha],
  });
  acme.review(pull, acme.bela);
  expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
    blockedBecause('had a hand in this change: authored'),
  );
});

test('#38 an agent names everyone as co-author, so that nobody is left: only an override resolves it', async () => {
  const acme = createAcme(gate);
  const everyone = [acme.nadia, acme.olga, acme.bela, acme.ada];
  const trailers = everyone.map((person) => `Co-authored-by: ${person.login} <${noreply(person)}>`);
  const pull = acme.agentOpens(CODE, { title: `Add a\n\n${trailers.join('\n')}\n` });
  for (const person of everyone) acme.review(pull, person);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    title: expect.stringMatching(/^Nobody is left who could approve but those this change names/),
  });
  // GitHub tells the time of a comment in whole seconds, and a command is of what was to be seen before.
  await new Promise((resume) => setTimeout(resume, 1100));
  gate.github.comment(pull, acme.bela, '/agentguard override It names all of us.');
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  gate.github.comment(pull, acme.ada, '/agentguard override It names all of us.');
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
  // Not as one who answers for their own work: nobody but the text says that ada had a hand in it.
  const override = (await gate.record(pull)).find(({ kind }) => kind === 'override');
  expect(override?.body).toMatchObject({ by: { login: 'ada' }, selfAccepted: false });
});

test('#38 an agent names as co-author who would refuse: the refusal is heard all the same', async () => {
  const acme = createAcme(gate);
  const pull = acme.agentOpens(CODE, { title: `Add a\n\nCo-authored-by: olga <${noreply(acme.olga)}>\n` });
  acme.review(pull, acme.olga, 'REQUEST_CHANGES');
  acme.review(pull, acme.bela);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    title: expect.stringContaining('olga asked for changes'),
  });
});
