/**
 * The frozen snapshot of one pull request: everything a decision may rest on, and what could not be read.
 *
 * Facts come from an adapter (GitHub, or a local repository) and are never changed afterwards.
 * Words are GitHub's words in GitHub's sense.
 */

/** What kind of account a login belongs to. Only `User` accounts can approve anything. */
export type AccountType = 'User' | 'Bot' | 'Organization' | 'Mannequin' | 'EnterpriseUserAccount';

export interface Account {
  /** As REST writes it: apps carry the `[bot]` suffix (`dependabot[bot]`), whatever API it was read from. */
  readonly login: string;
  readonly type: AccountType;
  /** GitHub's numeric id; null where the source does not tell. */
  readonly id: number | null;
}

export interface RepositoryId {
  readonly owner: string;
  readonly name: string;
}

export interface RepositoryFacts extends RepositoryId {
  readonly id: number | null;
  readonly ownerType: 'Organization' | 'User';
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly topics: readonly string[];
  /** The organisation's custom properties of it by name; undefined where no policy asks, or the source cannot tell. */
  readonly properties?: Readonly<Record<string, readonly string[]>>;
}

/** Name and e-mail as a commit claims them, and the account GitHub resolved the e-mail to, if any. */
export interface CommitPerson {
  readonly name: string;
  readonly email: string;
  /** null: the e-mail belongs to no account (or the source, a local repository, cannot know). */
  readonly account: Account | null;
}

export interface CommitFacts {
  readonly sha: string;
  readonly parents: readonly string[];
  /** The whole message as the author wrote it: subject, body, trailers. */
  readonly message: string;
  readonly author: CommitPerson;
  readonly committer: CommitPerson;
  /** Co-authors as GitHub resolved them from trailers: claims of the change's own text. */
  readonly coAuthors: readonly CommitPerson[];
  readonly signature: { readonly verified: boolean; readonly signer: Account | null } | null;
  /** git-ai's authorship note on it, see core/agents/note.ts; anyone who can push can write one. */
  readonly note?: string;
}

export type FileStatus = 'added' | 'modified' | 'removed' | 'renamed' | 'copied' | 'type_changed';

/** One side of a file once it was asked for. */
export type FileContent =
  | { readonly state: 'text'; readonly text: string }
  /** Not text: contains NUL bytes, or GitHub says it is binary. */
  | { readonly state: 'binary' }
  /** The file does not exist on this side. */
  | { readonly state: 'absent' }
  /** It exists and could not be read; the reason is a sentence. Becomes a gap. */
  | { readonly state: 'unread'; readonly reason: string };

export interface FileChange {
  /** Path at head; for a removed file its path at the base. */
  readonly path: string;
  /** Where it was before a rename or a copy; null otherwise. */
  readonly previousPath: string | null;
  readonly status: FileStatus;
  readonly additions: number;
  readonly deletions: number;
  /** Git blob SHA at head; null if the file is not there or the source does not tell. */
  readonly headBlob: string | null;
  /**
   * Unified diff hunks (from the first `@@`), without file headers. null: there is none, because the file is
   * binary, too large for GitHub, or only renamed. Which of these it is, content tells once loaded.
   */
  readonly patch: string | null;
  /** Git blob SHA at the base; null: not there. Undefined where the source was not asked. */
  readonly baseBlob?: string | null;
  /**
   * Git modes: `100644`, `100755` (executable), `120000` (symlink), `160000` (submodule); null: not there. Undefined
   * until they are asked for where the source does not tell them with the list of files, see `Need.modes`.
   */
  readonly baseMode?: string | null;
  readonly headMode?: string | null;
  /** Why modes that were asked for could not be read, as a sentence. Becomes a gap. */
  readonly modesUnread?: string;
  /** Undefined until loaded: rules say what they need, see `Need` in core/rules/rule.ts. */
  readonly base?: FileContent;
  readonly head?: FileContent;
}

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED' | 'COMMENTED' | 'PENDING';

export interface ReviewFacts {
  readonly id: number;
  /** null: the account was deleted. */
  readonly author: Account | null;
  readonly state: ReviewState;
  /** The commit that was head when the review was submitted; null if that commit is gone. */
  readonly commit: string | null;
  /** True: somebody changed the base branch afterwards, so what was reviewed may be another change. */
  readonly otherBase: boolean;
}

/** How a person had a hand in the change, and whether GitHub vouches for it or only the change's own text. */
export type Hand =
  | 'opened'
  | 'authored'
  | 'committed'
  | 'co-authored'
  | 'pushed'
  | 'assigned the agent'
  | 'mentioned the agent';

/** Something GitHub itself tells about who was involved: a push, an assignment, a mention. */
export interface Involvement {
  readonly account: Account;
  readonly hand: Extract<Hand, 'pushed' | 'assigned the agent' | 'mentioned the agent'>;
  /** Where it was seen, for people: "activity log", "issue #12". */
  readonly source: string;
  /** Of who pushed: what the branch was moved from (null: not told) and to, newest first. */
  readonly pushes?: readonly { readonly before: string | null; readonly after: string }[];
}

