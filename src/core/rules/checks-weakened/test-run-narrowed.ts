import { z } from 'zod';
import { buildSide, changedScriptChecks, type CheckUnit } from '../../parsers/builds/checks.ts';
import type { ChangeFacts, Rule } from '../rule.ts';
import { checkNeeds } from './_compare.ts';

/** The runner itself, without what it is given: `python -m pytest`, `npx vitest run`. */
const RUNNER = /\b(?:pytest|vitest|jest|mocha|rspec|phpunit|playwright test|unittest|ava|tap)\b/;
/** Options that leave tests out. */
const LEAVES_OUT =
  /(?:^|\s)(?:--(?:ignore(?:-glob)?|deselect|exclude[\w-]*|testPathIgnorePatterns|test-path-ignore-patterns|grep-invert)|-k\s{0,3}["']?not\b)/;
/** Options whose value is the next word; of the long ones any may be. */
const TAKES_VALUE = /^(?:--\w[\w-]*|-[cknmopr])$/;
const FILE = /^[\w@./-]{1,200}\.\w{1,5}(?:::[\w:[\]-]{1,200})?$/;
const FOLDER = /^[\w@./-]{1,200}$/;

/** So many runs of one file are compared with those that took their place. */
const MAX_RUNS = 100;

interface Run {
  readonly unit: CheckUnit;
  readonly runner: string;
  readonly leavesOut: boolean;
  /** Files and folders that it is told to run; empty: all. */
  readonly targets: readonly string[];
}

function runOf(unit: CheckUnit): Run | null {
  const match = RUNNER.exec(unit.command);
  if (!match) return null;
  const rest = unit.command.slice(match.index + match[0].length).split(/[;&|]/)[0] ?? '';
  const words = rest.trim().split(/\s+/).slice(0, 200);
  const targets = words.filter(
    (word, i) =>
      !word.startsWith('-') &&
      /[./]/.test(word) === true &&
      FOLDER.test(word.split('::')[0] ?? '') &&
      !TAKES_VALUE.test(words[i - 1] ?? ''),
  );
  return { unit, runner: match[0], leavesOut: LEAVES_OUT.test(rest), targets };
}

const within = (file: string, folder: string): boolean => {
  const bare = folder.replace(/^\.?\/?|\/$/g, '');
  return bare === '' || file.replace(/^\.\//, '').startsWith(`${bare}/`);
};

/** Whether the second runs fewer of the tests that the first ran. */
function isNarrower(was: Run, now: Run): boolean {
  if (now.leavesOut && !was.leavesOut) return true;
  if (now.targets.length === 0 || !now.targets.every((target) => FILE.test(target))) return false;
  return (
    !was.targets.some((target) => FILE.test(target)) &&
    (was.targets.length === 0 ||
      now.targets.every((file) => was.targets.some((folder) => within(file, folder))))
  );
}

function narrowed({ files }: ChangeFacts): CheckUnit[] {
  return files.flatMap((file) => {
    const scripts = changedScriptChecks(file);
    const runs = (units: readonly CheckUnit[]): Run[] => units.flatMap((unit) => runOf(unit) ?? []);
    const base = runs([...buildSide(file, 'base').checks, ...scripts.base]);
    const head = runs([...buildSide(file, 'head').checks, ...scripts.head]);
    const kept = new Set(head.map(({ unit }) => unit.command));
    const known = new Set(base.map(({ unit }) => unit.command));
    const gone = base.filter(({ unit }) => !kept.has(unit.command));
    const fresh = head.filter(({ unit }) => !known.has(unit.command));
    return [...new Set(fresh.map(({ runner }) => runner))].flatMap((runner) => {
      const was = gone.filter((run) => run.runner === runner);
      const now = fresh.filter((run) => run.runner === runner);
      // More runs than before: the tests were divided among them.
      if (now.length > was.length) return [];
      const looked = was.slice(0, MAX_RUNS);
      return now.filter((run) => looked.some((other) => isNarrower(other, run))).map(({ unit }) => unit);
    });
  });
}

const makefile = (command: string): string => `.PHONY: test\n\ntest:\n\t${command}\n`;

const workflow = (command: string): string =>
  `on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${command}\n`;

/** A build that runs fewer of its tests. */
export const testRunNarrowed: Rule<Record<string, never>> = {
  id: 'test-run-narrowed',
  family: 'checks-weakened',
  summary: 'A command that ran all tests runs only some of them.',
  why: 'The build still tests and is still green, but what failed is no longer run. An agent that was told to make all tests pass has changed the Makefile to run only those that did.',
  remediation:
    'Run all tests and mend those that fail. A run of a few goes into a command of its own, beside the one for all.',
  severity: 'medium',
  action: 'review',
  options: z.strictObject({}),
  needs: checkNeeds,
  inspect(facts) {
    const units = narrowed(facts);
    if (units.length === 0) return [];
    return [
      {
        rule: 'test-run-narrowed',
        family: 'checks-weakened',
        severity: 'medium',
        message:
          'This ran all tests and now runs only some, so what the others would catch goes unseen while the build stays green. Run all of them, or let a human agree.',
        places: units.map(({ path, line }) => ({ path, line, side: 'head' })),
      },
    ];
  },
  flagged: [
    {
      name: 'a folder becomes a list of files, and tests are left out',
      files: [
        {
          path: 'Makefile',
          before: makefile('pytest tests'),
          after: makefile('pytest tests/test_config.py tests/test_models.py'),
        },
        {
          path: 'package.json',
          before: '{\n  "scripts": {\n    "test": "vitest run"\n  }\n}\n',
          after: '{\n  "scripts": {\n    "test": "vitest run --exclude src/api/**"\n  }\n}\n',
        },
      ],
      places: [
        { path: 'Makefile', line: 4, side: 'head' },
        { path: 'package.json', line: 3, side: 'head' },
      ],
    },
    {
      name: 'in a workflow',
      files: [
        {
          path: '.github/workflows/ci.yml',
          before: workflow('python -m pytest'),
          after: workflow('python -m pytest -k "not payment"'),
        },
      ],
      places: [{ path: '.github/workflows/ci.yml', line: 7, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'other options, another folder, a run beside the one for all',
      files: [
        {
          path: 'Makefile',
          before: makefile('pytest tests'),
          after: `${makefile('pytest tests')}\none:\n\tpytest tests/test_config.py\n`,
        },
        { path: 'scripts/test.sh', before: 'pytest tests\n', after: 'pytest -q --maxfail=1 tests/unit\n' },
      ],
    },
    {
      name: 'divided among several',
      files: [
        {
          path: 'ci/test.sh',
          before: 'pytest tests\n',
          after: 'pytest tests/test_a.py\npytest tests --ignore tests/test_a.py\n',
        },
      ],
    },
  ],
};
