import type { CheckRun } from '../../../src/core/render/check-run.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import type { Store } from '../../../src/ports.ts';
import { publishFailure } from '../../../src/worker/settle/failure.ts';
import { settle } from '../../../src/worker/settle/pull-request.ts';
import type { World } from '../../../src/worker/world.ts';
import { HEAD, OLDER, review, user } from '../../support/facts.ts';
import { agents, approved, createStage, id, KEY, type Stage } from './stage.ts';

let stage: Stage;
let store: Store;
let published: { sha: string; check: CheckRun }[];
let pulls: Map<number, PullRequestFacts>;
let world: World;
let asked: unknown[];

const titles = (): string[] => published.map(({ check }) => check.title);

beforeEach(async () => {
  stage = await createStage();
  ({ store, published, pulls, world, asked } = stage);
});
afterEach(() => stage.close());

const waitingJob = (key: string) =>
  store.enqueue([{ kind: 'pull_request', key, installationId: 1, priority: 2 }]);

test('publishes once: the same state again says nothing new', async () => {
  pulls.set(7, agents());
  expect(await settle(id, KEY, world)).toBe('published');
  pulls.set(7, agents({ now: '2026-11-22T13:37:00.000Z' }));
  expect(await settle(id, KEY, world)).toBe('unchanged');
  expect(published).toHaveLength(1);
  expect(published[0]).toMatchObject({
    sha: HEAD,
    check: { name: 'AgentGuard', conclusion: 'action_required', externalId: `${KEY}@${HEAD}` },
  });
  expect(await store.record({ owner: 'acme', subject: KEY })).toHaveLength(1);
});

test('a pass is held back while a newer delivery waits', async () => {
  pulls.set(7, approved());
  await waitingJob(KEY);
  expect(await settle(id, KEY, world)).toBe('again');
  expect(published).toEqual([]);
  const job = await store.claim('w', new Date(), 60);
  if (!job) throw new Error('nothing to claim');
  expect(await settle(id, KEY, world)).toBe('published');
  expect(published[0]?.check.conclusion).toBe('success');
});

test('what blocks is published although a newer delivery waits', async () => {
  pulls.set(7, agents());
  await waitingJob(KEY);
  expect(await settle(id, KEY, world)).toBe('published');
});

test('the worst of all open pull requests with that head counts', async () => {
  pulls.set(7, approved({ sharedHead: [8] }));
  pulls.set(8, agents({ sharedHead: [7] }));
  await settle(id, KEY, world);
  expect(published[0]?.check).toMatchObject({ conclusion: 'action_required', externalId: `${KEY}@${HEAD}` });
  expect(published[0]?.check.summary).toContain('#8');
});

test('a pull request that has moved on does not count for the head it left', async () => {
  pulls.set(7, approved({ sharedHead: [8] }));
  pulls.set(8, agents({ headSha: OLDER }));
  await settle(id, KEY, world);
  expect(published[0]?.check.conclusion).toBe('success');
});

test('a pull request that gets a head while it is taken back is answered again', async () => {
  pulls.set(7, approved({ headSha: OLDER, reviews: [review('olga', 'APPROVED', OLDER)] }));
  await settle(id, KEY, world);
  pulls.set(7, agents());
  const late = stage.publishing({
    async publish(_repository, sha, check) {
      if (sha === OLDER) {
        const other = { id: { ...id, number: 9 }, open: true, headSha: OLDER, agents: [], teams: [] };
        await store.savePullRequest({ ...other, updatedAt: null, bindingRef: null });
      }
      return published.push({ sha, check });
    },
  });
  await settle(id, KEY, late);
  expect((await store.jobs()).map(({ key }) => key)).toEqual(['acme/shop#9']);
});

test('a head that was left behind loses its pass', async () => {
  pulls.set(7, approved({ headSha: OLDER, reviews: [review('olga', 'APPROVED', OLDER)] }));
  await settle(id, KEY, world);
  pulls.set(7, agents());
  await settle(id, KEY, world);
  expect(published.map(({ sha, check }) => [sha, check.conclusion, check.title])).toEqual([
    [OLDER, 'success', 'Approved by olga'],
    [OLDER, 'failure', 'Superseded by a newer head'],
    [HEAD, 'action_required', 'Waiting for someone with write access (anything an agent wrote)'],
  ]);
});

