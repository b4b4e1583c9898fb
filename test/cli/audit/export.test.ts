import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { openStore } from '../../../src/adapters/store/store.ts';
import { fillQuarter } from '../../../demo/story/quarter.ts';
import type { RecordEntry, Store } from '../../../src/ports.ts';
import { agentguardWith, type Run } from '../../support/command-line.ts';
import { describeOnEachStore, type EachStore } from '../../support/each-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-export-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const environmentOf = (at: EachStore): Record<string, string> => {
  const place = at.place();
  return 'url' in place ? { DATABASE_URL: place.url } : { AGENTGUARD_DATA: place.folder };
};

const append = (store: Store, subject: string, day: number, more: Partial<RecordEntry> = {}) =>
  store.append({
    owner: 'acme',
    at: `2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`,
    kind: 'decision',
    subject,
    body: { outcome: 'block', day },
    ...more,
  });

interface Line {
  readonly sequence?: number;
  readonly summary?: { readonly entries: number; readonly kinds: object };
  readonly owner?: string;
  readonly command?: string;
}

const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

const sequences = (text: string): number[] => linesOf(text).flatMap(({ sequence }) => sequence ?? []);

describeOnEachStore('audit export', (at) => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(at.place());
    await append(store, 'acme/shop#1', 1);
    await append(store, 'Acme/Shop#2', 2);
    await append(store, 'acme/site#1', 3, { kind: 'merge', body: { mergedBy: 'nadia', decision: null } });
    await append(store, 'acme/shop@main', 4, { kind: 'policy', body: { digest: 'd' } });
    await append(store, 'acme', 5, { kind: 'freeze', body: { agents: 'all', by: { login: 'ada' } } });
  });
  afterEach(() => store.close());

  const run = (...args: string[]): Promise<Run> =>
    agentguardWith(environmentOf(at), 'audit', 'export', ...args);

  test.each<[string, string[], number[]]>([
    ['everything of an owner', ['acme'], [1, 2, 3, 4, 5]],
    ['the only owner, unnamed', [], [1, 2, 3, 4, 5]],
    ['an owner however it is spelled', ['ACME'], [1, 2, 3, 4, 5]],
    ['a repository', ['--repo', 'acme/Shop'], [1, 2, 4]],
    ['from a day', ['acme', '--from', '2026-03-03'], [3, 4, 5]],
    ['up to a day', ['acme', '--to', '2026-03-03'], [1, 2]],
    [
      'from one moment to another',
      ['acme', '--from', '2026-03-02T12:00', '--to', '2026-03-04T13:00:00+01:00'],
      [2, 3],
    ],
    ['nothing in that time', ['acme', '--from', '2030-01-01'], []],
    ['an owner whom nobody knows', ['umbrella'], []],
  ])('%s', async (_, args, expected) => {
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(0);
    expect(sequences(stdout)).toEqual(expected);
    expect(linesOf(stdout).at(-1)?.summary?.entries).toBe(expected.length);
    const said = stderr.startsWith('The record holds nothing of ');
    expect(said).toBe(expected.length === 0);
    expect(stderr).toMatch(/^\d entr(y|ies) of \S+ exported to standard output: .* SHA-256 [0-9a-f]{64}$/m);

    const file = join(folder, 'exported.jsonl');
    writeFileSync(file, stdout);
    const checked = await agentguardWith({}, 'audit', 'verify-export', file);
    expect(checked).toMatchObject({ code: 0, stderr: '' });
    expect(checked.stdout).toContain(`holds: ${expected.length} entries`);
  });

  test('the first line says what was asked for, without a place of this machine', async () => {
    const [head] = linesOf((await run('--repo', 'acme/shop', '--from', '2026-03-01')).stdout);
    expect(head).toMatchObject({
      owner: 'acme',
      command: 'agentguard audit export acme --from 2026-03-01T00:00:00.000Z --repo acme/shop --format jsonl',
    });
  });

  test('as csv and as a page', async () => {
    const csv = await run('acme', '--format', 'csv');
    expect(csv.stdout.split('\r\n')).toHaveLength(7);
    expect(csv.stdout).toMatch(/^sequence,at,kind,subject,/);
    const page = await run('acme', '--format', 'html');
    expect(page.stdout).toMatch(/^<!doctype html>[^]*End of the export: 5 entries\.[^]*<\/html>\n$/);
    expect(page.stdout.match(/<h3>/g)).toHaveLength(5);
  });

  test('a file that is there when it is whole, and is not overwritten', async () => {
    const file = join(folder, 'record.jsonl');
    expect(await run('acme', '--output', file)).toMatchObject({ code: 0, stdout: '' });
    expect(readdirSync(folder)).toEqual(['record.jsonl']);
    const before = readFileSync(file, 'utf8');
    const again = await run('acme', '--output', file);
    expect(again).toMatchObject({ code: 2, stderr: `${file} exists. Give --force to replace it.\n` });
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(await run('acme', '--to', '2026-03-02', '--output', file, '--force')).toMatchObject({ code: 0 });
    expect(sequences(readFileSync(file, 'utf8'))).toEqual([1]);
  });

  test('with several owners somebody has to say which', async () => {
    await append(store, 'umbrella/x#1', 1, { owner: 'umbrella' });
    expect(await run()).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'The record has several owners: name one of acme, umbrella.\n',
    });
  });

  test('texts that mean harm stay what they are', async () => {
    const reason = `=1+1"</script><script>alert(1)</script>\r\n\u2028${'x'.repeat(100_000)}\ud800`;
    await append(store, 'acme/shop#9', 6, { kind: 'override', body: { by: { login: '@x' }, reason } });
    const jsonl = await run('acme');
    const file = join(folder, 'hostile.jsonl');
    writeFileSync(file, jsonl.stdout);
    expect(await agentguardWith({}, 'audit', 'verify-export', file)).toMatchObject({ code: 0 });
    const last = JSON.parse(jsonl.stdout.trimEnd().split('\n').at(-2) ?? '') as { body: string };
    expect(JSON.parse(last.body)).toMatchObject({ reason });
    expect((await run('acme', '--format', 'csv')).stdout).toContain(`"'=1+1""</script>`);
    expect((await run('acme', '--format', 'html')).stdout).not.toContain('<script');
  });

  test('a quarter of an organisation in each format', async () => {
    await fillQuarter(store, { pullRequests: 12, now: new Date('2026-11-01') });
    for (const format of ['jsonl', 'csv', 'html']) {
      const file = join(folder, `quarter.${format}`);
      expect(await run('harbour', '--format', format, '--output', file)).toMatchObject({ code: 0 });
    }
    const count = sequences(readFileSync(join(folder, 'quarter.jsonl'), 'utf8')).length;
    expect(count).toBeGreaterThan(30);
    expect(readFileSync(join(folder, 'quarter.csv'), 'utf8').split('\r\n')).toHaveLength(count + 2);
    expect(readFileSync(join(folder, 'quarter.html'), 'utf8').match(/<td class="number">/g)).toHaveLength(
      count,
    );
  });
});

