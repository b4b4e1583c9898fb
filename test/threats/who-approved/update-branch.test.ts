/**
 * Updating a branch from its base is no hand in the change as long as nothing of it moves. Ways to hide a hand, or
 * another change, behind such an update. The judge is GitHub's merge endpoint.
 */
import type { Account, PullRequest } from '../../../demo/github/github.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { blockedBecause, withoutAndWithOlga } from '../verdicts.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };
const OTHER = { 'src/a.ts': 'export const a = 2;\n' };
const LANDED = { 'src/b.ts': 'export const b = 1;\n' };

/** An agent's pull request that bela approved, with a pass on its head. */
async function approved(acme: Acme): Promise<PullRequest> {
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  return pull;
}

/** Something lands on main meanwhile; gives its commit. */
const landed = (acme: Acme, files: Record<string, string> = LANDED): string =>
  gate.github.commit(acme.shop, { branch: 'main', files, message: 'Meanwhile', author: acme.ada }).sha;

/** A merge of a commit into a branch, with these files as its result. */
interface Merging {
  readonly branch: string;
  readonly of: string;
  readonly files: Record<string, string>;
  readonly by: Account;
  readonly from?: string;
  readonly silent?: boolean;
}
const merge = (acme: Acme, { branch, of, files, by, ...rest }: Merging): string =>
  gate.github.commit(acme.shop, {
    branch,
    files,
    message: `Merge branch 'main' into ${branch}`,
    author: by,
    mergeOf: [of],
    ...rest,
  }).sha;

describe('#8 an update from the base that leaves the change as it was', () => {
  test.each<[string, (acme: Acme) => Account]>([
    ['the agent', ({ claude }) => claude],
    ['who approved', ({ bela }) => bela],
    ['who set the agent to work', ({ nadia }) => nadia],
  ])('by %s: the approval stands', async (_, who) => {
    const acme = createAcme(gate);
    const pull = await approved(acme);
    landed(acme);
    gate.github.updatePullRequestBranch(pull, who(acme));
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200, title: 'Approved by bela' });
  });

  test('twice, and an approval in between: each stands', async () => {
    const acme = createAcme(gate);
    const pull = await approved(acme);
    landed(acme);
    gate.github.updatePullRequestBranch(pull, acme.bela);
    await gate.settled();
    acme.review(pull, acme.bela);
    await gate.settled();
    landed(acme, { 'src/c.ts': 'export const c = 1;\n' });
    gate.github.updatePullRequestBranch(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
  });
});

describe('#8, #10 what only looks like an update from the base', () => {
  test.each<[string, string, Record<string, string>]>([
    ['changes what was approved', 'src/a.ts', { ...LANDED, ...OTHER }],
    ['adds a file', 'src/evil.ts', { ...LANDED, 'src/evil.ts': 'export const evil = 1;\n' }],
    ['takes back what landed on the base', 'src/b.ts', { 'src/b.ts': 'export const b = 0;\n' }],
  ])('a merge by the agent that %s', async (_, changed, files) => {
    const acme = createAcme(gate);
    const pull = await approved(acme);
    merge(acme, { branch: pull.head.ref, of: landed(acme), files, by: acme.claude });
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
      blockedBecause(`since then changed: ${changed}`),
    );
  });

  test('a conflict that the approver resolved: they approve what is theirs', async () => {
    const acme = createAcme(gate);
    const pull = acme.agentOpens({ 'src/index.ts': 'export const open = false;\n' });
    acme.review(pull, acme.bela);
    await gate.settled();
    const of = landed(acme, { 'src/index.ts': 'export const open = true;\nexport const b = 1;\n' });
    const resolved = { 'src/index.ts': 'export const open = evil;\nexport const b = 1;\n' };
    merge(acme, { branch: pull.head.ref, of, files: resolved, by: acme.bela });
    acme.review(pull, acme.bela);
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(blockedBecause('had a hand in this change: '));
  });

  test("a push of the approver's hidden beneath the merge, in the same push", async () => {
    const acme = createAcme(gate);
    const { github } = gate;
    const pull = await approved(acme);
    const of = landed(acme);
    const hidden = { branch: 'hidden', silent: true };
    // The agent's name on it, so that only the push tells whose hand it was; what it did is undone by the merge.
    const change = { ...hidden, files: OTHER, message: 'Change more', author: acme.claude };
    github.commit(acme.shop, { ...change, from: pull.head.sha });
    const sha = merge(acme, { ...hidden, of, files: { ...LANDED, ...CODE }, by: acme.claude });
    github.updateBranch(acme.shop, pull.head.ref, sha, acme.bela);
    acme.review(pull, acme.bela);
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
      blockedBecause('had a hand in this change: pushed'),
    );
  });

  test.each<[string, (acme: Acme, pull: PullRequest, old: string, of: string) => void]>([
    [
      'is pushed back to the old head and updated there',
      (acme, pull, old) => {
        gate.github.updateBranch(acme.shop, pull.head.ref, old, acme.bela);
        gate.github.updatePullRequestBranch(pull, acme.bela);
      },
    ],
    [
      'is overwritten by an update of the old head',
      (acme, pull, old, of) => {
        const aside = { branch: 'aside', from: old, silent: true };
        const sha = merge(acme, { ...aside, of, files: LANDED, by: acme.bela });
        gate.github.updateBranch(acme.shop, pull.head.ref, sha, acme.bela);
      },
    ],
  ])("the approver's own push, whose delivery may be lost, %s", async (_, goBack) => {
    const acme = createAcme(gate);
    const pull = await approved(acme);
    const old = pull.head.sha;
    gate.github.deliveries.mishap = () => ({ drop: true });
    acme.push(pull, OTHER, acme.bela);
    gate.github.deliveries.mishap = () => null;
    const of = landed(acme);
    goBack(acme, pull, old, of);
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(
      blockedBecause('had a hand in this change: pushed'),
    );
  });

  test('an update of a head that nobody had evaluated', async () => {
    const acme = createAcme(gate);
    const pull = await approved(acme);
    gate.github.deliveries.hold();
    acme.push(pull, OTHER, acme.bela);
    landed(acme);
    gate.github.updatePullRequestBranch(pull, acme.bela);
    gate.github.deliveries.release();
    await gate.settled();
    acme.review(pull, acme.bela);
    expect(await withoutAndWithOlga(gate, acme, pull)).toEqual(blockedBecause('had a hand in this change: '));
  });
});
