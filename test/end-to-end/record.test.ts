import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import Database from 'libsql';
import { readStore } from '../../src/adapters/store/read.ts';
import { auditCommand } from '../../src/cli/audit.ts';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

let gate: Gate;
let acme: Acme;
let data: string;

beforeAll(async () => {
  gate = await createGate();
  data = join(gate.folder, 'data');
  acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  await gate.settled();
});
afterAll(() => gate.close());

/** Runs `agentguard audit` with these arguments in this process; gives what it printed and its exit code. */
async function audit(...args: string[]) {
  const printed = { out: '', err: '' };
  const capture = (where: 'out' | 'err') => (text: unknown) => {
    printed[where] += String(text);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(capture('out')),
    jest.spyOn(process.stderr, 'write').mockImplementation(capture('err')),
  ];
  try {
    await auditCommand({ AGENTGUARD_DATA: data, PRIVATE_KEY: gate.privateKey }).parseAsync(args, {
      from: 'user',
    });
    return { ...printed, code: process.exitCode ?? 0 };
  } finally {
    process.exitCode = 0;
    for (const spy of spies) spy.mockRestore();
  }
}

/** Times, hashes and SHAs differ from run to run. */
const steady = (text: string): string =>
  text
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, 'TIME')
    .replace(/\b[0-9a-f]{12}\b/g, 'HASH')
    .replace(/\b[0-9a-f]{7}\b/g, 'SHA');

test('the record tells who was asked, who answered, whose answer did not count and why, and who merged', async () => {
  const pull = acme.agentOpens({ 'db/1.sql': 'CREATE TABLE a (id int);\n' });
  await gate.settled();
  acme.review(pull, acme.bela);
  await gate.settled();
  acme.review(pull, acme.olga);
  await gate.settled();
  expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
  await gate.settled();

  const shown = await audit('show', `acme/shop#${pull.number}`);
  expect(shown).toMatchObject({ err: '', code: 0 });
  expect(steady(shown.out)).toBe(
    `2  TIME  acme/shop#1  SHA  HASH
    Decided: review_required. Claude's GitHub app wrote 1 commit.
    owed         anything an agent wrote: someone with write access
    owed         database: 1 of @acme/dba
    policy       \`.agentguard.yml\` at SHA
3  TIME  acme/shop#1  SHA  HASH
    Decided: review_required. Claude's GitHub app wrote 1 commit.
    met          anything an agent wrote: someone with write access; approved by bela
    owed         database: 1 of @acme/dba
    not counted  bela for database: only @acme/dba can answer for this; at this moment bela has write access and is not among them
    policy       \`.agentguard.yml\` at SHA
4  TIME  acme/shop#1  SHA  HASH
    Decided: allow. Claude's GitHub app wrote 1 commit.
    met          anything an agent wrote: someone with write access; approved by bela, olga
    met          database: 1 of @acme/dba; approved by olga
    not counted  bela for database: only @acme/dba can answer for this; at this moment bela has write access and is not among them
    policy       \`.agentguard.yml\` at SHA
5  TIME  acme/shop#1  SHA  HASH
    Merged by nadia. The decision that stood on this head is entry 4: allow.
`,
  );
  const lines = (await audit('show', '--json', `acme/shop#${pull.number}`)).out.trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
    'decision',
    'decision',
    'decision',
    'merge',
  ]);
});

