import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { SarifLog } from '../src/core/render/sarif/sarif.ts';
import { sarifProblems } from './contract/sarif.ts';
import { CLAUDE, GIT_VARIABLES, testRepositories, type TestRepository } from './support/git.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const source = readFileSync('action.yml', 'utf8');
const action = parse(source) as Action;
const step = (name: string): Step => {
  const found = action.runs.steps.find((each) => each.name === name);
  if (!found) throw new Error(`There is no step ${name}.`);
  return found;
};

const repositories = testRepositories();
afterAll(() => repositories.remove());

/** What `${{ … }}` of a step's variables stands for in a run. */
const filled = (env: Step['env'] = {}, values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).map(([name, text]) => [
      name,
      text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
        const value = values[expression];
        if (value === undefined) throw new Error(`${expression} has no value.`);
        return value;
      }),
    ]),
  );

/** Runs a step's script as the runner does: bash, with its variables and files for what it gives back. */
function play(
  name: string,
  values: Readonly<Record<string, string>>,
  variables: Record<string, string> = {},
) {
  const { run = '', env, shell } = step(name);
  expect(shell).toBe('bash');
  const folder = repositories.folder('runner');
  mkdirSync(folder);
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  writeFileSync(join(folder, 'script.sh'), run);
  const result = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', join(folder, 'script.sh')], {
    cwd: folder,
    env: { ...GIT_VARIABLES, ...files, ...filled(env, values), ...variables },
    encoding: 'utf8',
  });
  return {
    code: result.status,
    stderr: result.stderr,
    output: readFileSync(files.GITHUB_OUTPUT, 'utf8'),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8'),
  };
}

function pullRequest(files: Record<string, string>): TestRepository {
  const repository = repositories.create();
  repository.commit('Start', {
    'README.md': 'Shop\n',
    'strict.yml': 'version: 1\nrules: { sql-destructive: block }\n',
  });
  repository.git('checkout', '--quiet', '-b', 'change');
  repository.commit(`Change${CLAUDE}`, files);
  return repository;
}

const DROP = { 'db/migrations/1.sql': 'DROP TABLE orders;\n' };

function check(repository: TestRepository, inputs: Readonly<Record<string, string>> = {}) {
  const defaults = Object.entries(action.inputs).map(([name, input]) => [`inputs.${name}`, input.default]);
  return play('Check', {
    ...Object.fromEntries(defaults),
    'inputs.base': repository.id('main'),
    'inputs.head': repository.id('change'),
    'github.action_path': process.cwd(),
    'github.workspace': repository.folder,
    ...inputs,
  });
}

describe('the check', () => {
  test('writes SARIF and a summary, and says where', () => {
    const repository = pullRequest(DROP);
    const { code, output, summary } = check(repository);
    const file = join(repository.folder, 'agentguard.sarif');
    expect([code, output]).toEqual([0, `file=${file}\nexit-code=0\n`]);
    const log = JSON.parse(readFileSync(file, 'utf8')) as SarifLog;
    expect(sarifProblems(log)).toEqual([]);
    expect(log.runs[0].results.map(({ ruleId }) => ruleId)).toEqual(['sql-destructive']);
    expect(summary).toMatch(/^## AgentGuard\n\n {4}A review will be required\. /);
    expect(summary).toContain('      review  high  sql-destructive  db/migrations/1.sql:1');
  });

  test.each<[string, Record<string, string>, number]>([
    ['fail-on: review', { 'inputs.fail-on': 'review' }, 1],
    ['a policy that blocks', { 'inputs.policy': 'strict.yml' }, 1],
    ['wrong use', { 'inputs.fail-on': 'never' }, 2],
    ['a base that is not here', { 'inputs.base': '1'.repeat(40) }, 2],
    ['no base', { 'inputs.base': '' }, 2],
  ])('%s ends it with its exit code', (_, inputs, code) => {
    const played = check(pullRequest(DROP), inputs);
    expect([played.code, played.output]).toEqual([code, expect.stringContaining(`exit-code=${code}\n`)]);
    expect(played.summary).toContain(code === 2 ? 'It could not be checked.' : 'sql-destructive');
  });

  test('writes what it is asked for, where it is asked to', () => {
    const repository = pullRequest(DROP);
    check(repository, { 'inputs.format': 'json', 'inputs.output': 'out.json' });
    expect(JSON.parse(readFileSync(join(repository.folder, 'out.json'), 'utf8'))).toMatchObject({
      schema: 1,
      decision: 'review_required',
    });
  });

  test('takes nothing that a pull request brings for code, markup or a setting', () => {
    const repository = pullRequest({
      ...DROP,
      'db/migrations/$(touch x)`touch y````.sql': 'DROP TABLE a;\n',
    });
    const canary = join(repository.folder, 'canary');
    writeFileSync(join(repository.folder, '.env'), `LD_DEBUG=statistics\nLD_DEBUG_OUTPUT=${canary}\n`);
    const { code, summary } = check(repository, {
      'inputs.head': 'change',
      'inputs.output': 'a $(touch z).sarif',
    });
    expect(code).toBe(0);
    expect(
      summary
        .split('\n')
        .slice(2)
        .every((line) => line === '' || line.startsWith('    ')),
    ).toBe(true);
    const left = repository.git('status', '--porcelain', '--untracked-files=all').split('\n');
    expect(left.toSorted()).toEqual(
      ['?? ".env"', '?? "a $(touch z).sarif"'].map((line) => line.replace('".env"', '.env')).toSorted(),
    );
  });
});

describe('the installation', () => {
  /** An action's folder and an `npm` that only notes how it was called. */
  function installed(built: boolean): string {
    const folder = repositories.folder('action');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin', 'npm'), '#!/bin/sh\necho "$@" >> calls\n');
    chmodSync(join(folder, 'bin', 'npm'), 0o755);
    if (built) {
      mkdirSync(join(folder, 'dist', 'src'), { recursive: true });
      writeFileSync(join(folder, 'dist', 'src', 'main.js'), '');
    }
    const PATH = `${join(folder, 'bin')}:${process.env['PATH']}`;
    const { code } = play('Install AgentGuard', { 'github.action_path': folder }, { PATH });
    expect(code).toBe(0);
    return readFileSync(join(folder, 'calls'), 'utf8');
  }

  test.each([
    ['a release', true, 'ci --omit=dev --ignore-scripts --no-audit --no-fund\n'],
    ['the sources', false, 'ci --ignore-scripts --no-audit --no-fund\nrun build\n'],
  ])('of %s', (_, built, calls) => {
    expect(installed(built)).toBe(calls);
  });
});

describe('the file', () => {
  test('pins what it uses by SHA, with the version in a comment', () => {
    const used = action.runs.steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    for (const each of used) {
      expect(each).toMatch(/@[0-9a-f]{40}$/);
      expect(source).toMatch(new RegExp(`${each} # v\\d+\\.\\d+\\.\\d+`));
    }
  });

  test('has no expression within a script, and asks for no secret', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
    expect(source).not.toMatch(/secrets\.|github\.token/);
    expect(existsSync('dist/src/main.js')).toBe(true);
  });
});
