import { loadParsers } from '../../../src/core/parsers/parsers.ts';
import { DEFAULTS } from '../../../src/core/policy/defaults.ts';
import { activeRules } from '../../../src/core/policy/setting.ts';
import { inspect } from '../../../src/core/rules/inspect.ts';
import type { ChangeFacts, Example } from '../../../src/core/rules/rule.ts';
import { changeFacts } from '../../support/change.ts';

type Files = Example['files'];

const MEGABYTE = 1_000_000;
/** What all rules together may take of the processor; on a quiet machine they take a tenth of it and less. */
const LIMIT_SECONDS = 20;

const rules = activeRules(DEFAULTS);
const full = (piece: string, size = MEGABYTE): string => piece.repeat(Math.floor(size / piece.length));
/** Pieces that differ, up to a size. */
function many(piece: (index: number) => string, size = MEGABYTE): string {
  const pieces: string[] = [];
  for (let length = 0, index = 0; length < size; index++) {
    const next = piece(index);
    pieces.push(next);
    length += next.length;
  }
  return pieces.join('');
}
const added = (path: string, after: string): Files => [{ path, before: null, after }];

/** What is said of a change, and the seconds of the processor that it took. */
function measured(facts: ChangeFacts): { said: string[]; seconds: number } {
  const before = process.cpuUsage();
  for (const { rule } of rules) for (const file of facts.files) rule.needs(file);
  const { findings, gaps } = inspect(facts, rules);
  const { user, system } = process.cpuUsage(before);
  const said = [...findings.map(({ rule }) => rule), ...gaps.map(({ what }) => `gap: ${what}`)];
  return { said: [...new Set(said)].toSorted(), seconds: (user + system) / 1e6 };
}

const job = (index: number): string =>
  `  part${index}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm test -- --part ${index}\n      - run: echo "\${{ github.event.issue.title }}"\n`;
const workflow = (size: number): string => `on: [push, pull_request]\njobs:\n${many(job, size)}`;
const lockfile = (hash: string, size = MEGABYTE): string =>
  `{"lockfileVersion": 3, "packages": {\n${many((index) => `"node_modules/p${index}": {"version": "1.0.${index}", "resolved": "https://registry.npmjs.org/p${index}/-/p${index}-1.0.${index}.tgz", "integrity": "sha512-${hash}${index}"},\n`, size)}"": {}}}\n`;
const database = (index: number): string =>
  `resource "aws_db_instance" "db${index}" {\n  identifier = "db${index}"\n  engine = "postgres"\n}\n`;
const pod = (index: number): string =>
  `---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: p${index}\nspec:\n  containers:\n    - name: a\n      image: a:1\n      securityContext:\n        privileged: true\n`;
const testCase = (index: number): string =>
  `test('adds ${index}', () => {\n  expect(add${index}(1)).toBe(${index});\n});\n`;

