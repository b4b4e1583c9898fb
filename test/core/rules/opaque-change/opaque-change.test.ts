import { binaryKind } from '../../../../src/core/rules/opaque-change/_binaries.ts';
import { isMinified, SAMPLE } from '../../../../src/core/rules/opaque-change/_minified.ts';
import { RULES } from '../../../../src/core/rules/catalogue.ts';
import { needsOf } from '../../../../src/core/rules/inspect.ts';
import type { Example, Finding } from '../../../../src/core/rules/rule.ts';
import { file } from '../../../support/facts.ts';
import { changeFacts } from '../../../support/change.ts';

const active = RULES.filter(({ family }) => family === 'opaque-change').map((rule) => ({
  rule,
  options: {},
}));
const run = (files: Example['files']): Finding[] => {
  const facts = changeFacts(files);
  return active.flatMap(({ rule, options }) => rule.inspect(facts, options));
};
const rulesOf = (files: Example['files']): string[] => run(files).map(({ rule }) => rule);

describe('what a binary is, by its name', () => {
  test.each([
    ['lib/libssl.so.1.1', 'code'],
    ['gradle/wrapper/gradle-wrapper.jar', 'code'],
    ['a/b.tar.gz', 'code'],
    ['model.PKL', 'code'],
    ['bin/tool', 'source'],
    ['Dockerfile', 'source'],
    ['src/index.ts', 'source'],
    ['docs/Screenshot 1.PNG', 'media'],
    ['fonts/a.woff2', 'media'],
    ['data.sqlite3', 'data'],
    ['.DS_Store', 'data'],
  ])('%s: %s', (path, kind) => {
    expect(binaryKind(path)).toBe(kind);
  });
});

describe('links', () => {
  const link = (path: string, after: string) => rulesOf([{ path, before: null, after, afterMode: '120000' }]);
  test.each([
    ['a/b', '../c', ['symlink-added']],
    ['a/b', '../../c', ['symlink-outside']],
    ['b', '..', ['symlink-outside']],
    ['b', 'a/../../c', ['symlink-outside']],
    ['b', 'C:\\Users\\x', ['symlink-outside']],
    ['b', '..\\..\\c', ['symlink-outside']],
    ['b', '.GIT/config', ['symlink-outside']],
    ['public/x', '../.env.production', ['symlink-outside']],
    ['.env.local', '.env', ['symlink-added']],
    ['x', '.env.example', ['symlink-added']],
    ['GEMINI.md', 'AGENTS.md', []],
    ['.claude/skills/a', '../../.cline/skills/a', []],
    ['CLAUDE.md', '/etc/passwd', ['symlink-outside']],
  ])('%s -> %s', (path, target, wanted) => {
    expect(link(path, target)).toEqual(wanted);
  });

  test('to keys they are critical', () => {
    const severities = ['/opt/x', '/root/.ssh/id_ed25519'].map(
      (after) => run([{ path: 'a', before: null, after, afterMode: '120000' }])[0]?.severity,
    );
    expect(severities).toEqual(['high', 'critical']);
  });
});

describe('which modes are asked for where the list of files does not tell them', () => {
  const unknown = { headMode: undefined, baseMode: undefined };
  test.each([
    ['a file that changed and shows nothing', file('a.ts', { patch: null }), true],
    [
      'one line without its end',
      file('a.ts', { patch: '@@ -0,0 +1 @@\n+b\n\\ No newline at end of file' }),
      true,
    ],
    ['a changed type', file('a.ts', { status: 'type_changed' }), true],
    ['a submodule', file('a', { patch: '@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2' }), true],
    ['a script', file('a.sh'), true],
    ['text', file('a.ts'), false],
    [
      'text without a last line break',
      file('a.ts', { patch: '@@ -7 +7 @@\n-a\n+b\n\\ No newline at end of file' }),
      false,
    ],
  ])('%s: %s', (_, change, wanted) => {
    const { contents } = needsOf([{ ...change, ...unknown }], active);
    expect(contents.some(({ modes }) => modes === true)).toBe(wanted);
    const known = { ...change, headMode: '100644', baseMode: '100644' };
    expect(needsOf([known], active).contents.some(({ modes }) => modes === true)).toBe(false);
  });
});

describe('minified code', () => {
  test.each([
    ['a program', SAMPLE, true],
    ['behind many blanks', `a();${' '.repeat(50_000)}${SAMPLE}`, true],
    ['a style sheet', '.a-b{color:red;margin:0 auto}'.repeat(60), false],
    ['prose', 'The quick (brown) fox; and so on, and so on. '.repeat(40), false],
    ['a long text in quotes', `f("${'(a){b};'.repeat(300)}")`, false],
    ['a table of numbers', `[${'[1,2],'.repeat(300)}]`, false],
    ['base64', 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo'.repeat(60), false],
    ['short', 'f(a){b};', false],
  ])('%s: %s', (_, line, wanted) => {
    expect(isMinified(line)).toBe(wanted);
  });
});

describe('hostile files are read in linear time', () => {
  const LIMIT_MS = 5000;
  test.each([
    ['quotes that never end', '"\\"'.repeat(333_333)],
    ['a program', SAMPLE.repeat(900)],
    ['blanks', `a${' '.repeat(1_000_000)}b`],
    ['many lines of quotes', `${'"\\"'.repeat(7000)}\n`.repeat(50)],
  ])('a megabyte of %s', (_, text) => {
    const facts = changeFacts([{ path: 'src/a.js', before: null, after: `${text}\n` }]);
    const start = performance.now();
    for (const { rule, options } of active) rule.inspect(facts, options);
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
  });

  test.each([
    ['package.json', '['.repeat(1_000_000)],
    ['package.json', '{"a":'.repeat(190_000)],
    ['package.json', '"'.repeat(999_999)],
    ['package.json', '/*'.repeat(499_999)],
    ['pyproject.toml', `a = ${'['.repeat(900_000)}`],
    ['pyproject.toml', '[a]\n'.repeat(240_000)],
    ['Cargo.toml', `a = "${'x'.repeat(990_000)}`],
    ['Cargo.toml', 'a.'.repeat(490_000)],
    ['main.tf', 'a {\n'.repeat(240_000)],
    ['compose.yaml', 'a: &a [*a, *a]\n'.repeat(15_000)],
    ['compose.yaml', '- '.repeat(490_000)],
    ['values.yaml', 'x'.repeat(2_000_000)],
  ])('a manifest that is none: %s %#', (path, text) => {
    const facts = changeFacts([{ path, before: null, after: text }]);
    const rule = RULES.find(({ id }) => id === 'unparsable-file');
    const start = performance.now();
    expect(rule?.inspect(facts, {}).map(({ places }) => places.length)).toEqual([1]);
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
  });

  test('a link of a megabyte', () => {
    expect(rulesOf([{ path: 'a', before: null, after: '../'.repeat(300_000), afterMode: '120000' }])).toEqual(
      ['symlink-outside'],
    );
  });

  test('ten thousand files make one finding a rule', () => {
    const files = Array.from({ length: 10_000 }, (_, index) => [
      { path: `a/${index}.jar`, before: null, after: '\0' },
      { path: `l/${index}`, before: null, after: '/etc', afterMode: '120000' as const },
    ]).flat();
    const facts = changeFacts(files);
    const start = performance.now();
    const findings = active.flatMap(({ rule, options }) => rule.inspect(facts, options));
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
    expect(findings.map(({ rule, places }) => [rule, places.length])).toEqual([
      ['binary-code', 10_000],
      ['symlink-outside', 10_000],
    ]);
  });
});
