import type { PullRequestFacts } from '../../src/core/facts/facts.ts';
import { createEvaluator, type Evaluator } from '../../src/evaluation/evaluator.ts';
import { evaluate, type Reads } from '../../src/pipeline.ts';
import { SourceError } from '../../src/ports.ts';
import { BASE, file, HEAD, OLDER, review, user } from '../support/facts.ts';
import { parsePolicy } from '../../src/core/policy/parse.ts';
import { agentsPullRequest, endless, idOf, readsOf } from './change.ts';

const opened: Evaluator[] = [];
const open = (options?: Parameters<typeof createEvaluator>[0]): Evaluator => {
  const evaluator = createEvaluator(options);
  opened.push(evaluator);
  return evaluator;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((evaluator) => evaluator.close()));
});

const DROP = { 'db/1.sql': 'DROP TABLE orders;\n' };
const drop = (change: Partial<PullRequestFacts> = {}, policy?: string): PullRequestFacts =>
  agentsPullRequest({ files: [file('db/1.sql', { status: 'added', patch: null })], ...change }, policy);

/** A waiver of the one finding that dropping a table makes. */
async function waived(): Promise<Reads> {
  const { decision } = await evaluate(idOf(drop()), drop(), readsOf(DROP));
  const body = {
    kind: 'waiver',
    by: user('bela'),
    at: '2026-11-22T11:00:00.000Z',
    until: '2026-11-30T11:00:00.000Z',
    reason: 'nobody has orders',
    bound: decision.findings[0]?.key,
    about: 'sql-destructive in db/1.sql',
    selfAccepted: false,
  };
  const entry = {
    sequence: 1,
    owner: 'acme',
    at: body.at,
    kind: 'waiver',
    subject: 'acme/shop#7',
    body,
  } as const;
  return readsOf(DROP, {
    store: { record: () => Promise.resolve([{ ...entry, previous: '0'.repeat(64), hash: '1'.repeat(64) }]) },
  });
}

const FLOOR = `version: 1
groups:
  - name: first
    repositories: { properties: { tier: [one] } }
    policy:
      reviews:
        - name: first
          approvals: 2
          from: { users: [olga, bela] }
`;

describe('the same is decided as without threads', () => {
  const shared = createEvaluator({ threads: 1 });
  afterAll(() => shared.close());
  test.each<[string, PullRequestFacts, () => Reads | Promise<Reads>]>([
    ['a small change', agentsPullRequest(), readsOf],
    ['no files', agentsPullRequest({ files: [] }), readsOf],
    [
      'a review of an older head',
      agentsPullRequest({ reviews: [review('olga', 'APPROVED', OLDER)] }),
      readsOf,
    ],
    ['contents and a finding', drop({ reviews: [review('ada', 'APPROVED')] }), () => readsOf(DROP)],
    [
      'many places, and a file as a whole',
      agentsPullRequest({
        files: ['db/1.sql', 'db/2.sql', '.github/workflows/ci.yml'].map((path) =>
          file(path, { status: 'added', patch: null }),
        ),
      }),
      () => readsOf({ 'db/1.sql': 'DROP TABLE orders;\n'.repeat(50), 'db/2.sql': 'DROP TABLE orders;\n' }),
    ],
    ['a waiver', drop(), waived],
    [
      'conditions',
      drop(
        {},
        'reviews:\n  - name: data\n    paths: [db/**]\n    changed_lines: ">= 1"\n    from: { teams: [dba] }\n',
      ),
      () => readsOf(DROP),
    ],
    ['an invalid policy', agentsPullRequest({}, 'mode: off\n'), readsOf],
    [
      'properties of the repository',
      agentsPullRequest({
        floor: {
          state: 'present',
          file: { path: '.agentguard.yml', text: FLOOR, sha: BASE },
          repository: { owner: 'acme', name: '.github' },
        },
      }),
      readsOf,
    ],
    [
      'pushes and an endless path',
      agentsPullRequest({ files: [file('a/'.repeat(100)), file('__proto__')] }),
      () =>
        readsOf(
          {},
          {
            store: {
              pushes: (pullRequest) =>
                Promise.resolve([
                  { pullRequest, login: 'zoe', accountType: 'User', accountId: 5, sha: HEAD, before: null },
                ]),
            },
          },
        ),
    ],
  ])('%s', async (_name, facts, reads) => {
    const here = await evaluate(idOf(facts), facts, await reads());
    expect(await shared.evaluate(idOf(facts), facts, await reads())).toStrictEqual(here);
  });
});