test('pushed back to, an old head is evaluated and answered again', async () => {
  pulls.set(7, approved({ headSha: OLDER, reviews: [review('olga', 'APPROVED', OLDER)] }));
  await settle(id, KEY, world);
  pulls.set(7, agents());
  await settle(id, KEY, world);
  pulls.set(7, approved({ headSha: OLDER, reviews: [review('olga', 'APPROVED', OLDER)] }));
  await settle(id, KEY, world);
  expect(published.at(-1)).toMatchObject({ sha: OLDER, check: { conclusion: 'success' } });
});

test('a closed pull request keeps no pass, a merged one does', async () => {
  pulls.set(7, approved());
  await settle(id, KEY, world);
  pulls.set(7, approved({ state: 'merged', mergedBy: user('nadia') }));
  await settle(id, KEY, world);
  expect(titles()).toEqual(['Approved by olga']);
  pulls.set(7, approved({ state: 'closed' }));
  await settle(id, KEY, world);
  expect(titles()).toEqual(['Approved by olga', 'The pull request is closed']);
});

test('a check that the policy names anew leaves no pass under its old name', async () => {
  pulls.set(7, approved());
  await settle(id, KEY, world);
  const named = (text: string) => ({ policyFile: { path: '.agentguard.yml', text, sha: 'c' } });
  pulls.set(7, approved(named('version: 1\ncheck: { per_base: true }\n')));
  await settle(id, KEY, world);
  pulls.set(7, approved(named('version: 1\nmode: observe\n')));
  await settle(id, KEY, world);
  expect(published.map(({ check }) => [check.name, check.conclusion])).toEqual([
    ['AgentGuard', 'success'],
    ['AgentGuard', 'failure'],
    ['AgentGuard: main', 'success'],
    ['AgentGuard (observe)', 'success'],
  ]);
});

test('of several with one head the oldest answers', async () => {
  pulls.set(7, approved({ sharedHead: [5] }));
  pulls.set(5, agents({ sharedHead: [7] }));
  expect(await settle(id, KEY, world)).toBe('handed over');
  expect(published).toEqual([]);
  expect(await store.jobs()).toMatchObject([{ key: 'acme/shop#5', kind: 'pull_request', installationId: 1 }]);
});

test('when one of several with one head is closed, the others are evaluated again', async () => {
  pulls.set(7, approved({ state: 'closed', sharedHead: [8] }));
  expect(await settle(id, KEY, world)).toBe('closed');
  expect(await store.jobs()).toMatchObject([{ key: 'acme/shop#8', kind: 'pull_request' }]);
});

test('what does not pass has the merge groups that hold it evaluated again', async () => {
  world = { ...world, source: { ...world.source, mergeGroupsWith: async () => [OLDER] } };
  pulls.set(7, approved());
  await settle(id, KEY, world);
  expect(await store.jobs()).toEqual([]);
  pulls.set(7, agents());
  await settle(id, KEY, world);
  expect(await store.jobs()).toMatchObject([
    { key: `acme/shop@${OLDER}`, kind: 'merge_group', priority: 0, baseRef: 'main' },
  ]);
});

test('a merge is recorded with the decision that stood on the merged head', async () => {
  pulls.set(7, approved());
  await settle(id, KEY, world);
  pulls.set(7, approved({ state: 'merged', mergedBy: user('nadia') }));
  expect(await settle(id, KEY, world)).toBe('closed');
  const [decision, merge] = await store.record({ owner: 'acme', subject: KEY });
  expect(merge).toMatchObject({
    kind: 'merge',
    body: { head: HEAD, mergedBy: 'nadia', decision: { hash: decision?.hash, outcome: 'allow' } },
  });
  expect(published).toHaveLength(1);
});

test('a merge without a decision on its head is recorded as such', async () => {
  pulls.set(7, approved({ state: 'merged', mergedBy: user('nadia') }));
  await settle(id, KEY, world);
  const [merge] = await store.record({ owner: 'acme', subject: KEY });
  expect(merge?.body['decision']).toBeNull();
});

