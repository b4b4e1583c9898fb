/** Files of one kind that belong together. */
export interface Area {
  /** What they are, for people: `Rails migrations`. */
  readonly what: string;
  /** Patterns that fit them, each with how many of them it fits. */
  readonly patterns: readonly { readonly glob: string; readonly files: number }[];
  /** The files themselves. */
  readonly files: readonly string[];
}

/** Somebody, by the name that commits give, and how often. */
export interface Counted {
  readonly name: string;
  readonly count: number;
}

/** What the last commits tell. */
export interface History {
  /** How many were read. */
  readonly commits: number;
  /** Whether these are all there are; false: there are, or may be, older ones. */
  readonly whole: boolean;
  /** Why they could not all be read; null: they could. */
  readonly gap: string | null;
  /** People who wrote some of them, most first. */
  readonly authors: readonly Counted[];
  /** Agents with a hand in some of them, by name, most first. */
  readonly agents: readonly (Counted & { readonly id: string })[];
  /** Commits that other automation made. */
  readonly automated: number;
  /** Commits that came by pull request, as far as their subjects tell. */
  readonly pullRequests: number;
  /** Who made the merge commits of pull requests. */
  readonly mergers: readonly Counted[];
  /** Who is named by Reviewed-by, Approved-by and Acked-by. */
  readonly reviewers: readonly Counted[];
  /** Who signed off what another person wrote. */
  readonly signers: readonly Counted[];
  /** Who wrote commits that touch a file, by path. */
  readonly authorsOf: (paths: readonly string[]) => readonly Counted[];
}

/** The code owners there are. */
export interface Owners {
  readonly path: string;
  readonly lines: number;
  readonly errors: number;
  /** `acme/dba`, in the order they are first named. */
  readonly teams: readonly string[];
  readonly people: number;
  /** How many of all files somebody owns. */
  readonly owned: number;
  /** Owners of a file as written. */
  readonly of: (path: string) => readonly string[];
}

/** What a repository looks like, as far as a clone tells. */
export interface Seen {
  readonly name: string;
  readonly head: string;
  readonly files: number;
  /** Most files first. */
  readonly languages: readonly Counted[];
  readonly migrations: readonly Area[];
  readonly infrastructure: readonly Area[];
  readonly workflows: number;
  /** Instructions and settings of agents that the repository holds. */
  readonly instructions: readonly string[];
  readonly owners: Owners | null;
  readonly history: History;
}
