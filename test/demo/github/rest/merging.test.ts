import { asApp, asUser, createStage, propose, refusal } from '../stage.ts';
import type { Octokit } from '@octokit/rest';
import type { PullRequest } from '../../../../demo/github/github.ts';
import type { Stage } from '../stage.ts';

let stage: Stage;
let guard: Octokit;
let pull: PullRequest;
const where = { owner: 'acme', repo: 'shop' };

beforeEach(async () => {
  stage = await createStage();
  const { github, shop, acme, app, ann } = stage;
  github.createRuleset(shop, { requiredChecks: [{ context: 'AgentGuard', integrationId: app.app.id }] });
  guard = asApp(stage, github.installApp({ app: app.app, account: acme, repositories: 'all' }).id);
  pull = propose(stage, ann);
});
afterEach(() => stage.github.stop());

const merge = (sha?: string) =>
  asUser(stage, stage.bob).pulls.merge({ ...where, pull_number: 1, ...(sha !== undefined && { sha }) });

type Report = {
  status?: 'queued' | 'in_progress' | 'completed';
  conclusion?: 'success' | 'neutral' | 'skipped' | 'failure' | 'action_required';
};
const report = (check: Report, name = 'AgentGuard', head = pull.head.sha) =>
  guard.checks.create({ ...where, name, head_sha: head, ...check } as never);

const EXPECTED = 'Repository rule violations found\n\nRequired status check "AgentGuard" is expected.';
const FAILING = 'Repository rule violations found\n\nRequired status check "AgentGuard" is failing.';

test('a merge is refused without the check, refused while it fails, and goes through once it passes', async () => {
  const main = stage.shop.refs.get('refs/heads/main');
  expect(await refusal(merge())).toEqual({ status: 405, message: EXPECTED });
  await report({ conclusion: 'action_required' });
  expect(await refusal(merge())).toEqual({ status: 405, message: FAILING });
  expect(stage.shop.refs.get('refs/heads/main')).toBe(main);
  await report({ conclusion: 'success' });
  const { data } = await merge();
  expect(data).toMatchObject({ merged: true, message: 'Pull Request successfully merged' });
  expect(stage.shop.refs.get('refs/heads/main')).toBe(data.sha);
  expect(stage.shop.objects.commits.get(data.sha)?.parents).toEqual([main, pull.head.sha]);
  expect(pull).toMatchObject({ state: 'closed', merged: { by: stage.bob, sha: data.sha } });
});

test.each<[string, Report[], number]>([
  ['skipped', [{ conclusion: 'skipped' }], 200],
  ['neutral', [{ conclusion: 'neutral' }], 200],
  ['failure', [{ conclusion: 'failure' }], 405],
  ['in progress', [{ status: 'in_progress' }], 405],
  ['queued', [{ status: 'queued' }], 405],
  ['a newer failure over a success', [{ conclusion: 'success' }, { conclusion: 'failure' }], 405],
  ['a newer unfinished one over a success', [{ conclusion: 'success' }, { status: 'in_progress' }], 405],
  ['a newer success over a failure', [{ conclusion: 'failure' }, { conclusion: 'success' }], 200],
])('the newest run counts: %s', async (_, checks, status) => {
  for (const check of checks) await report(check);
  expect((await refusal(merge())).status).toBe(status);
});

test.each<[string, (stage: Stage) => Promise<unknown>]>([
  ['another name', () => report({ conclusion: 'success' }, 'AgentGuard (observe)')],
  [
    'another commit',
    () => report({ conclusion: 'success' }, 'AgentGuard', stage.shop.refs.get('refs/heads/main')),
  ],
  [
    'another app',
    async ({ github, acme, shop }) => {
      const { app } = github.createApp({ name: 'Impostor', owner: acme, permissions: { checks: 'write' } });
      github.createCheckRun(shop, app, {
        name: 'AgentGuard',
        head_sha: pull.head.sha,
        conclusion: 'success',
      });
    },
  ],
])('a pass under %s does not count', async (_, act) => {
  await act(stage);
  expect(await refusal(merge())).toEqual({ status: 405, message: EXPECTED });
});

test('a push after the pass makes the check expected again', async () => {
  await report({ conclusion: 'success' });
  stage.github.commit(stage.shop, {
    branch: 'change',
    files: { more: 'x' },
    message: 'More',
    author: stage.ann,
  });
  expect(await refusal(merge())).toEqual({ status: 405, message: EXPECTED });
});

