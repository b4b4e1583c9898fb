import { appClients } from '../../../src/adapters/github/client.ts';
import { installations } from '../../../src/adapters/github/installations.ts';
import { gitHubPublisher } from '../../../src/adapters/github/publish.ts';
import { gitHubSource } from '../../../src/adapters/github/source.ts';
import type { FactsSource, Publisher } from '../../../src/ports.ts';
import { createStage } from '../../demo/github/stage.ts';
import type { Stage } from '../../demo/github/stage.ts';
import { checkRequest } from '../../contract/rest.ts';

/** The adapter against the in-memory GitHub: what one sends the other understands, and both keep to GitHub's word. */
const POLICY = 'version: 1\n';
let stage: Stage;
let source: FactsSource;
let publisher: Publisher;
let installation: number;

beforeEach(async () => {
  stage = await createStage({
    files: {
      'README.md': '# Shop\n',
      '.agentguard.yml': POLICY,
      '.github/CODEOWNERS': '* @ann\n',
      'src/cart.ts': 'a\nb\n',
    },
  });
  const { github, app, acme } = stage;
  ({ id: installation } = github.installApp({ app: app.app, account: acme, repositories: 'all' }));
  const clients = appClients({
    appId: app.app.id,
    privateKey: app.privateKey ?? '',
    baseUrl: `${github.url}/api/v3`,
    userAgent: 'agentguard/test',
    retryDelaysMs: [1, 1],
  });
  const clock = { now: () => new Date('2026-05-04T09:00:00Z') };
  source = gitHubSource({ clients, installationId: installation, clock });
  publisher = gitHubPublisher({ clients, installationId: installation });
});
afterEach(async () => {
  const { requests } = stage.github;
  await stage.github.stop();
  const rest = requests.filter(({ path, method }) => path !== '/graphql' && method !== 'OPTIONS');
  const problems = rest.flatMap(({ method, path, search, body }) =>
    checkRequest(method, `${path}${search}`, body === '' ? undefined : JSON.parse(body)),
  );
  if (problems.length > 0) throw new Error(problems.join('\n'));
});

/** An agent's pull request as an agent makes it: asked for in an issue, from a branch of its own. */
function agentsPullRequest() {
  const { github, shop, ann } = stage;
  const copilot = github.createBot('copilot-swe-agent', { login: 'Copilot', id: 198982749 });
  const issue = github.openIssue(shop, { title: 'Carts are slow', author: ann });
  github.comment(issue, ann, '@copilot take this');
  github.assign(issue, copilot, ann);
  const commit = github.commit(shop, {
    branch: 'copilot/fix',
    files: { 'src/cart.ts': 'a\nc\n', 'db/migrations/1.sql': 'DROP TABLE cart;\n' },
    message: 'Make carts fast\n\nCo-authored-by: ann <ann@example.test>',
    author: copilot,
  });
  const pull = github.openPullRequest(shop, {
    title: 'Make carts fast',
    body: `Fixes #${issue.number}`,
    head: 'copilot/fix',
    author: copilot,
  });
  return { pull, commit, copilot, issue };
}

