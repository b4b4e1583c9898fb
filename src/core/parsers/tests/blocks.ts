import { headOf } from './declaration.ts';
import type { Declaration } from './declaration.ts';
import type { Source } from './source.ts';

interface IndentSyntax {
  readonly test: RegExp;
  readonly suite: RegExp;
  /** The line that closes a block at the same indentation, if the language has one. */
  readonly end: RegExp | null;
}

const PYTHON: IndentSyntax = {
  test: /^([ \t]*)(?:async[ \t]+)?def[ \t]+(test\w*)/,
  suite: /^([ \t]*)class[ \t]+(\w*Test\w*)/,
  end: null,
};
const RUBY: IndentSyntax = {
  test: /^([ \t]*)(?:def[ \t]+(test_\w+[?!]?)|[xf]?(?:it|specify|example|scenario|test)\b[ \t(])/,
  suite: /^([ \t]*)(?:class[ \t]+(\w*Test\w*)|(?:RSpec\.)?[xf]?(?:describe|context|feature)\b[ \t(])/,
  end: /^[ \t]*(?:end|\})/,
};

/** `def test_x` and `class TestX`, as far as their lines are indented. */
export const pythonBlocks = (source: Source): Declaration[] => indented(source, PYTHON);

/** `it 'x' do ... end`, `def test_x ... end` and what is around them. */
export const rubyBlocks = (source: Source): Declaration[] => indented(source, RUBY);

/** The functions and classes of Python around a line. */
class Enclosing {
  readonly #open: { readonly indent: number; readonly isFunction: boolean }[] = [];

  /** Goes on to a line; true if it stands in a function. */
  enter(code: string): boolean {
    const trimmed = code.trimStart();
    if (trimmed === '' || /^[)\]}]/.test(trimmed)) return this.#inFunction();
    const indent = code.length - trimmed.length;
    while ((this.#open.at(-1)?.indent ?? -1) >= indent) this.#open.pop();
    const within = this.#inFunction();
    const block = /^(?:async[ \t]+)?(def|class)\b/.exec(trimmed);
    if (block) this.#open.push({ indent, isFunction: block[1] === 'def' });
    return within;
  }

  #inFunction(): boolean {
    return this.#open.some(({ isFunction }) => isFunction);
  }
}

/** Blocks that reach as far as their lines are indented. */
function indented(source: Source, syntax: IndentSyntax): Declaration[] {
  const found: Declaration[] = [];
  const around = new Enclosing();
  for (let line = 1; line <= source.lineCount; line++) {
    const code = source.codeLine(line);
    // A function within a function is not collected.
    if (syntax.end === null && around.enter(code)) continue;
    const suite = syntax.suite.exec(code);
    const match = suite ?? syntax.test.exec(code);
    if (!match) continue;
    const indent = match[1] ?? '';
    const call = /^(?:RSpec\.)?\w+/.exec(code.trim())?.[0] ?? '';
    const name = match[2] ?? rubyName(source.textLine(line));
    const start = source.startOf(line) + indent.length;
    const last = lastLine(source, line, indent.length, syntax);
    const only =
      /^f(?:it|describe|context|specify)\b/.test(call) || /\bfocus:\s*true|,\s*:focus\b/.test(code);
    found.push({
      kind: suite ? 'suite' : 'test',
      name,
      head: headOf(source, start),
      start,
      body: bodyStart(source, start, syntax),
      end: source.startOf(last + 1),
      call,
      only,
    });
  }
  return found;
}

/** Behind the signature of a Python function, which may span lines; Ruby's is one line. */
function bodyStart(source: Source, start: number, syntax: IndentSyntax): number {
  if (syntax.end) return source.startOf(source.lineOf(start));
  const open = source.code.indexOf('(', start);
  const line = source.lineOf(start);
  const close = open !== -1 && source.lineOf(open) === line ? source.closerOf(open) : start;
  return source.startOf(source.lineOf(close) + 1);
}

/** A description is the name: `it 'adds'`, `it { is_expected... }`, `describe User`. */
function rubyName(line: string): string {
  const trimmed = line.trim();
  const quoted = /^\S+?[ \t(]+(?:"([^"]*)"|'([^']*)')/.exec(trimmed);
  return (
    quoted?.[1] ??
    quoted?.[2] ??
    trimmed.replace(/^\S+[ \t(]+/, '').replace(/[ \t]+do\b.*$/, '')
  ).trim();
}

function lastLine(source: Source, from: number, indent: number, syntax: IndentSyntax): number {
  // A one-line block: `it { ... }`.
  if (syntax.end && !/\bdo\b|\{[^}]*$|^\s*(?:class|def)\b/.test(source.codeLine(from))) return from;
  let last = from;
  for (let line = from + 1; line <= source.lineCount; line++) {
    if (source.textLine(line).trim() === '') continue;
    const code = source.codeLine(line);
    const depth = code.length - code.trimStart().length;
    // Inside a string or a comment indentation says nothing.
    if (code.trim() !== '' && depth <= indent) {
      if (syntax.end) {
        if (depth === indent && syntax.end.test(code)) return line;
        // A body that is not indented goes on to its `end`.
        if (depth < indent || syntax.test.test(code) || syntax.suite.test(code)) return last;
      } else if (!/^\s*[)\]}]/.test(code)) {
        // Else the rest of a signature that spans lines: `) -> None:`.
        return last;
      }
    }
    last = line;
  }
  return last;
}
