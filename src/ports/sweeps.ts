import type { RepositoryId } from '../core/facts/facts.ts';

/** A webhook as GitHub lists it: one attempt to deliver. */
export interface SentDelivery {
  readonly id: number;
  /** The same for every attempt. */
  readonly guid: string;
  readonly at: string;
  /** What was answered; 0: nothing. */
  readonly status: number;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
}

export interface SweptInstallation {
  readonly id: number;
  readonly suspended: boolean;
}

/** A repository as the list of an installation has it. */
export interface SweptRepository extends RepositoryId {
  /** When something was pushed last; null: never. */
  readonly pushedAt: string | null;
  readonly defaultBranch: string;
  readonly topics: readonly string[];
}

export interface ListedPullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly updatedAt: string;
  readonly mergedAt: string | null;
}

/** A list that is no longer as it was; the ETags ask for it next time. */
export interface Listed<Item> {
  readonly etags: readonly string[];
  readonly items: readonly Item[];
}

/** Which blobs bind, by place. */
export interface ControlFiles {
  readonly pushedAt: string | null;
  readonly defaultBranch: string | null;
  /** `<branch>:<path>` to the blob's name; null: there is no such file. HEAD stands for the default branch. */
  readonly blobs: ReadonlyMap<string, string | null>;
}

/**
 * What sweeps read of GitHub. Where ETags go in, null comes back if nothing has changed. Every method rejects with
 * SourceError.
 */
export interface SweepSource {
  list(): Promise<readonly SweptInstallation[]>;
  /** The repositories an installation covers, without archived ones. */
  repositories(installationId: number): Promise<readonly SweptRepository[]>;
  openPullRequests(
    installationId: number,
    repository: RepositoryId,
  ): Promise<readonly { readonly number: number }[]>;
  openIfChanged(
    installationId: number,
    repository: RepositoryId,
    etags: readonly string[],
  ): Promise<Listed<ListedPullRequest> | null>;
  /** Closed ones, those that changed last first, back to a time. */
  closedIfChanged(
    installationId: number,
    repository: RepositoryId,
    etags: readonly string[],
    since: string | null,
  ): Promise<Listed<ListedPullRequest> | null>;
  controlFiles(
    installationId: number,
    repository: RepositoryId,
    branches: readonly string[],
  ): Promise<ControlFiles>;
  /** Logins of a team (`org/slug`); none, where it is not there or not shown. */
  members(installationId: number, team: string, etags: readonly string[]): Promise<Listed<string> | null>;
  /** The rules in force on a branch, each as a text. */
  rules(
    installationId: number,
    repository: RepositoryId,
    branch: string,
    etags: readonly string[],
  ): Promise<Listed<string> | null>;
  /** Who may do what in a repository, each as a text. */
  collaborators(
    installationId: number,
    repository: RepositoryId,
    etags: readonly string[],
  ): Promise<Listed<string> | null>;
  /** Custom properties, each as a text. */
  properties(
    installationId: number,
    repository: RepositoryId,
    etags: readonly string[],
  ): Promise<Listed<string> | null>;
  deliveries(
    cursor: string | null,
  ): Promise<{ readonly items: readonly SentDelivery[]; readonly next: string | null }>;
  /** false: GitHub has it no longer. */
  redeliver(id: number): Promise<boolean>;
}
