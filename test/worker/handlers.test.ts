import { pino } from 'pino';
import type { Job, Store } from '../../src/ports.ts';
import { createHandlers } from '../../src/worker/handlers.ts';
import { commit, file, people, pullRequest, review } from '../support/facts.ts';

const job: Job = {
  id: 1,
  kind: 'pull_request',
  key: 'acme/shop#7',
  installationId: 42,
  priority: 1,
  attempts: 1,
};
const approved = pullRequest({
  commits: [commit({ message: 'Change\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n' })],
  files: [file('src/a.ts')],
  reviews: [review('olga', 'APPROVED')],
});

/** Handlers whose every writing is noted, and which call `during` while they read who may answer. */
function handlers(during: () => void) {
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
    append: writes('record'),
  } as unknown as Store;
  const made = createHandlers({
    store,
    clock: { now: () => new Date(0) },
    log: pino({ level: 'silent' }),
    installations: { repositories: async () => [], openPullRequests: async () => [] },
    worldOf: () => ({
      store,
      log: { warn: () => {} },
      installationId: 42,
      version: '1.2.3',
      source: {
        snapshot: async () => approved,
        contents: async () => [],
        people: async () => {
          during();
          return people({ olga: 'write', nadia: 'write' });
        },
        properties: async () => ({}),
        mergeGroup: async () => null,
        mergeGroupsWith: async () => [],
      },
      publisher: {
        publish: async () => wrote.push('check run'),
        requestReviewers: async () => {},
        react: async () => {},
        comment: async () => {},
      },
    }),
  });
  return { made, wrote };
}

test('a pull request is recorded before its check run is published', async () => {
  const { made, wrote } = handlers(() => {});
  await made.pull_request(job, new AbortController().signal);
  expect(wrote).toEqual(['digests', 'pull request', 'record', 'publication', 'check run', 'publication']);
});

test('a job that was given up writes nothing any more: another run may have answered meanwhile', async () => {
  const controller = new AbortController();
  const { made, wrote } = handlers(() => controller.abort(new Error('It took too long.')));
  await expect(made.pull_request(job, controller.signal)).rejects.toThrow('It took too long.');
  expect(wrote).toEqual([]);
});
