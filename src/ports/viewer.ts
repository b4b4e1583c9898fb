import type { Permission, RepositoryId } from '../core/facts/facts.ts';
import { SourceError } from './github.ts';

/** A repository that both the viewer and AgentGuard can read. */
export interface ViewedRepository extends RepositoryId {
  readonly installationId: number;
  /** What the viewer may do there. */
  readonly permission: Permission;
}

/** An account with an installation in which the viewer can read something. */
export interface ViewedAccount {
  readonly owner: string;
  readonly installationId: number;
}

/**
 * Someone who signed in with GitHub. What they can read is what GitHub says, at most a minute ago. Every method rejects
 * with SourceError when GitHub does not answer: nothing is shown then.
 */
export interface Viewer {
  readonly login: string;
  accounts(): Promise<readonly ViewedAccount[]>;
  /** Those of an account, in the order of their names; none: nothing of it can be seen, or there is no such account. */
  repositories(owner: string): Promise<readonly ViewedRepository[]>;
  /** null: it cannot be seen, or is not there; nobody is told which. */
  repository(id: RepositoryId): Promise<ViewedRepository | null>;
}

/** Whoever has a token of GitHub's. */
export interface Viewers {
  /**
   * Whom the token speaks for, as GitHub said at most a minute ago. Rejects with SignInEnded when GitHub does not take
   * the token any more, with SourceError when it does not answer.
   */
  of(token: string): Promise<Viewer>;
  /** Nothing that was read with this token is remembered any more. */
  forget(token: string): void;
}

/** GitHub does not take the token of a sign-in any more: it was revoked, or it is too old. */
export class SignInEnded extends SourceError {
  constructor() {
    super('Your sign-in has ended. Sign in again.');
    this.name = 'SignInEnded';
  }
}