test('a snapshot, whole', async () => {
  const { github, shop, bob } = stage;
  const { pull, commit, issue } = agentsPullRequest();
  const review = github.review(pull, bob, 'APPROVE');
  const facts = await source.snapshot({ owner: 'acme', name: 'shop', number: pull.number });
  expect(facts).toMatchObject({
    repository: {
      owner: 'acme',
      name: 'shop',
      id: shop.id,
      ownerType: 'Organization',
      private: true,
      defaultBranch: 'main',
    },
    number: pull.number,
    title: 'Make carts fast',
    state: 'open',
    mergedBy: null,
    author: { login: 'copilot-swe-agent[bot]', type: 'Bot', id: 198982749 },
    baseRef: 'main',
    binding: { ref: 'main', reason: 'own base' },
    headRef: 'copilot/fix',
    headSha: commit.sha,
    headRepository: { owner: 'acme', name: 'shop' },
    reviews: [
      {
        id: review.id,
        author: { login: 'bob', type: 'User', id: bob.id },
        state: 'APPROVED',
        commit: commit.sha,
      },
    ],
    policyFile: { path: '.agentguard.yml', text: POLICY },
    floor: { state: 'none' },
    codeownersFile: { path: '.github/CODEOWNERS', text: '* @ann\n' },
    sharedHead: [],
    gaps: [],
    limits: [],
    now: '2026-05-04T09:00:00.000Z',
  });
  expect(facts.policyFile?.sha).toBe(facts.binding.sha);
  expect(facts.commits.map(({ sha, message }) => [sha, message])).toEqual([[commit.sha, commit.message]]);
  expect(facts.files.map((file) => [file.path, file.status, file.additions, file.deletions])).toEqual([
    ['db/migrations/1.sql', 'added', 1, 0],
    ['src/cart.ts', 'modified', 1, 1],
  ]);
  expect(facts.involvements.map(({ account, hand, source: where }) => [account.login, hand, where])).toEqual([
    ['ann', 'assigned the agent', `issue #${issue.number}`],
    ['copilot-swe-agent[bot]', 'pushed', 'activity log'],
  ]);
  expect(facts.comments.map(({ author, body, source: where }) => [author.login, body, where])).toEqual([
    ['ann', '@copilot take this', `issue #${issue.number}`],
  ]);
});

test('contents of both sides, at head and at the merge base', async () => {
  const { github, shop, ann } = stage;
  const { pull } = agentsPullRequest();
  github.commit(shop, {
    branch: 'main',
    files: { 'src/cart.ts': 'main went on\n' },
    message: 'Go on',
    author: ann,
  });
  const facts = await source.snapshot({ owner: 'acme', name: 'shop', number: pull.number });
  const files = await source.contents(
    facts,
    facts.files.map((file) => ({ file, sides: 'both' as const })),
  );
  expect(files.map((file) => [file.path, file.base, file.head])).toEqual([
    ['db/migrations/1.sql', { state: 'absent' }, { state: 'text', text: 'DROP TABLE cart;\n' }],
    ['src/cart.ts', { state: 'text', text: 'a\nb\n' }, { state: 'text', text: 'a\nc\n' }],
  ]);
});

test('people with access and members of teams, child teams included', async () => {
  const { github, acme, ann, bob, shop } = stage;
  const parent = github.createTeam(acme, 'data', { members: [ann] });
  github.createTeam(acme, 'dba', { members: [bob], parent });
  const stranger = github.createUser('stranger');
  github.addCollaborator(shop, ann, 'maintain');
  const { pull } = agentsPullRequest();
  const facts = await source.snapshot({ owner: 'acme', name: 'shop', number: pull.number });
  const people = await source.people(facts, {
    teams: ['acme/data', 'acme/gone', 'other/x'],
    logins: [stranger.login],
  });
  expect([...people.permissions].map(([login, { permission }]) => [login, permission])).toEqual(
    expect.arrayContaining([
      ['olga', 'admin'],
      ['ann', 'maintain'],
      ['bob', 'write'],
    ]),
  );
  expect(people.permissions.has('stranger')).toBe(false);
  expect(people.complete).toBe(true);
  expect(
    people.teams
      .get('acme/data')
      ?.map(({ login }) => login)
      .toSorted(),
  ).toEqual(['ann', 'bob']);
  expect([people.teams.get('acme/gone'), people.teams.get('other/x')]).toEqual([null, null]);
  expect(people.gaps).toEqual([]);
});

