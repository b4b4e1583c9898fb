import { conditionStates, findingsOf } from '../../../src/core/decision/obligations/conditions.ts';
import type { Conditions } from '../../../src/core/policy/policy.ts';
import { finding } from '../../support/decision.ts';
import { claude, file, people, pullRequest, user } from '../../support/facts.ts';

const at = {
  facts: pullRequest({
    files: [file('src/a.ts')],
    baseRef: 'stacked',
    labels: ['risky', 'area/db'],
    repository: { ...pullRequest().repository, topics: ['web', 'pci'] },
  }),
  findings: [finding()],
  agents: [claude, { ...claude, agent: 'devin', name: 'Devin' }],
  contributors: [user('olga'), user('bela')].map((account) => ({ account, hands: [] })),
  people: people({ olga: 'write' }, { 'acme/dba': [] }),
};
const FOUR = ['a', 'b', 'c', 'd'].map((path) => ({ path: `db/${path}.sql`, line: 1, side: 'head' as const }));

test.each<[Conditions, [string, string, boolean, string]]>([
  [{ severity: 'high', paths: ['docs/**'] }, ['paths', 'docs/**', false, 'no such finding there']],
  [
    { agents: ['jules', 'cursor'], strength: 'attested' },
    ['agents', 'jules, cursor, at least attested', false, 'claude-code (declared), devin (declared)'],
  ],
  [{ base: ['release/*', 'dev'] }, ['base', 'release/*, dev', false, 'stacked, main']],
  [{ labels: ['docs', 'ci'] }, ['labels', 'docs, ci', false, 'risky, area/db']],
  [{ author: { teams: ['unseen'] } }, ['author', '@acme/unseen', true, 'nadia']],
  [{ author: { teams: ['dba'] } }, ['author', '@acme/dba', false, 'nadia']],
  [{ contributors: { teams: ['unseen'] } }, ['contributors', '@acme/unseen', true, 'olga, bela']],
  [{ contributors: { teams: ['dba'] } }, ['contributors', '@acme/dba', false, 'olga, bela']],
  [
    { repository: { names: ['pay-*', 'till'], topics: ['dss'], properties: { tier: ['gold', 'silver'] } } },
    [
      'repository',
      'pay-*, till, dss, tier: gold or silver',
      false,
      'it is called shop, its topics are web, pci',
    ],
  ],
])('%j', (conditions, expected) => {
  const [{ key, wants, holds, found } = { key: '', wants: '', holds: null, found: [] }] = conditionStates(
    conditions,
    at,
  );
  expect([key, wants, holds, ...found]).toEqual(expected);
});

test('of a change that nobody is known to have made', () => {
  const [state] = conditionStates({ contributors: { users: ['olga'] } }, { ...at, contributors: [] });
  expect(state).toEqual({ key: 'contributors', wants: '@olga', holds: false, found: ['nobody known'] });
});

test('of places of findings those in the paths are told', () => {
  const spread = finding({ places: [...FOUR, { path: 'src/a.ts', line: 1, side: 'head' }] });
  const [state] = conditionStates({ severity: 'low', paths: ['src/**'] }, { ...at, findings: [spread] });
  expect(state).toMatchObject({ key: 'paths', found: ['src/a.ts'] });
});

test('a finding is in the paths of an entry if one of its places is', () => {
  const spread = finding({ places: [...FOUR, { path: 'src/a.ts', line: 1, side: 'head' }] });
  expect(findingsOf({ severity: 'low', paths: ['src/**'] }, [spread])).toEqual([spread]);
  expect(findingsOf({ severity: 'low', paths: ['docs/**'] }, [spread])).toEqual([]);
  expect(findingsOf({ paths: ['db/**'] }, [spread, finding()])).toEqual([spread]);
});
