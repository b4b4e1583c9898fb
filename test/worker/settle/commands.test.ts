import { sample } from '../../../src/core/rules/secret-added/_sample.ts';
import { settle } from '../../../src/worker/settle/pull-request.ts';
import { file, OLDER } from '../../support/facts.ts';
import { agents, approved, command, createStage, id, KEY, READ, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.close());

test('an override is recorded, then the check passes, then it is acknowledged; it is looked at again when it ends', async () => {
  await stage.seen(agents());
  const override = command('ada', 'override prod is down\nsee the incident');
  await stage.give(override);
  const order: string[] = [];
  const world = stage.publishing({
    publish: async (...call) => {
      order.push(...(await stage.record('override')).map(({ kind }) => kind), 'published');
      return stage.world.publisher.publish(...call);
    },
    react: async (...call) => {
      order.push('acknowledged');
      await stage.world.publisher.react(...call);
    },
  });
  expect(await settle(id, KEY, world)).toBe('published');
  expect(order).toEqual(['override', 'published', 'acknowledged']);
  expect(stage.conclusions()).toEqual(['action_required', 'success']);
  expect(stage.reactions).toEqual([[override.commentId, '+1']]);
  expect(stage.comments).toEqual([]);
  expect(await stage.pending()).toEqual([]);
  const until = '2026-11-25T12:10:00.000Z';
  expect(await stage.record('override')).toMatchObject([
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
  expect((await stage.record('decision')).at(-1)?.body).toMatchObject({
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
  expect(stage.conclusions()).toEqual(['action_required', 'success', 'action_required']);
});

test('a waiver keeps the finding’s rule and places, and lifts what it blocked', async () => {
  const patch = `@@ -0,0 +1,1 @@\n+export const token = 'ghp_${sample(36)}';`;
  const facts = approved({ files: [file('src/client.ts', { patch })] });
  await stage.seen(facts);
  expect(stage.conclusions()).toEqual(['failure']);
  const [{ findings }] = (await stage.record('decision')).map(
    ({ body }) => body as { findings: { key: string; waivedBy: string | null }[] },
  ) as [{ findings: { key: string; waivedBy: string | null }[] }];
  const key = findings[0]?.key ?? '';
  await stage.give(command('ada', `waive ${key.slice(0, 8)} revoked already`));
  await settle(id, KEY, stage.world);
  expect(stage.conclusions()).toEqual(['failure', 'success']);
  expect(await stage.record('waiver')).toMatchObject([
    {
      body: {
        bound: key,
        about: 'provider-token in src/client.ts',
        finding: { rule: 'provider-token', places: [{ path: 'src/client.ts', line: 1, side: 'head' }] },
      },
    },
  ]);
  expect((await stage.record('decision')).at(-1)?.body).toMatchObject({
    findings: [{ key, waivedBy: 'ada' }],
    acceptances: [{ kind: 'waiver', by: 'ada', bound: key }],
  });
});

test('a pass held back for a newer delivery is not acknowledged yet, and is recorded once', async () => {
  await stage.seen(agents());
  await stage.give(command('ada', 'override prod is down'));
  await stage.store.enqueue([{ kind: 'pull_request', key: KEY, installationId: 1, priority: 2 }]);
  expect(await settle(id, KEY, stage.world)).toBe('again');
  expect(stage.reactions).toEqual([]);
  await stage.store.claim('w', new Date(), 60);
  expect(await settle(id, KEY, stage.world)).toBe('published');
  expect(await stage.record('override')).toHaveLength(1);
  expect(stage.reactions).toHaveLength(1);
});

test('a decision of the same second is taken for a later one', async () => {
  await stage.seen(agents());
  await stage.give(command('ada', 'override prod is down', { at: '2026-11-22T12:00:00Z' }));
  await settle(id, KEY, stage.world);
  expect(await stage.record('override')).toEqual([]);
  await stage.give(command('ada', 'override prod is down', { at: '2026-11-22T12:00:01Z' }));
  await settle(id, KEY, stage.world);
  expect(await stage.record('override')).toHaveLength(1);
});

test('what was read before the comment and answered after it is not what the comment was about', async () => {
  await stage.seen(agents());
  const files = [file('src/other.ts', { headBlob: '2'.repeat(40) })];
  stage.pulls.set(7, agents({ headSha: OLDER, files, now: '2026-11-22T12:09:50.000Z' }));
  // Reading thousands of files takes its time: the check still spoke of the head before.
  stage.decidedAt = '2026-11-22T12:10:30.000Z';
  await settle(id, KEY, stage.world);
  await stage.give(command('ada', 'override prod is down'));
  await settle(id, KEY, stage.world);
  expect(await stage.record('override')).toEqual([]);
});

test('what was pushed after the comment is not what the comment was about', async () => {
  await stage.seen(agents());
  stage.pulls.set(
    7,
    agents({
      headSha: OLDER,
      files: [file('src/other.ts', { headBlob: '2'.repeat(40) })],
      now: '2026-11-22T12:10:02.000Z',
    }),
  );
  await settle(id, KEY, stage.world);
  await stage.give(command('ada', 'override prod is down'));
  await settle(id, KEY, stage.world);
  expect(await stage.record('override')).toEqual([]);
  expect(stage.comments).toEqual([
    [expect.any(String), expect.stringContaining('The change is another one than when this was written')],
  ]);
  const later = command('ada', 'override prod is down', { at: '2026-11-22T12:11:00Z' });
  await stage.give(later);
  await settle(id, KEY, stage.world);
  expect(await stage.record('override')).toHaveLength(1);
});

describe('that changes nothing', () => {
  test('recheck is acknowledged, and the same answer is not published again', async () => {
    await stage.seen(agents());
    await stage.give(
      command('eve', 'recheck'),
      command('olga', 'recheck', { id: 'button:1', commentId: null }),
    );
    expect(await settle(id, KEY, stage.world)).toBe('unchanged');
    expect(stage.published).toHaveLength(1);
    expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['eyes']);
    expect(await stage.pending()).toEqual([]);
  });

  test('explain is answered with the tree, once', async () => {
    await stage.seen(agents());
    const explain = command('nadia', 'explain');
    await stage.give(explain);
    await settle(id, KEY, stage.world);
    expect(stage.comments).toEqual([
      [explain.id, expect.stringMatching(/^Waiting for someone with write access/)],
    ]);
    expect(stage.comments[0]?.[1]).not.toMatch(/(?<!`)@\w/);
  });

  test('the button asks those again who still owe a review, and is only there when there are any', async () => {
    const text = 'version: 1\nreviews:\n  - { name: lead, from: { users: [olga] } }\n';
    const policyFile = { path: '.agentguard.yml', text, sha: 'c' };
    await stage.seen(agents({ policyFile }));
    const buttons = () => stage.published.at(-1)?.check.actions.map(({ identifier }) => identifier);
    expect(buttons()).toEqual(['recheck', 'request-reviewers']);
    expect(stage.asked).toEqual([{ users: ['olga'], teams: [] }]);
    await stage.give(command('nadia', 'request-reviewers', { id: 'button:2', commentId: null }));
    await settle(id, KEY, stage.world);
    expect(stage.asked).toEqual([
      { users: ['olga'], teams: [] },
      { users: ['olga'], teams: [] },
    ]);
    // Waited for already: the button stays, and asks nobody twice.
    stage.pulls.set(7, agents({ policyFile, requestedReviewers: ['olga'], now: READ }));
    await stage.give(command('nadia', 'request-reviewers'));
    await settle(id, KEY, stage.world);
    expect(stage.asked).toHaveLength(2);
    expect(stage.comments).toMatchObject([[expect.any(String), expect.stringContaining('nobody to ask')]]);
    expect(stage.published).toHaveLength(1);

    await stage.seen(agents());
    expect(buttons()).toEqual(['recheck']);
  });
});

test('two for one head: the word given on one of them is of that one', async () => {
  stage.pulls.set(8, agents({ sharedHead: [7] }));
  await stage.seen(agents({ sharedHead: [8] }));
  await stage.give(command('ada', 'override prod is down'));
  await settle(id, KEY, stage.world);
  expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['+1']);
  expect(stage.published.at(-1)?.check).toMatchObject({
    conclusion: 'action_required',
    summary: expect.stringContaining('#8'),
  });
});
