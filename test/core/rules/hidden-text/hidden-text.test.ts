import { bidiControl } from '../../../../src/core/rules/hidden-text/bidi-control.ts';
import { hiddenPayload } from '../../../../src/core/rules/hidden-text/hidden-payload.ts';
import { invisibleCharacter } from '../../../../src/core/rules/hidden-text/invisible-character.ts';
import { offscreenText } from '../../../../src/core/rules/hidden-text/offscreen-text.ts';
import { lookalikeIdentifier } from '../../../../src/core/rules/hidden-text/lookalike-identifier.ts';
import type { Example, Finding, Rule } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

/** Anything but linear takes minutes. */
const LIMIT_MS = 5000;

const RULES: readonly Rule<Record<string, never>>[] = [
  bidiControl,
  hiddenPayload,
  invisibleCharacter,
  lookalikeIdentifier,
  offscreenText,
];
type Files = Example['files'];
const run = (files: Files): Finding[] => {
  const facts = changeFacts(files);
  return RULES.flatMap((rule) => rule.inspect(facts, {}));
};
const rulesOf = (files: Files): string[] => run(files).map(({ rule }) => rule);
const added = (path: string, after: string): Files => [{ path, before: null, after }];
const changed = (path: string, before: string, after: string): Files => [{ path, before, after }];

describe('messages', () => {
  test('name the characters by code point and column, and never show them', () => {
    const [finding] = run(
      added('src/a.ts', "let a;\nif (a !== 'user\u202e \u2066// x\u2069 \u2066') b();\n"),
    );
    expect(finding?.message).toBe(
      'People would see this in another order than it is read and run in: U+202E (right-to-left override), U+2066 (left-to-right isolate), U+2069 (pop directional isolate) on line 2 from column 16. Take the characters out, or write them as escapes.',
    );
  });

  test('count the other lines', () => {
    const files = added('src/a.ts', 'x\u200by();\nx\u200by();\nx\u2060y();\n');
    expect(run(files).map(({ message, places }) => [message, places.length])).toEqual([
      [
        'What is written here is not what people see: U+200B (zero width space) on line 1 from column 2, and 2 more. Take the characters out, or write them as escapes.',
        3,
      ],
    ]);
  });

  test.each([
    ['tags', '\u{E0001}\u{E0041}', 'U+E0001 (tag character), U+E0041 (tag character)'],
    ['selectors', 'x\ufe01\ufe02', 'U+FE01 (variation selector), U+FE02 (variation selector)'],
    ['a look-alike', 'p\u0430y();', 'U+0430'],
    ['a control without a name here', 'x\u206ay', 'U+206A'],
  ])('%s', (_, text, wanted) => {
    const [finding] = run(added('src/a.ts', `${text}\n`));
    expect(finding?.message).toContain(`: ${wanted} on line 1`);
    expect(finding?.message).toMatch(/^[ -~]*$/);
  });
});

describe('only what the change adds', () => {
  const hidden = "if (role !== 'user\u202e \u2066// x\u2069 \u2066') grant(is\u200bAdmin, p\u0430y);";
  const all = ['bidi-control', 'invisible-character', 'lookalike-identifier'];

  test.each<[string, Files, string[]]>([
    ['a new line', changed('a.ts', 'a();\n', `a();\n${hidden}\n`), all],
    ['re-indented', changed('a.ts', `${hidden}\n`, `\t  ${hidden}\n`), []],
    [
      'moved to another file',
      [
        { path: 'a.ts', before: `${hidden}\n`, after: 'b();\n' },
        { path: 'b.ts', before: null, after: `  ${hidden}\n` },
      ],
      [],
    ],
    [
      'changed far from it',
      changed('a.ts', `f(1); /* and so on */ ${hidden}\n`, `f(2); /* and so on */ ${hidden}\n`),
      [],
    ],
    ['taken away', changed('a.ts', `${hidden}\n`, 'a();\n'), []],
    ['once more', changed('a.ts', `${hidden}\n`, `${hidden}\n\n${hidden}\n`), all],
    [
      'only renamed',
      [{ path: 'b.ts', previousPath: 'a.ts', before: `${hidden}\n`, after: `${hidden}\n` }],
      [],
    ],
    [
      'from prose, where it did no harm, into code',
      [
        { path: 'a.md', before: 'is\u200bAdmin();\n', after: null },
        { path: 'a.ts', before: null, after: 'is\u200bAdmin();\n' },
      ],
      ['invisible-character'],
    ],
  ])('%s', (_, files, wanted) => {
    expect(rulesOf(files)).toEqual(wanted);
  });
});

describe('where a text is', () => {
  const rlo = 'Turn \u202earound\n';
  const space = 'Copied\u200b text\n';
  test.each([
    ['docs/guide.md', rlo, ['bidi-control']],
    ['docs/guide.md', space, []],
    ['docs/he.md', '\u05e9\u05dc\u05d5\u05dd \u202eabc\u202c\n', []],
    ['.cursor/rules/a.mdc', space, ['invisible-character']],
    ['AGENTS.md', '\u2068name\u2069\n', ['bidi-control']],
    ['src/locales/en.json', '{"a":"\u2068{name}\u2069"}\n', []],
    ['app/src/main/res/values-ar/strings.xml', '<a>\u200e1</a>\n', []],
    ['public/locales/fa.json', '{"a":"\u200c"}\n', []],
    ['package.json', '{"name":"a\u200bb"}\n', ['invisible-character']],
    ['src/locales/fa.ts', "run\u200bIt('');\n", ['invisible-character']],
    ['.github/workflows/ci.yml', 'run: a\u2063b\n', ['invisible-character']],
  ])('%s: %j', (path, text, wanted) => {
    expect(rulesOf(added(path, text))).toEqual(wanted);
  });

  test.each([
    ['a direction override', 'docs/in\u202efdp.exe.md'],
    ['a zero-width space', 'docs/read\u200bme.md'],
    ['tags', 'docs/a\u{E0041}.md'],
  ])('the name of a file: %s', (_, path) => {
    expect(run(added(path, 'text\n'))).toMatchObject([
      { rule: 'invisible-character', places: [{ path, line: null, side: 'head' }] },
    ]);
    expect(run(changed(path, 'a\n', 'b\n'))).toEqual([]);
  });
});