test('custom roles, members of the organisation and teams without access, where they are asked for', async () => {
  const { github, acme, shop, ann, bob, olga } = stage;
  const [carl, dora] = [github.createUser('carl'), github.createUser('dora')];
  github.addCollaborator(shop, ann, { name: 'Release captain', base: 'write' });
  github.addCollaborator(shop, carl, 'triage');
  github.inviteMember(acme, dora, olga);
  shop.teams.set(github.createTeam(acme, 'dba', { members: [bob] }), 'write');
  github.createTeam(acme, 'guests', { members: [bob] });
  const { pull } = agentsPullRequest();
  const facts = await source.snapshot({ owner: 'acme', name: 'shop', number: pull.number });
  const request = { teams: ['acme/dba', 'acme/guests'], logins: ['ann', 'carl', 'dora', 'nobody'] };
  const plain = await source.people(facts, request);
  const asked = await source.people(facts, { ...request, organization: true, roles: true, access: true });
  const shown = ({ permissions }: typeof plain) =>
    [...permissions].map(([login, { permission, role }]) => [login, permission, role]);
  expect(shown(asked)).toEqual([
    ['olga', 'admin', undefined],
    ['ann', 'write', 'release captain'],
    ['bob', 'write', undefined],
    ['carl', 'triage', undefined],
  ]);
  expect([...asked.members]).toEqual(['ann']);
  expect([...(asked.teamsWithoutAccess ?? [])]).toEqual(['acme/guests']);
  expect(shown(plain)).toEqual(shown(asked).map(([login, permission]) => [login, permission, undefined]));
  expect([[...plain.members], plain.teamsWithoutAccess]).toEqual([[], undefined]);
  expect([asked.complete, asked.gaps, plain.gaps]).toEqual([true, [], []]);
});

test('custom properties of repositories', async () => {
  const { github, shop, ann, acme } = stage;
  shop.properties.set('stage', 'production').set('data', ['personal', 'payment']);
  expect(await source.properties({ owner: 'acme', name: 'shop' })).toEqual({
    stage: ['production'],
    data: ['personal', 'payment'],
  });
  github.createRepository({ owner: acme, name: 'plain' });
  expect(await source.properties({ owner: 'acme', name: 'plain' })).toEqual({});
  expect(github.createRepository({ owner: ann, name: 'own' }).properties.size).toBe(0);
});

test('a second snapshot and its people take one request', async () => {
  const { github } = stage;
  const { pull } = agentsPullRequest();
  const id = { owner: 'acme', name: 'shop', number: pull.number };
  await source.snapshot(id);
  const before = github.requests.length;
  const facts = await source.snapshot(id);
  await source.people(facts, { teams: [], logins: ['bob'] });
  const sent = github.requests.slice(before).map(({ method, path, body }) => {
    const query = /query (\w+)/.exec(
      String(body === '' ? '' : (JSON.parse(body) as { query: string }).query),
    );
    return query ? `query ${query[1]}` : `${method} ${path}`;
  });
  // All else was of the same commits, and people with access came along.
  expect(sent).toEqual(['query pullRequest']);
});

test('an installation that has not granted merge queues and administration', async () => {
  const { github } = stage;
  const { merge_queues: _, ...granted } = stage.app.app.permissions;
  expect(granted).not.toHaveProperty('administration');
  for (const each of github.state.installations) each.permissions = granted;
  const { pull } = agentsPullRequest();
  const id = { owner: 'acme', name: 'shop', number: pull.number };
  const facts = await source.snapshot(id);
  expect([facts.binding.ref, facts.gaps, facts.limits]).toEqual(['main', [], []]);
  expect(await source.mergeGroupsWith(id, 'main')).toEqual([]);
});

test('a fork cannot tell who pushed, and another pull request with its head is found', async () => {
  const { github, shop, ann } = stage;
  const fork = github.forkRepository(shop, ann);
  github.commit(fork, { branch: 'fix', files: { 'src/cart.ts': 'x\n' }, message: 'Fix', author: ann });
  github.commit(shop, { branch: 'release', files: {}, message: 'Release', author: ann });
  const pull = github.openPullRequest(shop, { title: 'Fix', head: 'fix', headRepository: fork, author: ann });
  const other = github.openPullRequest(shop, {
    title: 'Fix it there',
    head: 'fix',
    headRepository: fork,
    base: 'release',
    author: ann,
  });
  const facts = await source.snapshot({ owner: 'acme', name: 'shop', number: pull.number });
  expect(facts.limits).toEqual([
    { what: 'who pushed', reason: 'The branch is in the fork ann/shop, whose pushes GitHub does not tell.' },
  ]);
  expect(facts.sharedHead).toEqual([other.number]);
  const [file] = await source.contents(
    facts,
    facts.files.map((each) => ({ file: each, sides: 'both' as const })),
  );
  expect(file?.head).toEqual({ state: 'text', text: 'x\n' });
});

