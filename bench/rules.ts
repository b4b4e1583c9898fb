/**
 * `npm run bench:rules -- --repo DIR --range A..B`: how many MB of diff a second the rules read, beside secretlint and
 * a plain grep for the same keywords, in one run; and how the time of each rule grows with what it reads.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism, tmpdir } from 'node:os';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { loadParsers } from '../src/core/parsers/parsers.ts';
import { DEFAULTS } from '../src/core/policy/defaults.ts';
import { activeRules } from '../src/core/policy/setting.ts';
import { inspect, type ActiveRule } from '../src/core/rules/inspect.ts';
import { PROVIDER_FORMATS } from '../src/core/rules/secret-added/_provider-formats.ts';
import { loadChanges } from './rules/changes.ts';
import { growths } from './rules/growth.ts';

const { values } = parseArgs({
  options: {
    repo: { type: 'string', default: '.' },
    range: { type: 'string' },
    megabytes: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
  },
});
if (values.range === undefined) {
  process.stderr.write('Name the commits: npm run bench:rules -- --repo DIR --range A..B\n');
  process.exit(2);
}

const rules = activeRules(DEFAULTS);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const note = (line: string): boolean => process.stderr.write(`${line}\n`);

note('Reading commits …');
const { changes, parsers, patch } = await loadChanges(
  values.repo,
  values.range,
  rules,
  Number(values.megabytes),
);
await loadParsers(parsers);
const megabytes = Buffer.byteLength(patch) / 1e6;
const folder = mkdtempSync(join(tmpdir(), 'agentguard-bench-'));
writeFileSync(join(folder, 'patch'), patch);
writeFileSync(
  join(folder, 'keywords'),
  [...new Set(PROVIDER_FORMATS.flatMap(({ keywords }) => keywords))].join('\n'),
);

const seconds = async (work: () => unknown): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};
const some = (chosen: readonly ActiveRule[]) => (): void => {
  for (const change of changes) inspect(change, chosen);
};
const secrets = rules.filter(({ rule }) => rule.family === 'secret-added');
const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] };

/** What is timed, over the same patches. */
const RUNS: Readonly<Record<string, () => unknown>> = {
  'all rules': some(rules),
  'secret-added alone': some(secrets),
  'secretlint, its recommended rules': async () => {
    for (const { files } of changes) {
      for (const { path, patch: content } of files) {
        if (content === null) continue;
        const source = {
          filePath: `/${path}`,
          content,
          ext: path.slice(path.lastIndexOf('.')),
          contentType: 'text' as const,
        };
        await lintSource({ source, options: { config } });
      }
    }
  },
  'grep for the keywords of secret-added': () =>
    spawnSync('grep', ['-c', '-F', '-f', join(folder, 'keywords'), join(folder, 'patch')]),
};

const took = new Map<string, number[]>();
for (let round = 0; round <= Number(values.rounds); round++) {
  note(round === 0 ? 'Warming up …' : `Round ${round} of ${values.rounds} …`);
  for (const [name, run] of Object.entries(RUNS)) {
    const one = await seconds(run);
    if (round > 0) took.set(name, [...(took.get(name) ?? []), one]);
  }
}
rmSync(folder, { recursive: true });

const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;
say(
  `${changes.length} commits, ${megabytes.toFixed(1)} MB of diff, ${availableParallelism()} processors, Node ${process.versions.node}; medians of ${values.rounds} rounds`,
);
for (const [name, list] of took) {
  say(
    `${name.padEnd(40)} ${median(list).toFixed(2).padStart(8)} s ${(megabytes / median(list)).toFixed(2).padStart(9)} MB/s`,
  );
}

note('Measuring how each rule grows …');
say('\nTime against size: one file of 10 kB to 1 MB, and 10 to 1,000 files');
say(
  `${'rule'.padEnd(30)} ${'of'.padEnd(11)} ${'smallest'.padStart(11)} ${'largest'.padStart(11)} ${'slope'.padStart(6)}`,
);
for (const one of growths(rules)) {
  say(
    `${one.rule.padEnd(30)} ${one.of.padEnd(11)} ${`${one.least.toFixed(2)} ms`.padStart(11)} ${`${one.most.toFixed(2)} ms`.padStart(11)} ${one.slope.toFixed(2).padStart(6)}`,
  );
}
