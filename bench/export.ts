/**
 * `npm run bench:export`: fills an embedded store with a record and exports all of it in each format, each in a process
 * of its own. The record is of made-up quarters, one after the other, drawn by a seed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fillQuarter } from '../demo/story/quarter.ts';
import type { RecordRow } from '../src/adapters/store/schema.ts';
import { openDatabase } from '../src/adapters/store/store.ts';
import { canonicalJson } from '../src/core/facts/canonical-json.ts';
import { hashOf, NOTHING } from '../src/core/record/entry.ts';
import type { RecordEntry } from '../src/ports.ts';
import { conclude, machine, mustHold, note, say, table } from './service/report.ts';

const { values } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stderr.write(`npm run bench:export -- [options]
  --entries N    of the record (1000000)
A small one: --entries 20000
`);
  process.exit(0);
}
const wanted = Number(values.entries);
const folder = mkdtempSync(join(tmpdir(), 'agentguard-bench-export-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const OWNER = 'harbour';
const PULL_REQUESTS_A_QUARTER = 1000;
const ROWS_AT_ONCE = 500;
const WEEKS_12 = 12 * 7 * 24 * 60 * 60 * 1000;

/** Writes rows as `append` would, many at a time. */
async function fill(): Promise<void> {
  const { db, close } = await openDatabase({ folder });
  let end = { sequence: 0, hash: NOTHING };
  let rows: RecordRow[] = [];
  const chained = (entry: Omit<RecordEntry, 'sequence' | 'previous' | 'hash'>): RecordEntry => {
    const { owner, at, kind, subject } = entry;
    const unhashed = { owner, at, kind, subject, body: canonicalJson(entry.body) };
    const row = { ...unhashed, sequence: end.sequence + 1, previous: end.hash };
    const stored = { ...row, hash: hashOf(row) };
    if (stored.sequence <= wanted) {
      rows.push(stored);
      end = { sequence: stored.sequence, hash: stored.hash };
    }
    return { ...stored, body: entry.body };
  };
  for (let quarter = 0; end.sequence < wanted; quarter++) {
    await fillQuarter(
      { append: async (entry) => chained(entry), savePullRequest: async () => {} },
      {
        owner: OWNER,
        repositories: [`clinic-${quarter}`, `billing-${quarter}`, `website-${quarter}`],
        now: new Date(Date.UTC(2016, 0, 1) + quarter * WEEKS_12),
        pullRequests: Math.min(PULL_REQUESTS_A_QUARTER, wanted),
        seed: quarter + 1,
      },
    );
    await db.transaction().execute(async (trx) => {
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        await trx
          .insertInto('record')
          .values(rows.slice(from, from + ROWS_AT_ONCE))
          .execute();
      }
    });
    rows = [];
    if (quarter % 20 === 0) note(`${end.sequence} entries`);
  }
  await db
    .insertInto('chain')
    .values({ owner: OWNER, ...end })
    .execute();
  await close();
}

const MAIN = new URL('../src/main.js', import.meta.url).pathname;
/** What a process says of itself at its end. Its own: what `getrusage` tells begins with the size of its parent. */
const PEAK = `data:text/javascript,${encodeURIComponent(
  'import { readFileSync } from "node:fs";' +
    'process.on("exit", () => process.stderr.write(readFileSync("/proc/self/status", "utf8")));',
)}`;

interface Run {
  readonly code: number | null;
  readonly seconds: number;
  readonly said: string;
  /** Megabytes. */
  readonly peak: number;
}

async function agentguard(...args: string[]): Promise<Run> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', PEAK, MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const peak = Number(/VmHWM:\s+(\d+)/.exec(said)?.[1] ?? Number.NaN) / 1024;
  return { code, seconds: (performance.now() - began) / 1000, said, peak };
}

note(`Filling a store with ${wanted} entries ...`);
await fill();

const rows: string[][] = [];
const row = (what: string, { seconds, peak }: Run, bytes: number): number =>
  rows.push([
    what,
    `${seconds.toFixed(1)} s`,
    Math.round(wanted / seconds).toLocaleString('en-US'),
    `${(bytes / 1_000_000).toFixed(0)} MB`,
    `${peak.toFixed(0)} MB`,
  ]);
for (const format of ['jsonl', 'csv', 'html']) {
  note(`Exporting ${format} ...`);
  const file = join(folder, `record.${format}`);
  const run = await agentguard(
    'audit',
    'export',
    OWNER,
    '--data',
    folder,
    '--format',
    format,
    '--output',
    file,
  );
  mustHold(
    run.code === 0 && run.said.includes(`${wanted.toLocaleString('en-US')} entries of`),
    `every entry is exported as ${format}: ${run.said}`,
  );
  row(format, run, statSync(file).size);
  if (format === 'jsonl') {
    note('Checking it ...');
    const check = await agentguard('audit', 'verify-export', file);
    mustHold(check.code === 0, `the exported file holds: ${check.said}`);
    row('verify-export', check, statSync(file).size);
  }
  rmSync(file);
}

say(`${wanted.toLocaleString('en-US')} entries on SQLite; ${machine()}`);
say();
table(['what', 'took', 'entries a second', 'file', 'peak memory'], rows);
conclude();
