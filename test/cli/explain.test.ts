import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PullRequest } from '../../demo/github/github.ts';
import { agentguardWith, type Run } from '../support/command-line.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

let gate: Gate;
let acme: Acme;
let pull: PullRequest;
/** A folder without a store. */
let empty: string;

beforeAll(async () => {
  gate = await createGate();
  acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  empty = mkdtempSync(join(tmpdir(), 'agentguard-explain-'));
  pull = acme.agentOpens({ 'db/1.sql': 'create table orders (id int);\n' });
  acme.review(pull, acme.nadia);
  await gate.settled();
});

afterAll(async () => {
  rmSync(empty, { recursive: true });
  await gate.close();
});

const variables = (): Record<string, string> => ({
  GHE_HOST: gate.github.host,
  GHE_PROTOCOL: 'http',
  GITHUB_TOKEN: gate.github.createUserToken(acme.ada),
  AGENTGUARD_FLOOR: 'none',
  AGENTGUARD_DATA: join(gate.folder, 'data'),
});

const explain = (...args: string[]): Promise<Run> => agentguardWith(variables(), 'explain', ...args);

test('says who is asked, who could, who has, and whose review does not count', async () => {
  const run = await explain(`acme/shop#${pull.number}`);
  expect(run).toEqual({
    code: 1,
    stderr: '',
    stdout: `acme/shop#1 at ${pull.head.sha.slice(0, 7)}, by the policy of main
Waiting for 1 of @acme/dba (db/**)
Claude's GitHub app wrote 1 commit.

What the policy asks
  ✓ anything an agent wrote: asks, and is met
      · always asks
      ✓ someone with write access, for the whole change
          ✓ approved by nadia
          · others who could: ada, bela, olga
  … database: asks, and is open
      ✓ paths: wants db/**; found db/1.sql
      … 1 of @acme/dba, for db/1.sql
          ✗ the review of nadia does not count: only @acme/dba can answer for this; at this moment nadia has write access and is not among them
          · could answer: olga
`,
  });
});

test('gives what the check run says', async () => {
  const { output } = await gate.answer(pull);
  const { stdout } = await explain('acme/shop#1');
  const lines = stdout.split('\n').slice(4);
  const said = lines.map((line) => line.replace(/^\s*[✓…✗·-] /, '').trim()).filter((line) => line !== '');
  const [, details = ''] = (output.summary ?? '').split('<summary>How the policy was applied</summary>');
  const shown = details
    .split('</details>')[0]
    ?.split('\n')
    .map((line) => line.replace(/[`*\\]|^\s*- |✅ |⏳ |❌ |▫️ /gu, '').trim())
    .filter((line) => line !== '');
  expect(shown?.slice(1)).toEqual(said.map((line) => line.replace('db/**', 'db/')));
});

test('takes an address, and another way to write the names', async () => {
  const byName = await explain('acme/shop#1', '--json');
  const byAddress = await explain(`${gate.github.url}/acme/shop/pull/1/files`, '--json');
  const byCase = await explain('ACME/Shop#1', '--json');
  const parsed = JSON.parse(byName.stdout) as Record<string, unknown>;
  expect(parsed).toMatchObject({
    schema: 1,
    repository: 'acme/shop',
    number: 1,
    decision: 'review_required',
    title: 'Waiting for 1 of @acme/dba (db/**)',
    entries: [{ triggered: true }, { triggered: true }],
    obligations: [{ met: true }, { met: false, requires: { eligible: ['olga'] } }],
  });
  for (const other of [byAddress, byCase]) {
    expect(JSON.parse(other.stdout)).toEqual({ ...parsed, at: expect.any(String) as string });
  }
});

test('exits 0 once it may merge, by the approval of an earlier head that the store knows', async () => {
  const approved = acme.agentOpens({ 'db/2.sql': 'create table a (id int);\n' }, { title: 'Two' });
  acme.review(approved, acme.olga);
  await gate.settled();
  acme.push(approved, { 'src/b.ts': 'export const b = 1;\n' });
  acme.review(approved, acme.bela);
  await gate.settled();
  const { code, stdout } = await explain(`acme/shop#${approved.number}`);
  expect(stdout).toContain('Approved by bela, olga\n');
  expect(code).toBe(0);
  // Without the store nothing tells that olga's part is unchanged.
  const without = await agentguardWith(
    { ...variables(), AGENTGUARD_DATA: empty },
    'explain',
    `acme/shop#${approved.number}`,
  );
  expect(without).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('approvals of earlier heads') as string,
  });
  expect(without.stdout).toContain('which cannot be compared with the head');
});

test('changes nothing', async () => {
  await gate.settled();
  const before = gate.github.requests.length;
  await explain('acme/shop#1');
  const sent = gate.github.requests.slice(before);
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.filter(({ method, path }) => method !== 'GET' && path !== '/graphql')).toEqual([]);
  expect(sent.filter(({ body }) => /"query":\s*"\s*mutation/.test(body))).toEqual([]);
});

test('says what it waits for when GitHub takes its time', async () => {
  gate.github.fail({ path: '/graphql', delayMs: 2300 });
  const { stderr } = await explain('acme/shop#1');
  expect(stderr).toBe('Reading acme/shop#1 ...\n');
});

describe('what cannot be used exits 2', () => {
  test.each<[string, string[], Record<string, string>, string]>([
    [
      'a repository',
      ['acme/shop'],
      {},
      '"acme/shop" is not a pull request; write owner/repo#number, or its address.',
    ],
    ['no number', ['acme/shop#0'], {}, '"acme/shop#0" is not a pull request'],
    ['another host', ['https://github.example/acme/shop/pull/1'], {}, 'is on github.example, and 127.0.0.1'],
    ['no token', ['acme/shop#1'], { GITHUB_TOKEN: '' }, 'Set GITHUB_TOKEN or GH_TOKEN'],
    [
      'a token that GitHub does not know',
      ['acme/shop#1'],
      { GITHUB_TOKEN: 'none such' },
      'GitHub does not accept the token.',
    ],
    ['a host with a path', ['acme/shop#1'], { GHE_HOST: 'a/b' }, 'GHE_HOST must be a host name'],
    ['a pull request that is not there', ['acme/shop#99'], {}, 'Could not read pull request acme/shop#99'],
    [
      'a folder without a store',
      ['acme/shop#1', '--data', 'none'],
      {},
      'There is no store of AgentGuard in none.',
    ],
  ])('%s', async (_name, args, changed, message) => {
    const run = await agentguardWith({ ...variables(), ...changed }, 'explain', ...args);
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) as string });
  });

  test('a store of another version', async () => {
    // As the database of a version before these tables.
    closeSync(openSync(join(empty, 'agentguard.db'), 'a'));
    const run = await explain('acme/shop#1', '--data', empty);
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('was made by another version') as string,
    });
    rmSync(join(empty, 'agentguard.db'));
  });

  test('GH_TOKEN does as well', async () => {
    const { GITHUB_TOKEN = '', ...others } = variables();
    const run = await agentguardWith({ ...others, GH_TOKEN: GITHUB_TOKEN }, 'explain', 'acme/shop#1');
    expect(run.code).toBe(1);
  });
});
