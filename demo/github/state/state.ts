/** Everything the in-memory GitHub knows. Plain data; the functions beside this file act on it. */
import { LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';
import type { Objects } from '../git/objects.ts';
import type { App, CheckRun, Delivery, Installation, ManifestOffer, Token } from '../apps/state.ts';
import type { SignInOffer } from '../apps/sign-in.ts';
import type { RepositoryEvent } from './events.ts';
import type { Issue, PullRequest } from './threads.ts';

export { REACTIONS } from './threads.ts';
export type { Comment, Issue, PullRequest, Reaction, Review, TimelineEvent } from './threads.ts';

export const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A role that an organisation made of a base role and something more. */
export interface CustomRole {
  readonly name: string;
  readonly base: Role;
}

/** What was given to a person or a team. */
export type Grant = Role | CustomRole;

export interface Account {
  readonly id: number;
  /** As REST writes it: `dependabot[bot]`. */
  login: string;
  /** As GraphQL writes it: `dependabot`. Some apps differ entirely (`Copilot`, `copilot-swe-agent`). */
  graphqlLogin: string;
  readonly type: 'User' | 'Bot' | 'Organization';
  name: string;
  readonly createdAt: string;
}

export interface Team {
  readonly id: number;
  readonly organization: Account;
  readonly slug: string;
  readonly name: string;
  readonly parent: Team | null;
  readonly members: Map<Account, { state: 'active' | 'pending'; role: 'member' | 'maintainer' }>;
}

export interface Organization {
  readonly account: Account;
  readonly members: Map<Account, { role: 'admin' | 'member'; state: 'active' | 'pending' }>;
  basePermission: Role | 'none';
  readonly teams: Map<string, Team>;
  readonly rulesets: Ruleset[];
  /** Whether workflows may approve pull requests. */
  actionsMayApprove: boolean;
}

export interface RequiredCheck {
  readonly context: string;
  /** null: any app may report it. */
  readonly integrationId: number | null;
}

/** Who may merge past a ruleset: a person, or whoever has a role. */
export interface BypassActor {
  readonly id: number | null;
  readonly type: 'User' | 'Integration' | 'Team' | 'RepositoryRole' | 'OrganizationAdmin' | 'DeployKey';
  readonly mode: 'always' | 'pull_request' | 'exempt';
}

export interface Ruleset {
  readonly id: number;
  name: string;
  enforcement: 'active' | 'evaluate' | 'disabled';
  /** Branch names, patterns, `~DEFAULT_BRANCH` or `~ALL`. */
  branches: readonly string[];
  /** As `branches`: what it does not hold for. */
  excluded: readonly string[];
  requiredChecks: readonly RequiredCheck[];
  /** A branch has to be up to date. */
  strict: boolean;
  /** A new branch needs no checks; that is shown, and changes nothing here. */
  notOnCreate: boolean;
  /** Rules of other types, as REST writes them: they are shown, and stop nobody here. */
  otherRules: readonly { readonly type: string }[];
  /** Who may merge past it. */
  bypass: readonly BypassActor[];
  readonly source: { readonly type: 'Repository' | 'Organization'; readonly name: string };
}

/** Branch protection as it was before rulesets. */
export interface Protection {
  readonly requiredChecks: readonly RequiredCheck[];
  /** Whether it holds for admins, too. */
  readonly enforceAdmins: boolean;
  readonly allowsForcePushes: boolean;
  readonly allowsDeletions: boolean;
}

export interface Activity {
  readonly id: number;
  readonly before: string;
  readonly after: string;
  readonly ref: string;
  readonly timestamp: string;
  readonly type:
    'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge' | 'merge_queue_merge';
  readonly actor: Account | null;
}

export interface MergeQueueEntry {
  readonly id: number;
  readonly pull: PullRequest;
  readonly enqueuer: Account;
  readonly branch: string;
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly enqueuedAt: string;
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  name: string;
  private: boolean;
  description: string | null;
  topics: string[];
  defaultBranch: string;
  /** Whether it has issues at all. */
  hasIssues: boolean;
  /** Shared by a repository and its forks, as on GitHub. */
  readonly objects: Objects;
  /** Full ref name to commit SHA. */
  readonly refs: Map<string, string>;
  readonly collaborators: Map<Account, Grant>;
  readonly teams: Map<Team, Grant>;
  /** Custom properties that are set. */
  readonly properties: Map<string, string | readonly string[]>;
  readonly parent: Repository | null;
  readonly issues: Map<number, Issue | PullRequest>;
  readonly rulesets: Ruleset[];
  /** Classic branch protection, by branch. */
  readonly protection: Map<string, Protection>;
  actionsMayApprove: boolean;
  readonly activity: Activity[];
  readonly mergeQueue: MergeQueueEntry[];
  readonly createdAt: string;
}

export interface State {
  readonly now: () => Date;
  /** `http://127.0.0.1:<port>`, known once started. */
  url: string;
  readonly accounts: Map<string, Account>;
  readonly emails: Map<string, Account>;
  readonly organizations: Map<Account, Organization>;
  readonly repositories: Repository[];
  readonly apps: App[];
  readonly installations: Installation[];
  readonly tokens: Map<string, Token>;
  readonly manifests: Map<string, ManifestOffer>;
  /** By code. */
  readonly signIns: Map<string, SignInOffer>;
  readonly checkRuns: CheckRun[];
  readonly deliveries: Delivery[];
  readonly limits: Limits;
  /** App id and SHA to the id of the check suite. */
  readonly suites: Map<string, number>;
  /** Files that come back without a patch, whatever their size. */
  readonly patchless: Set<string>;
  /** Told of everything that GitHub has a webhook for. */
  emit: (event: RepositoryEvent) => void;
  nextId: () => number;
}

/** An empty GitHub. */
export function createState(now: () => Date = () => new Date()): State {
  let id = 1000;
  return {
    now,
    url: '',
    accounts: new Map(),
    emails: new Map(),
    organizations: new Map(),
    repositories: [],
    apps: [],
    installations: [],
    tokens: new Map(),
    manifests: new Map(),
    signIns: new Map(),
    checkRuns: [],
    suites: new Map(),
    deliveries: [],
    limits: { ...LIMITS },
    patchless: new Set(),
    emit: () => {},
    nextId: () => ++id,
  };
}

/** GitHub's timestamps have no fraction. */
export const timestamp = (state: State): string =>
  state
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