describe('the branch that binds', () => {
  const openStack = () => {
    const { github, shop, bob } = stage;
    github.commit(shop, { branch: 'one', files: { '1.txt': '1\n' }, message: 'One', author: bob });
    github.commit(shop, {
      branch: 'two',
      from: 'one',
      files: { '2.txt': '2\n' },
      message: 'Two',
      author: bob,
    });
    const two = github.openPullRequest(shop, { title: 'Two', head: 'two', base: 'one', author: bob });
    return { two };
  };
  const snapshotOf = async (number: number) => source.snapshot({ owner: 'acme', name: 'shop', number });

  test('a base without the rule: everything between the default branch and the head', async () => {
    const { two } = openStack();
    const facts = await snapshotOf(two.number);
    expect(facts.binding).toMatchObject({ ref: 'main', reason: 'default branch' });
    expect(facts.files.map(({ path }) => path)).toEqual(['1.txt', '2.txt']);
    expect(facts.commits.map(({ message }) => message)).toEqual(['One', 'Two']);
    expect(facts.policyFile?.text).toBe(POLICY);
  });

  test('a stack that ends on a branch', async () => {
    const { github, shop, bob } = stage;
    const { two } = openStack();
    github.openPullRequest(shop, { title: 'One', head: 'one', author: bob });
    expect((await snapshotOf(two.number)).binding).toMatchObject({ ref: 'main', reason: 'end of the stack' });
  });

  test('a base whose rules require the check', async () => {
    const { github, shop } = stage;
    const { two } = openStack();
    github.createRuleset(shop, { branches: ['refs/heads/one'], requiredChecks: [{ context: 'AgentGuard' }] });
    const facts = await snapshotOf(two.number);
    expect(facts.binding).toMatchObject({ ref: 'one', reason: 'own base' });
    expect(facts.files.map(({ path }) => path)).toEqual(['2.txt']);
    expect(facts.policyFile?.text).toBe(POLICY);
  });
});

describe('the floor', () => {
  const floorOf = async () => {
    const { pull } = agentsPullRequest();
    return (await source.snapshot({ owner: 'acme', name: 'shop', number: pull.number })).floor;
  };

  test('in the .github repository of the organisation', async () => {
    const { github, acme } = stage;
    github.createRepository({
      owner: acme,
      name: '.github',
      private: true,
      files: { '.agentguard.yml': 'version: 1\nmode: enforce\n' },
    });
    expect(await floorOf()).toMatchObject({
      state: 'present',
      file: { path: '.agentguard.yml', text: 'version: 1\nmode: enforce\n' },
      repository: { owner: 'acme', name: '.github' },
    });
  });

  test('not in it', async () => {
    const { github, acme } = stage;
    github.createRepository({ owner: acme, name: '.github', private: true });
    expect(await floorOf()).toEqual({ state: 'none' });
  });

  test('of a pull request to .github itself is the file at its base', async () => {
    const { github, acme, ann } = stage;
    const home = github.createRepository({
      owner: acme,
      name: '.github',
      private: true,
      files: { '.agentguard.yml': POLICY },
    });
    github.commit(home, {
      branch: 'looser',
      files: { '.agentguard.yml': 'version: 1\nmode: observe\n' },
      message: 'Loosen',
      author: ann,
    });
    const pull = github.openPullRequest(home, { title: 'Loosen', head: 'looser', author: ann });
    const facts = await source.snapshot({ owner: 'acme', name: '.github', number: pull.number });
    expect(facts.floor).toMatchObject({ state: 'present', file: { text: POLICY } });
    expect(facts.policyFile).toMatchObject({ text: POLICY });
  });
});

