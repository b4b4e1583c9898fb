import type { Difference } from '../decision/basis/replay.ts';
import { plain } from './markdown.ts';

/** What became of a decision that was made again. */
export type DecidedAgain =
  | { readonly result: 'same' }
  | { readonly result: 'differs'; readonly differences: readonly Difference[] }
  /** It could not be made again; the reason is a sentence. `redacted`: because somebody had that taken out. */
  | { readonly result: 'impossible' | 'altered' | 'redacted'; readonly reason: string };

/** The decision it is about, as its entry has it. */
export interface Decided {
  readonly sequence: number;
  readonly subject: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const MARGIN = '    ';
/** Of what differs so much is shown; `--json` has all. */
const LONGEST = 200;

/** One decision with what became of it, for people. */
export function decidedAgainText({ sequence, subject, body }: Decided, again: DecidedAgain): string {
  const head = typeof body['head'] === 'string' ? body['head'].slice(0, 7) : '';
  const outcome = typeof body['outcome'] === 'string' ? body['outcome'] : 'unknown';
  const start = `${sequence}  ${plain(subject, LONGEST)}  ${head}  ${outcome}:`;
  if (again.result === 'same') return `${start} decided again, the same.\n`;
  if (again.result !== 'differs') return `${start} not decided again. ${again.reason}\n`;
  const lines = again.differences.map(
    ({ member, recorded, now }) => `${MARGIN}${member}: recorded ${shown(recorded)}, now ${shown(now)}\n`,
  );
  return `${start} decided again, and it differs.\n${lines.join('')}`;
}

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : plain(JSON.stringify(value), LONGEST);

/** Counts what became of decisions. */
export class DecidedAgainTally {
  /** By what became of them. */
  readonly counts = { same: 0, differs: 0, impossible: 0, altered: 0, redacted: 0 };

  add({ result }: DecidedAgain): void {
    this.counts[result]++;
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** Whether every decision came out as it was recorded, but for those that were redacted. */
  get isWhole(): boolean {
    const { differs, impossible, altered } = this.counts;
    return differs + impossible + altered === 0;
  }

  text(): string {
    const { same, differs, impossible, altered, redacted } = this.counts;
    if (same === this.total) return `${many(same)} made again: all the same.\n`;
    return [
      `${many(this.total)} looked at:`,
      `${number(same)} came out the same,`,
      `${number(differs)} differ,`,
      `${number(altered)} were altered,`,
      `${number(impossible)} cannot be made again,`,
      `${number(redacted)} were redacted.\n`,
    ].join(' ');
  }
}

const number = (count: number): string => count.toLocaleString('en');
const many = (count: number): string => (count === 1 ? '1 decision was' : `${number(count)} decisions were`);
