import { settle } from '../../../src/worker/settle/pull-request.ts';
import type { World } from '../../../src/worker/world.ts';
import { HEAD, user } from '../../support/facts.ts';
import { agents, createStage, id, KEY, READ, type Stage } from '../settle/stage.ts';

let stage: Stage;
/** Marks of the issues that were raised. */
let raised: string[];
let world: World;
beforeEach(async () => {
  stage = await createStage();
  raised = [];
  world = stage.publishing({
    raiseIssue: async (_repository, { marker }) => ({ number: raised.push(marker) }),
  });
});
afterEach(() => stage.close());

const merged = agents({
  state: 'merged',
  mergedBy: user('nadia'),
  merge: { at: '2026-11-22T12:05:00Z', commit: 'd'.repeat(40), onto: 'c'.repeat(40) },
  now: READ,
});

/** What is in the record of a merge under an override that has ended. */
async function overridden(until: string) {
  const body = {
    head: HEAD,
    mergedBy: 'nadia',
    mergedAt: merged.merge?.at,
    decision: { sequence: 1, outcome: 'allow' },
    agents: ['claude-code'],
    people: ['nadia'],
    protected: true,
    observed: false,
    override: { by: 'ada', until },
  };
  return stage.store.append({ owner: 'acme', at: READ, kind: 'merge', subject: KEY, body });
}

const look = () => settle(id, KEY, world);
const answered = (body: object) =>
  stage.store.append({
    owner: 'acme',
    at: READ,
    kind: 'answered',
    subject: KEY,
    body: { how: 'reverted', by: 'olga', at: READ, ...body },
  });

describe('a merge under an override', () => {
  test.each<[string, string, object | null, number]>([
    ['that has not ended is left alone', '2026-11-23T00:00:00Z', null, 0],
    ['that has ended is raised', '2026-11-22T12:06:00Z', null, 1],
    ['whose end cannot be read is raised', 'some day', null, 1],
    ['that was reverted is not', '2026-11-22T12:06:00Z', {}, 0],
    ['is, if something else was answered for', '2026-11-22T12:06:00Z', { entry: 99 }, 1],
  ])('%s', async (_, until, answer, count) => {
    stage.pulls.set(7, merged);
    await overridden(until);
    if (answer !== null) await answered(answer);
    await look();
    expect(raised).toHaveLength(count);
  });

  test('is looked at again when it ends', async () => {
    stage.pulls.set(7, merged);
    await overridden('2026-11-23T00:00:00Z');
    await look();
    expect(await stage.store.jobs()).toMatchObject([{ key: KEY, runAt: '2026-11-23T00:00:01.000Z' }]);
  });
});

describe('a merge past the gate', () => {
  beforeEach(() => void stage.pulls.set(7, merged));

  test('whose recording fails after its issue was made asks for the same issue again', async () => {
    const { store } = world;
    let failures = 1;
    const failing = new Proxy(store, {
      get(target, name) {
        const member = Reflect.get(target, name) as (...values: unknown[]) => unknown;
        if (name !== 'append') return member;
        return async (entry: { kind: string }) => {
          if (entry.kind === 'alert' && failures-- > 0) throw new Error('The database is gone.');
          return member.call(target, entry);
        };
      },
    });
    await expect(settle(id, KEY, { ...world, store: failing })).rejects.toThrow('The database is gone.');
    await look();
    const [merge] = await stage.record('merge');
    expect(raised).toEqual([`alert-${merge?.sequence}`, `alert-${merge?.sequence}`]);
    expect(await stage.record('alert')).toHaveLength(1);
  });

  test('is recorded once, however it is told', async () => {
    await look();
    stage.pulls.set(7, { ...merged, now: '2026-11-22T13:00:00.000Z' });
    await look();
    expect(await stage.record('merge')).toHaveLength(1);
  });

  test('that was judged by nobody before says so, with who had a hand in it', async () => {
    await look();
    const [merge] = await stage.record('merge');
    expect(merge?.body).toMatchObject({
      decision: null,
      judged: 'after the merge',
      agents: ['claude-code'],
      people: ['nadia'],
      afterwards: { outcome: 'review_required' },
    });
  });
});
