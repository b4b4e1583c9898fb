/** What the benchmarks of the service say, and how they end. */
import { availableParallelism, cpus } from 'node:os';

/** Progress goes to the error output, so that the tables can be kept alone. */
export const note = (line: string): boolean => process.stderr.write(`${line}\n`);
export const say = (line = ''): boolean => process.stdout.write(`${line}\n`);

/** Prints a table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const texts = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...texts.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  say(line(texts[0] ?? []));
  say(`| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  for (const row of texts.slice(1)) say(line(row));
}

/** Where it was measured. */
export const machine = (): string =>
  `${availableParallelism()} processors (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}`;

// Those who clean up listen for the exit, which a signal alone does not make.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const failures: string[] = [];

/** Notes what must hold; what does not makes the benchmark end with 1. */
export function mustHold(holds: boolean, what: string): void {
  if (!holds) failures.push(what);
}

/** Says what did not hold, and makes the process end with 1 if anything did not. */
export function conclude(): void {
  say();
  if (failures.length === 0) {
    say('Everything that must hold, holds.');
    return;
  }
  for (const failure of failures) say(`Does not hold: ${failure}.`);
  process.exitCode = 1;
}

/** The value below which so great a share lies; NaN of nothing. */
export function quantile(list: readonly number[], share: number): number {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const median = (list: readonly number[]): number => quantile(list, 0.5);

/** Slope of the line through the logarithms, by least squares: 1 is linear. */
export function slope(points: readonly (readonly [size: number, value: number])[]): number {
  const logs = points.map(([size, value]) => [Math.log(size), Math.log(Math.max(value, 1e-9))] as const);
  const mean = (index: 0 | 1): number => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const over = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  return over / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}
