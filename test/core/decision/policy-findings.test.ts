import type { Attribution, Detection } from '../../../src/core/agents/agent.ts';
import { policyFindings, type PolicyFindingsInput } from '../../../src/core/decision/policy-findings.ts';
import type { Freeze } from '../../../src/core/policy/policy.ts';
import { byAgent, byPeople, claude, file, policy, pullRequest } from '../../support/facts.ts';

const BLOCKING = {
  family: 'policy',
  severity: 'high',
  action: 'block',
  key: null,
  waived: null,
  places: [],
} as const;
const NOW = '2026-11-22T12:00:00.000Z';
const agents = policy().agents;
const { limits } = policy();
const by = (...found: readonly Detection[]): Attribution => ({ ...byPeople, agents: found });
const devin: Detection = { ...claude, agent: 'devin', name: 'Devin' };
const weak: Detection = { ...devin, strength: 'circumstantial' };
const NAMELESS: Attribution = { ...byPeople, unattributed: ['a'] };

const found = (change: Partial<PolicyFindingsInput>, isGated = true): unknown[] =>
  policyFindings(
    {
      facts: pullRequest({ number: 7, now: NOW }),
      policy: policy(),
      attribution: byAgent,
      policyProblems: [],
      openByAgent: new Map(),
      ...change,
    },
    isGated,
  );

test('nothing where the policy forbids nothing', () => {
  expect(found({})).toEqual([]);
});

test('errors that a change brings into a policy, gated or not', () => {
  const change = {
    policyProblems: [{ path: '.agentguard.yml', line: 3, column: 9, message: 'It is wrong.' }],
  };
  const expected = [
    {
      ...BLOCKING,
      rule: 'policy-invalid',
      message: 'It is wrong.',
      places: [{ path: '.agentguard.yml', line: 3, side: 'head' }],
    },
  ];
  expect(found(change)).toEqual(expected);
  expect(found(change, false)).toEqual(expected);
});

describe('a freeze', () => {
  const freeze = (change: Partial<Freeze> = {}): PolicyFindingsInput['policy'] =>
    policy({
      freeze: [{ agents: 'all', until: '2026-12-01T08:30:00.000Z', reason: 'Peak week.', ...change }],
    });
  const frozen = (who: string): object => ({
    ...BLOCKING,
    rule: 'frozen',
    severity: 'critical',
    message: `${who} frozen here until 2026-12-01 08:30 UTC: Peak week. Wait, or ask those who froze them.`,
  });
  test('by somebody’s word says whose, how far it goes and how it is lifted', () => {
    const messages = (named: Freeze['agents'], scope: NonNullable<Freeze['given']>['scope']) =>
      found({ policy: freeze({ agents: named, given: { by: 'max', scope }, reason: 'It loops' }) }).map(
        (each) => (each as { message: string }).message,
      );
    expect(messages('all', 'repository')).toEqual([
      'Agents are frozen here until 2026-12-01 08:30 UTC: max froze them; someone with maintain access lifts that with `/agentguard unfreeze all <reason>`. Why: It loops.',
    ]);
    expect(messages(['claude-code'], 'organization')).toEqual([
      'Claude Code is frozen in all of acme until 2026-12-01 08:30 UTC: max froze it; an admin of acme/.github lifts that with `/agentguard unfreeze claude-code <reason>` in an issue there. Why: It loops.',
    ]);
    expect(messages(['devin'], 'organization')).toEqual([]);
  });

  const namelessAgents = { agents: { ...agents, unattributed: 'agent' as const } };
  test.each<[string, Partial<PolicyFindingsInput>, unknown[]]>([
    ['of all', { policy: freeze() }, [frozen('Agents are')]],
    ['of this one', { policy: freeze({ agents: ['claude-code'] }) }, [frozen('Claude Code is')]],
    [
      'of two that are here, and one that is not',
      { policy: freeze({ agents: ['devin', 'jules', 'claude-code'] }), attribution: by(claude, devin) },
      [frozen('Claude Code, Devin is')],
    ],
    ['of another', { policy: freeze({ agents: ['devin'] }) }, []],
    [
      'of one that only a weak sign names',
      { policy: freeze({ agents: ['devin'] }), attribution: by(weak) },
      [],
    ],
    ['of all, by people', { policy: freeze(), attribution: byPeople }, []],
    ['of all, by nobody known', { policy: freeze(), attribution: NAMELESS }, []],
    [
      'of all, by nobody known, who counts as an agent',
      { policy: { ...freeze(), ...namelessAgents }, attribution: NAMELESS },
      [frozen('Agents are')],
    ],
    [
      'of all, by people, where nobody known counts as an agent',
      { policy: { ...freeze(), ...namelessAgents }, attribution: byPeople },
      [],
    ],
    [
      'of one, by nobody known, who counts as an agent',
      { policy: { ...freeze({ agents: ['devin'] }), ...namelessAgents }, attribution: NAMELESS },
      [],
    ],
    ['that has ended', { policy: freeze({ until: NOW }) }, []],
  ])('%s', (_what, change, expected) => {
    expect(found(change)).toEqual(expected);
  });

  test('says nothing of what is not gated', () => {
    expect(found({ policy: freeze() }, false)).toEqual([]);
  });
});

