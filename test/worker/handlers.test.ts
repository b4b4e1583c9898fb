import { pino } from 'pino';
import { evaluate } from '../../src/pipeline.ts';
import type { Job, NewJob, Store } from '../../src/ports.ts';
import type { SweepSource } from '../../src/ports/sweeps.ts';
import { createHandlers, tellFailure } from '../../src/worker/handlers.ts';
import { createStage, type Stage } from './settle/stage.ts';
import { commit, file, people, pullRequest, review } from '../support/facts.ts';
import { newRecordKey } from '../support/record-key.ts';
import { noIssues, nothingWatched } from '../support/watch.ts';

const job: Job = {
  id: 1,
  kind: 'pull_request',
  key: 'acme/shop#7',
  installationId: 42,
  priority: 1,
  attempts: 1,
  delivery: null,
  since: '2026-11-22T12:00:00Z',
};
/** GitHub is not asked. */
const NOTHING = {} as SweepSource;
const approved = pullRequest({
  commits: [commit({ message: 'Change\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n' })],
  files: [file('src/a.ts')],
  reviews: [review('olga', 'APPROVED')],
});

/** Handlers whose every writing is noted, and which call `during` while they read who may answer. */
function handlers(during: () => void, publishing: () => void = () => {}) {
  const wrote: string[] = [];
  const writes = (name: string) => async (): Promise<number> => wrote.push(name);
  const store = {
    pushes: async () => [],
    commands: async () => [],
    record: async () => [],
    openPullRequests: async () => [],
    digests: async () => new Map(),
    waiting: async () => false,
    published: async () => null,
    passingHeads: async () => [],
    requested: async () => new Set<string>(),
    saveDigests: writes('digests'),
    savePullRequest: writes('pull request'),
    savePublished: writes('publication'),
    append: async ({ kind }: { readonly kind: string }) => void wrote.push(`${kind} in the record`),
    forget: writes('unknown'),
    enqueue: async (jobs: readonly NewJob[]) => void wrote.push(...jobs.map(({ key }) => key)),
  } as unknown as Store;
  const made = createHandlers({
    store,
    clock: { now: () => new Date(0) },
    log: pino({ level: 'silent' }),
    sweeps: NOTHING,
    version: '1.2.3',
    meter: { recordBroken() {} },
    recordKey: newRecordKey().key,
    worldOf: () => ({
      store,
      clock: { now: () => new Date(0) },
      log: { warn: () => {} },
      meter: { decision() {} },
      evaluate,
      installationId: 42,
      version: '1.2.3',
      source: {
        snapshot: async () => approved,
        contents: async () => [],
        people: async () => {
          during();
          return people({ olga: 'write', nadia: 'write' });
        },
        permission: async () => null,
        properties: async () => ({}),
        mergeGroup: async () => null,
        mergeGroupsWith: async () => [],
        beforeMerge: async (facts) => facts,
      },
      policies: { policy: async () => Promise.reject(new Error('No policy is asked for.')) },
      watch: nothingWatched,
      publisher: {
        ...noIssues,
        publish: async () => {
          publishing();
          return wrote.push('check run');
        },
        requestReviewers: async () => {},
        react: async () => {},
        comment: async () => {},
        keepComment: async () => null,
        revert: async () => ({ conflict: 'Nothing is taken back here.' }),
      },
    }),
  });
  return { made, wrote };
}

test('a pull request is recorded before its check run is published', async () => {
  const { made, wrote } = handlers(() => {});
  await made.pull_request(job, new AbortController().signal);
  expect(wrote).toEqual([
    'digests',
    'pull request',
    'policy in the record',
    'decision in the record',
    'publication',
    'check run',
    'publication',
  ]);
});

test('a job that was given up writes nothing any more: another run may have answered meanwhile', async () => {
  const controller = new AbortController();
  const { made, wrote } = handlers(() => controller.abort(new Error('It took too long.')));
  await expect(made.pull_request(job, controller.signal)).rejects.toThrow('It took too long.');
  expect(wrote).toEqual([]);
});

