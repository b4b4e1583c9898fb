import { pushers, relevantPushes } from '../../../src/adapters/github/snapshot/involvements.ts';
import { fakeGitHub, guardRequests, INSTALLATION } from './support/github.ts';
import type { FakeGitHub } from './support/github.ts';

let github: FakeGitHub;
guardRequests(() => github);
beforeEach(() => {
  github = fakeGitHub();
});

/** Newest first, as GitHub lists them: who, what, and the state the branch was left in. */
type Line = [who: string, what: string, after: string];
const log = (lines: readonly Line[]) =>
  lines.map(([login, activity_type, after]) => ({
    activity_type,
    after,
    actor: { login, id: login.length, type: 'User' },
  }));

describe('whose push counts', () => {
  // The pull request holds the commits c1 and c2 on top of what main has (m1, m2).
  const commits = new Set(['c1', 'c2']);
  test.each<[string, Line[], string[]]>([
    [
      'a new branch and a push',
      [
        ['bob', 'push', 'c2'],
        ['ann', 'branch_creation', 'c1'],
      ],
      ['bob', 'ann'],
    ],
    [
      'whoever only made the branch does not',
      [
        ['bob', 'push', 'c1'],
        ['ann', 'branch_creation', 'm1'],
      ],
      ['bob'],
    ],
    [
      'nor who pushed what the base has',
      [
        ['bob', 'push', 'c1'],
        ['ann', 'push', 'm2'],
        ['zoe', 'push', 'c2'],
      ],
      ['bob'],
    ],
    [
      'what was overwritten counts, back to where the branch began',
      [
        ['bob', 'force_push', 'c2'],
        ['ann', 'push', 'x2'],
        ['zoe', 'branch_creation', 'x1'],
        ['old', 'branch_deletion', '0'],
        ['old', 'push', 'x0'],
      ],
      ['bob', 'ann', 'zoe'],
    ],
    [
      'an earlier branch of that name does not',
      [
        ['bob', 'branch_creation', 'c1'],
        ['ann', 'branch_deletion', '0'],
        ['zoe', 'push', 'x1'],
      ],
      ['bob'],
    ],
    [
      'unless it held the same commits',
      [
        ['bob', 'branch_creation', 'c1'],
        ['ann', 'branch_deletion', '0'],
        ['zoe', 'push', 'c1'],
        ['old', 'push', 'm1'],
      ],
      ['bob', 'zoe'],
    ],
    [
      'a merge into the branch',
      [
        ['bob', 'pr_merge', 'c2'],
        ['ann', 'push', 'c1'],
      ],
      ['bob', 'ann'],
    ],
    ['nothing told', [], []],
  ])('%s', (_, lines, wanted) => {
    const { found } = relevantPushes(
      log(lines).map((entry) => ({ before: '', ...entry })),
      commits,
    );
    expect(found.map(({ actor }) => actor?.login)).toEqual(wanted);
  });
});

describe('reading the log', () => {
  const id = { owner: 'acme', name: 'shop', number: 1 };
  const ACTIVITY = 'GET /repos/acme/shop/activity';
  const read = async (sha = 'c1', moves = 0) => {
    const { memory } = github.clients;
    const head = { ref: 'fix/a b', sha, moves };
    return pushers(github.clients.installation(INSTALLATION), memory, id, head, new Set(['c1']));
  };

  test('once for a head, and again when it was moved, or the log lags behind', async () => {
    const entry = {
      activity_type: 'push',
      before: '',
      after: 'c1',
      actor: { login: 'ann', id: 1, type: 'User' },
    };
    github.on(ACTIVITY, { body: [entry] });
    const first = await read();
    expect(await read()).toEqual(first);
    expect(github.calls()).toHaveLength(1);
    await read('c1', 1);
    expect(github.calls()).toHaveLength(2);
    await read('c2');
    await read('c2');
    expect(github.calls()).toHaveLength(4);
  });

  test("everyone once, with GitHub's spelling of Copilot undone", async () => {
    const copilot = { login: 'Copilot', id: 198982749, type: 'Bot' };
    const push = { before: '', after: 'c1' };
    const entry = (actor: object | null) => ({ activity_type: 'push', ...push, actor });
    github.on(ACTIVITY, {
      body: [
        entry(copilot),
        entry({ login: 'ann', id: 1, type: 'User' }),
        entry({ login: 'Ann', id: 1, type: 'User' }),
        entry(null),
      ],
    });
    expect((await read()).items).toEqual([
      {
        account: { login: 'copilot-swe-agent[bot]', type: 'Bot', id: 198982749 },
        hand: 'pushed',
        source: 'activity log',
        pushes: [push],
      },
      {
        account: { login: 'Ann', type: 'User', id: 1 },
        hand: 'pushed',
        source: 'activity log',
        pushes: [push, push],
      },
    ]);
    expect(github.calls()).toEqual([`${ACTIVITY}?ref=refs%2Fheads%2Ffix%2Fa%20b&per_page=100`]);
  });

  test('a log without end is a gap', async () => {
    const body = log(Array.from({ length: 100 }, (): Line => ['ann', 'push', 'c1']));
    github.on(ACTIVITY, {
      body,
      headers: {
        link: '<https://ghe.example.test/api/v3/repos/acme/shop/activity?per_page=100&after=x>; rel="next"',
      },
    });
    expect((await read()).gaps.map(({ what }) => what)).toEqual(['pushes']);
    expect(github.calls()).toHaveLength(5);
  });

  test.each([
    ['a server that has none', { status: 404, body: { message: 'Not Found' } }, 'Not Found'],
    [
      'no permission',
      { status: 403, body: { message: 'Resource not accessible' } },
      'Resource not accessible',
    ],
  ])('%s: a limit', async (_, reply, message) => {
    github.on(ACTIVITY, reply);
    expect(await read()).toEqual({
      items: [],
      gaps: [],
      limits: [{ what: 'who pushed', reason: `GitHub does not show its activity log: ${message}.` }],
    });
  });

  test.each([
    ['5xx', { status: 500, body: {} }],
    ['too many requests', { status: 403, body: { message: 'secondary rate limit' } }],
  ])('%s: a failure, which hides nobody', async (_, reply) => {
    github.on(ACTIVITY, reply);
    await expect(read()).rejects.toThrow('Could not read who pushed to fix/a b of acme/shop: GitHub ');
  });
});
