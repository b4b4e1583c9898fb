import type { Decision } from '../../../src/core/decision/decision.ts';
import { title } from '../../../src/core/render/title.ts';
import { acceptance, ask, decision, finding, obligation } from '../../support/decision.ts';

const anyone = obligation(
  { covers: null, who: 'someone with write access', eligible: ['ada', 'olga'] },
  { name: 'anything an agent wrote', about: 'anything an agent wrote' },
);
const met = (...counted: string[]) => obligation({ met: true, counted });
const gap = { what: 'team acme/dba', reason: 'It does not exist.' };
const notAgent = acceptance({ kind: 'not_agent', by: { login: 'bela', type: 'User', id: null } });

test.each<[string, Partial<Decision>, string]>([
  ['one review owed', {}, 'Waiting for 1 of @acme/dba (db/**)'],
  [
    'several: particular people first',
    { obligations: [anyone, obligation()] },
    'Waiting for 1 of @acme/dba (db/**) and 1 more',
  ],
  [
    'what is missing of it',
    { obligations: [obligation({}, { missing: '2 of @acme/dba' })] },
    'Waiting for 2 of @acme/dba (db/**)',
  ],
  [
    'alternatives',
    { obligations: [obligation({}, { missing: '1 of @acme/dba, or @olga' })] },
    'Waiting for 1 of @acme/dba, or @olga (db/**)',
  ],
  [
    'what it is about goes first where there is no room',
    {
      obligations: [
        anyone,
        obligation({}, { missing: '2 of @acme/database-administrators and 1 of @acme/security' }),
      ],
    },
    'Waiting for 2 reviews',
  ],
  ['opposition', { obligations: [obligation({ opposed: ['olga'] })] }, 'olga asked for changes (db/**)'],
  ['nobody left', { obligations: [obligation({ eligible: [] })] }, 'Nobody is left who could approve: db/**'],
  [
    'nobody left but those the change names',
    { obligations: [obligation({ eligible: [], claimedOut: ['olga'] })] },
    'Nobody is left who could approve but those this change names: db/**',
  ],
  [
    'nobody listed, but there may be more',
    { obligations: [obligation({ eligible: [], moreEligible: true })] },
    'Waiting for 1 of @acme/dba (db/**)',
  ],
  [
    'nobody left for one of two alternatives',
    {
      obligations: [
        obligation(
          {},
          { requires: { anyOf: [ask({ eligible: [] }), ask()] }, missing: '@eva, or 1 of @acme/dba' },
        ),
      ],
    },
    'Waiting for @eva, or 1 of @acme/dba (db/**)',
  ],
  ['approved', { outcome: 'allow', obligations: [met('olga', 'bela')] }, 'Approved by olga, bela'],
  [
    'approved by many',
    { outcome: 'allow', obligations: [met('a', 'b', 'c', 'd', 'e')] },
    'Approved by a, b, c and 2 more',
  ],
  ['nothing owed', { outcome: 'allow', obligations: [] }, 'No review is needed'],
  [
    'no agent',
    {
      outcome: 'allow',
      obligations: [],
      gated: { yes: false, reason: 'No agent had a hand in this change.' },
    },
    'No agent found',
  ],
  [
    'no agent, says somebody',
    {
      outcome: 'allow',
      obligations: [],
      gated: { yes: false, reason: 'bela answered for it.' },
      acceptances: [{ acceptance: notAgent, lapsed: null }],
    },
    "Accepted: no agent's change, says bela",
  ],
  [
    'no agent, said somebody whose word does not hold',
    {
      outcome: 'allow',
      obligations: [met('olga')],
      acceptances: [{ acceptance: notAgent, lapsed: 'the change is another one since' }],
    },
    'Approved by olga',
  ],
  [
    'an override, whatever else is said',
    { outcome: 'allow', override: acceptance(), findings: [finding()], gaps: [gap] },
    'Overridden by olga until 25 Nov 12:00 UTC',
  ],
  ['a blocking finding', { outcome: 'block', findings: [finding()] }, 'Blocked: provider-token (src/a.ts:3)'],
  [
    'two of them',
    { outcome: 'block', findings: [finding(), finding()] },
    'Blocked: provider-token (src/a.ts:3) and 1 more',
  ],
  [
    'two of them, one waived',
    { outcome: 'block', findings: [finding({ rule: 'private-key', waived: acceptance() }), finding()] },
    'Blocked: provider-token (src/a.ts:3)',
  ],
  [
    'the worst of several first',
    { outcome: 'block', findings: [finding({ rule: 'policy-invalid', severity: 'high' }), finding()] },
    'Blocked: provider-token (src/a.ts:3) and 1 more',
  ],
  [
    'a freeze',
    {
      outcome: 'block',
      findings: [
        finding({
          rule: 'frozen',
          message: 'Agents are frozen here until 2026-11-25 12:00 UTC: The release: nothing moves. Wait.',
          places: [],
          key: null,
        }),
      ],
    },
    'Blocked: agents are frozen here until 2026-11-25 12:00 UTC',
  ],
  ...[
    [
      'a freeze that is too far for its title',
      "Claude's GitHub app is frozen in all of acme until 2026-11-25 12:00 UTC: ada froze it.",
      "Blocked: Claude's GitHub app is frozen until 2026-11-25 12:00 UTC",
    ],
    [
      'a freeze of many',
      'Claude Code, Cursor, Devin, Jules, Gemini CLI is frozen here until 2026-11-25 12:00 UTC: It loops.',
      'Blocked: Claude Code, Cursor, Devin, Jules, Gemini CLI is frozen',
    ],
  ].map(([name = '', message = '', expected = '']): [string, Partial<Decision>, string] => [
    name,
    { outcome: 'block', findings: [finding({ rule: 'frozen', message, places: [], key: null })] },
    expected,
  ]),
  ['a gap', { outcome: 'indeterminate', gaps: [gap] }, 'Cannot tell yet: team acme/dba could not be read'],
  [
    'several gaps',
    { outcome: 'indeterminate', gaps: [gap, gap, gap] },
    'Cannot tell yet: team acme/dba could not be read and 2 more',
  ],
  [
    'observing a blocking finding',
    { mode: 'observe', outcome: 'block', findings: [finding()] },
    'Would block: provider-token (src/a.ts:3)',
  ],
  ['observing', { mode: 'observe' }, 'Would block: Waiting for 1 of @acme/dba (db/**)'],
])('%s', (_name, change, expected) => {
  expect(title(decision(change))).toBe(expected);
});

test('stays under 80 characters, whatever is in it', () => {
  const long = obligation({}, { about: 'x'.repeat(300), missing: '@acme/'.padEnd(200, 'y') });
  expect(title(decision({ obligations: [long] })).length).toBeLessThan(80);
});
