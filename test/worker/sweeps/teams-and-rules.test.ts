import type { Listed, SweepSource } from '../../../src/ports/sweeps.ts';
import { createSweepStage, LISTED, pull, type SweepStage } from './stage.ts';

let stage: SweepStage;
beforeEach(async () => {
  stage = await createSweepStage();
});
afterEach(() => stage.close());

describe('teams and rules', () => {
  const list = (...items: string[]): Listed<string> => ({ etags: ['e'], items });
  beforeEach(async () => {
    await stage.store.savePullRequest(pull(1, { teams: ['acme/dba'] }));
    await stage.store.savePullRequest(pull(2, { bindingRef: 'release/1' }));
    stage.github.rules = async () => list('r');
    stage.github.collaborators = async () => list('nadia');
    stage.github.properties = async () => list();
    stage.github.members = async () => list('olga', 'bela');
    await stage.run('sweep:teams-and-rules:acme/shop', 42);
    await stage.run('sweep:team:acme/dba', 42);
    for (
      let job = await stage.store.claim('w', stage.now, 60);
      job;
      job = await stage.store.claim('w', stage.now, 60)
    ) {
      await stage.store.complete(job);
      stage.minutes(1);
    }
  });

  test('only repositories with open pull requests, and each team once', async () => {
    stage.github.repositories = async () => [LISTED, { ...LISTED, name: 'web' }];
    await stage.store.note('topics of acme/shop', '{"etags":[],"digest":"other"}');
    const keys = (await stage.run('sweep:teams-and-rules:42', 42)).map(([key]) => key);
    expect(keys).toEqual([
      'acme/shop#1',
      'acme/shop#2',
      'sweep:team:acme/dba',
      'sweep:teams-and-rules:acme/shop',
    ]);
  });

  test.each<[string, Partial<SweepSource>, string[]]>([
    ['nothing', {}, []],
    ['another ETag of the same rules', { rules: async () => ({ etags: ['f'], items: ['r'] }) }, []],
    [
      'the rules of one branch',
      { rules: async (_installation, _repository, branch) => (branch === 'main' ? list('s') : null) },
      ['acme/shop#1'],
    ],
    ['collaborators', { collaborators: async () => list('nadia', 'bela') }, ['acme/shop#1', 'acme/shop#2']],
    ['custom properties', { properties: async () => list('tier=1') }, ['acme/shop#1', 'acme/shop#2']],
  ])('%s', async (_, change, expected) => {
    stage.github = { ...stage.github, ...change };
    expect((await stage.run('sweep:teams-and-rules:acme/shop', 42)).map(([key]) => key)).toEqual(expected);
  });

  test.each<[string, Listed<string> | null, string[]]>([
    ['as it was', null, []],
    ['the same people in another order', list('bela', 'olga'), []],
    ['somebody left', list('olga'), ['acme/shop#1']],
    ['it is gone', list(), ['acme/shop#1']],
  ])('a team: %s', async (_, members, expected) => {
    stage.github.members = async () => members;
    expect((await stage.run('sweep:team:acme/dba', 42)).map(([key]) => key)).toEqual(expected);
  });

  test('a team that a delivery named', async () => {
    expect(await stage.run('sweep:team-moved:acme/dba', 42)).toEqual([['acme/shop#1', 0]]);
  });
});