describe('agents', () => {
  const refused = (name: string, why: string): object => ({
    ...BLOCKING,
    rule: 'agent-not-allowed',
    message: `${name} ${why} Have a person or an allowed agent make this change, or change the list.`,
  });
  const DENIED = 'is on the list of agents denied here (`agents.deny`).';
  const NOT_ALLOWED = 'is not on the list of agents allowed here (`agents.allow`).';
  test.each<[string, Partial<typeof agents>, unknown[]]>([
    ['denied', { deny: ['devin'] }, [refused('Devin', DENIED)]],
    ['not allowed', { allow: ['devin'] }, [refused('Claude Code', NOT_ALLOWED)]],
    ['allowed', { allow: ['devin', 'claude-code'] }, []],
    ['allowed and denied', { allow: ['devin', 'claude-code'], deny: ['devin'] }, [refused('Devin', DENIED)]],
  ])('that are %s', (_what, lists, expected) => {
    const given = policy({ agents: { ...agents, ...lists } });
    expect(found({ policy: given, attribution: by(claude, devin) })).toEqual(expected);
  });

  test('that only a weak sign names are not refused', () => {
    expect(
      found({ policy: policy({ agents: { ...agents, deny: ['devin'] } }), attribution: by(weak) }),
    ).toEqual([]);
  });
});

describe('open pull requests', () => {
  const many = policy({ limits: { ...limits, openPullRequestsPerAgent: 2 } });
  const open = (...numbers: number[]) => new Map([['claude-code', numbers]]);
  test.each<[string, Partial<PolicyFindingsInput>, boolean]>([
    ['as many older ones as are allowed', { openByAgent: open(5, 6) }, true],
    ['one older one', { openByAgent: open(5) }, false],
    ['older and newer ones', { openByAgent: open(5, 8) }, false],
    ['this one itself', { openByAgent: open(5, 7) }, false],
    ['those of another agent', { openByAgent: new Map([['devin', [1, 2, 3]]]) }, false],
    [
      'those of one that only a weak sign names',
      { openByAgent: new Map([['devin', [1, 2]]]), attribution: by(weak) },
      false,
    ],
  ])('%s', (_what, change, tooMany) => {
    const message =
      'Claude Code has 2 older open pull requests here, and the limit is 2. Merge or close one of them first.';
    expect(found({ policy: many, ...change })).toEqual(
      tooMany ? [{ ...BLOCKING, rule: 'too-many-open', message }] : [],
    );
  });
});

describe('the size of a change', () => {
  const files = [file('a.ts', { additions: 3, deletions: 2 }), file('b.ts', { additions: 1, deletions: 0 })];
  const facts = pullRequest({ files });
  const small = policy({ limits: { ...limits, changedLines: 5, changedFiles: 1 } });
  const tooLarge = (what: string, limit: number, key: string): object => ({
    ...BLOCKING,
    rule: 'too-large',
    message: `This pull request changes ${what}, and an agent may change ${limit} here (\`limits.${key}\`). Split it into smaller ones.`,
  });
  const LARGE = [tooLarge('6 lines', 5, 'changed_lines'), tooLarge('2 files', 1, 'changed_files')];
  test.each<[string, Partial<PolicyFindingsInput>, unknown[]]>([
    ['over both limits', {}, LARGE],
    ['by an agent and a weak sign of another', { attribution: by(claude, weak) }, LARGE],
    ['at both limits', { policy: policy({ limits: { ...limits, changedLines: 6, changedFiles: 2 } }) }, []],
    ['without limits', { policy: policy() }, []],
    ['with a weak sign only', { attribution: by(weak) }, []],
    ['by people', { attribution: byPeople }, []],
  ])('%s', (_what, change, expected) => {
    expect(found({ facts, policy: small, ...change })).toEqual(expected);
  });
});
