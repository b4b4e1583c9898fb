import type { Random } from './random.ts';

/** Something that is fed with mutants. */
export interface Target {
  /** As `--only` names it. */
  readonly name: string;
  /** A case that takes longer than this, of processor time and three times over, is a failure. */
  readonly mostMilliseconds: number;
  /** Gets ready; what it made is taken away again by `close`. */
  open(): Promise<Opened>;
}

export interface Opened {
  /** Makes the case of these numbers, runs it and says what is wrong. What it throws is a failure, too. */
  run(random: Random): Promise<Ran> | Ran;
  /** What was seen over all cases, for the table; rejects with what went wrong out of any case's sight. */
  close(): Promise<string>;
}

export interface Ran {
  /** Sentences; empty: all is well. */
  readonly wrong: readonly string[];
  /** The input, to be printed with a failure or a slow case. */
  readonly input: () => string;
}

/** Nothing is left to say. */
export const nothingWrong = (list: readonly (string | null)[]): string[] =>
  list.filter((one) => one !== null);
