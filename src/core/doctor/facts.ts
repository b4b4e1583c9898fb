import type { FloorFacts, RepositoryFacts, TextFile } from '../facts/facts.ts';

/** What was asked of GitHub. Unseen: why not, and what to grant or give, each a sentence. */
export type Seen<T> =
  | { readonly seen: true; readonly value: T }
  | { readonly seen: false; readonly reason: string; readonly mend: string };

export const seen = <T>(value: T): Seen<T> => ({ seen: true, value });

export type Permissions = Readonly<Record<string, string>>;

/** What an app asks for, or an installation has. */
export interface Asked {
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

/** The app itself. */
export interface AppState {
  readonly id: number;
  readonly name: string;
  /** Login of who owns it. */
  readonly owner: string;
  /** What it is registered with. */
  readonly asks: Asked;
  /** What this version needs: app.yml. */
  readonly needs: Asked;
  /** By how many seconds this machine's clock is ahead of GitHub's; null: GitHub did not say. */
  readonly clockAhead: number | null;
  /** Where its deliveries go; null: nowhere. */
  readonly webhook: Seen<string | null>;
  /** Its last deliveries, newest first. */
  readonly deliveries: Seen<readonly SentDelivery[]>;
}

export interface SentDelivery {
  /** The same for each attempt. */
  readonly guid: string;
  readonly event: string;
  /** ISO 8601. */
  readonly at: string;
  /** Of the answer; 0: there was none. */
  readonly code: number;
  /** In GitHub's words: `OK`, `failed to connect to host`. */
  readonly status: string;
}

/** An organisation, or a person with repositories. */
export interface AccountState {
  readonly login: string;
  readonly type: 'Organization' | 'User';
  /** Of this very app. null: there is none. */
  readonly installation: Seen<Installation | null>;
  /** What the app asks for; null: that is not known. */
  readonly asks: Asked | null;
  readonly floor: Seen<FloorFacts>;
  /** Whether workflows may approve pull requests, as far as the organisation decides it. */
  readonly actionsMayApprove: Seen<boolean>;
}

export interface Installation extends Asked {
  readonly id: number;
  readonly url: string;
  readonly suspended: boolean;
  /** Also those to come. */
  readonly allRepositories: boolean;
}

/** One repository, with what the gate hangs on. */
export interface RepositoryState {
  readonly repository: RepositoryFacts;
  /** This very app; null: it is not known which one that is. */
  readonly appId: number | null;
  /** Whether the installation covers it. */
  readonly covered: Seen<boolean>;
  readonly archived: boolean;
  readonly policy: Seen<{ readonly file: TextFile | null; readonly floor: FloorFacts }>;
  /** The default branch first, then others that are protected. */
  readonly branches: readonly Branch[];
  /** Rulesets that require a check of ours and are not in force. */
  readonly dormant: Seen<readonly DormantRuleset[]>;
  readonly actionsMayApprove: Seen<boolean>;
  /** What the installation hears of; null: not known. */
  readonly events: readonly string[] | null;
}

export interface Branch {
  readonly name: string;
  readonly rules: Seen<BranchRules>;
  /** Classic branch protection; null: there is none. */
  readonly classic: Seen<Classic | null>;
}

/** What the active rulesets say of a branch. */
export interface BranchRules {
  readonly required: readonly Required[];
  /** null: nothing is queued before it merges. */
  readonly queue: { readonly strategy: string; readonly ruleset: string } | null;
  readonly blocksForcePushes: boolean;
  readonly blocksDeletion: boolean;
}

/** One check that a ruleset requires. */
export interface Required {
  readonly context: string;
  /** Whose it has to be; null: anybody's. */
  readonly appId: number | null;
  readonly ruleset: Ruleset;
}

export interface Ruleset {
  readonly id: number;
  readonly name: string;
  /** `acme/shop`, `acme` or an enterprise. */
  readonly source: string;
  readonly strict: boolean;
  /** A new branch needs no checks. */
  readonly notOnCreate: boolean;
  readonly bypass: Seen<readonly BypassActor[]>;
}

export interface BypassActor {
  /** In GitHub's words: `Integration`, `Team`, `RepositoryRole`, `OrganizationAdmin`, `DeployKey`, `User`, ... */
  readonly type: string;
  readonly id: number | null;
  /** A team's with its organisation, a role's, an app's, a person's login; null: GitHub does not tell. */
  readonly name: string | null;
  /** `always`, `pull_request` or `exempt`. */
  readonly mode: string;
}

export interface DormantRuleset {
  readonly name: string;
  readonly source: string;
  /** `evaluate` or `disabled`. */
  readonly enforcement: string;
}

/** Branch protection as it was before rulesets. */
export interface Classic {
  readonly checks: readonly { readonly context: string; readonly appId: number | null }[];
  /** Whether the checks bind admins, too. */
  readonly bindsAdmins: boolean;
  /** null: only who administers the repository can see the rest. */
  readonly details: {
    readonly strict: boolean;
    readonly allowsForcePushes: boolean;
    readonly allowsDeletion: boolean;
  } | null;
}
