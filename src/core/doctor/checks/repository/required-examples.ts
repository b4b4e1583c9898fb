import type { Example } from '../../check.ts';
import type { RepositoryState, Required } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { branch, REPOSITORY, REQUIRED, UNSEEN, withPolicy } from '../../healthy.ts';

const requires = (...required: Partial<Required>[]): Pick<RepositoryState, 'branches'> => ({
  branches: [branch({ required: required.map((each) => ({ ...REQUIRED, ...each })) })],
});

const classic = (appId: number | null, bindsAdmins: boolean): Pick<RepositoryState, 'branches'> => ({
  branches: [
    branch(
      { required: [] },
      { classic: seen({ checks: [{ context: 'AgentGuard', appId }], bindsAdmins, details: null }) },
    ),
  ],
});

const PASS = 'pass: main requires "AgentGuard" of this app, by the ruleset "AgentGuard" of acme/shop.';
const NOTHING = 'problem: Nothing requires AgentGuard on main.';

export const EXAMPLES: readonly Example<RepositoryState>[] = [
  { when: 'a ruleset requires it of this app', facts: REPOSITORY, lines: [PASS] },
  { when: 'nothing requires it', facts: { ...REPOSITORY, ...requires() }, lines: [NOTHING] },
  {
    when: 'rulesets that would require it are not in force',
    facts: {
      ...REPOSITORY,
      ...requires(),
      dormant: seen([
        { name: 'Agents', source: 'acme', enforcement: 'evaluate' },
        { name: 'Old', source: 'acme/shop', enforcement: 'disabled' },
      ]),
    },
    lines: [
      NOTHING,
      'warning: The ruleset "Agents" of acme would require it, and is only evaluated.',
      'warning: The ruleset "Old" of acme/shop would require it, and is disabled.',
    ],
  },
  {
    when: 'any source will do',
    facts: { ...REPOSITORY, ...requires({ appId: null }) },
    lines: [
      'problem: main requires "AgentGuard" from any source, by the ruleset "AgentGuard" of acme/shop: anybody who can push can post it.',
    ],
  },
  {
    when: 'it is required of another app',
    facts: { ...REPOSITORY, ...requires({ appId: 99 }) },
    lines: [
      'problem: main requires "AgentGuard" of another app (99), by the ruleset "AgentGuard" of acme/shop; this one is 7.',
    ],
  },
  {
    when: 'which app is yours is not known',
    facts: { ...REPOSITORY, ...requires({ appId: 99 }), appId: null },
    lines: [
      'unseen: main requires "AgentGuard" of the app 99, by the ruleset "AgentGuard" of acme/shop; which app is yours is not known here.',
    ],
  },
  {
    when: 'it is required while the policy only observes',
    facts: { ...REPOSITORY, ...withPolicy('version: 1\nmode: observe\n') },
    lines: [
      'problem: main requires "AgentGuard", by the ruleset "AgentGuard" of acme/shop, while the policy only observes: the check has another name then, and every pull request waits for ever.',
      'problem: The policy only observes: nothing that it says is enforced on main.',
    ],
  },
  {
    when: 'the name of the observing check is required',
    facts: { ...REPOSITORY, ...requires({ context: 'AgentGuard (observe)' }) },
    lines: [
      'problem: main requires "AgentGuard (observe)", by the ruleset "AgentGuard" of acme/shop, and by the policy the check is called "AgentGuard": every pull request waits for ever.',
      NOTHING,
    ],
  },
  {
    when: 'the policy wants one name a base, and the ruleset requires the other',
    facts: { ...REPOSITORY, ...withPolicy('version: 1\ncheck: { per_base: true }\n') },
    lines: [
      'problem: main requires "AgentGuard", by the ruleset "AgentGuard" of acme/shop, and by the policy the check is called "AgentGuard: main": every pull request waits for ever.',
      NOTHING,
    ],
  },
  {
    when: 'one name a base, and the ruleset requires it',
    facts: {
      ...REPOSITORY,
      ...withPolicy('version: 1\ncheck: { per_base: true }\n'),
      ...requires({ context: 'AgentGuard: main' }),
    },
    lines: ['pass: main requires "AgentGuard: main" of this app, by the ruleset "AgentGuard" of acme/shop.'],
  },
  {
    when: 'classic protection requires it, of everybody',
    facts: { ...REPOSITORY, ...classic(7, true) },
    lines: ['pass: main requires "AgentGuard" of this app, by branch protection.'],
  },
  {
    when: 'classic protection requires it, though not of admins',
    facts: { ...REPOSITORY, ...classic(7, false) },
    lines: [
      'pass: main requires "AgentGuard" of this app, by branch protection.',
      'problem: Branch protection of main does not hold for admins: they merge without the check.',
    ],
  },
  {
    when: 'classic protection takes it from any source',
    facts: { ...REPOSITORY, ...classic(null, true) },
    lines: [
      'problem: main requires "AgentGuard" from any source, by branch protection: anybody who can push can post it.',
    ],
  },
  {
    when: 'another protected branch does not require it',
    facts: { ...REPOSITORY, branches: [branch(), branch({ required: [] }, { name: 'release' })] },
    lines: [PASS, 'problem: Nothing requires AgentGuard on release.'],
  },
  {
    when: 'the rules cannot be seen',
    facts: { ...REPOSITORY, branches: [branch({}, { rules: UNSEEN })] },
    lines: ['unseen: Whether main requires the check cannot be seen. GitHub shows it to admins only.'],
  },
  {
    when: 'an archived repository',
    facts: { ...REPOSITORY, archived: true },
    lines: ['pass: It is archived: nothing can be merged.'],
  },
  {
    when: 'an empty repository',
    facts: { ...REPOSITORY, branches: [] },
    lines: ['pass: It is empty: there is no branch to protect yet.'],
  },
];
