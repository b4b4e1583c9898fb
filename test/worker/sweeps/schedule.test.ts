import { SourceError } from '../../../src/ports.ts';
import { SCHEDULE, sweepsAtStart } from '../../../src/worker/sweeps/schedule.ts';
import { createSweepStage, type SweepStage } from './stage.ts';

let stage: SweepStage;
beforeEach(async () => {
  stage = await createSweepStage();
});
afterEach(() => stage.close());

describe('the schedule', () => {
  test.each(SCHEDULE.map(({ what, minutes: every }) => [what, every]))(
    '%s comes again in %d minutes although this run fails',
    async (what, every) => {
      const key = `sweep:${what}`;
      const down = async (): Promise<never> => Promise.reject(new SourceError('GitHub is down.'));
      stage.github = { list: down, deliveries: down };
      stage.store.prune = down;
      stage.store.owners = down;
      await expect(stage.run(key)).rejects.toThrow('GitHub is down.');
      const [next, ...others] = await stage.store.jobs();
      expect(next).toMatchObject({ key, state: 'waiting' });
      expect(Date.parse(next?.runAt ?? '') - stage.now.getTime()).toBe(every * 60_000);
      expect(others).toEqual([]);
    },
  );

  test.each<[string, string | null, boolean]>([
    ['the first start', null, true],
    ['soon after the last', '1.2.3 2026-11-22T11:46:00.000Z', false],
    ['a quarter of an hour after the last', '1.2.3 2026-11-22T11:45:00.000Z', true],
    ['an upgrade', '1.2.2 2026-11-22T11:59:00.000Z', true],
    ['what nobody can read', 'x', true],
  ])('%s evaluates everything: %s %s', async (_, noted, everything) => {
    if (noted !== null) await stage.store.note('full look', noted);
    await sweepsAtStart({ store: stage.store, clock: stage.clock, version: '1.2.3' });
    const keys = (await stage.store.jobs()).map(({ key }) => key);
    expect(keys.includes('sweep:everything')).toBe(everything);
    expect(keys.filter((key) => key !== 'sweep:everything').toSorted()).toEqual(
      SCHEDULE.map(({ what }) => `sweep:${what}`).toSorted(),
    );
  });

  test('everything: each installation that is not suspended, noted with the version', async () => {
    expect(await stage.run('sweep:everything')).toEqual([['installation:42', 0]]);
    expect(await stage.store.noted('full look')).toBe('1.2.3 2026-11-22T12:00:00.000Z');
  });

  test('a sweep of another version does nothing', async () => {
    expect(await stage.run('sweep:moon')).toEqual([]);
    expect(stage.lines).toMatchObject([{ job: 'sweep:moon' }]);
  });
});

test('prune forgets what is older than thirty days', async () => {
  let before: Date | undefined;
  stage.store.prune = async (date) => {
    before = date;
    return 3;
  };
  await stage.run('sweep:prune');
  expect(before?.toISOString()).toBe('2026-10-23T12:00:00.000Z');
  expect(stage.lines.at(-1)).toMatchObject({ sweep: 'prune', rows: 3 });
});
