import type { Declaration } from './declaration.ts';
import type { Language } from './languages.ts';
import type { Source } from './source.ts';

export interface Skip {
  readonly line: number;
}

/** Marks before or on the declaration that keep a test from running, whatever the machine. */
const HEADS: Readonly<Partial<Record<Language, RegExp>>> = {
  python: /@(?:pytest\.mark\.|unittest\.|mark\.)?(?:skip|xfail|expectedFailure)\b(?!if|If|Unless)/,
  java: /@(?:\w+\.)*(?:Disabled|Ignore|Ignored)\b(?!\w)|\benabled\s*=\s*false/,
  rust: /#\[\s*ignore\b/,
  csharp: /\[[^\]\n]{0,200}(?:\bSkip\s*=(?!=)|\b(?:Ignore|Explicit)\b)/,
  php: /#\[\s*\\?(?:\w+\\)*(?:Skip|Ignore)\w*\b/,
  ruby: /,\s*(?::skip|:pending|(?:skip|pending):(?!\s*(?:false|nil)))/,
};

/** Conditions that hold on a build server and nowhere else: skipped where the gate would look. */
const ON_CI = /\bCI\b|GITHUB_ACTIONS/;
const CONDITIONAL = /(?:skipif|skipIf|SkipIf|skipUnless|DisabledIf\w*|runIf|RunIf)\b[^\n]{0,300}/;

/** Calls in the body that end the test. A call under a condition is a matter of the machine, and left. */
const CALLS: Readonly<Record<Language, RegExp>> = {
  js: /^(?:this|ctx|context|t|test|it)\.skip\(\s*(?:true\s*[,)]|\)|['"`])|^(?:test|it)\.fixme\(\s*(?:\)|true)|^pending\(/,
  python: /^(?:pytest\.(?:skip|xfail)|self\.skipTest|raise\s+(?:unittest\.)?SkipTest)\b/,
  java: /^(?:Assume|Assumptions)?\.?(?:assumeTrue\(\s*false|assumeFalse\(\s*true|abort\()/,
  go: /^\w+\.Skip(?:f|Now)?\(/,
  rust: /(?!)/,
  ruby: /^(?:skip|pending)\b(?!\s*(?:if|unless)\b)(?!.*\s(?:if|unless)\s)/,
  csharp: /^(?:Assert\.(?:Ignore|Inconclusive)|Skip\.(?:If|When)\(\s*true)/,
  php: /^\$this->markTest(?:Skipped|Incomplete)\(/,
};

const CALLED =
  /^x(?:it|test|describe|context|specify|scenario|example|feature)\b|\.(?:skip|todo|fixme|fails|failing)\b/;

/** Why a test or suite does not run; null: it does, as far as can be told. */
export function skipOf(source: Source, declaration: Declaration): Skip | null {
  const { language } = source;
  if (CALLED.test(declaration.call)) return { line: source.lineOf(declaration.start) };
  const signatureEnd = Math.min(declaration.body, declaration.start + 2000);
  const from = Math.max(declaration.head, declaration.start - 4000);
  const to = language === 'ruby' ? endOfLine(source, declaration.start) : signatureEnd;
  const first = source.lineOf(from);
  const last = source.lineOf(Math.max(from, to - 1));
  for (let line = first; line <= last; line++) {
    const code = source.codeLine(line).slice(0, 2000);
    const text = source.textLine(line).slice(0, 2000);
    if (HEADS[language]?.test(code)) return { line };
    const condition = CONDITIONAL.exec(text);
    if (condition && code.trim() !== '' && ON_CI.test(condition[0])) return { line };
  }
  if (language === 'php' && /->(?:skip|todo)\(\s*(?:\)|['"])/.test(tailOf(source, declaration))) {
    return { line: source.lineOf(declaration.end - 1) };
  }
  return declaration.kind === 'test' ? bodySkip(source, declaration) : null;
}

function endOfLine(source: Source, offset: number): number {
  return source.startOf(source.lineOf(offset) + 1);
}

/** What follows the closing bracket of a call: `it(...)->skip()`. */
function tailOf(source: Source, declaration: Declaration): string {
  const close = source.code[declaration.body] === '(' ? source.closerOf(declaration.body) : declaration.end;
  return source.code.slice(close, declaration.end).slice(0, 500);
}

/** A skipping call among the first statements of the body itself, not of a block in it. */
function bodySkip(source: Source, declaration: Declaration): Skip | null {
  const first = source.lineOf(declaration.body);
  const last = Math.min(source.lineOf(declaration.end), first + 40);
  let indent: number | null = null;
  for (let line = first; line <= last; line++) {
    const code = source.codeLine(line).slice(0, 1000);
    const trimmed = code.trimStart();
    if (trimmed === '' || (line === first && source.language !== 'python')) continue;
    const depth = code.length - trimmed.length;
    indent ??= depth;
    if (depth === indent && CALLS[source.language].test(source.textLine(line).trimStart().slice(0, 1000))) {
      return { line };
    }
  }
  return null;
}
