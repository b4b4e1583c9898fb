import { openStore } from '../../../src/adapters/store/store.ts';
import type { Publication, Store } from '../../../src/ports.ts';
import { describeOnEachStore } from '../../support/each-store.ts';

let store: Store;

const repository = { owner: 'Acme', name: 'Shop' };
const pull = (number: number) => ({ ...repository, number });

function publication(sha: string, more: Partial<Publication> = {}): Publication {
  return {
    repository,
    number: 1,
    sha,
    name: 'AgentGuard',
    conclusion: 'success',
    digest: 'd1',
    checkRunId: 100,
    ...more,
  };
}

const state = (number: number, open: boolean, headSha = 'aaa') => ({
  id: pull(number),
  open,
  headSha,
  agents: ['claude-code'],
  updatedAt: '2026-11-22T12:00:00Z',
  bindingRef: 'main',
  teams: ['acme/dba'],
});

describeOnEachStore('what evaluations leave:', (at) => {
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  describe('digests', () => {
    test('come back for the heads that were evaluated', async () => {
      const awkward = Object.fromEntries([
        ['a.sql', 'x'],
        ['__proto__', 'y'],
      ]);
      await store.saveDigests(pull(1), 'aaa', awkward);
      await store.saveDigests(pull(1), 'bbb', { 'a.sql': 'z' });
      await store.saveDigests(pull(2), 'ccc', {});
      const found = await store.digests({ owner: 'acme', name: 'shop', number: 1 }, [
        'bbb',
        'aaa',
        'ccc',
        'aaa',
      ]);
      expect([...found.keys()]).toEqual(['bbb', 'aaa']);
      expect(Object.entries(found.get('aaa') ?? {})).toEqual(Object.entries(awkward));
    });

    test('saved again are replaced', async () => {
      await store.saveDigests(pull(1), 'aaa', { 'a.sql': 'x' });
      await store.saveDigests(pull(1), 'aaa', { 'a.sql': 'y' });
      expect((await store.digests(pull(1), ['aaa'])).get('aaa')).toEqual({ 'a.sql': 'y' });
    });
  });

  describe('publications', () => {
    test('the newest on a SHA under a name stands', async () => {
      await store.savePublished(publication('aaa'));
      await store.savePublished(publication('aaa', { number: 2, conclusion: 'failure', checkRunId: 101 }));
      await store.savePublished(publication('aaa', { name: 'AgentGuard (observe)', checkRunId: 102 }));
      const lower = { owner: 'acme', name: 'shop' };
      expect(await store.published(lower, 'aaa', 'AgentGuard')).toEqual(
        publication('aaa', { repository: lower, number: 2, conclusion: 'failure', checkRunId: 101 }),
      );
      expect(await store.published(repository, 'bbb', 'AgentGuard')).toBeNull();
    });

    test('one of a merge group belongs to no pull request', async () => {
      await store.savePublished(publication('aaa', { number: null }));
      await store.savePublished(publication('aaa', { number: null, checkRunId: 101 }));
      expect(await store.published(repository, 'aaa', 'AgentGuard')).toEqual(
        publication('aaa', { number: null, checkRunId: 101 }),
      );
    });

    test.each<[string, Publication[], string[]]>([
      ['heads that pass', [publication('aaa'), publication('bbb')], ['aaa', 'bbb']],
      ['none that fails', [publication('aaa', { conclusion: 'failure' })], []],
      ['none that fails by now', [publication('aaa'), publication('aaa', { conclusion: 'failure' })], []],
      [
        'none that another pull request made fail',
        [publication('aaa'), publication('aaa', { number: 2, conclusion: 'failure' })],
        [],
      ],
      [
        'one that another pull request made pass',
        [publication('aaa', { conclusion: 'failure' }), publication('aaa', { number: 2 })],
        ['aaa'],
      ],
      ['none of another pull request', [publication('aaa', { number: 2 })], []],
      [
        'each name on its own',
        [publication('aaa'), publication('aaa', { name: 'AgentGuard: main', conclusion: 'failure' })],
        ['aaa'],
      ],
    ])('passing heads: %s', async (_, saved, expected) => {
      for (const each of saved) await store.savePublished(each);
      expect((await store.passingHeads(pull(1))).map(({ sha }) => sha)).toEqual(expected);
    });
  });

  test('a SHA that was asked for again is published again, and its pass can still be taken back', async () => {
    await store.savePublished(publication('aaa'));
    await store.savePublished(publication('bbb'));
    const delivery = {
      id: 'd1',
      event: 'check_run',
      action: 'rerequested',
      receivedAt: '2026-11-22T12:00:00Z',
    };
    await store.accept(delivery, { jobs: [], forget: { repository, sha: 'aaa' } });
    expect(await store.published(repository, 'aaa', 'AgentGuard')).toMatchObject({ digest: '' });
    expect(await store.published(repository, 'bbb', 'AgentGuard')).toMatchObject({ digest: 'd1' });
    expect((await store.passingHeads(pull(1))).map(({ sha }) => sha)).toEqual(['aaa', 'bbb']);
  });

  test('check names: those on the SHA, else the last of the repository', async () => {
    expect(await store.checkNames(repository, 'aaa')).toEqual([]);
    await store.savePublished(publication('aaa', { name: 'AgentGuard: main' }));
    await store.savePublished(publication('aaa'));
    await store.savePublished(publication('bbb', { name: 'AgentGuard (observe)' }));
    expect(await store.checkNames(repository, 'aaa')).toEqual(['AgentGuard', 'AgentGuard: main']);
    expect(await store.checkNames(repository, 'ccc')).toEqual(['AgentGuard (observe)']);
    expect(await store.checkNames({ owner: 'acme', name: 'other' }, 'aaa')).toEqual([]);
  });

  test('open pull requests are those that were open when last seen', async () => {
    for (const each of [state(2, true), state(1, true), state(3, false), state(1, true, 'bbb')]) {
      await store.savePullRequest(each);
    }
    await store.savePullRequest({ ...state(9, true), id: { owner: 'acme', name: 'other', number: 9 } });
    expect(await store.openPullRequests(repository)).toEqual([state(1, true, 'bbb'), state(2, true)]);
    await store.savePullRequest(state(2, false));
    expect(await store.openPullRequests(repository)).toEqual([state(1, true, 'bbb')]);
  });
});