test('a check run with many annotations blocks until its last batch', async () => {
  const { github } = stage;
  const { pull, commit } = agentsPullRequest();
  const annotations = Array.from({ length: 120 }, (_, index) => ({
    path: 'src/cart.ts',
    line: index + 1,
    level: 'warning' as const,
    title: 'Look',
    message: `Line ${index + 1}`,
  }));
  const check = {
    name: 'AgentGuard',
    conclusion: 'failure' as const,
    externalId: `acme/shop#${pull.number}`,
    title: 'Blocked',
    summary: 'Why',
    annotations,
    actions: [{ label: 'Re-evaluate', description: 'Read afresh', identifier: 'recheck' }] as const,
  };
  const id = await publisher.publish({ owner: 'acme', name: 'shop' }, commit.sha, check);
  const run = github.state.checkRuns.find((each) => each.id === id);
  expect(run).toMatchObject({ status: 'completed', conclusion: 'failure', externalId: check.externalId });
  expect(run?.annotations).toHaveLength(120);
  expect(run?.actions).toEqual(check.actions);
});

test('reviewers who cannot be asked are left out', async () => {
  const { github, bob, acme } = stage;
  github.createTeam(acme, 'dba', { members: [bob] });
  const stranger = github.createUser('stranger');
  const { pull } = agentsPullRequest();
  await publisher.requestReviewers(
    { owner: 'acme', name: 'shop', number: pull.number },
    { users: ['bob', stranger.login], teams: ['other/x'] },
  );
  const facts = await source.snapshot({ owner: 'acme', name: 'shop', number: pull.number });
  expect(facts.requestedReviewers).toEqual(['bob']);
});

test('whose request for a review a person took back', async () => {
  const { github, acme, app, shop, ann, bob, olga } = stage;
  const teams = ['dba', 'ops'].map((slug) => github.createTeam(acme, slug));
  for (const team of teams) shop.teams.set(team, 'write');
  const rota = github.createBot('rota');
  const { pull } = agentsPullRequest();
  const removed = async () =>
    (await source.snapshot({ owner: 'acme', name: 'shop', number: pull.number })).removedReviewers;
  github.requestReviewers(pull, { users: [ann, bob, olga], teams }, app.app.bot);
  github.review(pull, bob, 'APPROVE');
  github.removeReviewRequests(pull, { users: [ann], teams: [] }, rota);
  github.removeReviewRequests(pull, { users: [olga], teams }, ann);
  expect(await removed()).toEqual(['olga', 'acme/dba', 'acme/ops']);
  github.requestReviewers(pull, { users: [olga], teams: [] }, app.app.bot);
  github.requestReviewers(pull, { users: [], teams: teams.slice(0, 1) }, bob);
  expect(await removed()).toEqual(['olga', 'acme/ops']);
});

test('a reaction stays one, and none is missed on a comment that is gone', async () => {
  const { github, bob } = stage;
  const { pull } = agentsPullRequest();
  const id = { owner: 'acme', name: 'shop', number: pull.number };
  const said = github.comment(pull, bob, '/agentguard recheck');
  for (let time = 0; time < 2; time++) await publisher.react(id, said.id, '+1');
  expect(said.reactions.map(({ content, user }) => [content, user.login])).toEqual([
    ['+1', 'agentguard[bot]'],
  ]);
  github.deleteComment(pull, said, bob);
  await expect(publisher.react(id, said.id, 'eyes')).resolves.toBeUndefined();
});

test('nothing is said twice under a mark, whoever else writes that mark', async () => {
  const { github, bob } = stage;
  const { pull } = agentsPullRequest();
  const id = { owner: 'acme', name: 'shop', number: pull.number };
  const mark = '<!-- agentguard:refused:1 -->';
  github.comment(pull, bob, `Nothing to see ${mark}`);
  github.comment(pull, github.createBot('other'), mark);
  github.comment(pull, github.createUser('agentguard'), mark);
  for (let time = 0; time < 2; time++) await publisher.comment(id, 'refused:1', 'Only an admin may.\n');
  await publisher.comment(id, 'refused:2', `This quotes ${mark}, and means another.`);
  for (let more = 0; more < 120; more++) github.comment(pull, bob, 'And so on');
  await publisher.comment(id, 'refused:1', 'Only an admin may.');
  const own = pull.comments.filter(({ author }) => author?.login === 'agentguard[bot]');
  expect(own.map(({ body }) => body)).toEqual([
    `Only an admin may.\n\n${mark}`,
    `This quotes ${mark}, and means another.\n\n<!-- agentguard:refused:2 -->`,
  ]);
});

