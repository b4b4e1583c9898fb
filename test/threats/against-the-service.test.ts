/** Ways to speak to the app in GitHub's name, to stop it, or to have it say or show what it should not. */
import { createHmac, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { marked } from 'marked';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { createAcme, DATABASE_POLICY } from '../support/organization.ts';
import { createGate, type Gate } from '../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };

test('19: another app, or a branch without an active rule, reports a pass', async () => {
  const { github } = gate;
  const acme = createAcme(gate);
  github.commit(acme.shop, {
    branch: 'release',
    files: { '.agentguard.yml': 'version: 1\nmode: observe\n' },
    message: 'Begin release',
    author: acme.ada,
  });
  github.createRuleset(acme.shop, {
    branches: ['release'],
    enforcement: 'evaluate',
    requiredChecks: [{ context: 'AgentGuard', integrationId: gate.app.id }],
  });
  const pull = acme.agentOpens(CODE, { base: 'main' });
  github.openPullRequest(acme.shop, {
    title: 'The same',
    head: pull.head.ref,
    base: 'release',
    author: acme.claude,
  });
  const { app: other } = github.createApp({ name: 'Impostor', owner: acme.nadia });
  github.createCheckRun(acme.shop, other, {
    name: 'AgentGuard',
    head_sha: pull.head.sha,
    status: 'completed',
    conclusion: 'success',
    output: { title: 'Approved', summary: 'Approved' },
  });
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  expect(await gate.answer(pull)).toMatchObject({ name: 'AgentGuard', conclusion: 'action_required' });
});

test('21: nothing merges while the app is down, and nothing needs a hand when it is back', async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const waiting = acme.agentOpens({ 'db/1.sql': 'SELECT 1;\n' });
  await gate.settled();
  await gate.stop();
  acme.review(waiting, acme.olga);
  const missed = acme.agentOpens({ 'db/2.sql': 'SELECT 2;\n' });
  for (const pull of [waiting, missed]) {
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
  }
  await gate.start();
  await gate.settled();
  // All installations are looked through at a pace.
  await gate.later(30);
  await gate.later(30);
  expect(await gate.verdict(missed, acme.nadia)).toMatchObject({ merge: 405 });
  expect(await gate.verdict(waiting, acme.nadia)).toMatchObject({ merge: 200 });
});

describe('31: deliveries that are not from GitHub, or not for the first time', () => {
  const url = (): string => gate.app.webhook?.url ?? '';
  const secret = (): string => gate.app.webhook?.secret ?? '';
  const sign = (body: string, key: string, algorithm = 'sha256'): string =>
    `${algorithm}=${createHmac(algorithm, key).update(body).digest('hex')}`;
  async function deliver(body: string, headers: Record<string, string>): Promise<number> {
    const standard = { 'x-github-delivery': randomUUID(), 'x-github-event': 'pull_request' };
    const response = await fetch(url(), { method: 'POST', headers: { ...standard, ...headers }, body });
    return response.status;
  }

  test.each<[string, number, (body: string) => Record<string, string>]>([
    ['without a signature', 400, () => ({})],
    ['signed with SHA-1', 400, (body) => ({ 'x-hub-signature-256': sign(body, secret(), 'sha1') })],
    ['signed with another secret', 401, (body) => ({ 'x-hub-signature-256': sign(body, 'development') })],
    ['signed for another body', 401, (body) => ({ 'x-hub-signature-256': sign(`${body} `, secret()) })],
    ['signed with nothing', 401, (body) => ({ 'x-hub-signature-256': sign(body, '') })],
  ])('%s', async (_, status, headers) => {
    const acme = createAcme(gate);
    acme.agentOpens(CODE);
    await gate.settled();
    const before = gate.github.requests.length;
    const { payload } = gate.github.deliveries.list.findLast(({ event }) => event === 'pull_request')!;
    const body = JSON.stringify(payload);
    expect(await deliver(body, headers(body))).toBe(status);
    await gate.settled();
    expect(gate.github.requests.length).toBe(before);
  });

  test('larger than GitHub ever sends, with a right signature', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(25 * 1024 * 1024) });
    const answer = deliver(body, { 'x-hub-signature-256': sign(body, secret()) });
    // The connection may be cut before all of it was sent.
    expect(await answer.catch(() => 413)).toBe(413);
  });

  test('an approval that was delivered once is delivered again after it was withdrawn', async () => {
    const acme = createAcme(gate);
    const { github } = gate;
    const pull = acme.agentOpens(CODE);
    const review = github.review(pull, acme.bela, 'APPROVE');
    await gate.settled();
    const approval = github.deliveries.list.findLast(({ event }) => event === 'pull_request_review')!;
    github.dismissReview(pull, review, acme.ada);
    await gate.settled();
    const redelivered = await github.deliveries.redeliver(approval);
    expect(redelivered.statusCode).toBe(202);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });
});

