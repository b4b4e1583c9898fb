import { mergePullRequest } from '../../../../demo/github/state/merging.ts';
import { listTree } from '../../../../demo/github/git/objects.ts';
import { branchTip } from '../../../../demo/github/git/history.ts';
import { nodeId } from '../../../../demo/github/shapes/accounts.ts';
import { asApp, createStage, PERMISSIONS, propose } from '../stage.ts';
import type { PullRequest } from '../../../../demo/github/github.ts';
import type { Stage } from '../stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await createStage();
  const { github, app, acme } = stage;
  const installation = github.installApp({ app: app.app, account: acme, repositories: 'all' });
  installation.permissions = { ...PERMISSIONS, contents: 'write' };
});
afterEach(() => stage.github.stop());

const REVERT = `mutation ($input: RevertPullRequestInput!) {
  revertPullRequest(input: $input) {
    clientMutationId
    pullRequest { number }
    revertPullRequest {
      number title body url isDraft state baseRefName headRefName headRefOid viewerDidAuthor author { login }
      commits(first: 9) { nodes { commit { oid message author { email } committer { name } signature { isValid } } } }
    }
  }
}`;

interface Answer {
  readonly status: number;
  readonly data?: { readonly revertPullRequest: Record<string, Record<string, unknown>> | null } | null;
  readonly errors?: readonly { message: string; type?: string; path?: string[] }[];
}