/** What an account said where an agent can be set to work: in the conversation, or in an issue that is closed. */
export interface CommentFacts {
  readonly author: Account;
  /** Markdown, as written. */
  readonly body: string;
  /** Where it stands, for people: "a comment", "issue #12". */
  readonly source: string;
}

/** A policy or CODEOWNERS file as it stands at one commit. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  /** The commit it was read at. */
  readonly sha: string;
}

/** What was found where the organisation's floor would be. */
export type FloorFacts =
  | { readonly state: 'present'; readonly file: TextFile; readonly repository: RepositoryId }
  /** There is certainly none: the installation sees all repositories, or the operator said so. */
  | { readonly state: 'none' }
  /** Cannot be told from "none" (404 either way); the strict defaults hold. The reason is a sentence. */
  | { readonly state: 'unseen'; readonly reason: string };

/** The branch the change is judged against. See docs/design.md on bases that bind. */
export interface BindingBase {
  readonly ref: string;
  /** Tip of that branch: where policy and code owners are read. */
  readonly sha: string;
  /** Why this branch: it is the pull request's own base, the end of its stack, or the default branch. */
  readonly reason: 'own base' | 'end of the stack' | 'default branch';
}

/** Content, policy, reviewers or commits that could not be read. Any gap makes the outcome indeterminate. */
export interface Gap {
  /** What is missing: "files", "commits", "content of db/x.sql", "team acme/dba". */
  readonly what: string;
  /** Why, as a sentence that says what to do. */
  readonly reason: string;
}

/** Something that cannot be known here, such as who pushed to a foreign fork. Shown, not failing. */
export interface Limit {
  readonly what: string;
  readonly reason: string;
}

/** How a pull request was merged. */
export interface MergeFacts {
  /** ISO 8601. */
  readonly at: string;
  /** What it put onto the base branch last; null: GitHub does not tell. */
  readonly commit: string | null;
  /** The base branch as it was without the change. */
  readonly onto: string;
}

export interface PullRequestFacts {
  readonly repository: RepositoryFacts;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'open' | 'closed' | 'merged';
  /** Who merged it; null: not merged, or the account was deleted. */
  readonly mergedBy: Account | null;
  /** null: it was not merged, or the source does not tell. */
  readonly merge: MergeFacts | null;
  readonly draft: boolean;
  readonly url: string;
  /** When GitHub says it changed last, ISO 8601; null where the source does not tell. */
  readonly updatedAt: string | null;
  /** Whether it waits in a merge queue. */
  readonly queued: boolean;
  /** Who opened it; null: the account was deleted. */
  readonly author: Account | null;
  /** That account is AgentGuard's own; absent: it is not, or the source does not tell. */
  readonly openedByAgentGuard?: true;
  readonly labels: readonly string[];
  /** The base branch as the pull request names it. */
  readonly baseRef: string;
  readonly binding: BindingBase;
  readonly headRef: string;
  readonly headSha: string;
  /** null: the fork was deleted. */
  readonly headRepository: RepositoryId | null;
  /** All commits of base..head, also those behind merges, oldest first. */
  readonly commits: readonly CommitFacts[];
  readonly files: readonly FileChange[];
  /** All reviews in the order they were submitted. */
  readonly reviews: readonly ReviewFacts[];
  readonly requestedReviewers: readonly string[];
  /** Logins, and `org/slug` of teams, whose request for a review somebody took back by hand. */
  readonly removedReviewers: readonly string[];
  readonly involvements: readonly Involvement[];
  /** People's comments that mention somebody or give a command; reviews are not among them. */
  readonly comments: readonly CommentFacts[];
  /** `.agentguard.yml` at the tip of the binding base; null: there is none. */
  readonly policyFile: TextFile | null;
  readonly floor: FloorFacts;
  /** CODEOWNERS at the tip of the binding base, from the first of GitHub's three places; null: none. */
  readonly codeownersFile: TextFile | null;
  /** Other open pull requests with the very same head SHA. */
  readonly sharedHead: readonly number[];
  readonly gaps: readonly Gap[];
  readonly limits: readonly Limit[];
  /** When the facts were read, ISO 8601 in UTC. The only clock the core knows. */
  readonly now: string;
}

/** GitHub's base roles, weakest first. Custom roles are mapped to the base role they inherit. */
export const PERMISSIONS = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What one person may do on the repository. */
export interface PersonFacts {
  readonly account: Account;
  readonly permission: Permission;
  /** Name of a custom role of the organisation, if they have one and a policy asks for roles. */
  readonly role?: string;
}

/** Who may answer: read live for each evaluation, never from `author_association`. */
export interface PeopleFacts {
  /** Permission on the repository by lower-case login. Holds at least everyone who reviewed. */
  readonly permissions: ReadonlyMap<string, PersonFacts>;
  /** False: more people have access than were listed, so "nobody else is eligible" cannot be said. */
  readonly complete: boolean;
  /**
   * Active members (child teams included) by lower-case `org/slug`; null: the team does not exist or the app
   * cannot see it.
   */
  readonly teams: ReadonlyMap<string, readonly Account[] | null>;
  /** Lower-case logins, among those asked about, of active members of the owning organisation. */
  readonly members: ReadonlySet<string>;
  /** Teams (`org/slug`, lower case) without access to the repository; undefined where it was not asked. */
  readonly teamsWithoutAccess?: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}
