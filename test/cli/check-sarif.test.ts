import type { SarifLog } from '../../src/core/render/sarif/sarif.ts';
import { sarifProblems } from '../contract/sarif.ts';
import { agentguard } from '../support/command-line.ts';
import { CLAUDE, testRepositories } from '../support/git.ts';

const repositories = testRepositories();
afterAll(() => repositories.remove());

test('`check --format sarif` prints one valid log, and exits as every format does', async () => {
  const repository = repositories.create();
  repository.commit('Start', {
    'README.md': 'Shop\n',
    '.agentguard.yml': 'version: 1\nrules: { sql-destructive: block }\n',
  });
  repository.git('checkout', '--quiet', '-b', 'change');
  repository.commit(`Drop${CLAUDE}`, { 'db/migrations/1.sql': 'SELECT 1;\nDROP TABLE orders;\n' });
  const { code, stdout } = await agentguard(
    'check',
    '--repo',
    repository.folder,
    '--base',
    'main',
    '--format',
    'sarif',
  );
  expect(code).toBe(1);
  expect(stdout.split('\n')).toHaveLength(2);
  const log = JSON.parse(stdout) as SarifLog;
  expect(sarifProblems(log)).toEqual([]);
  expect(log.runs[0].results).toMatchObject([
    {
      ruleId: 'sql-destructive',
      level: 'error',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'db/migrations/1.sql' }, region: { startLine: 2 } } },
      ],
    },
  ]);
  expect(log.runs[0].properties).toMatchObject({ decision: 'block', agents: [{ id: 'claude-code' }] });
});
