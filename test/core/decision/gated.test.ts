import type { Attribution, Detection } from '../../../src/core/agents/agent.ts';
import { binds, gated, whatItDid } from '../../../src/core/decision/gated.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { DEFAULTS } from '../../../src/core/policy/defaults.ts';
import { claude, HEAD, OLDER } from '../../support/facts.ts';

const devin: Detection = { ...claude, agent: 'devin', name: 'Devin', role: 'authored', commits: [] };
const weak: Detection = { ...claude, strength: 'circumstantial' };
const helped: Detection = { ...devin, role: 'assisted' };
const by = (agents: readonly Detection[], unattributed: readonly string[] = []): Attribution => ({
  agents,
  bots: [],
  unattributed,
});
const EVERYONE: Policy = { ...DEFAULTS, appliesTo: 'everyone' };
const NAMELESS: Policy = { ...DEFAULTS, agents: { ...DEFAULTS.agents, unattributed: 'agent' } };

test.each<[string, Attribution, Policy, boolean, string]>([
  ['an agent', by([claude]), DEFAULTS, true, 'Claude Code co-authored 1 commit.'],
  [
    'two agents, one of them too weak',
    by([{ ...claude, commits: [HEAD, OLDER] }, { ...weak, name: 'Cursor' }, devin]),
    DEFAULTS,
    true,
    'Claude Code co-authored 2 commits; Devin wrote this pull request.',
  ],
  [
    'an agent where it applies to everyone',
    by([claude]),
    EVERYONE,
    true,
    'Claude Code co-authored 1 commit.',
  ],
  ['nobody', by([]), DEFAULTS, false, 'No agent had a hand in this change.'],
  [
    'nobody where it applies to everyone',
    by([]),
    EVERYONE,
    true,
    "The policy applies to everyone's changes.",
  ],
  ['a weak sign', by([weak]), DEFAULTS, false, 'Signs of Claude Code are too weak to gate on.'],
  ['weak signs', by([weak, helped]), NAMELESS, false, 'Signs of Claude Code, Devin are too weak to gate on.'],
  ['a nameless commit', by([], [HEAD]), DEFAULTS, false, 'No agent had a hand in this change.'],
  [
    'a nameless commit that counts as an agent',
    by([], [HEAD]),
    NAMELESS,
    true,
    "Nobody can be named for 1 commit, which this policy takes for an agent's.",
  ],
  [
    'nameless commits that count as an agent',
    by([weak], [HEAD, OLDER]),
    { ...NAMELESS, appliesTo: 'everyone' },
    true,
    "Nobody can be named for 2 commits, which this policy takes for an agent's.",
  ],
  ['no nameless commit', by([]), NAMELESS, false, 'No agent had a hand in this change.'],
])('%s', (_what, attribution, policy, yes, reason) => {
  expect(gated(attribution, policy)).toEqual({ yes, reason });
});

test('what an agent did is told by its role', () => {
  expect([claude, devin, helped].map(whatItDid)).toEqual([
    'Claude Code co-authored 1 commit',
    'Devin wrote this pull request',
    'Devin assisted with this pull request',
  ]);
  expect([claude, devin, helped, weak].map(binds)).toEqual([true, true, false, false]);
});
