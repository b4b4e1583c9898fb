import { sample } from '../../../src/core/rules/secret-added/_sample.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import type { Command, RecordEntry } from '../../../src/ports.ts';
import { settle } from '../../../src/worker/settle/pull-request.ts';
import type { World } from '../../../src/worker/world.ts';
import { file, OLDER, people, user } from '../../support/facts.ts';
import { agents, approved, createStage, id, KEY, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.close());

const EVALUATED = '2026-11-22T12:00:00.500Z';
const GIVEN = '2026-11-22T12:10:00Z';
const READ = '2026-11-22T12:10:05.000Z';

let commands = 0;
const command = (login: string, text: string, more: Partial<Command> = {}): Command => ({
  pullRequest: id,
  id: `comment:${++commands}`,
  commentId: commands,
  author: user(login),
  text: `/agentguard ${text}`,
  at: GIVEN,
  ...more,
});

async function give(...given: Command[]): Promise<void> {
  for (const each of given) {
    const delivery = { id: `d-${each.id}`, event: 'issue_comment', action: 'created', receivedAt: each.at };
    await stage.store.accept(delivery, { jobs: [], command: each });
  }
}

/** Evaluated at noon, so that people could see it. */
async function seen(facts: PullRequestFacts): Promise<void> {
  stage.pulls.set(7, { ...facts, now: EVALUATED });
  await settle(id, KEY, stage.world);
  stage.pulls.set(7, { ...facts, now: READ });
}

const record = async (...kinds: RecordEntry['kind'][]): Promise<readonly RecordEntry[]> =>
  stage.store.record({ owner: 'acme', subject: KEY, ...(kinds.length > 0 ? { kinds } : {}) });
const conclusions = (): string[] => stage.published.map(({ check }) => check.conclusion);
const pending = async (): Promise<string[]> => (await stage.store.commands(id)).map((each) => each.id);

const failing = (change: Partial<World['publisher']>): World => ({
  ...stage.world,
  publisher: { ...stage.world.publisher, ...change },
});
const broken = async (): Promise<never> => Promise.reject(new Error('GitHub answered 502.'));

test('an override is recorded, then the check passes, then it is acknowledged; it is looked at again when it ends', async () => {
  await seen(agents());
  const override = command('ada', 'override prod is down\nsee the incident');
  await give(override);
  const order: string[] = [];
  const world = failing({
    publish: async (...call) => {
      order.push(...(await record('override')).map(({ kind }) => kind), 'published');
      return stage.world.publisher.publish(...call);
    },
    react: async (...call) => {
      order.push('acknowledged');
      await stage.world.publisher.react(...call);
    },
  });
  expect(await settle(id, KEY, world)).toBe('published');
  expect(order).toEqual(['override', 'published', 'acknowledged']);
  expect(conclusions()).toEqual(['action_required', 'success']);
  expect(stage.reactions).toEqual([[override.commentId, '+1']]);
  expect(stage.comments).toEqual([]);
  expect(await pending()).toEqual([]);
  const until = '2026-11-25T12:10:00.000Z';
  expect(await record('override')).toMatchObject([
    {
      at: READ,
      body: {
        kind: 'override',
        by: { login: 'ada' },
        at: '2026-11-22T12:10:00.000Z',
        until,
        reason: 'prod is down see the incident',
        selfAccepted: false,
        command: override.id,
        finding: null,
      },
    },
  ]);
  expect((await record('decision')).at(-1)?.body).toMatchObject({
    outcome: 'allow',
    override: { kind: 'override', by: 'ada', until },
  });
  expect(stage.warnings).toEqual([
    [
      { pullRequest: KEY, by: 'ada', reason: 'prod is down see the incident', until },
      'the gate was overridden',
    ],
  ]);
  expect(await stage.store.jobs()).toMatchObject([{ key: KEY, state: 'waiting', priority: 3, runAt: until }]);

  stage.pulls.set(7, agents({ now: until }));
  await settle(id, KEY, stage.world);
  expect(conclusions()).toEqual(['action_required', 'success', 'action_required']);
});

test('a waiver keeps the finding’s rule and places, and lifts what it blocked', async () => {
  const patch = `@@ -0,0 +1,1 @@\n+export const token = 'ghp_${sample(36)}';`;
  const facts = approved({ files: [file('src/client.ts', { patch })] });
  await seen(facts);
  expect(conclusions()).toEqual(['failure']);
  const [{ findings }] = (await record('decision')).map(
    ({ body }) => body as { findings: { key: string; waivedBy: string | null }[] },
  ) as [{ findings: { key: string; waivedBy: string | null }[] }];
  const key = findings[0]?.key ?? '';
  await give(command('ada', `waive ${key.slice(0, 8)} revoked already`));
  await settle(id, KEY, stage.world);
  expect(conclusions()).toEqual(['failure', 'success']);
  expect(await record('waiver')).toMatchObject([
    {
      body: {
        bound: key,
        about: 'provider-token in src/client.ts',
        finding: { rule: 'provider-token', places: [{ path: 'src/client.ts', line: 1, side: 'head' }] },
      },
    },
  ]);
  expect((await record('decision')).at(-1)?.body).toMatchObject({
    findings: [{ key, waivedBy: 'ada' }],
    acceptances: [{ kind: 'waiver', by: 'ada', bound: key }],
  });
});

