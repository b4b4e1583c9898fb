import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { openStore } from '../../../src/adapters/store/store.ts';
import { derivedRecordKey, publicKeyPem } from '../../../src/core/record/key.ts';
import { agentguardWith, jsonLines } from '../../support/command-line.ts';
import { newRecordKey } from '../../support/record-key.ts';
import { decision, fillSigned, sign } from '../../support/signed-record.ts';
import { tamper } from '../../support/tamper.ts';

const { pem, key } = newRecordKey();
const RECORD = { RECORD_KEY: pem };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-verify-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const audit = (environment: Record<string, string>, ...args: string[]) =>
  agentguardWith({ AGENTGUARD_DATA: folder, ...environment }, 'audit', ...args);
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const fill = () => fillSigned({ folder }, key);
const publicPem = () => file('key.pem', publicKeyPem(key));
const other = () => file('other.pem', publicKeyPem(newRecordKey().key));

test('a whole record, of all owners, with what is not signed yet and what was redacted', async () => {
  await fill();
  const run = await audit(RECORD, 'verify');
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toBe(
    ['acme', 'umbrella']
      .map(
        (owner) =>
          `The record of ${owner} is whole: 10 entries, the newest of 2026-03-02 12:00 UTC; signed up to entry 8 by key ${key.id}, the 2 after it not yet.\n` +
          '  6 entries were redacted by entry 7, by nadia: erasure request 17\n' +
          '  1 entry bears an earlier time than one before: recorded late, or a clock was set back. That is no break.\n',
      )
      .join(''),
  );
});

test('a broken one says where, and exits with 1; the others are told all the same', async () => {
  await fill();
  await tamper({ folder }, "update record set body = '{}' where owner = 'acme' and sequence in (8, 9)");
  const run = await audit(RECORD, 'verify');
  expect(run.code).toBe(1);
  expect(run.stdout).toContain(
    'The record of acme is broken (10 entries, the newest of 2026-03-02 12:00 UTC; signed up to entry 8',
  );
  expect(run.stdout).toContain(
    '  entry 8: This entry was altered: its hash is not that of its content.\n  entry 9: ',
  );
  expect(run.stdout).toContain('The record of umbrella is whole');
  expect((await audit(RECORD, 'verify', 'Umbrella')).code).toBe(0);
});

test('--json: one line for each owner', async () => {
  await fill();
  await tamper({ folder }, "update record set body = '{}' where owner = 'acme' and sequence = 9");
  const run = await audit(RECORD, 'verify', '--json');
  expect(run.code).toBe(1);
  expect(jsonLines(run)).toMatchObject([
    { owner: 'acme', whole: false, problems: [{ sequence: 9, problem: expect.stringContaining('altered') }] },
    {
      owner: 'umbrella',
      whole: true,
      entries: 10,
      signed: { sequence: 8, key: key.id },
      redactions: [{ entry: 7, redacted: 6, by: 'nadia' }],
      backwards: 1,
    },
  ]);
});

