import * as fc from 'fast-check';
import type { Combined } from '../../../src/core/policy/combine.ts';
import type { LimitName, PolicyFile } from '../../../src/core/policy/policy.ts';
import { ruleSetting } from '../../../src/core/policy/setting.ts';
import { ACTIONS } from '../../../src/core/rules/rule.ts';
import { policyFile, RULES } from './support.ts';

const word = <T>(...words: T[]): fc.Arbitrary<T | undefined> => fc.constantFrom(...words, undefined);
const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined });
const number = some(fc.integer({ min: 1, max: 3000 }));
const action = fc.constantFrom(...ACTIONS);
const AGENTS = ['claude-code', 'devin', 'jules'];
const agents = some(fc.subarray(AGENTS, { minLength: 1 }));
const users = some(fc.constantFrom('olga', 'pat').map((login) => ({ from: { users: [login] } })));

/** What a file can say of each key. */
export const says = fc.record({
  mode: word('enforce', 'observe'),
  applies_to: word('agents', 'everyone'),
  agents: fc
    .record({
      allow: agents,
      deny: agents,
      // An account is taken for the same agent by all, see the test of contradictions.
      identities: some(
        fc
          .subarray(['fixer', 'helper'], { minLength: 1 })
          .map((logins) => logins.map((login) => ({ login, agent: `acme-${login}` }))),
      ),
      unattributed: word('human', 'agent'),
    })
    // Allowed and denied at once is an error.
    .filter(({ allow = [], deny = [] }) => !allow.some((agent) => deny.includes(agent))),
  reviews: some(
    fc.constantFrom('olga', 'pat').map((login: string) => [{ name: 'r', from: { users: [login] } }]),
  ),
  rules: fc.record(
    {
      token: action,
      'secret-added': action,
      'mass-change': fc.record({ action: some(action), files: number }),
      'large-change': fc.record({ action: some(action), lines: number }),
    },
    { requiredKeys: [] },
  ),
  limits: fc.record({
    open_pull_requests_per_agent: some(fc.integer({ min: 1, max: 1000 })),
    changed_lines: number,
    changed_files: number,
  }),
  freeze: some(
    fc
      .constantFrom('2026-12-01', '2026-12-24')
      .map((until: string) => [{ agents: 'all', until, reason: 'Sale' }]),
  ),
  waiver: users,
  override: users,
  recovery: some(
    fc.record({
      approvals: fc.integer({ min: 1, max: 10 }),
      from: fc.constantFrom('olga', 'pat').map((login) => ({ users: [login] })),
    }),
  ),
  alerts: some(fc.constantFrom('here', 'off', 'acme/alerts').map((repository: string) => ({ repository }))),
  check: fc.record({ per_base: word(true, false), comment: word(true, false) }),
});
type Says = typeof says extends fc.Arbitrary<infer T> ? T : never;

const stricter = (is: (typeof ACTIONS)[number]): (typeof ACTIONS)[number] =>
  ACTIONS[ACTIONS.indexOf(is) + 1] ?? is;
const half = (most: number | undefined): number => Math.ceil((most ?? 1000) / 2);

/** Ways to make a file tighter. Without reviews it has the default one, which would be lost by adding another. */
export const tightenings: readonly ((file: Says) => Says)[] = [
  (file) => ({ ...file, mode: 'enforce' }),
  (file) => ({ ...file, applies_to: 'everyone' }),
  (file) => ({ ...file, agents: { ...file.agents, unattributed: 'agent' } }),
  ({ agents: { allow, deny = [], ...others }, ...file }) => {
    const left = (allow ?? AGENTS).filter((agent) => !deny.includes(agent)).slice(0, 1);
    return { ...file, agents: { ...others, deny, allow: left.length > 0 ? left : allow } };
  },
  ({ agents: { allow = [], deny = [], ...others }, ...file }) => {
    const more = AGENTS.filter((agent) => !allow.includes(agent) && !deny.includes(agent));
    return {
      ...file,
      agents: { ...others, allow: allow.length > 0 ? allow : undefined, deny: [...deny, ...more] },
    };
  },
  (file) => ({
    ...file,
    reviews: file.reviews && [...file.reviews, { name: 's', from: { users: ['ann'] } }],
  }),
  (file) => ({ ...file, rules: { ...file.rules, token: stricter(file.rules.token ?? 'block') } }),
  (file) => ({
    ...file,
    rules: { ...file.rules, 'secret-added': stricter(file.rules['secret-added'] ?? 'block') },
  }),
  (file) => ({ ...file, rules: { ...file.rules, 'large-change': { action: 'block', lines: 1 } } }),
  (file) => ({ ...file, limits: { ...file.limits, changed_lines: half(file.limits.changed_lines) } }),
  (file) => ({
    ...file,
    freeze: [...(file.freeze ?? []), { agents: 'all', until: '2027-01-01', reason: 'Audit' }],
  }),
];

export const written = (file: Says): PolicyFile =>
  policyFile(
    Object.entries(file)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .join('\n'),
  );

/** Any valid file. */
export const file: fc.Arbitrary<PolicyFile> = says.map(written);

const setting = ({ policy }: Combined, id: string): { rank: number; lines: number; files: number } => {
  const { action: is, options } = ruleSetting(policy, id, RULES);
  return { rank: ACTIONS.indexOf(is), lines: 0, files: 0, ...(options as object) };
};

/** The keys of a policy that are looser than they were, in whatever way; who may waive and override has no order. */
export function loosened(before: Combined, after: Combined): string[] {
  const [was, is] = [before.policy, after.policy];
  const holds = <T>(all: readonly T[], others: readonly T[]): boolean => {
    const texts = all.map((item) => JSON.stringify(item));
    return others.every((other) => texts.includes(JSON.stringify(other)));
  };
  const kept: Record<string, boolean> = {
    mode: was.mode !== 'enforce' || is.mode === 'enforce',
    appliesTo: was.appliesTo !== 'everyone' || is.appliesTo === 'everyone',
    unattributed: was.agents.unattributed !== 'agent' || is.agents.unattributed === 'agent',
    allow:
      was.agents.allow === 'any' || (is.agents.allow !== 'any' && holds(was.agents.allow, is.agents.allow)),
    deny: holds(is.agents.deny, was.agents.deny),
    identities: holds(is.agents.identities, was.agents.identities),
    reviews: holds(is.reviews, was.reviews),
    freeze: holds(is.freeze, was.freeze),
    limits: (Object.keys(is.limits) as LimitName[]).every(
      (name) => (is.limits[name] ?? Infinity) <= (was.limits[name] ?? Infinity),
    ),
    actions: RULES.every(({ id }) => setting(after, id).rank >= setting(before, id).rank),
    lines: RULES.every(({ id }) => setting(after, id).lines <= setting(before, id).lines),
    files: RULES.every(({ id }) => setting(after, id).files <= setting(before, id).files),
  };
  return Object.keys(kept).filter((key) => !kept[key]);
}
