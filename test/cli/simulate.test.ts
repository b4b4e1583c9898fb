import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rateLimited, type Account, type PullRequest } from '../../demo/github/github.ts';
import { agentguardWith, jsonLines, type Run } from '../support/command-line.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

let gate: Gate;
let acme: Acme;
let folder: string;
/** Touches src only, touches db, is open. */
let source: PullRequest;
let database: PullRequest;
let open: PullRequest;

const STRICTER = `version: 1
reviews:
  - name: sources
    paths: ["src/**"]
    from: { teams: [dba] }
`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-simulate-'));
  writeFileSync(join(folder, 'stricter.yml'), STRICTER);
  writeFileSync(join(folder, 'broken.yml'), 'version: 1\nreview: []\nmode: sometimes\n');
  gate = await createGate();
  acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  source = acme.agentOpens({ 'src/a.ts': 'export const a = 1;\n' }, { title: 'Say a' });
  database = acme.agentOpens({ 'db/1.sql': 'create table orders (id int);\n' }, { title: 'Add orders' });
  open = acme.agentOpens({ 'src/b.ts': 'export const b = 1;\n' }, { title: 'Say b' });
  acme.review(source, acme.bela);
  acme.review(database, acme.olga);
  await gate.settled();
  for (const pull of [source, database]) {
    const { message } = await gate.merge(pull, acme.ada);
    if (!pull.merged) throw new Error(message);
  }
  await gate.settled();
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gate.close();
});

const commandAs = (person: Account, more: Record<string, string>, ...args: string[]): Promise<Run> =>
  agentguardWith(
    {
      GHE_HOST: gate.github.host,
      GHE_PROTOCOL: 'http',
      GITHUB_TOKEN: gate.github.createUserToken(person),
      AGENTGUARD_DATA: join(gate.folder, 'data'),
      ...more,
    },
    ...args,
  );
const simulate = (...args: string[]): Promise<Run> =>
  commandAs(acme.ada, { AGENTGUARD_FLOOR: 'none' }, 'simulate', ...args);
const file = (name: string): string => join(folder, name);

describe('one pull request', () => {
  test('both answers, and what differs', async () => {
    const run = await simulate(`acme/shop#${open.number}`, '--policy', file('stricter.yml'));
    expect(run).toEqual({
      code: 0,
      stderr: '',
      stdout: `acme/shop#3 at ${open.head.sha.slice(0, 7)}
now   review_required  Waiting for someone with write access (anything an agent wrote)
then  review_required  Waiting for 1 of @acme/dba (src/**)

Entries of the policy
  anything an agent wrote: asks → not there
  database: does not ask → not there
  sources: not there → asks

Reviews asked for
  someone with write access (anything an agent wrote): open → not there
  1 of @acme/dba (sources): not there → open
`,
    });
  });

  test('the tree by the other policy, on demand', async () => {
    const { stdout } = await simulate(
      `acme/shop#${open.number}`,
      '--policy',
      file('stricter.yml'),
      '--explain',
    );
    expect(stdout).toContain(`
What the policy asks
  … sources: asks, and is open
      ✓ paths: wants src/**; found src/b.ts
      … 1 of @acme/dba, for src/b.ts
          · could answer: olga
`);
  });

  test('another floor', async () => {
    const { stdout } = await simulate(`acme/shop#${open.number}`, '--floor', file('stricter.yml'), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      now: {
        decision: 'review_required',
        policy: { source: expect.stringContaining('.agentguard.yml') as string },
      },
      other: { policy: { source: expect.stringContaining('with the floor of acme/.github') as string } },
      differences: [
        { kind: 'entry', what: 'sources', now: null, other: 'asks' },
        { kind: 'review', what: '1 of @acme/dba (sources)', now: null, other: 'open' },
      ],
    });
  });

  test('a floor that freezes all agents', async () => {
    writeFileSync(
      file('freeze.yml'),
      'version: 1\nfreeze:\n  - { agents: all, until: 2999-12-31, reason: The release is being cut }\n',
    );
    const { stdout } = await simulate(`acme/shop#${open.number}`, '--floor', file('freeze.yml'));
    expect(stdout).toContain(
      'then  block            Blocked: agents are frozen here until 2999-12-31 00:00 UTC\n',
    );
    expect(stdout).toContain('\nFindings\n  frozen: not there → blocks\n');
  });

  test('nothing is asked of GitHub twice for the second policy', async () => {
    writeFileSync(file('same.yml'), DATABASE_POLICY);
    const pull = `acme/shop#${open.number}`;
    const requests = async (...args: string[]): Promise<number> => {
      const before = gate.github.requests.length;
      await commandAs(acme.ada, { AGENTGUARD_FLOOR: 'none' }, ...args);
      return gate.github.requests.length - before;
    };
    // The app asks for its own reasons.
    await gate.stop();
    const once = await requests('explain', pull);
    expect(once).toBeGreaterThanOrEqual(3);
    expect(await requests('simulate', pull, '--policy', file('same.yml'))).toBe(once);
    await gate.start();
  });
});

