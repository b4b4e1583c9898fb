import type { Permission } from '../facts/facts.ts';
import type { Strength } from '../agents/agent.ts';
import type { RuleAction, Severity } from '../rules/rule.ts';

/** A set of people: anyone who is in the union of these. */
export interface People {
  readonly users?: readonly string[];
  /** Team slugs of the owning organisation, or `org/slug`; members of child teams count. */
  readonly teams?: readonly string[];
  /** All members of the owning organisation. */
  readonly organization?: true;
  /** Everyone with at least this permission on the repository. */
  readonly permission?: Permission;
  /** Everyone with one of these custom repository roles. */
  readonly roles?: readonly string[];
}

/** Whom an obligation asks: anyone who is in the union of these. */
export interface From extends People {
  /** The code owners of each file concerned. */
  readonly codeowners?: boolean;
}

/** So many approvals from some people. */
export interface Ask {
  readonly approvals: number;
  readonly from: From;
  /** Whose approval does not count here, whoever else they are. */
  readonly except?: Pick<People, 'users' | 'teams'>;
}

/** What it takes: an ask, one of several alternatives, or all of several; nested at most `MAX_NESTING` deep. */
export type Requirement =
  Ask | { readonly anyOf: readonly Requirement[] } | { readonly allOf: readonly Requirement[] };

/** How deep `any_of` and `all_of` may be nested. */
export const MAX_NESTING = 5;

/** A number from `min` to `max`, both included. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** Which repositories: those that fit everything given. */
export interface RepositoryCondition {
  /** Globs over the name, without the owner. */
  readonly names?: readonly string[];
  /** Any of these topics. */
  readonly topics?: readonly string[];
  /** Each of these custom properties has one of the values given for it. */
  readonly properties?: Readonly<Record<string, readonly string[]>>;
}

/** When an entry asks. Conditions given together must all hold; of a list, one is enough. */
export interface Conditions {
  readonly paths?: readonly string[];
  readonly severity?: Severity;
  /** Rule or family ids. */
  readonly rules?: readonly string[];
  /** Ids of agents that had a hand in the change. */
  readonly agents?: readonly string[];
  /** The least that has to be known of an agent (of those named, if any); `declared` unless said otherwise. */
  readonly strength?: Strength;
  /** Globs over the base branch: the pull request's own, or the one it is judged against. */
  readonly base?: readonly string[];
  /** Globs over the head branch. */
  readonly head?: readonly string[];
  /** Whether the head is in another repository. */
  readonly fork?: boolean;
  /** Labels; `*` stands for any text, case does not matter. */
  readonly labels?: readonly string[];
  /** Titles, likewise. */
  readonly title?: readonly string[];
  /** Who opened the pull request. */
  readonly author?: People;
  /** Anyone who had a hand in it. */
  readonly contributors?: People;
  readonly changedLines?: Range;
  readonly changedFiles?: Range;
  readonly repository?: RepositoryCondition;
  /** true: every commit bears a verified signature. false: at least one does not. */
  readonly signed?: boolean;
}

/** Whom GitHub is told to ask: teams as teams; so many people as are missing; nobody. */
export type RequestMode = 'teams' | 'people' | 'nobody';

/** One entry of `reviews`. Without conditions it always asks. */
export type ReviewEntry = {
  readonly name: string;
  readonly request?: RequestMode;
} & Conditions &
  Requirement;

/** No agent, or none of these, passes the gate until then. */
export interface Freeze {
  /** Ids of agents, or every agent. */
  readonly agents: 'all' | readonly string[];
  /** ISO 8601 in UTC. */
  readonly until: string;
  readonly reason: string;
  /** Whose word it is, and how far it goes; absent: the policy says so. */
  readonly given?: { readonly by: string; readonly scope: 'repository' | 'organization' };
}

/** What it takes to take a merged change back, in the place of everything else. */
export type RecoveryAsk = Pick<Ask, 'approvals'> & { readonly from: People };

