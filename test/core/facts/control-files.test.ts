import { controlFile, controlFilesOf } from '../../../src/core/facts/control-files.ts';
import { normalizePath } from '../../../src/core/facts/paths.ts';
import { fileChange } from '../../support/change.ts';

test.each([
  ['.agentguard.yml', 'policy'],
  ['.AgentGuard.YML', 'policy'],
  ['.agentguard.yaml', null],
  ['app/.agentguard.yml', null],
  ['CODEOWNERS', 'codeowners'],
  ['.github/CODEOWNERS', 'codeowners'],
  ['docs/CODEOWNERS', 'codeowners'],
  ['.GitHub/codeowners', 'codeowners'],
  ['src/CODEOWNERS', null],
  ['.github/rulesets/main.json', 'ruleset'],
  ['.github/settings.yml', 'ruleset'],
  ['eslint/rulesets/main.json', null],
  ['.github/workflows/ci.yml', 'workflow'],
  ['.github\\workflows\\ci.yml', 'workflow'],
  ['.github/work\u200bflows/ci.yml', 'workflow'],
  ['.github/actions/setup/action.yml', 'workflow'],
  ['.github/dependabot.yml', null],
  ['AGENTS.md', 'agent instructions'],
  ['packages/api/AGENTS.md', 'agent instructions'],
  ['\uff21GENTS.md', 'agent instructions'],
  ['claude.md', 'agent instructions'],
  ['.claude/settings.json', 'agent instructions'],
  ['.cursorrules', 'agent instructions'],
  ['.cursor/rules/style.mdc', 'agent instructions'],
  ['.github/copilot-instructions.md', 'agent instructions'],
  ['.github/instructions/db.instructions.md', 'agent instructions'],
  ['.mcp.json', 'agent instructions'],
  ['.vscode/mcp.json', 'agent instructions'],
  ['docs/agents-overview.md', null],
  ['src/agents/index.ts', null],
  ['src/claude.ts', null],
  ['README.md', null],
])('%s controls %s', (path, kind) => {
  expect(controlFile(path)).toBe(kind);
});

test('a name loses case, invisible characters, backslashes and trailing dots', () => {
  expect(normalizePath('.GitHub\\Work\u202eflows\\CI.yml. ')).toBe('.github/workflows/ci.yml');
  expect(normalizePath('a/../b')).toBe('a/../b');
});

describe('both names of a file count', () => {
  const text = { before: 'a\n', after: 'a\n' };
  test.each([
    ['moved away', { path: 'old/owners.txt', previousPath: '.github/CODEOWNERS' }, ['codeowners']],
    ['moved in', { path: '.agentguard.yml', previousPath: 'draft.yml' }, ['policy']],
    [
      'moved from one to the other',
      { path: '.agentguard.yml', previousPath: 'CODEOWNERS' },
      ['policy', 'codeowners'],
    ],
    ['moved between places', { path: 'docs/CODEOWNERS', previousPath: 'CODEOWNERS' }, ['codeowners']],
    ['neither', { path: 'b.txt', previousPath: 'a.txt' }, []],
  ])('%s', (_name, names, kinds) => {
    expect(controlFilesOf(fileChange({ ...text, ...names }))).toEqual(kinds);
  });
  test('a copy does not touch its source', () => {
    const copy = {
      ...fileChange({ ...text, path: 'b.txt', previousPath: 'CODEOWNERS' }),
      status: 'copied' as const,
    };
    expect(controlFilesOf(copy)).toEqual([]);
  });
});