describe('broken off and done again', () => {
  test('after it was recorded: it is recorded once, and acknowledged once it stands', async () => {
    await seen(agents());
    const override = command('ada', 'override prod is down');
    await give(override);
    await expect(settle(id, KEY, failing({ publish: broken }))).rejects.toThrow('GitHub answered 502.');
    expect(stage.reactions).toEqual([]);
    expect(await settle(id, KEY, stage.world)).toBe('published');
    expect(await record('override')).toHaveLength(1);
    expect(stage.warnings).toHaveLength(1);
    expect(stage.reactions).toEqual([[override.commentId, '+1']]);
    expect(conclusions()).toEqual(['action_required', 'success']);
  });

  test('after it was refused: the refusal is said once', async () => {
    await seen(agents());
    const override = command('olga', 'override prod is down');
    await give(override);
    const store = { ...stage.world.store, saveAnswered: broken };
    await expect(settle(id, KEY, { ...stage.world, store })).rejects.toThrow('GitHub answered 502.');
    expect(await pending()).toEqual([override.id]);
    await settle(id, KEY, stage.world);
    await settle(id, KEY, stage.world);
    expect(stage.comments).toEqual([
      [
        override.id,
        '`/agentguard override` from `olga` was refused. This takes an admin; at this moment olga has write access.',
      ],
    ]);
    // GitHub keeps one of several reactions that are the same.
    expect(stage.reactions).toEqual([
      [override.commentId, '-1'],
      [override.commentId, '-1'],
    ]);
    expect(await pending()).toEqual([]);
  });

  test('its delivery coming again gives it no second time', async () => {
    await seen(agents());
    const override = command('ada', 'override prod is down');
    await give(override);
    await settle(id, KEY, stage.world);
    await give(override);
    expect(await settle(id, KEY, stage.world)).toBe('unchanged');
    expect(await record('override')).toHaveLength(1);
    expect(stage.reactions).toHaveLength(1);
  });
});

describe('that cannot be answered', () => {
  test('waits for the next time, and the check stands meanwhile', async () => {
    await seen(agents());
    const [override, recheck] = [command('ada', 'override prod is down'), command('eve', 'recheck')];
    await give(override, recheck);
    const react: World['publisher']['react'] = async (pull, comment, reaction) =>
      reaction === '+1' ? broken() : stage.world.publisher.react(pull, comment, reaction);
    expect(await settle(id, KEY, failing({ react }))).toBe('unanswered');
    expect(conclusions()).toEqual(['action_required', 'success']);
    expect(await pending()).toEqual([override.id]);
    expect(await settle(id, KEY, stage.world)).toBe('unchanged');
    expect(stage.reactions).toEqual([
      [recheck.commentId, 'eyes'],
      [override.commentId, '+1'],
    ]);
  });

  test('is left after a day', async () => {
    await seen(agents());
    await give(command('ada', 'override prod is down'));
    stage.pulls.set(7, agents({ now: '2026-11-23T12:10:00.000Z' }));
    expect(await settle(id, KEY, failing({ react: broken }))).toBe('unanswered');
    stage.pulls.set(7, agents({ now: '2026-11-23T12:10:01.000Z' }));
    expect(await settle(id, KEY, failing({ react: broken }))).toBe('unchanged');
    expect(await pending()).toEqual([]);
  });

  test('is refused only once the rights could be read', async () => {
    await seen(agents());
    await give(command('ada', 'override prod is down'));
    const unread = {
      ...people({ olga: 'write' }),
      gaps: [{ what: 'permission of ada', reason: 'GitHub answered 502.' }],
    };
    const source = { ...stage.world.source, people: async () => unread };
    expect(await settle(id, KEY, { ...stage.world, source })).toBe('unread');
    expect([stage.reactions, stage.comments]).toEqual([[], []]);
    await settle(id, KEY, stage.world);
    expect(conclusions().at(-1)).toBe('success');
  });
});

test('a pass held back for a newer delivery is not acknowledged yet, and is recorded once', async () => {
  await seen(agents());
  await give(command('ada', 'override prod is down'));
  await stage.store.enqueue([{ kind: 'pull_request', key: KEY, installationId: 1, priority: 2 }]);
  expect(await settle(id, KEY, stage.world)).toBe('again');
  expect(stage.reactions).toEqual([]);
  await stage.store.claim('w', new Date(), 60);
  expect(await settle(id, KEY, stage.world)).toBe('published');
  expect(await record('override')).toHaveLength(1);
  expect(stage.reactions).toHaveLength(1);
});

