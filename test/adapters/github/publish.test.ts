import { gitHubPublisher } from '../../../src/adapters/github/publish.ts';
import type { CheckRun } from '../../../src/core/render/check-run.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub, Reply } from './support/github.ts';

const CREATE = 'POST /repos/acme/shop/check-runs';
const UPDATE = 'PATCH /repos/acme/shop/check-runs/11';
const REVIEWERS = 'POST /repos/acme/shop/pulls/1/requested_reviewers';
const SHOP = { owner: 'acme', name: 'shop' };
const SHA = 'a'.repeat(40);

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
  github.on(CREATE, { status: 201, body: { id: 11 } });
  github.on(UPDATE, { body: { id: 11 } });
});
const BUTTON = { label: 'Re-evaluate', description: 'Read afresh', identifier: 'recheck' } as const;
const publisher = (pagesUrl: string | null = null) =>
  gitHubPublisher({ clients: github.clients, installationId: INSTALLATION }, { pagesUrl });

const check = (annotations: number): CheckRun => ({
  name: 'AgentGuard',
  conclusion: 'action_required',
  externalId: 'acme/shop#1@aaa',
  title: 'Waiting for 1 of @acme/dba',
  summary: 'Why',
  actions: [BUTTON],
  annotations: Array.from({ length: annotations }, (_, index) => ({
    path: 'a.sql',
    line: index + 1,
    level: 'failure',
    title: 'Destructive',
    message: 'Drops a table.',
  })),
});

describe('a check run', () => {
  test.each([
    [null, 'acme/shop#12@aaa', undefined],
    ['https://guard.example.com', 'acme/shop#12@aaa', 'https://guard.example.com/repos/acme/shop/pull/12'],
    ['https://guard.example.com/', 'acme/shop#12@aaa', 'https://guard.example.com/repos/acme/shop/pull/12'],
    // A merge group holds several pull requests.
    ['https://guard.example.com', 'acme/shop@aaa', undefined],
  ])('pages at %s: the check on %s leads to %s', async (pagesUrl, externalId, expected) => {
    await publisher(pagesUrl).publish(SHOP, SHA, { ...check(0), externalId });
    expect(github.bodies(CREATE)).toEqual([
      expect.objectContaining({ external_id: externalId, ...(expected && { details_url: expected }) }),
    ]);
    expect(github.bodies(CREATE)[0]?.['details_url']).toBe(expected);
  });

  test('in one request', async () => {
    expect(await publisher().publish(SHOP, SHA, check(1))).toBe(11);
    expect(github.bodies(CREATE)).toEqual([
      {
        name: 'AgentGuard',
        head_sha: SHA,
        external_id: 'acme/shop#1@aaa',
        status: 'completed',
        conclusion: 'action_required',
        actions: [BUTTON],
        output: {
          title: 'Waiting for 1 of @acme/dba',
          summary: 'Why',
          annotations: [
            {
              path: 'a.sql',
              start_line: 1,
              end_line: 1,
              annotation_level: 'failure',
              title: 'Destructive',
              message: 'Drops a table.',
            },
          ],
        },
      },
    ]);
  });

  test.each([
    [0, [0]],
    [50, [50]],
    [51, [50, 1]],
    [150, [50, 50, 50]],
  ])('with %i annotations goes out in batches and is concluded by the last', async (count, sizes) => {
    await publisher().publish(SHOP, SHA, check(count));
    const sent = [...github.bodies(CREATE), ...github.bodies(UPDATE)] as {
      status: string;
      conclusion?: string;
      actions?: object[];
      output: { annotations: { start_line: number }[] };
    }[];
    expect(sent.map(({ output }) => output.annotations.length)).toEqual(sizes);
    expect(sent.flatMap(({ output }) => output.annotations.map((each) => each.start_line))).toEqual(
      Array.from({ length: count }, (_, index) => index + 1),
    );
    expect(sent.map(({ status, conclusion, actions }) => [status, conclusion, actions])).toEqual([
      ...sizes.slice(1).map(() => ['in_progress', undefined, undefined]),
      ['completed', 'action_required', [BUTTON]],
    ]);
  });

  test('that fails midway is left without a conclusion', async () => {
    github.on(UPDATE, { status: 500, body: {} });
    await expect(publisher().publish(SHOP, SHA, check(120))).rejects.toThrow(
      "Could not publish the check run on acme/shop@aaaaaaa: GitHub answered 500. It is tried again; see GitHub's status page if this stays.",
    );
    expect(github.bodies(CREATE)).toMatchObject([{ status: 'in_progress' }]);
    expect(github.bodies(UPDATE)).toHaveLength(1);
  });

  test('without the permission: the sentence names it', async () => {
    github.on(CREATE, {
      status: 403,
      body: { message: 'Resource not accessible by integration' },
      headers: { 'x-accepted-github-permissions': 'checks=write' },
    });
    await expect(publisher().publish(SHOP, SHA, check(0))).rejects.toThrow(
      "Could not publish the check run on acme/shop@aaaaaaa: a permission is missing (checks: write). Grant it in the app's settings and accept it in the installation, or give it to the token.",
    );
  });
});

describe('asking for reviews', () => {
  const refused: Reply = {
    status: 422,
    body: { message: 'Review cannot be requested from pull request author.' },
  };
  const ok: Reply = { status: 201, body: {} };
  const ask = async (users: string[], teams: string[]) =>
    publisher().requestReviewers({ ...SHOP, number: 1 }, { users, teams });

  test('all at once', async () => {
    github.on(REVIEWERS, ok);
    await ask(['ann'], ['acme/dba', 'other/dba', 'dba']);
    expect(github.bodies(REVIEWERS)).toEqual([{ reviewers: ['ann'], team_reviewers: ['dba'] }]);
  });

  test('one by one when GitHub refuses them together', async () => {
    github.on(REVIEWERS, refused, ok, refused, ok);
    await ask(['ann', 'author'], ['acme/dba']);
    expect(github.bodies(REVIEWERS).slice(1)).toEqual([
      { reviewers: ['ann'] },
      { reviewers: ['author'] },
      { team_reviewers: ['dba'] },
    ]);
  });

  test('a single one who cannot be asked is let be', async () => {
    github.on(REVIEWERS, refused);
    await ask(['author'], []);
    expect(github.bodies(REVIEWERS)).toHaveLength(1);
  });

  test('nobody: nothing is sent', async () => {
    await ask([], ['other/dba']);
    expect(github.sent).toEqual([]);
  });

  test('a failure that is not about them rejects', async () => {
    github.on(REVIEWERS, { status: 500, body: {} });
    await expect(ask(['ann'], [])).rejects.toThrow(
      'Could not ask for reviews of acme/shop#1: GitHub answered 500.',
    );
  });
});
