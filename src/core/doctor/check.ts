import type { Line } from './line.ts';

/** One thing that the doctor looks at. Pure: facts in, lines out. */
export interface Check<Facts> {
  /** Its name in docs/doctor.md and in `--json`. */
  readonly id: string;
  readonly title: string;
  /** What goes wrong if it is not as it should be. */
  readonly why: string;
  /** Nothing: there is nothing to say. */
  inspect(facts: Facts): readonly Line[];
  /** Tests, and what docs/doctor.md shows: every line that it can say. */
  readonly examples: readonly Example<Facts>[];
}

export interface Example<Facts> {
  readonly when: string;
  readonly facts: Facts;
  /** `<sign>: <what it says>`, in order. */
  readonly lines: readonly string[];
}