/** The query that a snapshot begins with. */
const readingOf = ({ number }: PullRequest) => ({
  path: '/graphql',
  body: new RegExp(`query pullRequest\\b.*"number":${number}\\b`, 's'),
});

describe('a replay', () => {
  test('lists what would have been answered differently, and counts all', async () => {
    const run = await simulate('acme/shop', '--policy', file('stricter.yml'), '--last');
    expect(run).toEqual({
      code: 0,
      stderr: '',
      stdout: `#1       allow → review_required          Say a
         Waiting for 1 of @acme/dba (src/**)
2 merged pull requests: 2 judged, 1 of them differently (1 allow → review_required).
`,
    });
  });

  test('as JSON lines, newest first, so many as asked for', async () => {
    const all = jsonLines(await simulate('acme/shop', '--policy', file('stricter.yml'), '--last', '--json'));
    expect(all.map(({ number, differs }) => [number, differs])).toEqual([
      [database.number, false],
      [source.number, true],
    ]);
    const one = jsonLines(
      await simulate('acme/shop', '--policy', file('stricter.yml'), '--last', '1', '--json'),
    );
    expect(one.map(({ number }) => number)).toEqual([database.number]);
  });

  test('one that cannot be read is a line, and counted', async () => {
    gate.github.fail({
      ...readingOf(source),
      status: 200,
      json: { data: null, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a PullRequest' }] },
    });
    const { code, stdout } = await simulate('acme/shop', '--policy', file('stricter.yml'), '--last');
    expect(stdout).toMatch(/^#1 {7}not read: Could not read .*\n/);
    expect(stdout).toMatch(
      /\n?2 merged pull requests: 1 judged, 0 of them differently, 1 could not be read\.\n$/,
    );
    expect(code).toBe(0);
    gate.github.heal();
  });

  test('waits when GitHub asks for it, and goes on', async () => {
    gate.github.fail({ ...readingOf(source), ...rateLimited(1) });
    const { stderr, stdout } = await simulate('acme/shop', '--policy', file('stricter.yml'), '--last');
    expect(stderr).toContain('GitHub asks to wait 1 second');
    expect(stdout).toContain('2 merged pull requests: 2 judged, 1 of them differently');
  });

  test('the floor that a token does not show makes strict defaults hold, which stderr says once', async () => {
    const run = await commandAs(
      acme.nadia,
      {},
      'simulate',
      'acme/shop',
      '--policy',
      file('stricter.yml'),
      '--last',
    );
    expect(run.stderr.match(/floor cannot be seen/g)).toHaveLength(1);
  });
});

describe('what cannot be used exits 2', () => {
  test('every problem of an invalid file, with line and column', async () => {
    const run = await simulate('acme/shop#3', '--policy', file('broken.yml'));
    expect(run).toMatchObject({ code: 2, stdout: '' });
    const at = run.stderr
      .trim()
      .split('\n')
      .map((line) => line.replace(folder, '').replace(/: .*/, ''));
    expect(at.toSorted()).toEqual(['/broken.yml:2:1', '/broken.yml:3:7']);
    expect(await simulate('acme/shop', '--floor', file('broken.yml'), '--last')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: run.stderr,
    });
  });

  test.each<[string, string[], string]>([
    ['no file', ['acme/shop#3'], 'Name the file to judge by'],
    [
      'a file that is not there',
      ['acme/shop#3', '--policy', 'none.yml'],
      'The policy none.yml cannot be read',
    ],
    [
      'a repository',
      ['acme/shop', '--policy', 'STRICTER'],
      'name a pull request of it, or replay with --last',
    ],
    ['a replay of one', ['acme/shop#3', '--policy', 'STRICTER', '--last'], '--last replays a repository'],
    [
      'too many',
      ['acme/shop', '--policy', 'STRICTER', '--last', '1001'],
      'It takes a number from 1 to 1000.',
    ],
    [
      'no number',
      ['acme/shop', '--policy', 'STRICTER', '--last', 'all'],
      'It takes a number from 1 to 1000.',
    ],
    [
      'another repository',
      ['acme/none', '--policy', 'STRICTER', '--last'],
      'Could not list the merged pull requests',
    ],
  ])('%s', async (_name, args, message) => {
    const run = await simulate(...args.map((arg) => (arg === 'STRICTER' ? file('stricter.yml') : arg)));
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string });
  });
});