test('what binds a branch is recorded when it is first met, and when it is another one', async () => {
  const other = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  const owner = other.organization.login;
  const policies = async () => {
    const store = readStore({ folder: data });
    const entries = await store.record({ owner, kinds: ['policy'] }).finally(store.close);
    return entries.map(({ subject, body }) => ({ subject, file: body['file'], mode: body['mode'] }));
  };
  other.agentOpens({ 'src/a.ts': 'export const a = 1;\n' });
  await gate.settled();
  const first = {
    subject: `${owner}/shop@main`,
    file: expect.objectContaining({ path: '.agentguard.yml' }),
    mode: 'enforce',
  };
  expect(await policies()).toEqual([first]);
  gate.github.commit(other.shop, {
    branch: 'main',
    files: { '.agentguard.yml': 'version: 1\nmode: observe\n' },
    message: 'Watch only',
    author: other.ada,
  });
  other.agentOpens({ 'src/b.ts': 'export const b = 1;\n' });
  await gate.settled();
  expect(await policies()).toEqual([first, { ...first, mode: 'observe' }]);
  const shown = await audit('show', `${owner}/shop@main`);
  expect(shown.code).toBe(0);
  expect(shown.out).toMatch(
    /    \.agentguard\.yml in force: enforce\n.*\n    \.agentguard\.yml in force: observe\n$/,
  );
});

test('questions the record cannot answer', async () => {
  expect(await audit('show', 'acme/shop#99')).toMatchObject({
    out: '',
    err: 'The record holds nothing of acme/shop#99.\n',
    code: 0,
  });
  expect(await audit('show', 'shop/12/3')).toMatchObject({
    err: '"shop/12/3" is nothing that the record knows; write owner/repo#number.\n',
    code: 2,
  });
  const nowhere = join(gate.folder, 'nowhere');
  expect(await audit('verify', 'acme', '--data', nowhere)).toMatchObject({
    err: `There is no store of AgentGuard in ${nowhere}.\n`,
    code: 2,
  });
});

test('a secret in a change is named and never repeated', async () => {
  const token = 'ghp_' + sample(36);
  const password = sample(40).slice(4);
  const pull = acme.agentOpens({
    'src/client.ts': `export const token = '${token}';\n`,
    'src/database.ts': `export const url = 'postgres://shop:${password}@db.internal.acme.io/shop';\n`,
    '.agentguard.yml': `version: 1\nmode: ${token}\n${token}: 1\n`,
  });
  const check = await gate.answer(pull);
  expect(check).toMatchObject({ conclusion: 'failure' });
  expect(check.output.summary).toContain('**provider-token**');
  expect(check.output.summary).toContain('**connection-string**');
  expect(check.output.summary).toContain('`mode` has to be one of enforce, observe');
  expect(check.annotations.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['src/client.ts', 'src/database.ts', '.agentguard.yml']),
  );
  const shown = await audit('show', '--json', `acme/shop#${pull.number}`);
  expect(shown.out).toContain('"provider-token"');

  const sent = gate.github.requests.map(({ path, search, body }) => path + search + body).join('\n');
  const files = readdirSync(data).map((name) => readFileSync(join(data, name), 'latin1'));
  const places = { sent, log: gate.log(), record: shown.out, store: files.join('\n') };
  for (const [place, text] of Object.entries(places)) {
    expect(text.length).toBeGreaterThan(100);
    for (const secret of [token, password]) {
      expect({ place, repeated: text.includes(secret) || text.includes(secret.slice(8)) }).toEqual({
        place,
        repeated: false,
      });
    }
  }
});

test('the record is whole while the app works on it, and whoever alters it is found out', async () => {
  expect(await audit('verify', 'acme')).toMatchObject({
    out: expect.stringMatching(/^The record of acme is whole: \d+ entries, .*\n$/),
    code: 0,
  });
  await gate.stop();
  const [file] = readdirSync(data).filter((name) => name.endsWith('.db'));
  const database = new Database(join(data, file ?? ''));
  expect(() => database.exec("UPDATE record SET subject = 'acme/shop#2' WHERE sequence = 2")).toThrow(
    'append-only',
  );
  const triggers = database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as {
    name: string;
  }[];
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  database.exec("UPDATE record SET body = replace(body, 'bela', 'eve') WHERE sequence = 3");
  database.close();
  const broken = await audit('verify', 'acme');
  expect(broken).toMatchObject({ code: 1 });
  expect(broken.out).toMatch(/^The record of acme is broken \(.*\):\n *entry 3: This entry was altered/);
});