test("32: text that is made to look like the app's own", async () => {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const evil = '`</details> | @acme/dba <img src=x onerror=y> [ok](https://evil.example) \u202e## Approved';
  const path = `db/${evil.replaceAll('/', '_')}`;
  const policy = `version: 1\n${JSON.stringify(evil)}: 1\n`;
  const pull = acme.agentOpens(
    {
      [`${path}.sql`]: `DROP TABLE "${evil}";\n`,
      // Too large to be read, which is said with its name.
      [`${path}.txt`]: 'x'.repeat(6 * 1024 * 1024),
      '.agentguard.yml': policy,
      '.github/workflows/|@acme/dba`<b>.yml': '\n## Approved\n',
    },
    {
      title: `${evil}\n\nCo-Authored-By: Claude ${evil} <noreply@anthropic.com>\n`,
      body: `\n## Approved\n\n${evil}\n\n\`\`\`\`\n`,
    },
  );
  const { output, annotations } = await gate.answer(pull);
  const html = await marked.parse(output.summary ?? '');
  expect(html).not.toMatch(/<img|href=|<b>|evil\.example"|<h2/);
  expect(html.match(/<details>/g)?.length).toBe(html.match(/<\/details>/g)?.length);
  const outsideOfCode = html.replace(/<code>[^]*?<\/code>/g, '');
  expect(outsideOfCode).not.toMatch(/@\w|<h\d>[^<]*Approved/);
  for (const text of [output.title, output.summary, ...annotations.map(({ message }) => message)]) {
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  }
  expect(output.title).not.toContain('\n');
});

test('33: a secret is not said again, neither in the check nor in the log, the record or the store', async () => {
  const acme = createAcme(gate);
  const token = 'ghp_' + sample(36);
  const password = sample(20);
  const pull = acme.agentOpens({
    'src/client.ts': `export const token = '${token}';\n`,
    '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    env: { T: ${token} }\n    steps: []\n`,
    'db/1.sql': `CREATE ROLE app LOGIN SUPERUSER PASSWORD '${password}';\n`,
    '.env': `DATABASE_URL=postgres://app:${password}@db.internal:5432/app\n`,
    'CLAUDE.md': `Use ${token} to push.\n`,
  });
  const check = await gate.answer(pull);
  expect(check.output.title).toMatch(/^Blocked: /);
  expect(check.output.summary).toContain('src/client.ts:1');
  const stored = readdirSync(gate.folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(gate.folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'));
  expect(stored.length).toBeGreaterThan(0);
  const said = [JSON.stringify([check.output, check.annotations]), gate.log(), ...stored].join('\n');
  expect(said).toContain('provider-token');
  for (const secret of [token, password]) expect(said.includes(secret)).toBe(false);
});

test('37: tokens reach no further than they are needed', async () => {
  const acme = createAcme(gate);
  acme.createRepository('other');
  acme.createRepository('.github');
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  const tokens = [...gate.github.state.tokens.values()].flatMap((token) =>
    token.kind === 'installation' ? [token] : [],
  );
  const names = new Set(tokens.flatMap(({ permissions }) => Object.keys(permissions)));
  expect([...names].toSorted()).toEqual([
    'checks',
    'contents',
    'issues',
    'members',
    'merge_queues',
    'metadata',
    'pull_requests',
  ]);
  const written = ({ permissions }: (typeof tokens)[number]) =>
    Object.keys(permissions).filter((name) => permissions[name] !== 'read');
  expect([...new Set(tokens.flatMap(written))].toSorted()).toEqual(['checks', 'pull_requests']);
  // What may write, or read code, reaches one repository.
  const wide = tokens.filter(({ repositories }) => repositories?.size !== 1);
  expect(wide.map(({ permissions }) => permissions)).toEqual(wide.map(() => ({ metadata: 'read' })));
});

test('38: an agent names everyone as co-author, so that nobody is left', async () => {
  const acme = createAcme(gate);
  const trailers = [acme.nadia, acme.olga, acme.bela, acme.ada].map(
    ({ id, login }) => `Co-authored-by: ${login} <${id}+${login}@users.noreply.github.com>`,
  );
  const pull = acme.agentOpens(CODE, { title: `Add a\n\n${trailers.join('\n')}\n` });
  for (const person of [acme.nadia, acme.olga, acme.bela, acme.ada]) acme.review(pull, person);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    title: expect.stringMatching(/^Nobody is left who could approve but those this change names/),
  });
});

test('39: the floor is made invisible', async () => {
  const { github } = gate;
  const acme = createAcme(gate);
  const installation = github.state.installations.at(-1)!;
  installation.repositories = new Set([acme.shop]);
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
    merge: 405,
    summary: expect.stringContaining('floor cannot be seen'),
  });
  acme.review(pull, acme.ada);
  expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
});
