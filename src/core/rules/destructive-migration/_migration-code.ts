import type { Language } from '../../parsers/tests/languages.ts';
import { mask } from '../../parsers/tests/mask.ts';
import { downSpans, type Span } from './_down-spans.ts';

/** A language that migrations are written in. Elixir's comments, strings and `def` are read as Ruby's. */
export type MigrationLanguage = Language | 'elixir';

/** A string literal of migration code. */
export interface CodeString {
  readonly text: string;
  /** Index of its content in the code. */
  readonly at: number;
}

/** Migration code with what runs backwards taken out. All texts have the length and lines of the file. */
export interface MigrationCode {
  /** Down sections blanked. */
  readonly text: string;
  /** Besides, comments and the insides of strings blanked: to tell code from prose. */
  readonly code: string;
  readonly strings: readonly CodeString[];
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Reads a migration's forward direction. */
export function migrationCode(text: string, written: MigrationLanguage): MigrationCode {
  const language = written === 'elixir' ? 'ruby' : written;
  const { rest, heredocs } = withoutHeredocs(text, language);
  const masked = mask(rest, language);
  const spans = downSpans(rest, masked, language);
  const forward = without(text, spans);
  const code = without(masked, spans);
  const strings = [...heredocs, ...literals(code, forward)].filter(({ at, text: own }) =>
    forward.startsWith(own, at),
  );
  return { text: forward, code, strings };
}

function without(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const [from, to] of spans) {
    parts.push(text.slice(at, from), blank(text.slice(from, to)));
    at = to;
  }
  return parts.join('') + text.slice(at);
}

/** More long strings than this, and the rest is taken for code. */
const MAX_HEREDOCS = 200;

/** Ruby's and PHP's long strings, which the mask takes for code. */
function withoutHeredocs(text: string, language: Language): { rest: string; heredocs: CodeString[] } {
  if (language !== 'ruby' && language !== 'php') return { rest: text, heredocs: [] };
  const heredocs: CodeString[] = [];
  let past = 0;
  let tried = 0;
  for (const opening of text.matchAll(/<<[<~-]?(["']?)([A-Z][A-Z0-9_]{1,30})\1[^\n]{0,200}\n/g)) {
    const at = opening.index + opening[0].length;
    if (at < past) continue;
    if (++tried > MAX_HEREDOCS) break;
    const end = new RegExp(`^[ \\t]*${opening[2]}\\b`, 'm').exec(text.slice(at));
    if (!end) continue;
    heredocs.push({ text: text.slice(at, at + end.index), at });
    past = at + end.index;
  }
  const rest = without(
    text,
    heredocs.map(({ at, text: own }) => [at, at + own.length]),
  );
  return { rest, heredocs };
}

/** The string literals: what the mask blanked between quotes. */
function literals(code: string, text: string): CodeString[] {
  const found: CodeString[] = [];
  for (let at = 0; at < code.length;) {
    const quote = code[at] as string;
    if (quote !== '"' && quote !== "'" && quote !== '`') {
      at++;
      continue;
    }
    const mark = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
    const begin = at + mark.length;
    const close = (mark.length === 3 ? text : code).indexOf(mark, begin);
    const end = close < 0 ? code.length : close;
    if (end > begin) found.push({ text: text.slice(begin, end), at: begin });
    at = end + mark.length;
  }
  return found;
}
