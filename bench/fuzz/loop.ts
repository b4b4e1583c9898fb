import { randomOf } from './random.ts';
import type { Opened, Ran, Target } from './target.ts';

export interface Failure {
  readonly index: number;
  readonly wrong: readonly string[];
  readonly input: string;
}

export interface Slow {
  readonly index: number;
  readonly milliseconds: number;
}

/** One case; what it throws is what is wrong with it. */
export async function runCase(opened: Opened, target: Target, seed: number, index: number): Promise<Ran> {
  try {
    return await opened.run(randomOf(seed, target.name, index));
  } catch (error) {
    const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { wrong: [`threw: ${thrown}`], input: () => '(made from the seed)' };
  }
}

/** The failures among the first cases of a seed; for tests. */
export async function failuresOf(target: Target, seed: number, count: number): Promise<string[]> {
  const opened = await target.open();
  const failures: string[] = [];
  for (let index = 0; index < count; index++) {
    const { wrong, input } = await runCase(opened, target, seed, index);
    if (wrong.length > 0) {
      failures.push(
        `--only ${target.name} --seed ${seed} --case ${index}: ${wrong.join('; ')}\n${input().slice(0, 2000)}`,
      );
    }
  }
  await opened.close();
  return failures;
}
