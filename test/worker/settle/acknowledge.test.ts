import { settle } from '../../../src/worker/settle/pull-request.ts';
import type { World } from '../../../src/worker/world.ts';
import { people } from '../../support/facts.ts';
import { agents, broken, command, createStage, id, KEY, READ, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(() => stage.close());

describe('broken off and done again', () => {
  test('after it was recorded: it is recorded once, and acknowledged once it stands', async () => {
    await stage.seen(agents());
    const override = command('ada', 'override prod is down');
    await stage.give(override);
    await expect(settle(id, KEY, stage.publishing({ publish: broken }))).rejects.toThrow(
      'GitHub answered 502.',
    );
    expect(stage.reactions).toEqual([]);
    expect(await settle(id, KEY, stage.world)).toBe('published');
    expect(await stage.record('override')).toHaveLength(1);
    expect(stage.warnings).toHaveLength(1);
    expect(stage.reactions).toEqual([[override.commentId, '+1']]);
    expect(stage.conclusions()).toEqual(['action_required', 'success']);
  });

  test('after it was refused: the refusal is said once', async () => {
    await stage.seen(agents());
    const override = command('olga', 'override prod is down');
    await stage.give(override);
    const store = { ...stage.world.store, saveAnswered: broken };
    await expect(settle(id, KEY, { ...stage.world, store })).rejects.toThrow('GitHub answered 502.');
    expect(await stage.pending()).toEqual([override.id]);
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
    expect(await stage.pending()).toEqual([]);
  });

  test('by a stranger in public: whatever is refused is said under one mark, so that it is said once', async () => {
    const facts = agents();
    await stage.seen({ ...facts, repository: { ...facts.repository, private: false } });
    const asked = [
      command('Mallory', 'override please'),
      command('mallory', 'explain'),
      command('nadia', 'overide'),
    ];
    await stage.give(...asked);
    await settle(id, KEY, stage.world);
    // GitHub is asked to say something under a mark only where nothing is said under it yet.
    expect(stage.comments.map(([mark]) => mark)).toEqual(['refused:mallory', asked[2]?.id]);
    expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['-1', '-1', '-1']);
  });

  test('its delivery coming again gives it no second time', async () => {
    await stage.seen(agents());
    const override = command('ada', 'override prod is down');
    await stage.give(override);
    await settle(id, KEY, stage.world);
    await stage.give(override);
    expect(await settle(id, KEY, stage.world)).toBe('unchanged');
    expect(await stage.record('override')).toHaveLength(1);
    expect(stage.reactions).toHaveLength(1);
  });
});

describe('that cannot be answered', () => {
  test('waits for the next time, and the check stands meanwhile', async () => {
    await stage.seen(agents());
    const [override, recheck] = [command('ada', 'override prod is down'), command('eve', 'recheck')];
    await stage.give(override, recheck);
    const react: World['publisher']['react'] = async (pull, comment, reaction) =>
      reaction === '+1' ? broken() : stage.world.publisher.react(pull, comment, reaction);
    expect(await settle(id, KEY, stage.publishing({ react }))).toBe('unanswered');
    expect(stage.conclusions()).toEqual(['action_required', 'success']);
    expect(await stage.pending()).toEqual([override.id]);
    expect(await settle(id, KEY, stage.world)).toBe('unchanged');
    expect(stage.reactions).toEqual([
      [recheck.commentId, 'eyes'],
      [override.commentId, '+1'],
    ]);
  });

  test('is left after a day', async () => {
    await stage.seen(agents());
    await stage.give(command('ada', 'override prod is down'));
    stage.pulls.set(7, agents({ now: '2026-11-23T12:10:00.000Z' }));
    expect(await settle(id, KEY, stage.publishing({ react: broken }))).toBe('unanswered');
    stage.pulls.set(7, agents({ now: '2026-11-23T12:10:01.000Z' }));
    expect(await settle(id, KEY, stage.publishing({ react: broken }))).toBe('unchanged');
    expect(await stage.pending()).toEqual([]);
  });

  test('is refused only once the rights could be read', async () => {
    await stage.seen(agents());
    await stage.give(command('ada', 'override prod is down'));
    const unread = {
      ...people({ olga: 'write' }),
      gaps: [{ what: 'permission of ada', reason: 'GitHub answered 502.' }],
    };
    const source = { ...stage.world.source, people: async () => unread };
    expect(await settle(id, KEY, { ...stage.world, source })).toBe('unread');
    expect([stage.reactions, stage.comments]).toEqual([[], []]);
    await settle(id, KEY, stage.world);
    expect(stage.conclusions().at(-1)).toBe('success');
  });
});

describe('on a pull request that is not open', () => {
  test.each(['closed', 'merged'] as const)('is refused when it is %s, but for recheck', async (state) => {
    await stage.seen(agents());
    await stage.give(command('ada', 'override prod is down'), command('eve', 'recheck'));
    stage.pulls.set(7, agents({ state, now: READ }));
    expect(await settle(id, KEY, stage.world)).toBe('closed');
    expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['-1', 'eyes']);
    expect(stage.comments).toEqual([
      [
        expect.any(String),
        `\`/agentguard override\` from \`ada\` was refused. This pull request is ${state}, and commands are taken while it is open.`,
      ],
    ]);
    expect(await stage.pending()).toEqual([]);
  });

  test('was accepted before it was merged, and is acknowledged as such', async () => {
    await stage.seen(agents());
    await stage.give(command('ada', 'override prod is down'));
    await settle(id, KEY, stage.publishing({ react: broken }));
    stage.pulls.set(7, agents({ state: 'merged', now: READ }));
    expect(await settle(id, KEY, stage.publishing({ react: broken }))).toBe('unanswered');
    expect(await settle(id, KEY, stage.world)).toBe('closed');
    expect(stage.reactions.map(([, reaction]) => reaction)).toEqual(['+1']);
    expect(stage.comments).toEqual([]);
  });
});
