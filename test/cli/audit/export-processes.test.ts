import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../src/adapters/store/store.ts';
import { asStored } from '../../../src/core/export/chain.ts';
import type { RecordKind } from '../../../src/ports.ts';
import { chainOf } from '../../support/chain.ts';
import { bundleScript, type Script } from '../../support/script.ts';

const MANY = 20_000;

let folder: string;
let data: string;
let main: Script;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'agentguard-export-'));
  data = join(folder, 'data');
  main = bundleScript('src/main.ts');
  const { db, close } = await openDatabase({ folder: data });
  const entries = chainOf(
    ...Array.from({ length: MANY }, (_, n) => ({
      subject: `acme/shop#${n % 500}`,
      body: { outcome: 'allow', n, gated: { reason: 'x'.repeat(2000) } },
    })),
  );
  for (let from = 0; from < MANY; from += 500) {
    const rows = entries
      .slice(from, from + 500)
      .map((entry) => ({ ...asStored(entry), kind: entry.kind as RecordKind }));
    await db.insertInto('record').values(rows).execute();
  }
  await close();
});
afterAll(() => {
  main.remove();
  rmSync(folder, { recursive: true });
});

const start = (output: string[], options: string[] = [], stdout: 'pipe' | number = 'pipe'): ChildProcess =>
  spawn(process.execPath, [...options, main.path, 'audit', 'export', 'acme', '--data', data, ...output], {
    stdio: ['ignore', stdout, 'pipe'],
    cwd: process.cwd(),
  });

async function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

const left = (): string[] => readdirSync(folder).filter((name) => name !== 'data');

test.each(['jsonl', 'csv', 'html'])(
  '%s of 20,000 entries in a heap smaller than the file',
  async (format) => {
    const file = join(folder, `record.${format}`);
    const { code, said } = await ended(
      start(['--format', format, '--output', file], ['--max-old-space-size=40']),
    );
    expect({ code, said }).toEqual({
      code: 0,
      said: expect.stringMatching(/^20,000 entries of acme exported/),
    });
    expect(left()).toEqual([`record.${format}`]);
    expect(readFileSync(file, 'utf8').length).toBeGreaterThan(40 * 1024 * 1024);
    rmSync(file);
  },
);

test('an export that is asked to end leaves nothing', async () => {
  const child = start(['--output', join(folder, 'record.jsonl')]);
  while (left().length === 0 && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(left()).toEqual([expect.stringContaining('record.jsonl.unfinished-')]);
  child.kill('SIGTERM');
  expect((await ended(child)).code).toBe(143);
  expect(left()).toEqual([]);
});

test('a reader that goes away is said, and is no success', async () => {
  const child = start([]);
  child.stdout?.once('data', () => child.stdout?.destroy());
  const { code, said } = await ended(child);
  expect({ code, said }).toEqual({
    code: 1,
    said: 'Nothing whole was exported. Whoever read standard output went away.\n',
  });
});