/** What a rule id or family id is set to. */
export interface RuleSetting {
  readonly action?: RuleAction;
  /** Raw options as written, checked against the rule's own schema when the policy is parsed. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Limits on what agents do: open pull requests of one agent, and the size of each. */
export const LIMITS = {
  openPullRequestsPerAgent: 'open_pull_requests_per_agent',
  changedLines: 'changed_lines',
  changedFiles: 'changed_files',
} as const;
export type LimitName = keyof typeof LIMITS;

/** A complete policy: defaults filled in, or the tighter of floor and repository. */
export interface Policy {
  readonly mode: 'enforce' | 'observe';
  readonly appliesTo: 'agents' | 'everyone';
  readonly agents: {
    readonly allow: 'any' | readonly string[];
    readonly deny: readonly string[];
    /** The organisation's own machine users, taken for the agent named. */
    readonly identities: readonly { readonly login: string; readonly agent: string }[];
    /** What a commit is taken for when nobody can be named. */
    readonly unattributed: 'human' | 'agent';
  };
  readonly reviews: readonly ReviewEntry[];
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** What an agent may do at most; null: as much as it likes. */
  readonly limits: Readonly<Record<LimitName, number | null>>;
  readonly freeze: readonly Freeze[];
  /** Who may accept a single finding, or say that a change is no agent's. */
  readonly waiver: People;
  /** Who may override the whole gate. */
  readonly override: People;
  /** What a revert owes that AgentGuard opened at somebody's word, while it is as it was opened. */
  readonly recovery: RecoveryAsk;
  /** Where what came past the gate is raised as an issue: `here` in the repository itself, `owner/name`, or `off`. */
  readonly alerts: string;
  readonly check: { readonly perBase: boolean; readonly comment: boolean };
}

/** Where a problem stands in a policy file. Lines and columns are 1-based. */
export interface PolicyProblem {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong and how to mend it. */
  readonly message: string;
}

/** Something about the policy in force that people should know. Not an error. */
export interface PolicyWarning {
  readonly message: string;
  readonly at: Pick<PolicyProblem, 'path' | 'line' | 'column'> | null;
}

/** The policy in force for one pull request, and where it came from. */
export interface EffectivePolicy extends Policy {
  /** "`.agentguard.yml` at 1a2b3c4 with the floor of acme/.github", "built-in defaults". */
  readonly source: string;
  /** SHA-256 of everything it was made from, hex: names the policy in the record. */
  readonly digest: string;
  /** Set when the strict defaults hold because something could not be read: why, as a sentence. */
  readonly strict: string | null;
  readonly warnings: readonly PolicyWarning[];
}

/** What one file says. What it leaves out is undefined, so that the floor and the defaults can speak. */
export interface PolicyStatements {
  readonly mode?: Policy['mode'];
  readonly appliesTo?: Policy['appliesTo'];
  readonly agents: Partial<Policy['agents']>;
  readonly reviews?: readonly ReviewEntry[];
  /** As written: rule and family ids. */
  readonly rules: ReadonlyMap<string, RuleSetting>;
  readonly limits: Partial<Policy['limits']>;
  readonly freeze?: readonly Freeze[];
  readonly waiver?: People;
  readonly override?: People;
  readonly recovery?: RecoveryAsk;
  readonly alerts?: string;
  readonly perBase?: boolean;
  readonly comment?: boolean;
  /** Of a floor: what it says beyond that of some repositories. */
  readonly groups?: readonly PolicyGroup[];
}

/** A part of the floor for some repositories; it can only tighten the rest. */
export interface PolicyGroup {
  readonly name: string;
  readonly repositories: RepositoryCondition;
  readonly says: PolicyStatements;
}

/** A valid policy file. */
export interface PolicyFile {
  readonly path: string;
  readonly says: PolicyStatements;
  /** Where a key stands, by the names in the file: `['agents', 'allow', 0]`. */
  at(keys: readonly (string | number)[]): Pick<PolicyProblem, 'path' | 'line' | 'column'>;
}
