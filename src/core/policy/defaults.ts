import { RULES } from '../rules/catalogue.ts';
import type { Rule } from '../rules/rule.ts';
import type { Ask, People, Policy, PolicyStatements, RecoveryAsk, ReviewEntry } from './policy.ts';

/** What an agent's change owes where nothing else is said, and for files that no entry covers. */
export const DEFAULT_REVIEW: ReviewEntry & Ask = {
  name: 'anything an agent wrote',
  approvals: 1,
  from: { permission: 'write' },
};

/** What holds for every key that neither the floor nor the repository's file speaks of. */
export const DEFAULTS: Policy = {
  mode: 'enforce',
  appliesTo: 'agents',
  agents: { allow: 'any', deny: [], identities: [], unattributed: 'human' },
  reviews: [DEFAULT_REVIEW],
  rules: new Map(),
  limits: { openPullRequestsPerAgent: null, changedLines: null, changedFiles: null },
  freeze: [],
  waiver: { permission: 'maintain' },
  override: { permission: 'admin' },
  recovery: { approvals: 1, from: { permission: 'write' } },
  alerts: 'here',
  check: { perBase: false, comment: false },
};

/** A file that says nothing. */
export const NOTHING_SAID: PolicyStatements = { agents: {}, rules: new Map(), limits: {} };

const STRICT_REVIEW: ReviewEntry = { ...DEFAULT_REVIEW, from: { permission: 'maintain' } };
const STRICT_RECOVERY: RecoveryAsk = { approvals: 1, from: { permission: 'maintain' } };
const ADMIN: People = { permission: 'admin' };

/**
 * The strict defaults: what holds in the place of a file that is invalid or cannot be seen. They say everything
 * that could otherwise be loosened: no rule only warns, and no key is left to a repository.
 */
export const strictStatements = (rules: readonly Rule[] = RULES): PolicyStatements => ({
  mode: 'enforce',
  appliesTo: 'agents',
  agents: { unattributed: 'agent' },
  reviews: [STRICT_REVIEW],
  rules: new Map(rules.map(({ id, action }) => [id, { action: action === 'warn' ? 'review' : action }])),
  limits: {},
  waiver: ADMIN,
  override: ADMIN,
  recovery: STRICT_RECOVERY,
  alerts: 'here',
});
