import { headOf } from './declaration.ts';
import type { Declaration } from './declaration.ts';
import type { Source } from './source.ts';

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
    declaration:
      /^func[ \t]+(?:\([^)\n]{0,100}\)[ \t]*)?()((?!TestMain\b)(?:Test|Fuzz|Example)\w*)()[ \t]*\(/gm,
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

/** Functions that a framework takes for tests by their name or their attributes, and the classes around them. */
export function methods(source: Source): Declaration[] {
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
    const attributes = read.slice(Math.max(head, start - 20_000), start) + before;
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
