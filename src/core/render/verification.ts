import type { Verification } from '../record/verification.ts';
import { plain } from './markdown.ts';
import { minute } from './time.ts';

/** So many problems are named, the others are counted. */
const NAMED = 20;

/** Whether nothing speaks against an owner's record. */
export const isWhole = ({ problems, doubts }: Verification): boolean =>
  problems.length === 0 && doubts.length === 0;

/** What became of an owner's record, for people. */
export function verificationText(verification: Verification): string {
  const { owner, problems, doubts, redactions, backwards } = verification;
  const lines = [`The record of ${plain(owner, 100)} ${verdict(verification)}`];
  for (const { sequence, problem } of problems.slice(0, NAMED)) {
    lines.push(`  entry ${number(sequence)}: ${plain(problem, 400)}`);
  }
  if (problems.length > NAMED) lines.push(`  and ${number(problems.length - NAMED)} problems more`);
  lines.push(...doubts.map((doubt) => `  ${plain(doubt, 500)}`));
  for (const { sequence, redacted, by, reason } of redactions) {
    const what = redacted.length === 1 ? '1 entry was' : `${number(redacted.length)} entries were`;
    lines.push(
      `  ${what} redacted by entry ${number(sequence)}, by ${plain(by, 100)}: ${plain(reason, 300)}`,
    );
  }
  if (backwards > 0) {
    const what = backwards === 1 ? '1 entry bears' : `${number(backwards)} entries bear`;
    lines.push(
      `  ${what} an earlier time than one before: recorded late, or a clock was set back. That is no break.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function verdict(verification: Verification): string {
  const { problems, doubts } = verification;
  if (problems.length > 0) return `is broken (${held(verification)}):`;
  if (doubts.length > 0) return `cannot be relied on (${held(verification)}):`;
  return `is whole: ${held(verification)}.`;
}

function held({ entries, newest, signed }: Verification): string {
  const count = entries === 1 ? '1 entry' : `${number(entries)} entries`;
  const last = newest === null ? '' : `, the newest of ${minute(newest)}`;
  return `${count}${last}; ${signatureOf(entries, signed)}`;
}

function signatureOf(entries: number, signed: Verification['signed']): string {
  if (signed === null) return 'not signed yet';
  const since = entries - signed.sequence;
  const unsigned = since > 0 ? `, the ${since === 1 ? 'one' : number(since)} after it not yet` : '';
  return `signed up to entry ${number(signed.sequence)} by key ${signed.key}${unsigned}`;
}

/** The same for programs. */
export const verificationJson = (verification: Verification): object => {
  const { owner, entries, newest, problems, doubts, signed, redactions, backwards } = verification;
  return {
    owner,
    whole: isWhole(verification),
    entries,
    newest,
    signed,
    problems,
    doubts,
    redactions: redactions.map(({ sequence, redacted, by, reason, what }) => ({
      entry: sequence,
      redacted: redacted.length,
      what,
      by,
      reason,
    })),
    backwards,
  };
};

const number = (value: number): string => value.toLocaleString('en');