async function ask(
  pull: PullRequest,
  more: object = {},
  permissions: Record<string, 'read' | 'write'> = { contents: 'write', pull_requests: 'write' },
): Promise<Answer> {
  const { data } = await asApp(stage).apps.createInstallationAccessToken({
    installation_id: stage.github.state.installations[0]?.id ?? 0,
    permissions,
  });
  const response = await fetch(`${stage.github.url}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `bearer ${data.token}` },
    body: JSON.stringify({
      query: REVERT,
      variables: { input: { pullRequestId: nodeId('PullRequest', pull.id), ...more } },
    }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}

/** What the default branch holds at a path. */
function onMain(path: string): string | undefined {
  const { objects } = stage.shop;
  const tip = objects.commits.get(branchTip(stage.shop, 'main') ?? '');
  const entry = listTree(objects, tip?.tree ?? '').get(path);
  return entry && objects.blobs.get(entry.sha)?.toString();
}

const REFUSED = /^This pull request could not be reverted automatically\./;

describe.each(['merge', 'squash', 'rebase'] as const)('after a %s', (method) => {
  test('a merged pull request is taken back by another one', async () => {
    const { github, olga } = stage;
    const pull = propose(stage, stage.ann, { 'src/cart.ts': 'broken\n', 'src/new.ts': 'new\n' });
    const { sha } = github.mergePullRequest(pull, olga, { method });
    github.commit(stage.shop, { branch: 'main', files: { 'docs.md': 'more\n' }, message: 'x', author: olga });
    const { status, data, errors } = await ask(pull, {
      title: 'Take it back',
      body: 'Why',
      clientMutationId: 'a',
    });
    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    expect(data?.revertPullRequest).toMatchObject({
      clientMutationId: 'a',
      pullRequest: { number: 1 },
      revertPullRequest: {
        number: 2,
        title: 'Take it back',
        body: 'Why',
        isDraft: false,
        state: 'OPEN',
        baseRefName: 'main',
        headRefName: 'revert-1-change',
        viewerDidAuthor: true,
        author: { login: 'agentguard' },
        commits: {
          nodes: [
            {
              commit: {
                message: `Revert "Change the cart"\n\nThis reverts commit ${sha}.`,
                committer: { name: 'GitHub' },
                signature: { isValid: true },
              },
            },
          ],
        },
      },
    });
    const opened = stage.shop.issues.get(2) as PullRequest;
    mergePullRequest(github.state, opened, olga);
    expect(onMain('src/cart.ts')).toBe('export const cart = [];\n');
    expect(onMain('src/new.ts')).toBeUndefined();
    expect(onMain('docs.md')).toBe('more\n');
  });
});

test('without a title and a body it has those of the button', async () => {
  const pull = propose(stage, stage.ann);
  stage.github.mergePullRequest(pull, stage.olga);
  const { data } = await ask(pull, { draft: true });
  expect(data?.revertPullRequest?.['revertPullRequest']).toMatchObject({
    title: 'Revert "Change the cart"',
    body: 'Reverts acme/shop#1',
    isDraft: true,
  });
});

test('it tells of the branch and of the pull request', async () => {
  const { github } = stage;
  const pull = propose(stage, stage.ann);
  github.mergePullRequest(pull, stage.olga);
  const told: unknown[] = [];
  const emit = github.state.emit;
  github.state.emit = (event) => {
    told.push([event.event, event.action, 'ref' in event ? event.ref : undefined, event.sender.login]);
    emit(event);
  };
  await ask(pull);
  const app = 'agentguard[bot]';
  expect(told).toEqual([
    ['push', undefined, 'refs/heads/revert-1-change', app],
    ['check_suite', 'requested', undefined, app],
    ['pull_request', 'opened', undefined, app],
  ]);
});

describe('nothing is made', () => {
  const untouched = (): unknown => [stage.shop.issues.size, [...stage.shop.refs.keys()]];

  test('of a pull request that is not merged', async () => {
    const pull = propose(stage, stage.ann);
    const before = untouched();
    const { status, data, errors } = await ask(pull);
    expect(status).toBe(200);
    expect(data).toEqual({ revertPullRequest: null });
    expect(errors).toMatchObject([
      {
        type: 'UNPROCESSABLE',
        path: ['revertPullRequest'],
        message: 'Pull request must be merged to be reverted.',
      },
    ]);
    expect(untouched()).toEqual(before);
  });

  test('where what it brought was changed since', async () => {
    const { github, olga } = stage;
    const pull = propose(stage, stage.ann);
    github.mergePullRequest(pull, olga);
    github.commit(stage.shop, {
      branch: 'main',
      files: { 'src/cart.ts': 'later\n' },
      message: 'x',
      author: olga,
    });
    const before = untouched();
    const { errors } = await ask(pull);
    expect(errors).toMatchObject([{ type: 'UNPROCESSABLE', message: expect.stringMatching(REFUSED) }]);
    expect(untouched()).toEqual(before);
  });

  test('where it was taken back already', async () => {
    const { github, olga } = stage;
    const pull = propose(stage, stage.ann);
    github.mergePullRequest(pull, olga);
    await ask(pull);
    github.mergePullRequest(stage.shop.issues.get(2) as PullRequest, olga);
    expect((await ask(pull)).errors).toMatchObject([{ type: 'UNPROCESSABLE' }]);
  });

  test.each([
    { contents: 'read', pull_requests: 'write' },
    { contents: 'write', pull_requests: 'read' },
  ] as const)('with %j', async (permissions) => {
    const pull = propose(stage, stage.ann);
    stage.github.mergePullRequest(pull, stage.olga);
    const before = untouched();
    expect((await ask(pull, {}, permissions)).errors).toMatchObject([
      { type: 'FORBIDDEN', message: 'Resource not accessible by integration' },
    ]);
    expect(untouched()).toEqual(before);
  });
});

test('a branch of an earlier revert is left alone', async () => {
  const pull = propose(stage, stage.ann);
  stage.github.mergePullRequest(pull, stage.olga);
  await ask(pull);
  stage.github.closePullRequest(stage.shop.issues.get(2) as PullRequest, stage.olga);
  const { data } = await ask(pull);
  expect(data?.revertPullRequest?.['revertPullRequest']).toMatchObject({
    number: 3,
    headRefName: 'revert-1-change-1',
  });
});
