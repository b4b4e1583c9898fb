import type { Answer } from '../../core/commands/answer.ts';
import type { Command, RecordEntry } from '../../ports.ts';

/** A command with what has become of it; what was accepted is in the record. */
export interface Given {
  readonly command: Command;
  readonly answer: Exclude<Answer, { kind: 'accept' | 'freeze' }> | { readonly kind: 'accept' };
  /** Whoever gave it works not on the repository; absent: nobody looked. */
  readonly isStranger?: boolean;
}

/** Whether the record has what a command asked for. */
export const isRecorded = ({ id }: Command, entries: readonly RecordEntry[]): boolean =>
  entries.some(({ body }) => body['command'] === id);
