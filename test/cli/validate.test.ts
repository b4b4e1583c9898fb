import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentguard, type Run } from '../support/command-line.ts';
import { testRepositories } from '../support/git.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

const VALID = 'version: 1\n';
const INVALID = 'version: 1\nmode: enforced\nreviews:\n  - name: x\n    form: { permission: write }\n';

/** A file of its own, outside of any clone. */
function file(text: string, name = 'policy.yml'): string {
  const folder = repositories.folder('files');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const validate = (...args: string[]): Promise<Run> =>
  agentguard('validate', '--repo', repositories.folder('none'), ...args);

describe('exit codes', () => {
  test('0: valid', async () => {
    const path = file(VALID);
    expect(await validate(path)).toEqual({ code: 0, stdout: `${path} is valid.\n`, stderr: '' });
  });

  test('1: not valid, every problem with its line and column', async () => {
    const path = file(INVALID);
    const { code, stdout, stderr } = await validate(path);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout.split('\n')).toEqual([
      `${path}:2:7: \`mode\` has to be one of enforce, observe; it is \`enforced\`. Did you mean \`enforce\`?`,
      `${path}:5:5: There is no key \`form\` in \`reviews[0]\`. Did you mean \`from\`?`,
      `${path} is not valid: 2 errors.`,
      '',
    ]);
  });

  test('2: cannot be read, whatever the others are', async () => {
    const [bad, missing] = [file(INVALID), join(repositories.folder('x'), 'none.yml')];
    const { code, stdout, stderr } = await validate(bad, missing);
    expect(code).toBe(2);
    expect(stdout).toContain(`${bad} is not valid`);
    expect(stderr).toMatch(new RegExp(`^${missing} cannot be read: ENOENT`));
  });

  test('2: wrong use', async () => {
    expect((await validate(file(VALID), '--format', 'xml')).code).toBe(2);
  });
});

describe('formats', () => {
  test('json', async () => {
    const path = file('version: 1\nfreeze: [{ agents: all, until: 2020-01-01, reason: Audit }]\n');
    const { code, stdout } = await validate(path, '--format', 'json');
    const message = 'This freeze ended on 2020-01-01. Take it out, or give a later day.';
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      {
        schema: 1,
        valid: true,
        files: [
          { path, valid: true, unreadable: null, problems: [], warnings: [{ line: 2, column: 25, message }] },
        ],
      },
    ]);
  });

  test('github: workflow commands, which no text of the file can end', async () => {
    const path = file('version: 1\n"50%\\n::warning::x": 1\n', 'a,b.yml');
    const { code, stdout } = await validate(path, '--format', 'github');
    expect([code, stdout]).toEqual([
      1,
      `::error file=${path.replace(',', '%2C')},line=2,col=1,title=AgentGuard policy::There is no key \`50%25 ::warning::x\`. Known are version, mode, applies_to, agents, reviews, rules, limits, freeze, waiver, override, recovery, alerts, check, groups.\n`,
    ]);
  });
});

describe('in a clone', () => {
  test('the policy at the root is judged by the files there are', async () => {
    const repository = repositories.create();
    repository.commit('Start', {
      'src/a.ts': 'a\n',
      '.agentguard.yml':
        'version: 1\nreviews:\n  - { name: db, paths: [db/**], from: { permission: write } }\n',
    });
    const { code, stdout } = await agentguard('validate', '--repo', repository.folder);
    expect(code).toBe(0);
    expect(stdout).toContain('.agentguard.yml:3:17: warning: The review "db" asks for nothing');
    expect(stdout).toContain('.agentguard.yml is valid, with 1 warning.\n');
  });

  test('without one it says what to do', async () => {
    const repository = repositories.create();
    repository.commit('Start', { '.github/.agentguard.yml': VALID });
    const { code, stdout, stderr } = await agentguard('validate', '--repo', repository.folder);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^There is no \S*\.agentguard\.yml, so the defaults hold\. Write one with `agentguard init`, or name a file\.\n$/,
    );
  });

  test('a file that nobody reads is pointed at', async () => {
    const repository = repositories.create();
    repository.commit('Start', { '.github/.agentguard.yml': VALID, '.agentguard.yml': VALID });
    const { code, stderr } = await agentguard('validate', '--repo', repository.folder);
    expect([code, stderr]).toEqual([
      0,
      '.github/.agentguard.yml is not read: the policy is .agentguard.yml at the root. Move it there.\n',
    ]);
  });
});

describe('--floor', () => {
  const FLOOR = 'version: 1\nmode: enforce\n';

  test('holds the others against it', async () => {
    const [floor, path] = [file(FLOOR, 'floor.yml'), file('version: 1\nmode: observe\n')];
    const { code, stdout } = await validate(path, '--floor', floor);
    expect([code, stdout]).toEqual([
      0,
      `${floor} is valid.\n${path}:2:1: warning: \`mode: observe\` is looser than \`enforce\`. The floor holds.\n${path} is valid, with 1 warning.\n`,
    ]);
  });

  test('may have groups, which others may not', async () => {
    const groups = `${FLOOR}groups: [{ name: g, repositories: { names: [a] }, policy: { mode: enforce } }]\n`;
    const path = file(groups);
    expect((await validate('--floor', path)).code).toBe(0);
    const { code, stderr } = await validate(path);
    expect([code, stderr]).toEqual([
      1,
      `Is ${path} itself a floor? Then validate it with --floor ${path}.\n`,
    ]);
  });
});

test('`-` reads stdin', () => {
  const folder = repositories.folder('empty');
  mkdirSync(folder);
  const run = spawnSync(process.execPath, [join(process.cwd(), 'dist/src/main.js'), 'validate', '-'], {
    cwd: folder,
    input: 'version: 2\n',
    encoding: 'utf8',
  });
  expect([run.status, run.stdout]).toEqual([
    1,
    '<stdin>:1:10: `version` has to be 1; it is `2`.\n<stdin> is not valid: 1 error.\n',
  ]);
});
