import type { Language } from './_languages.ts';
import type { Source } from './_source.ts';

/** Where a test or suite stands in a source. Offsets. */
export interface Declaration {
  readonly kind: 'test' | 'suite';
  readonly name: string;
  /** Attributes, annotations and decorators begin here, or the declaration itself. */
  readonly head: number;
  readonly start: number;
  readonly body: number;
  readonly end: number;
  /** What was called: `it.skip`, `xit`; the keyword in other languages. */
  readonly call: string;
  readonly only: boolean;
}

/** Tests and suites of a source, outer before inner. */
export function declarationsOf(source: Source): Declaration[] {
  const found = FINDERS[source.language](source);
  return found.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

const FINDERS: Readonly<Record<Language, (source: Source) => Declaration[]>> = {
  js: (source) => calls(source),
  php: (source) => [...calls(source), ...methods(source)],
  java: (source) => methods(source),
  csharp: (source) => methods(source),
  go: (source) => methods(source),
  rust: (source) => methods(source),
  python: (source) => indented(source, PYTHON),
  ruby: (source) => indented(source, RUBY),
};

const CALL =
  /(?<![\w$.>:])((?:Deno\.)?(?:[xf]?(?:describe|context|it|test)|suite|specify|scenario|feature))((?:\.\w{1,20}){0,4})[ \t]*(?=[(<`])/g;
const SUITE_CALL = /^[xf]?(?:describe|context)|^suite|^feature|\.describe\b/;

/** `it('name', () => {...})` and its kin. */
function calls(source: Source): Declaration[] {
  const found: Declaration[] = [];
  for (const match of source.code.matchAll(CALL)) {
    const start = match.index;
    const call = `${match[1]}${match[2]}`;
    let open = start + match[0].length;
    // `it.each(table)('name', ...)`, `it.skipIf(condition)('name', ...)`: the last call names it.
    if (/\.(?:each|for|skipIf|runIf|if|todoIf)$/.test(call)) {
      open = source.code.indexOf('(', afterTable(source, open));
    }
    if (source.code[open] !== '(') continue;
    const close = source.closerOf(open);
    const name = nameAt(source, open + 1, close);
    const body = source.code.slice(open, Math.min(close, open + 1000));
    if (name === null || !/=>|\bfunction\b|\bfn\b|\basync\b|\.todo$/.test(body + call)) continue;
    const kind = SUITE_CALL.test(call) ? 'suite' : 'test';
    const end = source.statementEnd(close);
    const only = /\.only\b/.test(call) || /^f(?:it|test|describe|context)\b/.test(call);
    found.push({ kind, name, head: start, start, body: open, end: Math.max(close, end), call, only });
  }
  return found;
}

/** Behind the table of `.each`, in brackets or in backticks. */
function afterTable(source: Source, at: number): number {
  if (source.code[at] === '(') return source.closerOf(at) + 1;
  const end = source.text.indexOf('`', at + 1);
  return end === -1 ? source.text.length : end + 1;
}

/** The first argument as it is written; null if there is none. */
function nameAt(source: Source, from: number, to: number): string | null {
  const text = source.text.slice(from, Math.min(to, from + 500)).trimStart();
  const quoted = /^(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/.exec(text);
  if (quoted) return (quoted[1] ?? quoted[2] ?? quoted[3] ?? '').trim();
  const word = /^[\w$.]+(?=\s*[,+])/.exec(text);
  return word ? word[0] : null;
}

interface MethodSyntax {
  readonly declaration: RegExp;
  /** Among the attributes before it. */
  readonly test: RegExp;
  readonly suite: RegExp | null;
}

/** What declares a function or class; the last group is its name. */
const METHODS: Readonly<Record<'java' | 'csharp' | 'go' | 'rust' | 'php', MethodSyntax>> = {
  java: {
    declaration:
      /^[ \t]*(?:[\w@<>[\],.?]+[ \t]+){0,8}(?:(class|object|interface)[ \t]+(\w+)|(?:fun[ \t]+)?(\w+|`[^`\n]*`)[ \t]*\()/gm,
    test: /@(?:\w+\.)*(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property)\b/,
    suite: /./,
  },
  csharp: {
    declaration:
      /^[ \t]*(?:[\w<>[\],.?]+[ \t]+){1,8}(?:(class|record)[ \t]+(\w+)|(\w+)(?:<[^>\n]{0,80}>)?[ \t]*\()/gm,
    test: /\[[^\]]{0,200}\b\w*(?:Fact|Theory|Test|TestCase|TestCaseSource|TestMethod|DataTestMethod)(?:Attribute)?\b/,
    suite: /./,
  },
  go: {
    declaration: /^func[ \t]+(?:\([^)\n]{0,100}\)[ \t]*)?()((?:Test|Fuzz|Example)\w*)()[ \t]*\(/gm,
    test: /(?:)/,
    suite: null,
  },
  rust: {
    declaration:
      /^[ \t]*(?:pub(?:\([^)\n]{0,20}\))?[ \t]+)?(?:(?:async|const|unsafe)[ \t]+)*(?:(mod)[ \t]+(\w+)|fn[ \t]+(\w+))/gm,
    test: /#\[\s*(?:\w+\s*::\s*)*(?:test|rstest|test_case|quickcheck|proptest|wasm_bindgen_test|test_log)\b/,
    suite: /#\[\s*cfg\s*\(\s*test/,
  },
  php: {
    declaration:
      /^[ \t]*(?:(?:abstract|final|public|protected|private|static|readonly)[ \t]+)*(?:(class)[ \t]+(\w+)|function[ \t]+(\w+))/gm,
    test: /#\[\s*\\?(?:\w+\\)*(?:Test|DataProvider|TestWith)\b|@test\b/,
    suite: /./,
  },
};

function methods(source: Source): Declaration[] {
  const language = source.language as keyof typeof METHODS;
  const syntax = METHODS[language];
  const found: Declaration[] = [];
  for (const match of source.code.matchAll(syntax.declaration)) {
    const suite = Boolean(match[1]);
    const group = match[2] || match[3];
    if (!group || NOT_METHODS.has(group)) continue;
    const start = match.index + (match[0].length - match[0].trimStart().length);
    const head = headOf(source, start);
    const before = match[0].slice(0, match[0].indexOf(group));
    const read = language === 'php' ? source.text : source.code;
    const attributes = read.slice(Math.max(head, start - 4000), start) + before;
    const named = language === 'php' && !suite && /^test/i.test(group);
    if (suite ? !syntax.suite?.test(attributes + group) : !named && !syntax.test.test(attributes)) continue;
    const open = bodyOpen(source, match.index + match[0].length);
    if (open === null) continue;
    const at = match.index + match[0].lastIndexOf(group);
    const name = group.startsWith('`') ? source.text.slice(at + 1, at + group.length - 1) : group;
    const end = source.code[open] === '{' ? source.closerOf(open) + 1 : source.statementEnd(open);
    found.push({ kind: suite ? 'suite' : 'test', name, head, start, body: open, end, call: '', only: false });
  }
  return found;
}

const NOT_METHODS = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'new',
  'using',
  'lock',
  'when',
]);

/** The brace, or the `=` of an expression body, that follows a signature; null for a mere declaration. */
function bodyOpen(source: Source, from: number): number | null {
  for (let at = from; at < Math.min(source.code.length, from + 4000); at++) {
    const char = source.code[at];
    if (char === '{') return at;
    if (char === '(' || char === '[') at = source.closerOf(at);
    else if (char === ';') return null;
    else if (char === '=') return at + 1;
  }
  return null;
}

/** Where the attributes, annotations or decorators before a declaration begin, with comments between them. */
function headOf(source: Source, start: number): number {
  const { code } = source;
  let head = start;
  for (let count = 0; count < 30; count++) {
    let at = head - 1;
    while (at >= 0 && /\s/.test(code[at] ?? '')) at--;
    // Squared brackets: `[Fact]`, `#[test]`.
    if (code[at] === ']') {
      const open = source.openerOf(at);
      if (open < 0) break;
      const hash = code[open - 1] === '#' ? 1 : 0;
      if (hash === 0 && source.language !== 'csharp') break;
      head = open - hash;
      continue;
    }
    // `@Test`, `@pytest.mark.skip(reason=...)`.
    if (code[at] === ')') at = source.openerOf(at) - 1;
    const end = at;
    while (at >= 0 && end - at < 200 && /[\w.:]/.test(code[at] ?? '')) at--;
    if (at < 0 || code[at] !== '@') break;
    head = at;
  }
  return commentAbove(source, head);
}

/** PHPUnit reads a test's attributes from the comment above it. */
function commentAbove(source: Source, head: number): number {
  if (source.language !== 'php') return head;
  const end = source.text.slice(0, head).trimEnd().length;
  if (!source.text.endsWith('*/', end)) return head;
  const begin = source.text.lastIndexOf('/**', end);
  return begin !== -1 && end - begin < 4000 ? begin : head;
}

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

/** Blocks that reach as far as their lines are indented. */
function indented(source: Source, syntax: IndentSyntax): Declaration[] {
  const found: Declaration[] = [];
  for (let line = 1; line <= source.lineCount; line++) {
    const code = source.codeLine(line);
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