describe('how people write', () => {
  test.each([
    [
      'emoji with selectors and joiners',
      '\u2764\ufe0f\u200d\u{1F525} \u{1F3F3}\ufe0f\u200d\u{1F308} \u26a0\ufe0f',
    ],
    [
      'skin tones and professions',
      '\u{1F469}\u{1F3FD}\u200d\u2695\ufe0f \u{1F9D1}\u200d\u{1F91D}\u200d\u{1F9D1}',
    ],
    ['Malayalam and Sinhala joiners', '\u0d05\u0d35\u0d28\u0d4d\u200d \u0dc1\u0dca\u200d\u0dbb\u0dd3'],
    ['Thai with breaks', '\u0e2a\u0e27\u0e31\u0e2a\u200b\u0e14\u0e35'],
    ['Arabic with marks', '\u0645\u0631\u062d\u0628\u0627\u200f (API)\u200e'],
    ['old Hangul', '\u1112\u1160 \u115f\u1161'],
    ['a standard variant of a sign', '\u2229\ufe00 0\ufe00'],
  ])('%s', (_, text) => {
    expect(rulesOf(added('src/text.ts', `const text = "${text}";\n`))).toEqual([]);
  });

  test.each([
    ['a joiner between Latin letters', 'is\u200dAdmin'],
    ['a non-joiner at the end of a name', 'admin\u200c'],
    ['a byte order mark in the middle', 'a\ufeffb'],
    ['three joiners beside an Arabic letter', '\u0645\u200c\u200c\u200c'],
    ['a lone carriage return after a comment', '// see\rrun()'],
    ['a paragraph separator', '// see\u2029run()'],
  ])('but not %s', (_, text) => {
    expect(rulesOf(added('src/text.ts', `let a;\n${text}\n`))).toEqual(['invisible-character']);
  });

  test('a line of a bundle is not read, one of a source of the same length is', () => {
    const line = `${'f(a);'.repeat(300)}x\u200b;\n`;
    expect(rulesOf(added('dist/app.js', line))).toEqual([]);
    expect(rulesOf(added('src/app.js', line))).toEqual(['invisible-character']);
    expect(rulesOf(added('dist/app.js', 'x\u200b;\n'))).toEqual(['invisible-character']);
  });

  test.each([
    ['js', '\u2028', true],
    ['js', '\u0085', false],
    ['js', '\r', true],
    ['cs', '\u0085', true],
    ['go', '\u2028', false],
    ['py', '\r', true],
    ['py', '\u2028', false],
    ['sh', '\r', false],
  ])('what ends a comment in .%s: %j is %s', (extension, char, ends) => {
    const found = rulesOf(added(`src/text.${extension}`, `// a${char}b\n`));
    expect(found).toEqual(ends ? ['invisible-character'] : []);
  });
});

describe('hostile text is read in linear time', () => {
  const MB = 1_000_000;
  test.each([
    ['controls', '\u202e'.repeat(MB)],
    ['open and close', '\u2067\u05d0\u2069'.repeat(MB / 3)],
    ['nested', `${'\u2067'.repeat(100)}\u05d0${'a'.repeat(MB)}${'\u2069'.repeat(100)}`],
    ['tags', '\u{E0041}'.repeat(MB / 2)],
    ['flags cut short', '\u{1F3F4}\u{E0067}\u{E0062}'.repeat(MB / 6)],
    ['selectors', 'a\ufe01'.repeat(MB / 2)],
    ['strays', 'a\ufe0f'.repeat(MB / 2)],
    ['zero-width', 'a\u200b'.repeat(MB / 2)],
    ['zero-width beside letters that need it', '\u0645\u200c'.repeat(MB / 2)],
    ['emoji and joiners', '\u{1F525}\u200d'.repeat(MB / 3)],
    ['look-alikes', 'a\u0430'.repeat(MB / 2)],
    ['names', 'a\u0430 '.repeat(MB / 3)],
    ['names that end otherwise', `${'a\u0430'.repeat(95)}\u0436 `.repeat(MB / 200)],
    ['blanks', `a${' '.repeat(MB)}b`],
    ['gaps', `a${' '.repeat(149)}`.repeat(MB / 150)],
    ['carriage returns', '\r'.repeat(MB)],
    ['carriage returns and text', '\ra'.repeat(MB / 2)],
  ])('a megabyte of %s', (_, line) => {
    const files = [{ path: 'a.ts', before: null, after: `let a;\n${line}\n` }];
    const facts = changeFacts(files);
    const start = performance.now();
    const findings = RULES.flatMap((rule) => rule.inspect(facts, {}));
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
    for (const { message } of findings) expect(message.length).toBeLessThan(400);
  });

  test('ten thousand files make one finding', () => {
    const files = Array.from({ length: 10_000 }, (_, index) => ({
      path: `src/${index}.ts`,
      before: null,
      after: 'is\u200bAdmin();\n',
    }));
    const facts = changeFacts(files);
    const start = performance.now();
    const findings = RULES.flatMap((rule) => rule.inspect(facts, {}));
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
    expect(findings.map(({ places }) => places.length)).toEqual([10_000]);
  });
});