test.each<[string, (stage: Stage) => void, number, string]>([
  [
    'drafts',
    () => stage.github.editPullRequest(pull, { draft: true }, stage.ann),
    405,
    'Pull Request is still a draft',
  ],
  ['closed ones', () => stage.github.closePullRequest(pull, stage.ann), 405, 'Pull Request is not mergeable'],
  [
    'conflicts',
    ({ github, shop, bob }) => {
      github.commit(shop, {
        branch: 'main',
        files: { 'src/cart.ts': 'other' },
        message: 'Other',
        author: bob,
      });
    },
    405,
    'Pull Request is not mergeable',
  ],
  [
    'readers',
    ({ github, acme }) => {
      const home = github.state.organizations.get(acme);
      if (home) home.basePermission = 'read';
    },
    403,
    'Must have push access to merge this pull request.',
  ],
])('refuses %s', async (_, prepare, status, message) => {
  await report({ conclusion: 'success' });
  prepare(stage);
  expect(await refusal(merge())).toEqual({ status, message });
});

test('refuses a head that moved', async () => {
  await report({ conclusion: 'success' });
  expect((await refusal(merge('0'.repeat(40)))).status).toBe(409);
  expect((await refusal(merge(pull.head.sha))).status).toBe(200);
});

test('a ruleset binds its branches only, and not in evaluate mode', async () => {
  const [ruleset] = stage.shop.rulesets;
  stage.github.commit(stage.shop, {
    branch: 'develop',
    message: 'Start',
    author: stage.ann,
    files: { d: 'x' },
  });
  stage.github.editPullRequest(pull, { base: 'develop' }, stage.ann);
  expect((await refusal(merge())).status).toBe(200);
  const second = propose(stage, stage.ann, { other: 'x' }, 'second');
  if (ruleset) ruleset.enforcement = 'evaluate';
  await asUser(stage, stage.bob).pulls.merge({ ...where, pull_number: second.number });
  expect(second.merged).not.toBeNull();
});

test('whoever may bypass the ruleset merges past it', async () => {
  const { github, shop, olga } = stage;
  shop.rulesets.length = 0;
  github.createRuleset(shop, { requiredChecks: [{ context: 'AgentGuard' }], bypass: [olga] });
  expect((await refusal(merge())).status).toBe(405);
  expect((await refusal(asUser(stage, olga).pulls.merge({ ...where, pull_number: 1 }))).status).toBe(200);
});

test("an organisation's ruleset binds its repositories", async () => {
  const { github, shop, acme } = stage;
  shop.rulesets.length = 0;
  github.createRuleset(acme, { requiredChecks: [{ context: 'Floor' }] });
  expect((await refusal(merge())).message).toContain('Required status check "Floor" is expected.');
  const { data } = await guard.repos.getBranchRules({ ...where, branch: 'main' });
  expect(data).toMatchObject([
    { type: 'required_status_checks', ruleset_source_type: 'Organization', ruleset_source: 'acme' },
  ]);
});

test('a head that was pushed to the base counts as merged', () => {
  stage.github.updateBranch(stage.shop, 'main', pull.head.sha, stage.olga);
  expect(pull).toMatchObject({ state: 'closed', merged: { by: stage.olga, sha: pull.head.sha } });
});

test('the merge queue builds groups on each other and merges when the group passes', async () => {
  const { github, shop, ann, bob } = stage;
  const second = propose(stage, bob, { 'src/other.ts': 'x\n' }, 'second');
  const [first, next] = [github.enqueue(pull, ann), github.enqueue(second, bob)];
  expect(first.headRef).toBe(`refs/heads/gh-readonly-queue/main/pr-1-${first.baseSha}`);
  expect(next.baseSha).toBe(first.headSha);
  const query = `query { repository(owner: "acme", name: "shop") { mergeQueue(branch: "main") {
    entries(first: 10) { nodes { position headCommit { oid } pullRequest { number } } } } } }`;
  expect(await guard.graphql(query)).toEqual({
    repository: {
      mergeQueue: {
        entries: {
          nodes: [
            { position: 1, headCommit: { oid: first.headSha }, pullRequest: { number: 1 } },
            { position: 2, headCommit: { oid: next.headSha }, pullRequest: { number: 2 } },
          ],
        },
      },
    },
  });
  expect(github.mergeFirstInQueue(first)).toBe(false);
  await report({ conclusion: 'success' }, 'AgentGuard', first.headSha);
  expect(github.mergeFirstInQueue(first)).toBe(true);
  expect(shop.refs.get('refs/heads/main')).toBe(first.headSha);
  expect(shop.mergeQueue).toEqual([next]);
});
