import { didYouMean } from '../policy/suggest.ts';
import { plain } from '../render/markdown.ts';
import { minutesIn } from './duration.ts';

/** What a person can ask of the app, as they write it after `/agentguard`. */
export const VERBS = [
  'waive',
  'not-agent',
  'override',
  'revert',
  'freeze',
  'unfreeze',
  'recheck',
  'explain',
  'request-reviewers',
] as const;
export type Verb = (typeof VERBS)[number];

/** A command as it was written, or the sentence that says how to write it. */
export type Parsed =
  | { readonly verb: 'waive'; readonly finding: string; readonly reason: string }
  | { readonly verb: 'not-agent' | 'override' | 'revert'; readonly reason: string }
  | FreezeAsked
  | { readonly verb: 'recheck' | 'explain' | 'request-reviewers' }
  | { readonly verb: null; readonly refusal: string };

/** That agents stop, or go on. */
export type FreezeAsked =
  | { readonly verb: 'freeze'; readonly agent: string; readonly minutes: number; readonly reason: string }
  | { readonly verb: 'unfreeze'; readonly agent: string; readonly reason: string };

/** Four spaces or a tab before it would make it code; a quotation or a fence begins with something else. */
const COMMAND = /^ {0,3}\/agentguard(?!\S)/i;

/** A reason is kept up to so many characters. */
const MAX_REASON = 500;
/** Of a freeze: it stands on every check that it blocks. */
const MAX_FREEZE_REASON = 200;
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
    case 'override':
    case 'revert': {
      const reason = reasonIn(rest);
      if (reason !== null) return { verb, reason };
      return refused(`Say why, in a few words: \`/agentguard ${verb} <reason>\`.`);
    }
    case 'freeze':
      return freeze(rest);
    case 'unfreeze':
      return unfreeze(rest);
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

const HOW_TO_FREEZE =
  'Write `/agentguard freeze <agent|all> <time> <reason>`, with a time like `30m`, `4h` or `3d`.';
const SHORTEST_MINUTES = 5;
const LONGEST_MINUTES = 30 * 24 * 60;

function freeze(rest: string): Parsed {
  const [word, more] = cut(rest);
  const agent = agentIn(word);
  if (agent === null) return refused(`It has to say which agent, or \`all\`. ${HOW_TO_FREEZE}`);
  const [time, why] = cut(more);
  const minutes = minutesIn(bare(time));
  if (minutes === null) {
    const said = time === '' ? 'It has to say for how long.' : `${quoted(time)} is no time.`;
    return refused(`${said} ${HOW_TO_FREEZE}`);
  }
  if (minutes < SHORTEST_MINUTES || minutes > LONGEST_MINUTES) {
    return refused(`A freeze lasts at least \`5m\` and at most \`30d\`. ${HOW_TO_FREEZE}`);
  }
  const reason = reasonIn(why, MAX_FREEZE_REASON);
  if (reason === null) {
    return refused(`Say why, in a few words: \`/agentguard freeze ${agent} ${bare(time)} <reason>\`.`);
  }
  return { verb: 'freeze', agent, minutes, reason };
}

function unfreeze(rest: string): Parsed {
  const [word, more] = cut(rest);
  const agent = agentIn(word);
  if (agent === null) {
    return refused('It has to say which agent, or `all`. Write `/agentguard unfreeze <agent|all> <reason>`.');
  }
  const reason = reasonIn(more, MAX_FREEZE_REASON);
  if (reason !== null) return { verb: 'unfreeze', agent, reason };
  return refused(`Say why, in a few words: \`/agentguard unfreeze ${agent} <reason>\`.`);
}

/** An agent's id as people write or paste it; null: it cannot be one. */
function agentIn(word: string): string | null {
  const agent = bare(word).toLowerCase();
  return /^[a-z0-9][a-z0-9-]{0,49}$/.test(agent) ? agent : null;
}

/** Without the backticks that mark it as code. */
const bare = (word: string): string => word.replace(/^`(.*)`$/, '$1');

/** The beginning of a finding's key as people write or paste it; null: it cannot be one. */
function keyIn(word: string): string | null {
  const key = /^`?#?([0-9a-f]{8,64})`?$/i.exec(word)?.[1];
  return key?.toLowerCase() ?? null;
}

function reasonIn(text: string, max = MAX_REASON): string | null {
  const reason = plain(text, max);
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
