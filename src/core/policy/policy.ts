import type { Permission } from '../facts/facts.ts';
import type { RuleAction, Severity } from '../rules/rule.ts';

/** Whom an obligation asks: anyone who is in the union of these. */
export interface From {
  readonly users?: readonly string[];
  /** Team slugs of the owning organisation, or `org/slug`. */
  readonly teams?: readonly string[];
  /** Everyone with at least this permission on the repository. */
  readonly permission?: Permission;
  /** The code owners of each file concerned. */
  readonly codeowners?: boolean;
}

/** One entry of `reviews`. Triggers given together must all hold; an entry without triggers always holds. */
export interface ReviewEntry {
  readonly name: string;
  readonly paths?: readonly string[];
  readonly severity?: Severity;
  /** Rule or family ids. */
  readonly rules?: readonly string[];
  readonly approvals: number;
  readonly from: From;
}

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
  /** Who may override the whole gate. */
  readonly override: From;
  readonly check: { readonly perBase: boolean };
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
  readonly override?: From;
  readonly perBase?: boolean;
}

/** A valid policy file. */
export interface PolicyFile {
  readonly path: string;
  readonly says: PolicyStatements;
  /** Where a key stands, by the names in the file: `['agents', 'allow', 0]`. */
  at(keys: readonly (string | number)[]): Pick<PolicyProblem, 'path' | 'line' | 'column'>;
}