test('in observe mode it publishes another name, always success', async () => {
  const policyFile = { path: '.agentguard.yml', text: 'version: 1\nmode: observe\n', sha: 'c' };
  pulls.set(7, agents({ policyFile }));
  await settle(id, KEY, world);
  expect(published[0]?.check).toMatchObject({ name: 'AgentGuard (observe)', conclusion: 'success' });
  expect(titles()[0]).toMatch(/^Would block: Waiting for someone/);
});

test('a failure takes back a pass, says when it is tried again, and is not repeated', async () => {
  pulls.set(7, approved());
  await settle(id, KEY, world);
  const failure = {
    problem: 'GitHub answered 502 to the list of files.',
    next: new Date('2026-11-22T12:05:00Z'),
  };
  await publishFailure(id, HEAD, failure, world);
  await publishFailure(id, HEAD, { ...failure, next: new Date('2026-11-22T12:15:00Z') }, world);
  expect(published.map(({ check }) => check.conclusion)).toEqual(['success', 'failure']);
  expect(published[1]?.check.summary).toContain('GitHub answered 502 to the list of files.');
  expect(published[1]?.check.summary).toContain('2026-11-22 12:05 UTC');
});

test.each([
  ['check: { per_base: true }', 'AgentGuard: main', 'failure'],
  ['mode: observe', 'AgentGuard (observe)', 'success'],
])('a failure is told under the name the policy gives the check (%s)', async (line, name, conclusion) => {
  const policyFile = { path: '.agentguard.yml', text: `version: 1\n${line}\n`, sha: 'c' };
  pulls.set(7, approved({ policyFile }));
  await settle(id, KEY, world);
  const failure = { problem: 'GitHub answered 502.', next: null };
  await publishFailure(id, HEAD, failure, world);
  await publishFailure({ ...id, number: 8 }, OLDER, failure, world);
  expect(published.slice(1)).toMatchObject([
    { sha: HEAD, check: { name, conclusion } },
    { sha: OLDER, check: { name, conclusion } },
  ]);
});

test('what GitHub took while its answer was lost is overwritten by the same answer as before', async () => {
  pulls.set(7, agents());
  await settle(id, KEY, world);
  pulls.set(7, approved());
  const { publish } = world.publisher;
  const losing = async (...call: Parameters<typeof publish>): Promise<number> => {
    await publish(...call);
    throw new Error('no answer');
  };
  const publisher = { ...world.publisher, publish: losing };
  await expect(settle(id, KEY, { ...world, publisher })).rejects.toThrow('no answer');
  pulls.set(7, agents());
  await settle(id, KEY, world);
  expect(published.map(({ check }) => check.conclusion)).toEqual([
    'action_required',
    'success',
    'action_required',
  ]);
});

test('what could not be read is answered, and said to be worth another look', async () => {
  const gap = { what: 'files', reason: 'GitHub counts 3 and listed 2.' };
  pulls.set(7, agents({ gaps: [gap] }));
  expect(await settle(id, KEY, world)).toBe('unread');
  expect(await settle(id, KEY, world)).toBe('unread');
  expect(titles()).toEqual(['Cannot tell yet: files could not be read']);
});

test('asking reviewers that fails changes no answer, and is done again', async () => {
  const text = 'version: 1\nreviews:\n  - { name: lead, from: { users: [olga] } }\n';
  pulls.set(7, agents({ policyFile: { path: '.agentguard.yml', text, sha: 'c' } }));
  const failing = { ...world.publisher, requestReviewers: async () => Promise.reject(new Error('502')) };
  expect(await settle(id, KEY, { ...world, publisher: failing })).toBe('published');
  await settle(id, KEY, world);
  expect(asked).toEqual([{ users: ['olga'], teams: [] }]);
  expect(titles()).toEqual(['Waiting for @olga (lead)']);
});

test('asks the people an obligation names, once', async () => {
  const text = 'version: 1\nreviews:\n  - { name: lead, from: { users: [olga, nadia] } }\n';
  const policyFile = { path: '.agentguard.yml', text, sha: 'c' };
  pulls.set(7, agents({ policyFile }));
  await settle(id, KEY, world);
  await settle(id, KEY, world);
  pulls.set(7, agents({ policyFile, title: 'Another title', headSha: OLDER }));
  await settle(id, KEY, world);
  expect(asked).toEqual([{ users: ['olga'], teams: [] }]);
});
