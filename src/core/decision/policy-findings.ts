import type { Attribution } from '../agents/agent.ts';
import { sizeOf } from '../facts/change-size.ts';
import { FLOOR_REPOSITORY } from '../facts/control-files.ts';
import type { PullRequestFacts } from '../facts/facts.ts';
import { LIMITS } from '../policy/policy.ts';
import type { EffectivePolicy, Freeze, PolicyProblem } from '../policy/policy.ts';
import type { JudgedFinding } from './decision.ts';
import { isOn } from './freezes.ts';
import { binds } from './gated.ts';

export interface PolicyFindingsInput {
  readonly facts: Pick<PullRequestFacts, 'repository' | 'number' | 'files' | 'now'>;
  readonly policy: EffectivePolicy;
  readonly attribution: Attribution;
  /** Errors in the policy that this very change introduces. */
  readonly policyProblems: readonly PolicyProblem[];
  /** Numbers of the other open pull requests of the repository, by agent. */
  readonly openByAgent: ReadonlyMap<string, readonly number[]>;
}

/** What the policy itself forbids, as findings: they block, whatever the rules are set to. */
export function policyFindings(input: PolicyFindingsInput, isGated: boolean): JudgedFinding[] {
  return [
    ...invalidPolicy(input),
    ...(isGated
      ? [...frozen(input), ...refusedAgents(input), ...tooManyOpen(input), ...tooLarge(input)]
      : []),
  ];
}

/** The policy's own: nobody accepts these one by one. */
const BLOCKING = { family: 'policy', severity: 'high', action: 'block', key: null, waived: null } as const;

/** A policy must be right before it lands: afterwards the strict defaults would hold for everybody. */
function invalidPolicy({ policyProblems }: PolicyFindingsInput): JudgedFinding[] {
  return policyProblems.map((problem) => ({
    ...BLOCKING,
    rule: 'policy-invalid',
    message: problem.message,
    places: [{ path: problem.path, line: problem.line, side: 'head' }],
  }));
}

/** Everything an agent made waits, or what those named made, until the day that is given. */
function frozen({ attribution, policy, facts }: PolicyFindingsInput): JudgedFinding[] {
  const { owner } = facts.repository;
  const nameless = policy.agents.unattributed === 'agent' && attribution.unattributed.length > 0;
  const agents = attribution.agents.filter(binds);
  return policy.freeze
    .filter(isOn(facts.now))
    .flatMap(({ agents: named, until, reason, given }): JudgedFinding[] => {
      const met = named === 'all' ? agents : agents.filter(({ agent }) => named.includes(agent));
      if (met.length === 0 && !(named === 'all' && nameless)) return [];
      const who = named === 'all' ? 'Agents are' : `${met.map(({ name }) => name).join(', ')} is`;
      const end = `${until.slice(0, 16).replace('T', ' ')} UTC`;
      const where = given?.scope === 'organization' ? `in all of ${owner}` : 'here';
      const why = ended(reason);
      const how = given
        ? `${given.by} froze ${named === 'all' ? 'them' : 'it'}; ${lifting(named, given.scope, owner)} Why: ${why}`
        : `${why} Wait, or ask those who froze them.`;
      return [
        {
          ...BLOCKING,
          severity: 'critical',
          rule: FROZEN,
          message: `${who} frozen ${where} until ${end}: ${how}`,
          places: [],
        },
      ];
    });
}

const ended = (reason: string): string => reason.replace(/(?<![.!?])$/, '.');

/** Who ends a freeze that somebody's word began, and how. */
function lifting(
  agents: Freeze['agents'],
  scope: NonNullable<Freeze['given']>['scope'],
  owner: string,
): string {
  const command = `\`/agentguard unfreeze ${agents === 'all' ? 'all' : agents.join(' ')} <reason>\``;
  return scope === 'organization'
    ? `an admin of ${owner}/${FLOOR_REPOSITORY} lifts that with ${command} in an issue there.`
    : `someone with maintain access lifts that with ${command}.`;
}

/** The finding while agents are frozen. */
export const FROZEN = 'frozen';

function refusedAgents({ attribution, policy }: PolicyFindingsInput): JudgedFinding[] {
  const { allow, deny } = policy.agents;
  return attribution.agents.filter(binds).flatMap((agent): JudgedFinding[] => {
    const denied = deny.includes(agent.agent);
    if (!denied && (allow === 'any' || allow.includes(agent.agent))) return [];
    const why = denied ? 'is on the list of agents denied here' : 'is not on the list of agents allowed here';
    return [
      {
        ...BLOCKING,
        rule: 'agent-not-allowed',
        message: `${agent.name} ${why} (\`agents.${denied ? 'deny' : 'allow'}\`). Have a person or an allowed agent make this change, or change the list.`,
        places: [],
      },
    ];
  });
}

/** The oldest pull requests stay within the limit; the ones opened beyond it wait. */
function tooManyOpen({ attribution, policy, openByAgent, facts }: PolicyFindingsInput): JudgedFinding[] {
  const limit = policy.limits.openPullRequestsPerAgent;
  if (limit === null) return [];
  return attribution.agents.filter(binds).flatMap((agent): JudgedFinding[] => {
    const older = (openByAgent.get(agent.agent) ?? []).filter((number) => number < facts.number);
    if (older.length < limit) return [];
    return [
      {
        ...BLOCKING,
        rule: 'too-many-open',
        message: `${agent.name} has ${older.length} older open pull ${older.length === 1 ? 'request' : 'requests'} here, and the limit is ${limit}. Merge or close one of them first.`,
        places: [],
      },
    ];
  });
}

/** Beyond these nobody reads what an agent wrote, so it is not offered to anybody. */
function tooLarge({ attribution, policy, facts }: PolicyFindingsInput): JudgedFinding[] {
  if (!attribution.agents.some(binds)) return [];
  const sizes = facts.files.map(sizeOf);
  const measures = [
    {
      what: 'lines',
      key: LIMITS.changedLines,
      limit: policy.limits.changedLines,
      found: sizes.reduce((sum, size) => sum + size.additions + size.deletions, 0),
    },
    {
      what: 'files',
      key: LIMITS.changedFiles,
      limit: policy.limits.changedFiles,
      found: facts.files.length,
    },
  ];
  return measures.flatMap(({ what, key, limit, found }): JudgedFinding[] => {
    if (limit === null || found <= limit) return [];
    return [
      {
        ...BLOCKING,
        rule: 'too-large',
        message: `This pull request changes ${found} ${what}, and an agent may change ${limit} here (\`limits.${key}\`). Split it into smaller ones.`,
        places: [],
      },
    ];
  });
}
