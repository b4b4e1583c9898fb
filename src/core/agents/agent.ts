import type { Account, Hand } from '../facts/facts.ts';

/** How sure a sign is. Nothing local is ever attested. */
export const STRENGTHS = ['circumstantial', 'declared', 'attested'] as const;
/**
 * - `attested`: GitHub vouches (the opener or pusher is the agent's own account).
 * - `declared`: text that anyone could have written (e-mail, trailer, footer).
 * - `circumstantial`: convention only (a branch name, a label).
 */
export type Strength = (typeof STRENGTHS)[number];

/** What the agent did, strongest last. `assisted`: an accepted suggestion, or it only committed. */
export const ROLES = ['assisted', 'coauthored', 'authored'] as const;
export type Role = (typeof ROLES)[number];

export const SIGNAL_KINDS = [
  'login',
  'email',
  'name',
  'trailer',
  'message',
  'body',
  'branch',
  'label',
  'note',
  'file',
] as const;
/**
 * Where a signal is looked for.
 * - `login`: the opener's account, and accounts GitHub resolved for commits.
 * - `email`, `name`: of a commit's author or committer, or of someone a trailer names as a maker.
 * - `trailer`: one whole trailer `Key: value` of a commit message.
 * - `message`: one line of a commit message outside trailers, code fences and quotations.
 * - `body`: one line of the pull request's body, likewise.
 * - `branch`: the head branch. `label`: one label.
 * - `note`: a commit's authorship note. `file`: a record that the change adds. No row has these: a record of either
 *   kind names its tool, see `tools.ts`.
 */
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export interface Signal {
  readonly kind: SignalKind;
  /** Matched against one short text (a line, a login); anchored; linear time (no nested quantifiers). */
  readonly pattern: RegExp;
  /** The account's numeric id, for `login`: an id that does not fit the login is a sign of forgery. */
  readonly id?: number;
  /** True: another agent bears this login, too, and is meant where there is no number. */
  readonly shared?: boolean;
  readonly role: Role;
  /** Where this is known from: documentation, or a public commit. */
  readonly source: string;
  /** Real instances it must match. */
  readonly examples: readonly string[];
}

export interface LookAlike {
  readonly kind: SignalKind;
  readonly text: string;
  /** The id of the agent that the text does name; left out: it names none. */
  readonly means?: string;
}

/** One agent, one row. One test holds every row to its own examples and look-alikes, and against all others. */
export interface Agent {
  /** Stable id used in policies: `claude-code`. */
  readonly id: string;
  /** As people know it: `Claude Code`. */
  readonly name: string;
  /** Its maker, and where it is described. */
  readonly vendor: string;
  readonly url: string;
  readonly signals: readonly Signal[];
  /** What people write in a comment to set it to work, `@name` or `/command`, beside `@` and its own app's login. */
  readonly calls?: readonly string[];
  /** Texts that look like it and must not match any of its signals, with their kind. */
  readonly lookAlikes: readonly LookAlike[];
}

/** An agent that a text or an account names. */
export interface Match {
  /** The agent's id and name. */
  readonly agent: string;
  readonly name: string;
  readonly role: Role;
  /** False: the account's number is not the agent's; somebody may have written the name by hand. */
  readonly fits: boolean;
}

export interface Evidence {
  readonly kind: SignalKind;
  /** What was seen, cut to 200 characters, control characters removed. */
  readonly value: string;
  readonly strength: Strength;
  /** The commit it was seen in; null: the pull request itself. */
  readonly commit: string | null;
}

/** An agent that had a hand in the change. */
export interface Detection {
  readonly agent: string;
  readonly name: string;
  /** The strongest role over all evidence. */
  readonly role: Role;
  /** The strongest strength over all evidence. */
  readonly strength: Strength;
  readonly evidence: readonly Evidence[];
  /** SHAs of the commits it had a hand in. */
  readonly commits: readonly string[];
}

/** Who made the change, as far as its marks tell. */
export interface Attribution {
  /** Strongest first. */
  readonly agents: readonly Detection[];
  /** Automation that is no agent (dependabot, renovate, ...), by id. */
  readonly bots: readonly string[];
  /** Commits whose author's e-mail resolves to no account and that no agent is known for. */
  readonly unattributed: readonly string[];
}

/** Someone who had a hand in the change; none of them can approve it. */
export interface ProvenanceEntry {
  readonly account: Account;
  readonly hands: readonly {
    readonly hand: Hand;
    /** True: only the change's own text claims it (author, committer and co-author lines). */
    readonly claimed: boolean;
    readonly source: string;
  }[];
}
