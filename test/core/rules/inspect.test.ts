import { inspect } from '../../../src/core/rules/inspect.ts';
import type { Rule } from '../../../src/core/rules/rule.ts';
import { sample } from '../../../src/core/rules/secret-added/_sample.ts';
import { pullRequest } from '../../support/facts.ts';

const token = `ghp_${sample(36)}`;

const saying = (message: string): Pick<Rule, 'id' | 'inspect'> => ({
  id: 'names-things',
  inspect: () => [{ rule: 'names-things', family: 'dependency-risk', severity: 'low', message, places: [] }],
});

test.each([
  [
    'a name that holds a credential',
    `${token} has another source than ${token}.`,
    '[secret] has another source than [secret].',
  ],
  ['a name', 'left-pad has another source than before.', 'left-pad has another source than before.'],
])('what a rule says of %s', (_, message, expected) => {
  const { findings } = inspect(pullRequest(), [{ rule: saying(message) as Rule, options: {} }]);
  expect(findings.map((finding) => finding.message)).toEqual([expected]);
});

test('a rule that breaks is a gap, and the others go on', () => {
  const broken = {
    id: 'broken',
    inspect() {
      throw new Error('no such node');
    },
  } as unknown as Rule;
  const { findings, gaps } = inspect(pullRequest(), [
    { rule: broken, options: {} },
    { rule: saying('Seen.') as Rule, options: {} },
  ]);
  expect(findings.map(({ message }) => message)).toEqual(['Seen.']);
  expect(gaps.map(({ what }) => what)).toEqual(['rule broken']);
});
