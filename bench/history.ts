/**
 * `npm run bench:history -- --repo DIR --range A..B`: how fast `agentguard history` is beside `git log -p --raw` over
 * the same commits. Medians of five rounds in one run, with a warm cache; in each round everything runs in turn.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    repo: { type: 'string', default: '.' },
    range: { type: 'string' },
    rounds: { type: 'string', default: '5' },
  },
});
const { repo, range } = values;
if (range === undefined) {
  process.stderr.write('Name the commits: npm run bench:history -- --repo DIR --range A..B\n');
  process.exit(2);
}

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));
const history = [main, 'history', '--repo', repo, '--range', range, '--format', 'jsonl'];
const MEMORY_EVERY_MS = 50;

interface Measured {
  readonly seconds: number;
  readonly bytes: number;
  readonly lines: number;
  /** Peak of the process itself, where /proc tells. */
  readonly megabytes: number;
}

function measure(command: string, args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let bytes = 0;
    let lines = 0;
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), MEMORY_EVERY_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (command !== 'git') lines += chunk.toString('latin1').split('\n').length - 1;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      if (code !== 0) reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
      else resolve({ seconds: (performance.now() - start) / 1000, bytes, lines, megabytes: peak });
    });
  });
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

const runs = {
  log: () => measure('git', ['-C', repo, 'log', '-p', '--raw', range]),
  detection: () => measure(process.execPath, [...history, '--no-rules']),
  rules: () => measure(process.execPath, history),
};

await runs.log();
const rounds: Record<keyof typeof runs, Measured>[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  rounds.push({ log: await runs.log(), detection: await runs.detection(), rules: await runs.rules() });
  process.stderr.write('.');
}
process.stderr.write('\n');

const of = (name: keyof typeof runs, field: keyof Measured): number =>
  median(rounds.map((round) => round[name][field]));
const megabytes = of('log', 'bytes') / 1e6;
const ratio = median(rounds.map(({ log, detection }) => log.seconds / detection.seconds));
const speed = median(rounds.map(({ log, rules }) => log.bytes / 1e6 / rules.seconds));
process.stdout.write(
  [
    `${of('rules', 'lines')} commits, ${megabytes.toFixed(1)} MB of patch, ${availableParallelism()} processors, Node ${process.versions.node}`,
    `git log -p --raw     ${of('log', 'seconds').toFixed(2)} s`,
    `history --no-rules   ${of('detection', 'seconds').toFixed(2)} s  ${ratio.toFixed(2)} of the speed of git log (wanted: 0.50)  ${of('detection', 'megabytes').toFixed(0)} MB of memory`,
    `history              ${of('rules', 'seconds').toFixed(2)} s  ${speed.toFixed(2)} MB of patch a second (wanted: 3.00)  ${of('rules', 'megabytes').toFixed(0)} MB of memory`,
    '',
  ].join('\n'),
);