/** Made to be slow, deep or too much, and the rules that must speak up all the same. */
const INPUTS: readonly (readonly [name: string, files: Files, said: readonly string[]])[] = [
  ['a program on one line', added('src/app.ts', full('f(a);')), ['large-change', 'minified-code']],
  ['brackets never closed, in code', added('src/app.py', full('f([{')), ['large-change']],
  ['tests never closed', added('src/app.test.ts', full("it('a', () => {\n")), ['large-change']],
  [
    'a megabyte of tests taken out',
    [{ path: 'src/add.test.ts', before: many(testCase), after: testCase(0) }],
    ['large-change', 'test-deleted'],
  ],
  ['empty lines in a template', added('src/locale/fa.json', full('\n', 300_000)), ['large-change']],
  ['blanks in a template', added('k8s/shop.yaml', `a:${full(' ', 300_000)}b`), ['offscreen-text']],
  ['a manifest nested deep', added('package.json', full('{"a":')), ['large-change', 'unparsable-file']],
  [
    'a workflow nested deep',
    added('.github/workflows/ci.yml', full('[')),
    ['large-change', 'unreadable-workflow'],
  ],
  [
    'a workflow of quotation marks',
    added('.github/workflows/ci.yml', full('"')),
    ['large-change', 'unreadable-workflow'],
  ],
  [
    'a workflow of aliases',
    added('.github/workflows/ci.yml', `a: &a 1\nb:\n${full('  - *a\n', 960_000)}`),
    ['large-change', 'unreadable-workflow'],
  ],
  [
    'a workflow of a megabyte',
    [{ path: '.github/workflows/ci.yml', before: workflow(MEGABYTE), after: workflow(MEGABYTE - 100_000) }],
    ['large-change', 'template-injection'],
  ],
  [
    'aliases that unfold',
    added(
      'docker-compose.yml',
      [
        'a: &a [1]',
        ...Array.from(
          { length: 20 },
          (_x, i) => `a${i}: &a${i} [${`*${i === 0 ? 'a' : `a${i - 1}`},`.repeat(9)}]`,
        ),
      ].join('\n'),
    ),
    ['unparsable-file'],
  ],
  [
    'values longer than are read',
    added('chart/values.yaml', `a:\n${full('  - b\n', 1_100_000)}`),
    ['large-change', 'unparsable-file'],
  ],
  [
    'Terraform whose quotes never close',
    added('main.tf', full('resource "\n')),
    ['large-change', 'unparsable-file'],
  ],
  [
    'a megabyte of databases taken away',
    [{ path: 'infra/main.tf', before: many(database), after: database(0) }],
    ['large-change', 'resource-removed'],
  ],
  [
    'a megabyte of privileged containers',
    added('deploy/pods.yaml', many(pod)),
    ['large-change', 'privileged-container'],
  ],
  [
    'a megabyte of dropped tables',
    added(
      'db/migrations/7.sql',
      many((index) => `DROP TABLE t${index};\n`),
    ),
    ['large-change', 'sql-destructive'],
  ],
  [
    'a dropped table behind brackets',
    added('db/migrations/7.sql', `${full('SELECT (')};\nDROP TABLE users;\n`),
    ['large-change', 'sql-destructive'],
  ],
  [
    'a lockfile with other hashes',
    [{ path: 'package-lock.json', before: lockfile('a'), after: lockfile('b') }],
    ['lockfile-integrity'],
  ],
  ['a lockfile nested deep', added('package-lock.json', full('{"packages":')), ['lockfile-integrity']],
  [
    'bait for secrets',
    added('src/keys.ts', full(`sk-AKIA eyJ. ghp_ -----BEGIN postgres://a:b@ password = "a1" `)),
    ['large-change'],
  ],
  [
    'instructions of comments never closed',
    added('AGENTS.md', full('<!-- [](')),
    ['agent-instructions', 'large-change'],
  ],
  ['a hundred thousand short lines', added('src/data.py', full('a=1\n', 400_000)), ['large-change']],
  [
    'ten thousand files',
    Array.from({ length: 10_000 }, (_x, i) => ({
      path: `src/part${i}/index.ts`,
      before: 'a();\n',
      after: `b(${i});\n`,
    })),
    ['large-change'],
  ],
];

beforeAll(() => loadParsers(['postgresql']));

test.each(INPUTS)(
  '%s',
  (_name, files, said) => {
    const result = measured(changeFacts(files));
    expect(result.said).toEqual(said);
    expect(result.seconds).toBeLessThan(LIMIT_SECONDS);
  },
  120_000,
);

test('a file that was not read is a gap', () => {
  const facts = changeFacts(added('main.tf', 'resource "a" "b" {}\n'));
  const files = facts.files.map((file) => ({
    ...file,
    patch: null,
    head: { state: 'unread' as const, reason: 'It is too large.' },
  }));
  expect(measured({ ...facts, files }).said).toEqual(['gap: content of main.tf']);
});

/** A hundred times as much may take a thousand times as long: far from what is linear, and farther from its square. */
const GROWTH = 1000;
/** Less says more about the machine. */
const LEAST_SECONDS = 0.01;

const edited = (path: string, text: string): Files => [
  { path, before: text, after: text.replaceAll('1', '2') },
];

test.each<[name: string, files: (size: number) => Files]>([
  ['tests', (size) => edited('src/add.test.ts', many(testCase, size))],
  ['a workflow', (size) => edited('.github/workflows/ci.yml', workflow(size))],
  ['Terraform', (size) => edited('infra/main.tf', many(database, size))],
  ['manifests', (size) => edited('deploy/pods.yaml', many(pod, size))],
  [
    'SQL',
    (size) =>
      edited(
        'db/migrations/7.sql',
        many((index) => `DROP TABLE t${index};\n`, size),
      ),
  ],
  ['a lockfile', (size) => edited('package-lock.json', lockfile('a', size))],
  [
    'a program',
    (size) =>
      edited(
        'src/app.py',
        many((i) => `@login_required\ndef a${i}(b):\n    return b\n`, size),
      ),
  ],
  [
    'files',
    (size) => Array.from({ length: size / 100 }, (_x, i) => edited(`src/a${i}.ts`, `b(${i});\n`)).flat(),
  ],
])(
  'time grows with the size of %s, not with its square',
  (_name, files) => {
    const seconds = (size: number): number => measured(changeFacts(files(size))).seconds;
    const small = Math.min(...[0, 1, 2].map((more) => seconds(MEGABYTE / 100 + more * 100)));
    expect(seconds(MEGABYTE)).toBeLessThan(GROWTH * Math.max(small, LEAST_SECONDS));
  },
  120_000,
);
