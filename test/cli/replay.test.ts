import { join } from 'node:path';
import Database from 'libsql';
import type { PullRequest } from '../../demo/github/github.ts';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { agentguardWith, jsonLines, type Run } from '../support/command-line.ts';
import { createConversation, type Conversation } from '../support/conversation.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { DATABASE_POLICY } from '../support/organization.ts';

const TOKEN = `export const token = 'ghp_${sample(36)}';\n`;

let gate: Gate;
let talk: Conversation;
let pull: PullRequest;

beforeAll(async () => {
  gate = await createGate();
  talk = createConversation(gate, { '.agentguard.yml': DATABASE_POLICY, CODEOWNERS: 'db/ @acme/dba\n' });
  pull = await talk.opened({ 'db/1.sql': 'drop table orders;\n', 'src/client.ts': TOKEN });
  talk.acme.review(pull, talk.acme.nadia);
  await gate.settled();
  const [key] = await talk.keysOn(pull);
  await talk.write(pull, talk.max, `/agentguard waive ${key} revoked before it was pushed`);
  talk.acme.push(pull, { 'src/more.ts': 'export const more = 1;\n' });
  await gate.settled();
  await talk.write(pull, talk.acme.ada, '/agentguard override the release cannot wait');
  talk.acme.personOpens({ 'src/b.ts': 'export const b = 1;\n' });
  await gate.settled();
}, 120_000);
afterAll(() => gate.close());

const replay = (...args: string[]): Promise<Run> =>
  agentguardWith(
    {
      GHE_HOST: gate.github.host,
      GHE_PROTOCOL: 'http',
      GITHUB_TOKEN: gate.github.createUserToken(talk.acme.ada),
      AGENTGUARD_FLOOR: 'none',
      AGENTGUARD_DATA: join(gate.folder, 'data'),
    },
    'replay',
    ...args,
  );
const named = (): string => `acme/shop#${pull.number}`;

/** Someone with a free hand in the database; what is done is undone afterwards. */
async function tampered(change: string, undo: string, look: () => Promise<void>): Promise<void> {
  const database = new Database(join(gate.folder, 'data', 'agentguard.db'), { timeout: 5000 });
  try {
    database.exec(change);
    await look();
  } finally {
    database.exec(undo);
    database.close();
  }
}

describe('from what was stored', () => {
  test('every decision on a pull request comes out the same', async () => {
    const { code, stdout, stderr } = await replay(named());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trim().split('\n');
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.slice(0, -1).every((line) => line.endsWith(': decided again, the same.'))).toBe(true);
    for (const outcome of ['block', 'allow']) expect(stdout).toContain(`  ${outcome}: decided again`);
    expect(lines.at(-1)).toBe(`${lines.length - 1} decisions were made again: all the same.`);
  });

  test('of an owner or a repository only the count is told; by number one', async () => {
    const all = await replay('acme');
    expect(all.stdout).toMatch(/^\d+ decisions were made again: all the same\.\n$/);
    expect(await replay('ACME/Shop')).toEqual(all);
    const [first] = await gate.record(pull);
    const one = await replay('acme', '--entry', String(first?.sequence));
    expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining('1 decision was made again') });
  });

  test('as JSON, one line a decision and one of the counts', async () => {
    const lines = jsonLines(await replay(named(), '--json'));
    expect(lines[0]).toEqual({ sequence: expect.any(Number), subject: named(), result: 'same' });
    expect(lines.at(-1)).toEqual({
      counts: { same: lines.length - 1, differs: 0, impossible: 0, altered: 0, redacted: 0 },
    });
  });

  test('what was altered of it is found', async () => {
    await tampered(
      `create table kept as select * from basis; update basis set content = substr(content, 1, 24) || 'x' || substr(content, 26)`,
      'delete from basis; insert into basis select * from kept; drop table kept',
      async () => {
        const { code, stdout } = await replay(named());
        expect(code).toBe(1);
        expect(stdout).toContain('What the decision rested on was altered');
        expect(stdout).not.toContain('the same.\n');
      },
    );
  });

  test('and what is missing', async () => {
    await tampered(
      'alter table basis rename to hidden; create table basis as select * from hidden where 0',
      'drop table basis; alter table hidden rename to basis',
      async () => {
        expect(await replay(named())).toMatchObject({
          code: 1,
          stdout: expect.stringContaining('What it rested on is missing, and no entry of the record says'),
        });
      },
    );
  });
});

describe('fetched again by SHA', () => {
  test('what GitHub has comes out the same', async () => {
    const open = await talk.opened({ 'db/2.sql': 'drop table carts;\n' });
    await gate.settled();
    expect(await replay(`acme/shop#${open.number}`, '--full')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/made again: all the same\.\n$/),
    });
    talk.acme.push(open, { 'db/2.sql': 'select 1;\n' });
    await gate.settled();
    const later = await replay(`acme/shop#${open.number}`, '--full');
    expect(later).toMatchObject({ code: 0, stderr: '' });
    expect(later.stdout.match(/decided again, the same/g)?.length).toBeGreaterThan(1);
  });

  test('what it has no longer cannot be decided again, and that is said', async () => {
    const open = await talk.opened({ 'src/c.ts': 'export const c = 1;\n' });
    await gate.settled();
    gate.github.fail({ path: /\/compare\//, status: 404, times: 9 });
    const run = await replay(`acme/shop#${open.number}`, '--full');
    gate.github.heal();
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /not decided again\. GitHub does not have [0-9a-f]{7} and [0-9a-f]{7} any more/,
    );
  });

  test('asks for one pull request at a time', async () => {
    expect(await replay('acme', '--full')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('name a pull request, or one by --entry'),
    });
  });
});

test.each([
  [['acme/shop/12'], 'names no decisions'],
  [['acme', '--entry', '0'], 'is no number of an entry'],
  [['acme', '--entry', 'x'], 'is no number of an entry'],
  [['nobody'], 'holds no such decision'],
  [['acme/shop#999'], 'holds no such decision'],
])('%j is refused with a sentence', async (args, message) => {
  expect(await replay(...args)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining(message),
  });
});

test('what was redacted is told, and is no reason to doubt the rest', async () => {
  await gate.stop();
  const redacted = await agentguardWith(
    { AGENTGUARD_DATA: join(gate.folder, 'data'), APP_ID: String(gate.app.id), PRIVATE_KEY: gate.privateKey },
    'audit',
    'redact',
    '--owner',
    'acme',
    '--person',
    'max',
    '--reason',
    'asked for it',
    '--yes',
  );
  expect(redacted).toMatchObject({ code: 0 });
  const { code, stdout } = await replay('acme');
  expect(code).toBe(0);
  expect(stdout).toMatch(/ 0 differ, 0 were altered, 0 cannot be made again, [1-9]\d* were redacted\.\n$/);
  expect((await replay(named())).stdout).toMatch(
    /not decided again\. What it rested on was taken out by entry \d+\./,
  );
});
