import type { Decision } from '../../decision/decision.ts';
import { answered, differences } from './comparison.ts';
import { SCHEMA } from '../json.ts';
import { plain } from '../markdown.ts';
import { title } from '../title.ts';

/** One merged pull request by two policies, or why it could not be read. */
export type Replayed = { readonly number: number; readonly title: string; readonly head: string } & (
  | {
      readonly now: Decision;
      readonly other: Decision;
      /** Why the strict defaults hold now; null: they do not. */
      readonly strict: string | null;
    }
  | { readonly unread: string }
);

/** Whether the other policy would have answered differently. */
const isOther = (now: Decision, other: Decision): boolean => answered(now) !== answered(other);

const WIDEST = 'review_required → indeterminate'.length;

/** A line of the table of a replay; empty for a pull request that both policies answer alike. */
export function replayLine(replayed: Replayed): string {
  const number = `#${replayed.number}`.padEnd(7);
  if ('unread' in replayed) return `${number}  not read: ${plain(replayed.unread, 300)}\n`;
  const { now, other } = replayed;
  if (!isOther(now, other)) return '';
  const change = `${answered(now)} → ${answered(other)}`.padEnd(WIDEST);
  return `${number}  ${change}  ${plain(replayed.title, 60)}\n${' '.repeat(9)}${title(other)}\n`;
}

/** Counts what a replay comes to, one pull request after another. */
export class ReplayTally {
  #read = 0;
  #unread = 0;
  readonly #changes = new Map<string, number>();
  /** Why the strict defaults hold at present, if they do for one of them. */
  strict: string | null = null;

  add(replayed: Replayed): void {
    if ('unread' in replayed) {
      this.#unread++;
      return;
    }
    this.#read++;
    const { now, other, strict } = replayed;
    this.strict ??= strict;
    if (!isOther(now, other)) return;
    const change = `${answered(now)} → ${answered(other)}`;
    this.#changes.set(change, (this.#changes.get(change) ?? 0) + 1);
  }

  /** The last line. */
  text(): string {
    const other = [...this.#changes.values()].reduce((sum, count) => sum + count, 0);
    const how = [...this.#changes]
      .toSorted((a, b) => b[1] - a[1])
      .map(([change, count]) => `${count} ${change}`);
    const counts = [
      `${this.#read} judged`,
      `${other} of them differently${how.length > 0 ? ` (${how.join(', ')})` : ''}`,
      ...(this.#unread > 0 ? [`${this.#unread} could not be read`] : []),
    ];
    return `${this.#read + this.#unread} merged pull requests: ${counts.join(', ')}.\n`;
  }
}

/** A line of `simulate --last --json`. */
export function replayJson(repository: string, replayed: Replayed): object {
  const { number, head } = replayed;
  const about = { schema: SCHEMA, repository, number, title: replayed.title, head };
  if ('unread' in replayed) return { ...about, unread: replayed.unread };
  const { now, other } = replayed;
  const answer = (decision: Decision): object => ({
    mode: decision.mode,
    decision: decision.outcome,
    title: title(decision),
  });
  return {
    ...about,
    now: answer(now),
    other: answer(other),
    differs: isOther(now, other),
    differences: differences(now, other),
  };
}
