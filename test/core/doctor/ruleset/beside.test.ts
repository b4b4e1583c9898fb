import type { Classic, RepositoryState } from '../../../../src/core/doctor/facts.ts';
import { seen } from '../../../../src/core/doctor/facts.ts';
import { branch, REPOSITORY, REQUIRED, UNSEEN } from '../../../../src/core/doctor/healthy.ts';
import { besideRuleset } from '../../../../src/core/doctor/ruleset/beside.ts';

const says = (state: Partial<RepositoryState>): readonly string[] =>
  besideRuleset(
    { ...REPOSITORY, branches: [branch({ required: [] })], ...state },
    { context: 'AgentGuard', branches: ['main'] },
    ['AgentGuard', 'AgentGuard (required)'],
  );

const classic = (appId: number | null, bindsAdmins = true): Partial<RepositoryState> => {
  const found: Classic = { checks: [{ context: 'AgentGuard', appId }], bindsAdmins, details: null };
  return { branches: [branch({ required: [] }, { classic: seen(found) })] };
};

test.each<[string, Partial<RepositoryState>, string[]]>([
  ['nothing', {}, []],
  ['the ruleset that is planned', { branches: [branch()] }, []],
  [
    "the organisation's of the same name",
    { branches: [branch({ required: [{ ...REQUIRED, ruleset: { ...REQUIRED.ruleset, source: 'acme' } }] })] },
    ['The ruleset "AgentGuard" of acme requires "AgentGuard" on main as well. It stays so.'],
  ],
  [
    'another ruleset, of another app',
    {
      branches: [
        branch({ required: [{ ...REQUIRED, appId: 99, ruleset: { ...REQUIRED.ruleset, name: 'Old' } }] }),
      ],
    },
    [
      'The ruleset "Old" of acme/shop requires "AgentGuard" on main as well, of another app (99). It stays so: if that app is no longer yours, take that away by hand, since pull requests wait for it for ever.',
    ],
  ],
  [
    'branch protection',
    classic(7),
    ['Branch protection requires "AgentGuard" on main as well. It stays so.'],
  ],
  [
    'branch protection that does not bind admins',
    classic(7, false),
    ['Branch protection requires "AgentGuard" on main as well, though not of admins. It stays so.'],
  ],
  [
    'branch protection, any source',
    classic(null),
    [
      'Branch protection requires "AgentGuard" on main as well, from any source. It stays so; beside it only this app\'s counts.',
    ],
  ],
  [
    'branch protection, another app',
    classic(99),
    [
      'Branch protection requires "AgentGuard" on main as well, of another app (99). It stays so: if that app is no longer yours, take that away by hand, since pull requests wait for it for ever.',
    ],
  ],
  [
    'a branch that is not meant',
    { branches: [{ ...branch(), ...classic(7).branches?.[0], name: 'release' }] },
    [],
  ],
  [
    'rulesets that are not in force',
    {
      dormant: seen([
        { name: 'Agents', source: 'acme', enforcement: 'evaluate' },
        { name: 'Old', source: 'acme/shop', enforcement: 'disabled' },
        { name: 'AgentGuard', source: 'acme/shop', enforcement: 'disabled' },
      ]),
    },
    [
      'The ruleset "Agents" of acme would require a check of AgentGuard and is only evaluated. It stays so.',
      'The ruleset "Old" of acme/shop would require a check of AgentGuard and is disabled. It stays so.',
    ],
  ],
  [
    'what cannot be seen',
    { branches: [branch({}, { rules: UNSEEN, classic: UNSEEN })], dormant: UNSEEN },
    [],
  ],
])('%s', (_name, state, expected) => {
  expect(says(state)).toEqual(expected);
});
