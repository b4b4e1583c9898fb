import { DEFAULTS, NOTHING_SAID, strictStatements } from '../../../src/core/policy/defaults.ts';
import { RULES } from './support.ts';

test('the defaults', () => {
  expect(DEFAULTS).toEqual({
    mode: 'enforce',
    appliesTo: 'agents',
    agents: { allow: 'any', deny: [], identities: [], unattributed: 'human' },
    reviews: [{ name: 'anything an agent wrote', approvals: 1, from: { permission: 'write' } }],
    rules: new Map(),
    limits: { openPullRequestsPerAgent: null, changedLines: null, changedFiles: null },
    freeze: [],
    waiver: { permission: 'maintain' },
    override: { permission: 'admin' },
    recovery: { approvals: 1, from: { permission: 'write' } },
    alerts: 'here',
    check: { perBase: false, comment: false },
  });
  expect(NOTHING_SAID).toEqual({ agents: {}, rules: new Map(), limits: {} });
});

test('the strict defaults: no rule only warns, and everything is said', () => {
  expect(strictStatements(RULES)).toEqual({
    mode: 'enforce',
    appliesTo: 'agents',
    agents: { unattributed: 'agent' },
    reviews: [{ name: 'anything an agent wrote', approvals: 1, from: { permission: 'maintain' } }],
    rules: new Map([
      ['token', { action: 'block' }],
      ['password', { action: 'review' }],
      ['large-change', { action: 'review' }],
    ]),
    limits: {},
    waiver: { permission: 'admin' },
    override: { permission: 'admin' },
    recovery: { approvals: 1, from: { permission: 'maintain' } },
    alerts: 'here',
  });
});