describe('keys', () => {
  test.each<[string, () => [Record<string, string>, string[]], number, RegExp]>([
    ['that of RECORD_KEY', () => [RECORD, []], 0, /whole/],
    ['in base64', () => [{ RECORD_KEY: Buffer.from(pem).toString('base64') }, []], 0, /whole/],
    ['a public one', () => [{}, ['--key', publicPem()]], 0, /whole/],
    ['several', () => [{}, ['--key', other(), '--key', publicPem()]], 0, /whole/],
    ['none', () => [{}, []], 1, /whole[^]*No key is given/],
    ['none, and that is well', () => [{}, ['--unsigned']], 0, /whole/],
    [
      'another',
      () => [{}, ['--key', other()]],
      1,
      new RegExp(`signed by the key ${key.id}, which is not known`),
    ],
    ['no key', () => [{ RECORD_KEY: 'hello' }, []], 2, /RECORD_KEY is not an Ed25519 private key/],
    ['a file that is none', () => [{}, ['--key', file('x.pem', 'x')]], 2, /x\.pem holds no Ed25519 key/],
    ['no file', () => [{}, ['--key', 'nowhere.pem']], 2, /nowhere\.pem cannot be read/],
  ])('%s', async (_, given, code, says) => {
    await fill();
    const [environment, args] = given();
    const run = await audit(environment, 'verify', 'acme', ...args);
    expect(`${run.stdout}${run.stderr}`).toMatch(says);
    expect(run.code).toBe(code);
  });

  test('after a rotation the new one vouches for all before it, redactions too', async () => {
    await fill();
    const next = newRecordKey();
    const store = await openStore({ folder });
    await sign(store, next.key);
    await store.close();
    const run = await audit({ RECORD_KEY: next.pem }, 'verify', 'acme');
    expect(run.stdout).toContain(`signed up to entry 10 by key ${next.key.id}.`);
    expect(run.code).toBe(0);
    // Whoever knows only the old one cannot tell whose the new one is.
    expect((await audit(RECORD, 'verify', 'acme')).code).toBe(1);
    expect((await audit(RECORD, 'verify', 'acme', '--key', file('n.pem', publicKeyPem(next.key)))).code).toBe(
      0,
    );
  });

  test('key prints what --key takes: that of RECORD_KEY, else derived from the app’s key in any form', async () => {
    const { stdout, code } = await audit(RECORD, 'key');
    expect(code).toBe(0);
    expect(stdout).toBe(`Key ${key.id}\n${publicKeyPem(key)}`);
    await fill();
    expect((await audit({}, 'verify', 'acme', '--key', file('printed.pem', stdout))).code).toBe(0);

    const app = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const pkcs1 = app.export({ type: 'pkcs1', format: 'pem' }).toString();
    const pkcs8 = app.export({ type: 'pkcs8', format: 'pem' }).toString();
    const expected = `Key ${derivedRecordKey(pkcs1).id}\n`;
    const forms: readonly Record<string, string>[] = [
      { PRIVATE_KEY: pkcs1 },
      { PRIVATE_KEY: pkcs8.replaceAll('\n', '\\n') },
      { PRIVATE_KEY_PATH: file('app.pem', pkcs8) },
    ];
    for (const environment of forms) {
      expect((await audit(environment, 'key')).stdout).toContain(expected);
    }
    expect(expected).not.toContain(key.id);
  });

  test('without any there is none to print', async () => {
    expect(await audit({}, 'key')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('checkpoints that were kept', () => {
  const CUT =
    "delete from record where owner = 'acme' and sequence > 6; delete from checkpoint where owner = 'acme' and sequence > 6; " +
    "update chain set sequence = 6, hash = (select hash from record where owner = 'acme' and sequence = 6) where owner = 'acme'";

  test('find a tail that was cut off with its checkpoints', async () => {
    const store = await openStore({ folder });
    for (let n = 1; n <= 6; n++) await store.append(decision(n));
    await sign(store, key);
    for (let n = 7; n <= 9; n++) await store.append(decision(n));
    await sign(store, key);
    await store.close();
    const kept = file('kept.jsonl', (await audit({}, 'checkpoint', 'acme')).stdout);
    expect((await audit(RECORD, 'verify', 'acme', '--checkpoint', kept)).code).toBe(0);
    await tamper({ folder }, CUT);
    expect((await audit(RECORD, 'verify', 'acme')).code).toBe(0);
    const run = await audit(RECORD, 'verify', '--checkpoint', kept);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(
      'entry 7: This entry is missing: the checkpoint of 2026-03-02T12:00:00.000Z knew 9 entries.',
    );
    expect(run.stdout).toContain('entry 9: The checkpoint that was made at this entry is gone.');
  });

  test('find an owner of whom nothing is left, in lines of a log', async () => {
    await fill();
    const line = JSON.parse((await audit({}, 'checkpoint', 'acme')).stdout) as object;
    const log = file('log', `hello\n${JSON.stringify({ level: 30, ...line, msg: 'a checkpoint' })}\n{}\n`);
    await tamper(
      { folder },
      ['record', 'checkpoint', 'chain'].map((table) => `delete from ${table} where owner = 'acme'`).join(';'),
    );
    expect((await audit(RECORD, 'verify')).code).toBe(0);
    const run = await audit(RECORD, 'verify', '--checkpoint', log);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('The record of acme is broken');
  });

  test('that were altered are told, and a file without any is refused', async () => {
    await fill();
    const line = (await audit({}, 'checkpoint', 'acme')).stdout;
    const altered = file('altered', line.replace('"sequence":8', '"sequence":7'));
    const run = await audit(RECORD, 'verify', 'acme', '--checkpoint', altered);
    expect(run).toMatchObject({ code: 1, stdout: expect.stringContaining('its signature does not hold') });
    const none = file('none', '{}\n');
    expect(await audit(RECORD, 'verify', '--checkpoint', none)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('holds no checkpoint'),
    });
  });
});

describe('without a checkpoint', () => {
  const withEntries = async (...minutesAgo: number[]): Promise<void> => {
    const store = await openStore({ folder });
    for (const minutes of minutesAgo) {
      await store.append({ ...decision(minutes), at: new Date(Date.now() - minutes * 60_000).toISOString() });
    }
    await store.close();
  };

  test('young entries are not signed yet, which is no fault', async () => {
    await withEntries(20, 3);
    const run = await audit(RECORD, 'verify');
    expect(run).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/is whole: 2 entries.*; not signed yet\.\n/),
    });
  });

  test('entries older than an hour are one', async () => {
    await withEntries(90, 3);
    const run = await audit(RECORD, 'verify');
    expect(run).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/cannot be relied on[^]*No checkpoint by a known key is there/),
    });
  });

  test('a server that went on for an hour without signing is one, and so is a newest checkpoint that was removed', async () => {
    await withEntries(200, 190);
    const store = await openStore({ folder });
    await sign(store, key);
    await store.close();
    await withEntries(180, 100);
    expect(await audit(RECORD, 'verify')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Entries from 3 on are not signed, although the server went on'),
    });
  });

  test('and without entries there is nothing that could be whole', async () => {
    await (await openStore({ folder })).close();
    expect(await audit(RECORD, 'verify')).toMatchObject({
      code: 1,
      stdout: 'The record holds nothing yet.\n',
    });
    expect(await audit(RECORD, 'verify', 'acme')).toMatchObject({
      code: 1,
      stdout: 'The record holds nothing of acme.\n',
    });
    expect(jsonLines(await audit(RECORD, 'verify', 'acme', '--json'))).toMatchObject([
      { owner: 'acme', whole: false, entries: 0 },
    ]);
    expect(await audit({}, 'checkpoint')).toMatchObject({ code: 1, stdout: '' });
  });

  test('and without a store it cannot be read', async () => {
    const run = await agentguardWith(
      { AGENTGUARD_DATA: join(folder, 'nowhere'), ...RECORD },
      'audit',
      'verify',
    );
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no store of AgentGuard'),
    });
  });
});