test('what there is', async () => {
  const { github, app, shop, bob } = stage;
  const clients = appClients({
    appId: app.app.id,
    privateKey: app.privateKey ?? '',
    baseUrl: `${github.url}/api/v3`,
    userAgent: 'agentguard/test',
  });
  const { pull, commit } = agentsPullRequest();
  const world = installations(clients);
  expect(await world.list()).toEqual([
    { id: installation, account: 'acme', suspended: false, allRepositories: true },
  ]);
  expect(await world.of({ owner: 'acme', name: 'shop' })).toBe(installation);
  expect(await world.of({ owner: 'acme', name: 'gone' })).toBeNull();
  expect(await world.repositories(installation)).toEqual([
    { owner: 'acme', name: 'shop', defaultBranch: 'main', topics: [], pushedAt: expect.any(String) },
  ]);
  expect(await world.openPullRequests(installation, { owner: 'acme', name: 'shop' })).toEqual([
    { number: pull.number, headSha: commit.sha, baseRef: 'main' },
  ]);
  const first = github.enqueue(pull, bob);
  github.commit(shop, { branch: 'next', files: { 'n.txt': 'n\n' }, message: 'Next', author: bob });
  const next = github.openPullRequest(shop, { title: 'Next', head: 'next', author: bob });
  const second = github.enqueue(next, bob);
  const group = async (sha: string) => source.mergeGroup({ owner: 'acme', name: 'shop' }, 'main', sha);
  expect(await group(first.headSha)).toEqual([pull.number]);
  expect(await group(second.headSha)).toEqual([pull.number, next.number]);
  expect(await group('0'.repeat(40))).toBeNull();
});

describe('issues in the app’s name', () => {
  const RAISED = { marker: 'alert-7', title: 'Raised', body: 'Look at this.', labels: ['agentguard'] };
  const here = { owner: 'acme', name: 'shop' };

  test('are made once, found again when closed, and nobody else’s is taken for them', async () => {
    const { github, shop, ann } = stage;
    github.openIssue(shop, { title: 'Raised', body: 'Look.\n\n<!-- agentguard:alert-7 -->', author: ann });
    const first = await publisher.raiseIssue(here, RAISED);
    expect(first).toEqual({ number: 2 });
    await publisher.closeIssue(here, 2, { marker: 'alert-7-ended', markdown: 'It is over.' });
    await publisher.closeIssue(here, 2, { marker: 'alert-7-ended', markdown: 'It is over.' });
    expect(await publisher.raiseIssue(here, RAISED)).toEqual(first);
    expect(await publisher.raiseIssue(here, { ...RAISED, marker: 'alert-8' })).toEqual({ number: 3 });
    const [, issue] = [...shop.issues.values()];
    expect(issue).toMatchObject({ state: 'closed', labels: ['agentguard'], author: stage.app.app.bot });
    expect(issue?.comments.map(({ body }) => body.split('\n')[0])).toEqual(['It is over.']);
  });

  test.each<[string, () => { owner: string; name: string }, string]>([
    [
      'issues are off',
      () => {
        stage.shop.hasIssues = false;
        return here;
      },
      'Issues are switched off in acme/shop.',
    ],
    ['there is no such repository', () => ({ owner: 'acme', name: 'gone' }), 'no access to acme/gone'],
  ])('are a problem where %s', async (_, where, problem) => {
    expect(await publisher.raiseIssue(where(), RAISED)).toEqual({
      problem: expect.stringContaining(problem),
    });
  });
});
