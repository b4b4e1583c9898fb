/** GitHub's side of signing in: the app's own OAuth flow. */
export interface GitHubSignIn {
  /**
   * Exchanges the code that GitHub sent back, which works once. Rejects with SourceError, whose sentence says what to
   * do.
   */
  exchange(given: {
    readonly code: string;
    /** Of PKCE: whose digest began the flow. */
    readonly verifier: string;
    readonly redirectUrl: string;
  }): Promise<Grant>;
  /** Takes a token back. Rejects with SourceError when GitHub did not. */
  revoke(token: string): Promise<void>;
}

/** What a person gave. */
export interface Grant {
  readonly token: string;
  /** null: it does not expire. */
  readonly expiresAt: Date | null;
}