test('a check run that arrives after its job was given up is written over by another evaluation', async () => {
  const controller = new AbortController();
  const { made, wrote } = handlers(
    () => {},
    () => controller.abort(new Error('The lease was lost.')),
  );
  await expect(made.pull_request(job, controller.signal)).rejects.toThrow('The lease was lost.');
  expect(wrote).toEqual([
    'digests',
    'pull request',
    'policy in the record',
    'decision in the record',
    'publication',
    'check run',
    'unknown',
    'acme/shop#7',
  ]);
});

describe('what failed', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await createStage();
  });
  afterEach(() => stage.close());

  const GROUP = 'b'.repeat(40);
  const group: Job = { ...job, kind: 'merge_group', key: `acme/shop@${GROUP}`, baseRef: 'main' };
  const tell = (failed: Job, next: Date | null): Promise<void> =>
    tellFailure(failed, new Error('GitHub answered 502.'), next, {
      store: stage.store,
      worldOf: () => stage.world,
    });

  test('on a merge group takes back its pass, on its own commit', async () => {
    await stage.store.savePublished({
      repository: { owner: 'acme', name: 'shop' },
      number: null,
      sha: GROUP,
      name: 'AgentGuard',
      conclusion: 'success',
      digest: 'd',
      checkRunId: 1,
    });
    await tell(group, new Date('2026-11-22T12:05:00Z'));
    expect(stage.published).toMatchObject([
      {
        sha: GROUP,
        check: { conclusion: 'failure', externalId: group.key, title: expect.stringMatching(/^Could not/) },
      },
    ]);
  });

  test('on a merge group for good is told, whatever stood there', async () => {
    await tell(group, null);
    expect(stage.published).toMatchObject([{ sha: GROUP, check: { conclusion: 'failure' } }]);
  });

  test('on a pull request is told on its head', async () => {
    const id = { owner: 'acme', name: 'shop', number: 7 };
    await stage.store.savePullRequest({
      id,
      open: true,
      headSha: GROUP,
      agents: [],
      updatedAt: null,
      bindingRef: null,
      teams: [],
    });
    await tell(job, null);
    expect(stage.published).toMatchObject([{ sha: GROUP, check: { externalId: `${job.key}@${GROUP}` } }]);
  });

  test('elsewhere has no place to be told', async () => {
    await tell({ ...job, kind: 'repository', key: 'acme/shop' }, null);
    expect(stage.published).toEqual([]);
  });
});

test('a command that could not be answered has the job done again, up to six times', async () => {
  const stage = await createStage();
  stage.pulls.set(7, approved);
  const asked = {
    pullRequest: { owner: 'acme', name: 'shop', number: 7 },
    id: 'comment:1',
    commentId: 1,
    author: { login: 'olga', type: 'User' as const, id: 1 },
    text: '/agentguard recheck',
    at: approved.now,
  };
  const delivery = { id: 'd', event: 'issue_comment', action: 'created', receivedAt: approved.now };
  await stage.store.accept(delivery, { jobs: [], command: asked });
  const react = async (): Promise<never> => Promise.reject(new Error('502'));
  const { pull_request: settle } = createHandlers({
    store: stage.store,
    clock: { now: () => new Date(0) },
    log: pino({ level: 'silent' }),
    sweeps: NOTHING,
    version: '1.2.3',
    meter: { recordBroken() {} },
    recordKey: newRecordKey().key,
    worldOf: () => ({ ...stage.world, publisher: { ...stage.world.publisher, react } }),
  });
  const { signal } = new AbortController();
  await expect(settle({ ...job, attempts: 5 }, signal)).rejects.toThrow(
    'A command could not be answered yet.',
  );
  await settle({ ...job, attempts: 6 }, signal);
  await stage.close();
});
