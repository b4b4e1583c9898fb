import type { Answer } from '../../core/commands/answer.ts';
import type { Command, RecordEntry } from '../../ports.ts';

/** A pull request that takes another one back. */
export interface Opened {
  readonly kind: 'reverted';
  readonly number: number;
  readonly url: string;
  /** False: it was open already. */
  readonly isNew: boolean;
}

/** A command with what has become of it; what was accepted is in the record. */
export interface Given {
  readonly command: Command;
  readonly answer: Exclude<Answer, { kind: 'accept' | 'freeze' }> | { readonly kind: 'accept' } | Opened;
  /** Whoever gave it works not on the repository; absent: nobody looked. */
  readonly isStranger?: boolean;
}

/** Whether the record has what a command asked for. */
export const isRecorded = ({ id }: Command, entries: readonly RecordEntry[]): boolean =>
  entries.some(({ body }) => body['command'] === id);
