import { didYouMean } from '../policy/suggest.ts';
import { plain } from '../render/markdown.ts';

/** What a person can ask of the app, as they write it after `/agentguard`. */
export const VERBS = ['waive', 'not-agent', 'override', 'recheck', 'explain', 'request-reviewers'] as const;
export type Verb = (typeof VERBS)[number];

/** A command as it was written, or the sentence that says how to write it. */
export type Parsed =
  | { readonly verb: 'waive'; readonly finding: string; readonly reason: string }
  | { readonly verb: 'not-agent' | 'override'; readonly reason: string }
  | { readonly verb: 'recheck' | 'explain' | 'request-reviewers' }
  | { readonly verb: null; readonly refusal: string };

/** Four spaces or a tab before it would make it code; a quotation or a fence begins with something else. */
const COMMAND = /^ {0,3}\/agentguard(?!\S)/i;

/** A reason is kept up to so many characters. */
const MAX_REASON = 500;
/** So few are no reason, such as "ok". */
const LEAST_LETTERS = 3;

/** Whether a comment is a command: the first line that says something begins with `/agentguard`. Linear in its length. */
export const isCommand = (comment: string): boolean => commandIn(comment) !== null;

/**
 * Reads a command: the verb stands in its first line, in any case; the reason is the rest and may go over lines.
 * Takes any text; one that is no command at all is refused, too.
 */
export function parseCommand(comment: string): Parsed {
  const [line = '', ...below] = commandIn(comment) ?? [];
  const [word = '', inLine] = cut(line);
  const rest = [inLine, ...below].join('\n');
  const verb = VERBS.find((known) => known === word.toLowerCase());
  switch (verb) {
    case undefined: {
      const known = `One of ${VERBS.map((each) => `\`${each}\``).join(', ')} has to follow \`/agentguard\` in the same line.`;
      if (word === '') return refused(known);
      return refused(`There is no command ${quoted(word)}.${didYouMean(word, VERBS)} ${known}`);
    }
    case 'waive':
      return waive(rest);
    case 'not-agent':
    case 'override': {
      const reason = reasonIn(rest);
      if (reason !== null) return { verb, reason };
      return refused(`Say why, in a few words: \`/agentguard ${verb} <reason>\`.`);
    }
    default:
      return { verb };
  }
}

const HOW_TO_WAIVE =
  'Write `/agentguard waive <finding> <reason>`, with the key that stands beside the finding on the check.';

function waive(rest: string): Parsed {
  const [word, more] = cut(rest);
  if (word === '') return refused(`It has to say which finding, and why. ${HOW_TO_WAIVE}`);
  const finding = keyIn(word);
  if (finding === null) {
    return refused(
      `${quoted(word)} is no key of a finding: that is 8 or more of 0-9 and a-f. ${HOW_TO_WAIVE}`,
    );
  }
  const reason = reasonIn(more);
  if (reason === null) return refused(`Say why, in a few words: \`/agentguard waive ${finding} <reason>\`.`);
  return { verb: 'waive', finding, reason };
}

/** The beginning of a finding's key as people write or paste it; null: it cannot be one. */
function keyIn(word: string): string | null {
  const key = /^`?#?([0-9a-f]{8,64})`?$/i.exec(word)?.[1];
  return key?.toLowerCase() ?? null;
}

function reasonIn(text: string): string | null {
  const reason = plain(text, MAX_REASON);
  return (reason.match(/\p{L}/gu) ?? []).length < LEAST_LETTERS ? null : reason;
}

/** The lines of a command without its `/agentguard`; null: the comment is none. */
function commandIn(comment: string): string[] | null {
  const lines = comment.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const line = lines[first];
  if (line === undefined || !COMMAND.test(line)) return null;
  return [line.replace(COMMAND, ''), ...lines.slice(first + 1)];
}

/** The first word, and what follows it. */
function cut(text: string): [word: string, rest: string] {
  const trimmed = text.trimStart();
  const end = trimmed.search(/\s/);
  return end < 0 ? [trimmed, ''] : [trimmed.slice(0, end), trimmed.slice(end)];
}

const refused = (refusal: string): Parsed => ({ verb: null, refusal });

/** A word of somebody's as a code span, whatever is in it. */
const quoted = (word: string): string => `\`${plain(word.replaceAll('`', ''), 40) || ' '}\``;
