import { activeRules, ruleSetting } from '../../../src/core/policy/setting.ts';
import { policyFile, RULES } from './support.ts';

const policy = (text: string): Parameters<typeof ruleSetting>[0] => policyFile(text).says;

test.each<[string, string, string, unknown]>([
  ['the default', '', 'password', { action: 'review', options: { length: 8 } }],
  ['the family', 'rules: { secret-added: warn }', 'password', { action: 'warn', options: { length: 8 } }],
  [
    'the rule over its family',
    'rules: { secret-added: warn, password: block }',
    'password',
    { action: 'block', options: { length: 8 } },
  ],
  [
    "the family's action with the rule's options",
    'rules: { secret-added: warn, password: { length: 3 } }',
    'password',
    { action: 'warn', options: { length: 3 } },
  ],
  [
    'an option of the family for the rule that has it',
    'rules: { secret-added: { length: 3 } }',
    'password',
    { action: 'review', options: { length: 3 } },
  ],
  [
    'and not for the one that has not',
    'rules: { secret-added: { length: 3 } }',
    'token',
    { action: 'block', options: { samples: [] } },
  ],
  ['a rule that is gone', '', 'forgotten', { action: 'block', options: {} }],
])('%s', (_what, text, id, expected) => {
  expect(ruleSetting(policy(text), id, RULES)).toEqual(expected);
});

test('rules that are off are not run', () => {
  const active = activeRules(policy('rules: { secret-added: off, password: warn }'), RULES);
  expect(active.map(({ rule, options }) => [rule.id, options])).toEqual([
    ['password', { length: 8 }],
    ['large-change', { lines: 1500, files: 60 }],
  ]);
});
