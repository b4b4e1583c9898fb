import { appClients } from '../../../src/adapters/github/client.ts';
import { gitHubSource } from '../../../src/adapters/github/source.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { attribute } from '../../../src/core/agents/detect.ts';
import { createStage } from '../../demo/github/stage.ts';
import type { Stage } from '../../demo/github/stage.ts';

const NOTE = 'src/cart.ts\n  s_1::t_1 1\n---\n{"sessions":{"s_1":{"agent_id":{"tool":"codex","model":"m"}}}}';

let stage: Stage;
let snapshot: (number: number) => Promise<PullRequestFacts>;
beforeEach(async () => {
  stage = await createStage({ files: { 'src/cart.ts': 'a\n' } });
  const { github, app, acme } = stage;
  const { id } = github.installApp({ app: app.app, account: acme, repositories: 'all' });
  const clients = appClients({
    appId: app.app.id,
    privateKey: app.privateKey ?? '',
    baseUrl: `${github.url}/api/v3`,
    userAgent: 'agentguard/test',
    retryDelaysMs: [1, 1],
  });
  const source = gitHubSource({ clients, installationId: id, clock: { now: () => new Date() } });
  snapshot = (number) => source.snapshot({ owner: 'acme', name: 'shop', number });
});
afterEach(() => stage.github.stop());

/** A person's pull request of so many commits; their SHAs, oldest first. */
function pullRequest(count: number): { number: number; shas: string[] } {
  const { github, shop, bob } = stage;
  const shas = Array.from(
    { length: count },
    (_, i) =>
      github.commit(shop, {
        branch: 'change',
        files: { 'src/cart.ts': `${i}\n` },
        message: `Change ${i}`,
        author: bob,
      }).sha,
  );
  return {
    number: github.openPullRequest(shop, { title: 'Change', head: 'change', author: bob }).number,
    shas,
  };
}

const noteQueries = (): number =>
  stage.github.requests.filter(({ path, body }) => path === '/graphql' && body.includes('query notes('))
    .length;

test('a repository without notes is asked nothing more', async () => {
  const { number } = pullRequest(1);
  const { commits } = await snapshot(number);
  expect(commits.map(({ note }) => note)).toEqual([undefined]);
  expect(noteQueries()).toBe(0);
});

test.each([0, 1, 2] as const)(
  'notes that git spread over %d folders are read in one query',
  async (folders) => {
    const { number, shas } = pullRequest(3);
    const [first = '', , last = ''] = shas;
    stage.github.addNotes(stage.shop, stage.bob, { [first]: NOTE, [last]: 'by hand' }, folders);
    const facts = await snapshot(number);
    expect(facts.commits.map(({ sha, note }) => [sha, note])).toEqual([
      [first, NOTE],
      [shas[1], undefined],
      [last, 'by hand'],
    ]);
    expect(noteQueries()).toBe(1);
    expect(attribute(facts, []).agents).toMatchObject([
      { agent: 'codex', role: 'coauthored', strength: 'declared', commits: [first] },
    ]);
  },
);

test('many commits take a query for twenty of them', async () => {
  const { number, shas } = pullRequest(41);
  stage.github.addNotes(stage.shop, stage.bob, { [shas[40] ?? '']: NOTE }, 1);
  const { commits, gaps } = await snapshot(number);
  expect(commits.flatMap(({ note }, i) => (note === undefined ? [] : [i]))).toEqual([40]);
  expect(gaps).toEqual([]);
  expect(noteQueries()).toBe(3);
});
