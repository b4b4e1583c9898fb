import { z } from 'zod';
import type { FileChange, FileContent } from '../../facts/facts.ts';
import type { Finding, Place, Rule } from '../rule.ts';
import { paired } from './_pairs.ts';
import { mayHoldThresholds, thresholdsOf } from './_thresholds.ts';
import type { Threshold } from './_thresholds.ts';

const read = (path: string, content: FileContent | undefined): Threshold[] =>
  content?.state === 'text' && mayHoldThresholds(path) ? thresholdsOf(path, content.text) : [];

interface Lowered {
  readonly lowered: readonly Place[];
  readonly gone: readonly { readonly place: Place; readonly threshold: Threshold }[];
  readonly added: readonly Threshold[];
}

/** Pairs the thresholds of a file by setting, equal ones first, the rest in order. */
function compare(file: FileChange): Lowered {
  const basePath = file.previousPath ?? file.path;
  const before = file.status === 'copied' ? [] : read(basePath, file.base);
  const equal = paired(before, read(file.path, file.head), ({ key, value }) => `${key}\n${value}`);
  const { pairs, base, head } = paired(equal.base, equal.head, ({ key }) => key);
  const lowered = [...pairs].filter(([was, now]) =>
    was.allowance ? now.value > was.value : now.value < was.value,
  );
  const gone = file.head?.state === 'text' ? base.filter(({ allowance }) => !allowance) : [];
  return {
    lowered: lowered.map(([, { line }]) => ({ path: file.path, line, side: 'head' })),
    gone: gone.map((threshold) => ({
      threshold,
      place: { path: basePath, line: threshold.line, side: 'base' },
    })),
    added: head,
  };
}

const finding = (message: string, places: readonly Place[]): Finding[] =>
  places.length === 0
    ? []
    : [{ rule: 'coverage-lowered', family: 'checks-weakened', severity: 'medium', message, places }];

export const coverageLowered: Rule<Record<string, never>> = {
  id: 'coverage-lowered',
  family: 'checks-weakened',
  summary: 'The test coverage that a build must reach is lowered or no longer asked for.',
  why: 'A threshold keeps new code from arriving without tests. Lowering it lets this change in and every later one, and it hardly ever goes up again.',
  remediation: 'Add the tests that are missing, or let a human agree to the lower number.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({
    content: mayHoldThresholds(file.path) ? 'both' : 'nothing',
  }),
  inspect(facts) {
    const files = facts.files.map(compare);
    const elsewhere = new Map<string, number>();
    for (const { key, value } of files.flatMap(({ added }) => added)) {
      elsewhere.set(key, Math.max(value, elsewhere.get(key) ?? -Infinity));
    }
    const gone = files
      .flatMap((file) => file.gone)
      .filter(({ threshold: { key, value } }) => !((elsewhere.get(key) ?? -Infinity) >= value));
    return [
      ...finding(
        'Less of the code needs to be covered by tests from now on. Add the missing tests, or let a human agree to the number.',
        files.flatMap(({ lowered }) => lowered),
      ),
      ...finding(
        'The build no longer asks for this test coverage, so code without tests gets in. Keep the threshold, or let a human agree.',
        gone.map(({ place }) => place),
      ),
    ];
  },
  flagged: [
    {
      name: 'Jest and coverage.py',
      files: [
        {
          path: 'jest.config.js',
          before: 'module.exports = { coverageThreshold: { global: { branches: 80, lines: 90 } } };\n',
          after: 'module.exports = { coverageThreshold: { global: { branches: 60, lines: 90 } } };\n',
        },
        {
          path: 'pyproject.toml',
          before: '[tool.coverage.report]\nfail_under = 85\n',
          after: '[tool.coverage.report]\nfail_under = 70\n',
        },
      ],
      places: [
        { path: 'jest.config.js', line: 1, side: 'head' },
        { path: 'pyproject.toml', line: 2, side: 'head' },
      ],
    },
    {
      name: 'Codecov may fall further, SimpleCov and JaCoCo ask for less',
      files: [
        {
          path: 'codecov.yml',
          before:
            'coverage:\n  status:\n    project:\n      default:\n        target: 80%\n        threshold: 1%\n',
          after:
            'coverage:\n  status:\n    project:\n      default:\n        target: 80%\n        threshold: 10%\n',
        },
        {
          path: '.simplecov',
          before: 'SimpleCov.minimum_coverage 95\n',
          after: 'SimpleCov.minimum_coverage 50\n',
        },
        {
          path: 'build.gradle',
          before: 'limit {\n  minimum = 0.8\n}\n',
          after: 'limit {\n  minimum = 0.5\n}\n',
        },
      ],
      places: [
        { path: 'codecov.yml', line: 6, side: 'head' },
        { path: '.simplecov', line: 1, side: 'head' },
        { path: 'build.gradle', line: 2, side: 'head' },
      ],
    },
    {
      name: 'taken out of the command',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: 'on: push\njobs:\n  a:\n    steps:\n      - run: pytest --cov --cov-fail-under=90\n',
          after: 'on: push\njobs:\n  a:\n    steps:\n      - run: pytest --cov\n',
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 5, side: 'base' }],
    },
  ],
  clean: [
    {
      name: 'raised',
      files: [
        {
          path: 'vitest.config.ts',
          before: 'export default { test: { coverage: { thresholds: { lines: 70 } } } };\n',
          after: 'export default { test: { coverage: { thresholds: { lines: 75 } } } };\n',
        },
      ],
    },
    {
      name: 'moved to another file',
      files: [
        { path: 'setup.cfg', before: '[coverage:report]\nfail_under = 85\n', after: '[metadata]\n' },
        { path: 'pyproject.toml', before: '', after: '[tool.coverage.report]\nfail_under = 85\n' },
      ],
    },
    {
      name: 'numbers of something else',
      files: [
        {
          path: 'vite.config.ts',
          before: 'export default { editor: { lines: 80 } };\n',
          after: 'export default { editor: { lines: 40 } };\n',
        },
      ],
    },
  ],
};