describe('what takes too much is ended, and the next evaluation works', () => {
  const small = agentsPullRequest();
  const expectToWork = async ({ evaluate: next }: Evaluator): Promise<void> => {
    const { decision } = await next(idOf(small), small, readsOf());
    expect(decision.outcome).toBe('review_required');
  };

  test('time, while everything else goes on', async () => {
    const evaluator = open({ threads: 1, timeLimitSeconds: 2 });
    const facts = endless();
    expect(facts.policyFile && parsePolicy(facts.policyFile).problems).toEqual([]);
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    await expect(evaluator.evaluate(idOf(facts), facts, readsOf())).rejects.toThrow(
      'Evaluating it took longer than 2 seconds and was stopped. Split the pull request, or simplify the patterns of the policy.',
    );
    clearInterval(ticking);
    // 200 of them with nothing else to do; none if it were worked on here.
    expect(ticks).toBeGreaterThan(20);
    await expectToWork(evaluator);
  });

  test('memory', async () => {
    const evaluator = open({ threads: 1, memoryMb: 24 });
    const texts = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`db/${index}.sql`, 'SELECT 1;\n'.repeat(400_000)]),
    );
    const files = Object.keys(texts).map((path) => file(path, { status: 'added', patch: null }));
    const facts = agentsPullRequest({ files });
    await expect(evaluator.evaluate(idOf(facts), facts, readsOf(texts))).rejects.toThrow(
      'Evaluating it took more than 24 MB of memory and was stopped. Split the pull request, or leave its largest files out.',
    );
    await expectToWork(evaluator);
  });

  test('waiting for what is read is not working', async () => {
    const evaluator = open({ threads: 1, timeLimitSeconds: 5 });
    await expectToWork(evaluator);
    const reads = readsOf(
      {},
      {
        store: { commands: () => new Promise((resolve) => setTimeout(() => resolve([]), 5500)) },
      },
    );
    const { decision } = await evaluator.evaluate(idOf(small), small, reads);
    expect(decision.outcome).toBe('review_required');
  });
});

describe('an aborted signal', () => {
  const facts = agentsPullRequest();
  const never: Reads = readsOf({}, { store: { commands: () => new Promise(() => {}) } });
  const why = new Error('The lease is lost.');

  test('ends what is under way, and the next one works', async () => {
    const evaluator = open({ threads: 1 });
    const controller = new AbortController();
    const commands = (): Promise<never> => {
      controller.abort(why);
      return new Promise(() => {});
    };
    const reads = readsOf({}, { store: { commands } });
    await expect(evaluator.evaluate(idOf(facts), facts, reads, controller.signal)).rejects.toBe(why);
    const { decision } = await evaluator.evaluate(idOf(facts), facts, readsOf());
    expect(decision.outcome).toBe('review_required');
  });

  test('takes what waits out of the queue', async () => {
    const evaluator = open({ threads: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = evaluator.evaluate(idOf(facts), facts, never, first.signal);
    const waiting = evaluator.evaluate(idOf(facts), facts, never, second.signal);
    second.abort(why);
    await expect(waiting).rejects.toBe(why);
    const last = evaluator.evaluate(idOf(facts), facts, readsOf());
    first.abort(why);
    await expect(running).rejects.toBe(why);
    expect((await last).decision.outcome).toBe('review_required');
  });

  test('begins nothing', async () => {
    await expect(open().evaluate(idOf(facts), facts, never, AbortSignal.abort(why))).rejects.toBe(why);
  });
});

describe('errors', () => {
  const facts = agentsPullRequest();

  test('of a reading come as they are', async () => {
    const error = new SourceError('GitHub rests.', { retryAfterSeconds: 7, cause: new Error('429') });
    const reads = readsOf({}, { source: { people: () => Promise.reject(error) } });
    await expect(open().evaluate(idOf(facts), facts, reads)).rejects.toBe(error);
  });

  test('of the evaluation keep message and stack, and the thread goes on', async () => {
    const evaluator = open({ threads: 1 });
    const broken = { ...facts, reviews: null } as unknown as PullRequestFacts;
    const error = await evaluator.evaluate(idOf(facts), broken, readsOf()).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      message: expect.stringContaining('null'),
      stack: expect.stringContaining('pipeline.js'),
    });
    expect((await evaluator.evaluate(idOf(facts), facts, readsOf())).decision.outcome).toBe(
      'review_required',
    );
  });

  test('of what cannot be sent', async () => {
    const reads = readsOf(
      {},
      {
        store: { commands: () => Promise.resolve([(() => {}) as never]) },
      },
    );
    await expect(open().evaluate(idOf(facts), facts, reads)).rejects.toThrow('could not be cloned');
  });
});

test('closing ends what is under way and what waits', async () => {
  const evaluator = open({ threads: 1 });
  const facts = agentsPullRequest();
  const never = readsOf({}, { store: { commands: () => new Promise(() => {}) } });
  const ended = Promise.allSettled([1, 2].map(() => evaluator.evaluate(idOf(facts), facts, never)));
  await evaluator.close();
  const reason = new Error('The threads were ended before it was done.');
  expect(await ended).toEqual([1, 2].map(() => ({ status: 'rejected', reason })));
  await expect(evaluator.evaluate(idOf(facts), facts, never)).rejects.toEqual(reason);
});
