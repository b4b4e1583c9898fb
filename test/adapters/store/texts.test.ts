import { openStore } from '../../../src/adapters/store/store.ts';
import type { Job, Store } from '../../../src/ports.ts';
import { describeOnEachStore } from '../../support/each-store.ts';

const NOON = '2026-03-02T12:00:00.000Z';
const LARGE = 9_007_199_254_740_991;

/** A NUL, both halves of a character alone, and characters of every length in UTF-8. */
const AWKWARD = "a\0b \ud83d c\ude00 'Ö'; -- Ω \u{1F600} \uFFFF \x1b[0m\r\n\t";
const KEPT = "ab \uFFFD c\uFFFD 'Ö'; -- Ω \u{1F600} \uFFFF \x1b[0m\r\n\t";

describeOnEachStore('whatever people write', (at) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(at.place());
  });
  afterEach(() => store.close());

  const pullRequest = { owner: 'acme', name: 'shop', number: 2_147_483_647 };
  const job = {
    kind: 'merge_group' as const,
    key: AWKWARD,
    installationId: LARGE,
    priority: 0,
    baseRef: AWKWARD,
  };

  test('deliveries and what they tell are kept', async () => {
    const push = {
      pullRequest,
      login: AWKWARD,
      accountType: 'User',
      accountId: LARGE,
      sha: 'aaa',
      before: AWKWARD,
    };
    const command = {
      pullRequest,
      id: `comment:${AWKWARD}`,
      commentId: LARGE,
      author: { login: AWKWARD, type: 'User' as const, id: LARGE },
      text: AWKWARD,
      at: NOON,
    };
    await store.accept(
      { id: AWKWARD, event: AWKWARD, action: AWKWARD, receivedAt: NOON },
      { jobs: [job], pushes: [push], command },
    );
    expect([...(await store.knownDeliveries([AWKWARD]))]).toEqual([KEPT]);
    expect(await store.pushes(pullRequest)).toEqual([{ ...push, login: KEPT, before: KEPT }]);
    expect(await store.commands(pullRequest)).toEqual([
      { ...command, id: `comment:${KEPT}`, author: { ...command.author, login: KEPT }, text: KEPT },
    ]);
    await store.saveAnswered(command);
    expect(await store.commands(pullRequest)).toEqual([]);
    expect(await store.claim(AWKWARD, new Date(NOON), 60)).toMatchObject({
      key: KEPT,
      baseRef: KEPT,
      installationId: LARGE,
      delivery: KEPT,
    });
  });

  test('jobs go all their ways', async () => {
    const claim = async (): Promise<Job> => {
      const claimed = await store.claim(AWKWARD, new Date(NOON), 60);
      if (!claimed) throw new Error('nothing to claim');
      return claimed;
    };
    await store.enqueue([job]);
    expect(await store.waiting(AWKWARD)).toBe(true);
    await store.retry(await claim(), new Date(NOON), AWKWARD);
    await store.park(await claim(), AWKWARD);
    expect(await store.jobs()).toMatchObject([{ key: KEPT, state: 'parked', error: KEPT, attempts: 2 }]);
    expect(await store.retryParked(AWKWARD)).toBe(1);
    await store.complete(await claim());
    expect(await store.jobs()).toEqual([]);
  });

  test('an error that is cut within a character can be kept', async () => {
    await store.enqueue([job]);
    const claimed = await store.claim('one', new Date(NOON), 60);
    if (claimed) await store.park(claimed, `${'x'.repeat(999)}\u{1F600}`);
    expect((await store.jobs())[0]?.error).toBe(`${'x'.repeat(999)}\uFFFD`);
  });

  test('the record is whole', async () => {
    const entry = {
      owner: 'acme',
      at: NOON,
      kind: 'override' as const,
      subject: AWKWARD,
      body: { [AWKWARD]: AWKWARD },
    };
    const first = await store.append(entry);
    expect(await store.append(entry)).toEqual(first);
    expect(await store.record({ owner: 'acme', subject: AWKWARD })).toEqual([first]);
    // As JSON it is kept letter for letter.
    expect(first).toMatchObject({ sequence: 1, subject: KEPT, body: { [AWKWARD]: AWKWARD } });
    expect(await store.verify('acme')).toBeNull();
  });

  test('evaluations and notes are found by what they were saved under', async () => {
    const repository = { owner: 'acme', name: AWKWARD };
    const publication = {
      repository,
      number: null,
      sha: 'aaa',
      name: AWKWARD,
      conclusion: 'success',
      digest: 'd',
      checkRunId: LARGE,
    };
    await store.savePublished(publication);
    await store.savePublished(publication);
    expect(await store.published(repository, 'aaa', AWKWARD)).toEqual({ ...publication, name: KEPT });
    expect(await store.checkNames(repository, 'aaa')).toEqual([KEPT]);
    await store.saveDigests(pullRequest, AWKWARD, { [AWKWARD]: AWKWARD });
    expect((await store.digests(pullRequest, [AWKWARD])).get(AWKWARD)).toEqual({ [AWKWARD]: AWKWARD });
    await store.note(AWKWARD, AWKWARD);
    expect(await store.noted(AWKWARD)).toBe(KEPT);
    const state = {
      id: pullRequest,
      open: true,
      headSha: 'aaa',
      agents: [AWKWARD],
      updatedAt: null,
      bindingRef: AWKWARD,
      teams: [AWKWARD],
    };
    await store.savePullRequest(state);
    expect(await store.openPullRequests(pullRequest)).toEqual([{ ...state, bindingRef: KEPT }]);
    await store.saveRequested(pullRequest, [AWKWARD]);
    expect([...(await store.requested(pullRequest))]).toEqual([KEPT.toLowerCase()]);
  });
});
