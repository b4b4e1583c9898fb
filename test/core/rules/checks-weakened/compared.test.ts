import { RULES } from '../../../../src/core/rules/catalogue.ts';
import { blanketSuppression } from '../../../../src/core/rules/checks-weakened/blanket-suppression.ts';
import { ciCheckIgnored } from '../../../../src/core/rules/checks-weakened/ci-check-ignored.ts';
import { ciCheckRemoved } from '../../../../src/core/rules/checks-weakened/ci-check-removed.ts';
import { coverageLowered } from '../../../../src/core/rules/checks-weakened/coverage-lowered.ts';
import { lintRuleLowered } from '../../../../src/core/rules/checks-weakened/lint-rule-lowered.ts';
import { scannerRemoved } from '../../../../src/core/rules/checks-weakened/scanner-removed.ts';
import { securitySuppression } from '../../../../src/core/rules/checks-weakened/security-suppression.ts';
import type { Example, Place, Rule } from '../../../../src/core/rules/rule.ts';
import { changeFacts } from '../../../support/change.ts';

const places = (rule: Rule<Record<string, never>>, files: Example['files']): Place[] =>
  rule.inspect(changeFacts(files), {}).flatMap((finding) => finding.places);

const path = '.github/workflows/ci.yml';
const workflow = (...steps: string[]): string =>
  `on: push\njobs:\n  a:\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}`;

describe('checks of a build', () => {
  test('a whole workflow that goes', () => {
    expect(places(ciCheckRemoved, [{ path, before: workflow('run: go test ./...'), after: null }])).toEqual([
      { path, line: 5, side: 'base' },
    ]);
  });
  test('a job that is switched off with all its steps', () => {
    const before = workflow('run: npm ci', 'run: npm test');
    const after = before.replace('    steps:', '    if: ${{ false }}\n    steps:');
    expect(places(ciCheckRemoved, [{ path, before, after }])).toEqual([{ path, line: 7, side: 'head' }]);
  });
  test('the same command stays in another job of the file', () => {
    const other = '  b:\n    steps:\n      - run: npm test\n';
    expect(
      places(ciCheckRemoved, [
        { path, before: workflow('run: npm test') + other, after: workflow('run: npm ci') + other },
      ]),
    ).toEqual([]);
  });
  test('a scanner is not excused by its settings that go with it', () => {
    const before = workflow('run: npm ci', 'uses: gitleaks/gitleaks-action@v2');
    expect(
      places(ciCheckRemoved, [
        { path, before, after: workflow('run: npm ci') },
        { path: '.gitleaks.toml', before: 'x = 1\n', after: null },
      ]),
    ).toHaveLength(1);
  });
  test.each([
    ['npm test || true', 1],
    ['npm test || exit 0', 1],
    ['npm test || echo "failed"', 1],
    ['npm test -- --passWithNoTests', 1],
    ['npm test || exit 1', 0],
    ['npm test -- --coverage', 0],
  ])('npm test becomes %s', (command, count) => {
    const files = [{ path, before: workflow('run: npm test'), after: workflow(`run: ${command}`) }];
    expect(places(ciCheckIgnored, files)).toHaveLength(count);
  });
  test('a command over several lines', () => {
    const run = (tail: string): string => workflow(`run: |\n          pytest \\\n            -q ${tail}`);
    expect(places(ciCheckIgnored, [{ path, before: run(''), after: run('|| true') }])).toEqual([
      { path, line: 6, side: 'head' },
    ]);
  });
});

describe('suppressions', () => {
  test('moved to another file and re-indented they are what they were', () => {
    expect(
      places(securitySuppression, [
        { path: 'a.py', before: 'run(x)  # nosec B602\n', after: '' },
        { path: 'b.py', before: '', after: 'if x:\n    run(y)  # nosec B602\n' },
      ]),
    ).toEqual([]);
  });
  test('one more of the same is one', () => {
    expect(
      places(securitySuppression, [
        { path: 'a.py', before: 'run(x)  # nosec\n', after: 'go(x)  # nosec\nrun(x)  # nosec\n' },
      ]),
    ).toEqual([{ path: 'a.py', line: 1, side: 'head' }]);
  });
  test('an apostrophe in a string before does not hide it', () => {
    expect(
      places(securitySuppression, [{ path: 'a.py', before: '', after: `run("it's")  # nosec\n` }]),
    ).toHaveLength(1);
  });
  test('in Rust, whose tests stand beside the code', () => {
    expect(
      places(blanketSuppression, [{ path: 'src/lib.rs', before: '', after: '#![allow(warnings)]\n' }]),
    ).toHaveLength(1);
  });
});

describe('numbers and lists', () => {
  test.each([
    ['--cov-fail-under=90', '--cov-fail-under=80', 1],
    ['--cov-fail-under=90', '--cov-fail-under=95', 0],
    ['--cov-fail-under=9.5', '--cov-fail-under=9.4', 1],
  ])('%s becomes %s', (before, after, count) => {
    const run = (option: string): string => workflow(`run: pytest ${option}`);
    expect(places(coverageLowered, [{ path, before: run(before), after: run(after) }])).toHaveLength(count);
  });
  test('all rules for a few', () => {
    expect(
      places(lintRuleLowered, [
        { path: 'ruff.toml', before: 'select = ["S", "B"]\n', after: 'select = ["ALL"]\n' },
      ]),
    ).toEqual([]);
  });
  test('a hook that is replaced by another', () => {
    const hooks = (id: string): string => `repos:\n  - hooks:\n      - id: ${id}\n`;
    expect(
      places(scannerRemoved, [
        { path: '.pre-commit-config.yaml', before: hooks('flake8'), after: hooks('ruff') },
      ]),
    ).toEqual([]);
  });
});

describe('hostile text takes linear time', () => {
  const FAMILY = RULES.filter(({ family }) =>
    ['checks-weakened', 'workflow-privilege', 'tests-weakened'].includes(family),
  );
  const long = (piece: string): string => piece.repeat(Math.ceil(1_000_000 / piece.length));
  test.each([
    ['a workflow', path, `on: push\njobs:\n  a:\n    steps:\n      - run: "${long('npm run test -')}"\n`],
    ['a script', 'ci.sh', `${long('make test || ')}\n`],
    ['many lines', 'Makefile', long('\tnpm -a -b -c -d run x\n')],
    ['a linter', '.eslintrc.js', long("'a': 'error', ")],
    ['settings', 'pyproject.toml', `x = ${long('[')}`],
    ['a tsconfig', 'tsconfig.json', long('{"a":')],
    ['thresholds', 'jest.config.js', `coverageThreshold ${long('lines: 1')}`],
    ['code', 'src/a.ts', long('// eslint-disable /* eslint-disable ')],
    ['an ini file', '.flake8', `[flake8]\nignore = ${long('E1,')}\n`],
    ['a test', 'src/a.test.ts', `it('x', () => {\n  ${long('expect(a).toBe(1);expect(')}\n});\n`],
  ])('%s of a megabyte', (_name, file, text) => {
    const facts = changeFacts([{ path: file, before: text, after: `${text}\n#` }]);
    const started = performance.now();
    for (const rule of FAMILY) rule.inspect(facts, rule.options.parse({}));
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
