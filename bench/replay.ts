/**
 * `npm run bench:replay`: stores decisions of every kind with what they rested on, and has `agentguard replay` make them
 * all again. Which ones is drawn by a seed, so that two runs store the same.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { openStore } from '../src/adapters/store/store.ts';
import { basisOf } from '../src/core/decision/basis/basis.ts';
import { pack } from '../src/core/decision/basis/pack.ts';
import { decide } from '../src/core/decision/decide.ts';
import { decisionRecord } from '../src/core/decision/record.ts';
import { world } from '../test/support/arbitrary-decisions.ts';
import { conclude, machine, mustHold, note, say, table } from './service/report.ts';

const { values } = parseArgs({
  options: {
    decisions: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stderr.write(`npm run bench:replay -- [options]
  --decisions N    how many are stored and made again (10000)
  --seed N         which ones (1)
A small one: --decisions 500
`);
  process.exit(0);
}
const wanted = Number(values.decisions);
const folder = mkdtempSync(join(tmpdir(), 'agentguard-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const outcomes = new Map<string, number>();
const store = await openStore({ folder });
note(`Storing ${wanted} decisions ...`);
for (const [index, input] of fc.sample(world, { numRuns: wanted, seed: Number(values.seed) }).entries()) {
  const decision = decide(input);
  outcomes.set(decision.outcome, (outcomes.get(decision.outcome) ?? 0) + 1);
  await store.append({
    owner: 'acme',
    at: input.facts.now,
    kind: 'decision',
    // Each on a pull request of its own: one that is decided the same way twice adds nothing.
    subject: `acme/shop#${index + 1}`,
    body: decisionRecord(input.facts, input.policy, decision, 'bench'),
    basis: pack(basisOf(input)),
  });
}
await store.close();
const size = statSync(join(folder, 'agentguard.db')).size;

note('Making them again ...');
const start = performance.now();
const main = new URL('../src/main.js', import.meta.url).pathname;
const run = spawnSync(process.execPath, [main, 'replay', 'acme', '--data', folder, '--json'], {
  encoding: 'utf8',
  maxBuffer: 1e9,
});
const seconds = (performance.now() - start) / 1000;
const last = run.stdout.trim().split('\n').at(-1) ?? '{}';
const { counts } = JSON.parse(last) as { counts?: Record<string, number> };

say(machine());
say();
table(
  [
    'decisions',
    ...[...outcomes.keys()].toSorted(),
    'the same',
    'else',
    'seconds',
    'a second',
    'bytes a decision',
  ],
  [
    [
      wanted,
      ...[...outcomes].toSorted(([a], [b]) => a.localeCompare(b)).map(([, count]) => count),
      counts?.['same'] ?? 0,
      wanted - (counts?.['same'] ?? 0),
      seconds.toFixed(1),
      Math.round(wanted / seconds),
      Math.round(size / wanted),
    ],
  ],
);
mustHold(run.status === 0, `replay ends with 0, not ${run.status}: ${run.stderr.slice(0, 500)}`);
mustHold(counts?.['same'] === wanted, 'every decision comes out the same');
conclude();
