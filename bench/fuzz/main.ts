/**
 * `npm run bench:fuzz`: mutated deliveries, policies, patches, CODEOWNERS files and check runs, in a thread of their own
 * that is ended when a case hangs. Exits 1 if anything went wrong.
 */
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { parseArgs } from 'node:util';
import { supervise, type Order, type Outcome } from './supervise.ts';
import type { Target } from './target.ts';
import { work } from './work.ts';

const HELP = `Usage: npm run bench:fuzz -- [options]

  --count N     how many cases in all (100000)
  --seed N      another seed gives other cases (1)
  --only NAME   payloads, process, policies, patches, codeowners or checks; may be repeated
  --case N      one case alone, with its input in full
  --help        this

Exits 0 when nothing went wrong, 1 when something did, 2 for a wrong option.
`;

/** Each with its part of the cases; a process of its own is slow. Threads load only what they run. */
const TARGETS: Readonly<Record<string, readonly [share: number, load: () => Promise<Target>]>> = {
  payloads: [0.2, async () => (await import('./targets/payloads.ts')).payloads],
  process: [0.01, async () => (await import('./targets/process.ts')).serveProcess],
  policies: [0.24, async () => (await import('./targets/policies.ts')).policies],
  patches: [0.2, async () => (await import('./targets/patches.ts')).patches],
  codeowners: [0.25, async () => (await import('./targets/codeowners.ts')).codeowners],
  checks: [0.1, async () => (await import('./targets/checks.ts')).checks],
};

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** null: there are others than we know. */
function optionsGiven() {
  try {
    return parseArgs({
      options: {
        count: { type: 'string', default: '100000' },
        seed: { type: 'string', default: '1' },
        only: { type: 'string', multiple: true, default: [] },
        case: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch {
    return null;
  }
}

async function main(): Promise<void> {
  const values = optionsGiven();
  if (values === null) {
    process.stderr.write(HELP);
    process.exitCode = 2;
    return;
  }
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const single = values.case === undefined ? null : Number(values.case);
  const numbers = [count, seed, single ?? 0];
  if (
    !numbers.every((number) => Number.isSafeInteger(number) && number >= 0) ||
    values.only.some((name) => !Object.hasOwn(TARGETS, name))
  ) {
    process.stderr.write(HELP);
    process.exitCode = 2;
    return;
  }
  const chosen = Object.entries(TARGETS).filter(
    ([name]) => values.only.length === 0 || values.only.includes(name),
  );
  const shares = chosen.reduce((sum, [, [share]]) => sum + share, 0);
  const outcomes: Outcome[] = [];
  for (const [name, [share]] of chosen) {
    const order: Order = {
      name,
      seed,
      from: single ?? 0,
      until: single === null ? Math.ceil((count * share) / shares) : single + 1,
    };
    const start = (data: Order & { shared: SharedArrayBuffer }): Worker =>
      new Worker(new URL(import.meta.url), { workerData: data });
    outcomes.push(await supervise(order, start, { verbose: single !== null }));
  }
  report(outcomes);
}

function report(outcomes: readonly Outcome[]): void {
  say('');
  say(
    `${'what'.padEnd(12)} ${'cases'.padStart(8)} ${'seconds'.padStart(8)} ${'p99'.padStart(10)} ${'worst'.padStart(10)} ${'wrong'.padStart(6)}`,
  );
  for (const { name, cases, seconds, p99, slowest, failures, summary } of outcomes) {
    const ms = (value: number): string => `${value.toFixed(1)} ms`.padStart(10);
    say(
      `${name.padEnd(12)} ${String(cases).padStart(8)} ${seconds.toFixed(0).padStart(8)} ${ms(p99)} ${ms(slowest[0]?.milliseconds ?? 0)} ${String(failures).padStart(6)}`,
    );
    say(`  ${summary}`);
    const slow = slowest.map(({ index, milliseconds }) => `--case ${index} (${milliseconds.toFixed(0)} ms)`);
    say(`  slowest: ${slow.join(', ')}`);
  }
  const failures = outcomes.reduce((sum, outcome) => sum + outcome.failures, 0);
  say(failures === 0 ? '\nNothing went wrong.' : `\n${failures} cases went wrong.`);
  process.exitCode = failures === 0 ? 0 : 1;
}

if (isMainThread) await main();
else {
  const order = workerData as Order & { shared: SharedArrayBuffer };
  const load = TARGETS[order.name]?.[1];
  if (load) await work(await load(), order);
}