test('redact: counts, asks, does it; verify lists it', async () => {
  await fill();
  const about = ['--person', 'BELA', '--owner', 'Acme', '--reason', 'erasure request 18', '--by', 'ada'];
  expect(await audit(RECORD, 'redact', ...about, '--dry-run')).toMatchObject({
    code: 0,
    stdout: '9 entries of the record to redact.\n',
  });
  expect(await audit(RECORD, 'redact', ...about)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('there is no terminal to ask on'),
  });
  const run = await audit(RECORD, 'redact', ...about, '--yes');
  expect(run).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('The record of acme: redacted by entry 11.\nRedacted 9 entries;'),
  });
  const { stdout, code } = await audit(RECORD, 'verify', 'acme');
  expect(code).toBe(0);
  expect(stdout).toContain('9 entries were redacted by entry 11, by ada: erasure request 18');
  const shown = await audit({}, 'show', 'acme/shop#2');
  expect(shown.stdout).toMatch(/one of person-3f2a, person-[0-9a-f]{4}/);
  expect(shown.stdout).not.toContain('bela');
  expect(await audit(RECORD, 'redact', ...about, '--yes')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Redacted 0 entries'),
  });
});

test.each<[string, string[], RegExp]>([
  ['nobody and no time', ['--reason', 'x'], /Say either whose data is to go/],
  ['both', ['--reason', 'x', '--person', 'a', '--before', '2025-01-01'], /Say either/],
  ['no reason', ['--person', 'olga'], /Say why/],
  [
    'a reason that names the person',
    ['--person', 'olga', '--reason', 'Olga asked'],
    /do not name the person/,
  ],
  ['no login', ['--person', 'a b', '--reason', 'x'], /is no login/],
  ['no day', ['--before', '2025-02-30', '--reason', 'x'], /is no day/],
])('redact is refused with %s', async (_, args, says) => {
  await fill();
  const run = await audit(RECORD, 'redact', ...args, '--yes');
  expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(says) });
});

test('redact is refused without a key, and while a server has the store', async () => {
  await fill();
  const about = ['--before', '2027-01-01', '--reason', 'kept for a year', '--yes'];
  expect(await audit({}, 'redact', ...about)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no key'),
  });
  const store = await openStore({ folder });
  expect(await audit(RECORD, 'redact', ...about)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Another AgentGuard is running'),
  });
  await store.close();
});
