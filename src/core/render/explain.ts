import type { Decision } from '../decision/decision.ts';
import type { PullRequestFacts } from '../facts/facts.ts';
import { explanation, type Line, type Mark, type Part } from './explanation.ts';
import { code, ended, plain, sentence, withNames } from './markdown.ts';
import { title } from './title.ts';

/** What was evaluated, for the line that says so. */
export type Explained = Pick<PullRequestFacts, 'repository' | 'number' | 'state' | 'headSha' | 'binding'>;

/** Colours a text for the terminal by how the thing stands. */
export type Paint = (mark: Mark, text: string) => string;

const MAX_NAME = 120;
const MAX_WORDS = 600;

/** How the policy was applied, for the terminal. Without `paint` there is no colour in it. */
export function explainText(
  decision: Decision,
  facts: Explained,
  paint: Paint = (_mark, text) => text,
): string {
  const sections = explanation(decision).map(({ heading, lines }) =>
    [heading, ...lines.flatMap((line) => textLines(line, '  ', paint))].join('\n'),
  );
  return `${[head(decision, facts), ...sections].join('\n\n')}\n`;
}

function head(decision: Decision, { repository, number, state, headSha, binding }: Explained): string {
  return [
    `${repository.owner}/${repository.name}#${number}${state === 'open' ? '' : ` (${state})`} at ${headSha.slice(0, 7)}, by the policy of ${plain(binding.ref)}`,
    title(decision),
    plain(decision.gated.reason, MAX_WORDS),
  ].join('\n');
}

const SIGN: Record<Mark, string> = { met: '✓', open: '…', refused: '✗', idle: '-', plain: '·' };

function textLines({ mark, text, under }: Line, indent: string, paint: Paint): string[] {
  const words = text.map((part) => (typeof part === 'string' ? spoken(part) : named(part))).join('');
  return [
    `${indent}${paint(mark, SIGN[mark])} ${mark === 'idle' ? paint(mark, words) : words}`,
    ...under.flatMap((each) => textLines(each, `${indent}    `, paint)),
  ];
}

/** Words of ours keep a space at both ends, where the next part begins. */
const spoken = (words: string): string =>
  withinSpaces(words, (text) => plain(text, MAX_WORDS).replaceAll('`', ''));
const named = ({ name }: { readonly name: string }): string => plain(name, MAX_NAME);

function withinSpaces(words: string, change: (text: string) => string): string {
  const [, before = '', text = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words) ?? [];
  // What a stranger wrote may end in a line break of some kind.
  const space = (blanks: string): string => (blanks === '' ? '' : ' ');
  return `${space(before)}${text === '' ? '' : change(text)}${space(after)}`;
}

/** A check's summary has room for it beside the rest, a comment alone. */
const MAX_BYTES = 30_000;

/** The same as markdown, for the check run and as an answer to a comment; the end is left out where it is long. */
export function explainMarkdown(decision: Decision, facts: Explained): string {
  const { headSha, binding } = facts;
  const first = `${sentence(title(decision))}. ${ended(sentence(decision.gated.reason))} Evaluated ${code(headSha.slice(0, 7))} by the policy of ${code(binding.ref)}.`;
  const lines = explanation(decision).flatMap((section) => [
    '',
    `**${section.heading}**`,
    '',
    ...section.lines.flatMap((line) => markdownLines(line, '')),
  ]);
  const shown: string[] = [first];
  let bytes = Buffer.byteLength(first);
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > MAX_BYTES) {
      shown.push('', `_Shortened: ${code('agentguard explain')} prints all of it._`);
      break;
    }
    shown.push(line);
  }
  return shown.join('\n');
}

const EMOJI: Record<Mark, string> = { met: '✅ ', open: '⏳ ', refused: '❌ ', idle: '▫️ ', plain: '' };

function markdownLines({ mark, text, under }: Line, indent: string): string[] {
  const words = text.map((part: Part) =>
    typeof part === 'string'
      ? withinSpaces(part, (ours) => withNames(ours, MAX_WORDS))
      : code(part.name, MAX_NAME),
  );
  return [
    `${indent}- ${EMOJI[mark]}${words.join('')}`,
    ...under.flatMap((each) => markdownLines(each, `${indent}  `)),
  ];
}