test('what was pushed after the comment is not what the comment was about', async () => {
  await seen(agents());
  stage.pulls.set(
    7,
    agents({
      headSha: OLDER,
      files: [file('src/other.ts', { headBlob: '2'.repeat(40) })],
      now: '2026-11-22T12:10:02.000Z',
    }),
  );
  await settle(id, KEY, stage.world);
  await give(command('ada', 'override prod is down'));
  await settle(id, KEY, stage.world);
  expect(await record('override')).toEqual([]);
  expect(stage.comments).toEqual([
    [expect.any(String), expect.stringContaining('The change is another one than when this was written')],
  ]);
  const later = command('ada', 'override prod is down', { at: '2026-11-22T12:11:00Z' });
  await give(later);
  await settle(id, KEY, stage.world);
  expect(await record('override')).toHaveLength(1);
});

describe('that changes nothing', () => {
  test('recheck is acknowledged, and the same answer is not published again', async () => {
    await seen(agents());
    await give(command('eve', 'recheck'), command('olga', 'recheck', { id: 'button:1', commentId: null }));
    expect(await settle(id, KEY, stage.world)).toBe('unchanged');
    expect(stage.published).toHaveLength(1);
    expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['eyes']);
    expect(await pending()).toEqual([]);
  });

  test('explain is answered with the tree, once', async () => {
    await seen(agents());
    const explain = command('nadia', 'explain');
    await give(explain);
    await settle(id, KEY, stage.world);
    expect(stage.comments).toEqual([
      [explain.id, expect.stringMatching(/^Waiting for someone with write access/)],
    ]);
    expect(stage.comments[0]?.[1]).not.toMatch(/(?<!`)@\w/);
  });

  test('the button asks those again who still owe a review, and is only there when there are any', async () => {
    const text = 'version: 1\nreviews:\n  - { name: lead, from: { users: [olga] } }\n';
    const policyFile = { path: '.agentguard.yml', text, sha: 'c' };
    await seen(agents({ policyFile }));
    const buttons = () => stage.published.at(-1)?.check.actions.map(({ identifier }) => identifier);
    expect(buttons()).toEqual(['recheck', 'request-reviewers']);
    expect(stage.asked).toEqual([{ users: ['olga'], teams: [] }]);
    await give(command('nadia', 'request-reviewers', { id: 'button:2', commentId: null }));
    await settle(id, KEY, stage.world);
    expect(stage.asked).toEqual([
      { users: ['olga'], teams: [] },
      { users: ['olga'], teams: [] },
    ]);
    // Waited for already: the button stays, and asks nobody twice.
    stage.pulls.set(7, agents({ policyFile, requestedReviewers: ['olga'], now: READ }));
    await give(command('nadia', 'request-reviewers'));
    await settle(id, KEY, stage.world);
    expect(stage.asked).toHaveLength(2);
    expect(stage.comments).toMatchObject([[expect.any(String), expect.stringContaining('nobody to ask')]]);
    expect(stage.published).toHaveLength(1);

    await seen(agents());
    expect(buttons()).toEqual(['recheck']);
  });
});

describe('on a pull request that is not open', () => {
  test.each(['closed', 'merged'] as const)('is refused when it is %s, but for recheck', async (state) => {
    await seen(agents());
    await give(command('ada', 'override prod is down'), command('eve', 'recheck'));
    stage.pulls.set(7, agents({ state, now: READ }));
    expect(await settle(id, KEY, stage.world)).toBe('closed');
    expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['-1', 'eyes']);
    expect(stage.comments).toEqual([
      [
        expect.any(String),
        `\`/agentguard override\` from \`ada\` was refused. This pull request is ${state}, and commands are taken while it is open.`,
      ],
    ]);
    expect(await pending()).toEqual([]);
  });

  test('was accepted before it was merged, and is acknowledged as such', async () => {
    await seen(agents());
    await give(command('ada', 'override prod is down'));
    await settle(id, KEY, failing({ react: broken }));
    stage.pulls.set(7, agents({ state: 'merged', now: READ }));
    expect(await settle(id, KEY, failing({ react: broken }))).toBe('unanswered');
    expect(await settle(id, KEY, stage.world)).toBe('closed');
    expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['+1']);
    expect(stage.comments).toEqual([]);
  });
});

test('two for one head: the word given on one of them is of that one', async () => {
  stage.pulls.set(8, agents({ sharedHead: [7] }));
  await seen(agents({ sharedHead: [8] }));
  await give(command('ada', 'override prod is down'));
  await settle(id, KEY, stage.world);
  expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['+1']);
  expect(stage.published.at(-1)?.check).toMatchObject({
    conclusion: 'action_required',
    summary: expect.stringContaining('#8'),
  });
});
