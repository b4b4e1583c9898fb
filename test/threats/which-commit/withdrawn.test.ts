/**
 * What an approval rests on is withdrawn after the pass was given: while the pull request is queued, or while auto-merge
 * waits for something else. The judge is GitHub, which merges what the checks of the head and of the group let pass.
 */
import type { PullRequest, Repository } from '../../../demo/github/github.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const POLICY = `version: 1
reviews:
  - name: anything an agent wrote
    from: { permission: write }
  - name: database
    paths: ["db/**"]
    from: { teams: [dba] }
  - name: sources
    paths: ["src/**"]
    from: { codeowners: true }
  - name: release
    labels: [release]
    from: { users: [ada] }
  - name: urgent
    title: ["*urgent*"]
    from: { users: [ada] }
`;
const OWNERS = '* @olga\n';

interface Story extends Acme {
  readonly pull: PullRequest;
  readonly floor: Repository;
}

/** The same organisation with one file more on its default branch. */
const lands = (acme: Acme, repository: Repository, files: Record<string, string>): void =>
  void gate.github.commit(repository, { branch: 'main', files, message: 'Change', author: acme.ada });

const WITHDRAWALS: [string, (story: Story) => void][] = [
  ['the review is dismissed', ({ pull, ada }) => gate.github.dismissReview(pull, pull.reviews[0]!, ada)],
  ['changes are asked for', ({ pull, review, olga }) => review(pull, olga, 'REQUEST_CHANGES')],
  ['the reviewer leaves the team', ({ dba, olga, ada }) => gate.github.removeTeamMember(dba, olga, ada)],
  [
    'the reviewer leaves the organisation',
    ({ organization, olga, ada }) => gate.github.removeMember(organization, olga, ada),
  ],
  [
    'the pull request gets a label',
    ({ pull, ada }) => gate.github.editPullRequest(pull, { labels: ['release'] }, ada),
  ],
  [
    'the title is changed',
    ({ pull, nadia }) => gate.github.editPullRequest(pull, { title: 'Urgent' }, nadia),
  ],
  [
    'the policy asks for more',
    (story) =>
      lands(story, story.shop, { '.agentguard.yml': POLICY.replace('paths', 'approvals: 2\n    paths') }),
  ],
  ['the code owners change', (story) => lands(story, story.shop, { CODEOWNERS: '* @ada\n' })],
  [
    'the floor asks for more',
    (story) =>
      lands(story, story.floor, {
        '.agentguard.yml': 'version: 1\nreviews:\n  - { name: floor, from: { users: [ada] } }\n',
      }),
  ],
  [
    'who approved turns out to have set the agent to work',
    ({ pull, olga }) => void gate.github.comment(pull, olga, '@claude one more thing'),
  ],
];

/** A pull request that olga approved for everything, in an organisation with an empty floor. */
async function approved(): Promise<Story> {
  const acme = createAcme(gate, { '.agentguard.yml': POLICY, CODEOWNERS: OWNERS });
  const floor = acme.createRepository('.github');
  const pull = acme.agentOpens({ 'db/1.sql': 'SELECT 1;\n', 'src/a.ts': 'export const a = 1;\n' });
  acme.review(pull, acme.olga);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  return { ...acme, pull, floor };
}

test.each(WITHDRAWALS)('#18 after the pass %s', async (_, withdraw) => {
  const story = await approved();
  const entry = gate.github.enqueue(story.pull, story.nadia);
  await gate.settled();
  withdraw(story);
  await gate.settled();
  // What concerns many pull requests is worked off at a pace.
  await gate.later(10);
  expect(await gate.answer(story.pull)).toMatchObject({ conclusion: 'action_required' });
  expect(await gate.merge(story.pull, story.nadia)).toMatchObject({ status: 405 });
  expect(gate.github.mergeFirstInQueue(entry)).toBe(false);
});

test('#18 after the pass a permission is lowered', async () => {
  const acme = createAcme(gate);
  const pull = acme.agentOpens({ 'docs/a.md': 'A\n' });
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  gate.github.addCollaborator(acme.shop, acme.bela, 'read', acme.ada);
  await gate.settled();
  await gate.later(10);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
});