describe('audit export refuses', () => {
  test.each<[string, string[], RegExp]>([
    [
      'a day that there is not',
      ['acme', '--from', '2026-02-30'],
      /'--from <time>' argument '2026-02-30' is invalid. It takes a day/,
    ],
    ['a time in words', ['acme', '--to', 'yesterday'], /'--to <time>' argument 'yesterday' is invalid/],
    ['an hour that there is not', ['acme', '--to', '2026-02-03T25:00'], /It takes a day or a moment in UTC/],
    [
      'a time that ends before it begins',
      ['acme', '--from', '2026-03-02', '--to', '2026-03-02'],
      /There is no time from --from up to --to/,
    ],
    ['a repository without its owner', ['--repo', 'shop'], /"shop" is no repository; write owner\/name/],
    ["another owner's repository", ['acme', '--repo', 'umbrella/x'], /umbrella\/x is no repository of acme/],
    ['a repository as owner', ['acme/shop'], /"acme\/shop" is no organisation or user/],
    ['a format that it does not know', ['acme', '--format', 'pdf'], /Allowed choices are jsonl, csv, html/],
    [
      'a folder that is not there',
      ['acme', '--output', '/nowhere/at/all.csv'],
      /There is no folder \/nowhere\/at/,
    ],
    ['a folder as file', ['acme', '--output', tmpdir()], /is no file/],
    ['a folder without a store', ['acme', '--data', '/nowhere/at/all'], /There is no store of AgentGuard/],
  ])('%s', async (_, args, expected) => {
    const { code, stdout, stderr } = await agentguardWith({}, 'audit', 'export', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(expected);
  });
});

describe('a record that was tampered with', () => {
  const data = (): string => join(folder, 'data');
  const tamper = (statement: string): void => {
    const database = new Database(join(data(), 'agentguard.db'));
    for (const change of ['update', 'delete']) database.exec(`drop trigger record_refuses_${change}`);
    database.exec(statement);
    database.close();
  };
  beforeEach(async () => {
    const store = await openStore({ folder: data() });
    for (let n = 1; n <= 3; n++) await append(store, `acme/shop#${n}`, n);
    await store.close();
  });

  test.each<[string, string, string]>([
    [
      'altered',
      `update record set body = replace(body, 'block', 'allow') where sequence = 2`,
      'Entry 2: It was altered',
    ],
    ['robbed', 'delete from record where sequence = 2', 'Entry 3: Entries before it are missing.'],
  ])('%s, is exported all the same, and said to be', async (_, statement, expected) => {
    tamper(statement);
    for (const format of ['jsonl', 'csv', 'html']) {
      const file = join(folder, `record.${format}`);
      const { code, stderr } = await agentguardWith(
        { AGENTGUARD_DATA: data() },
        'audit',
        'export',
        'acme',
        '--format',
        format,
        '--output',
        file,
      );
      expect({ format, code }).toEqual({ format, code: 1 });
      expect(stderr).toContain(expected);
      expect(stderr).toContain('agentguard audit verify acme');
      expect(existsSync(file)).toBe(true);
    }
    expect(readFileSync(join(folder, 'record.html'), 'utf8')).toContain('1 entry does not hold.');
    expect(await agentguardWith({}, 'audit', 'verify-export', join(folder, 'record.jsonl'))).toMatchObject({
      code: 1,
    });
  });

  test('that cannot be read leaves nothing', async () => {
    tamper(`update record set body = '{' where sequence = 3`);
    const file = join(folder, 'record.jsonl');
    const run = await agentguardWith(
      { AGENTGUARD_DATA: data() },
      'audit',
      'export',
      'acme',
      '--output',
      file,
    );
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^Nothing whole was exported\. /);
    expect(readdirSync(folder)).toEqual(['data']);
  });
});

describe('audit verify-export', () => {
  test('names what does not hold', async () => {
    const file = join(folder, 'x.jsonl');
    writeFileSync(file, 'hello\n');
    const { code, stderr } = await agentguardWith({}, 'audit', 'verify-export', file);
    expect(code).toBe(1);
    expect(stderr).toMatch(/does not hold:\nLine 1 does not say what is exported/);
  });

  test('says that there is no file', async () => {
    const run = await agentguardWith({}, 'audit', 'verify-export', join(folder, 'nothing.jsonl'));
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/ENOENT|no such file/);
  });
});
