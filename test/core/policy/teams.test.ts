import type { FileContent, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { namesIn } from '../../../src/core/policy/names.ts';
import { file } from '../../support/facts.ts';

const named = (path: string, head: FileContent | undefined): string[] =>
  namesIn({
    repository: { owner: 'acme', name: 'shop' } as PullRequestFacts['repository'],
    files: [file(path, head ? { head } : {})],
    floor: { state: 'none' },
  }).teams.map(({ team, at }) => `${at.line}:${at.column} ${team}`);

const text = (...lines: string[]): FileContent => ({ state: 'text', text: `${lines.join('\n')}\n` });
const POLICY = text(
  'version: 1',
  'reviews:',
  '  - name: a',
  '    from: { teams: [dba, Other/Security] }',
  '  - name: b',
  '    from: { permission: write }',
  'override:',
  '  from:',
  '    teams:',
  '      - captains',
);

test.each<[string, string, FileContent | undefined, string[]]>([
  ['reviews and override', '.agentguard.yml', POLICY, ['4:21 dba', '4:26 other/security', '10:9 captains']],
  ['another file', 'docs/.agentguard.yml', POLICY, []],
  ['an invalid policy', '.agentguard.yml', text('version: 2'), []],
  ['a policy taken away', '.agentguard.yml', { state: 'absent' }, []],
  ['a policy not read', '.agentguard.yml', undefined, []],
])('teams named by %s', (_what, path, head, expected) => {
  expect(named(path, head)).toEqual(expected);
});
