import type { Viewers } from '../../ports/viewer.ts';
import type { GitHubSignIn } from '../../ports/sign-in.ts';

/** Signing in with GitHub, as it is configured. */
export interface SignIn {
  readonly clientId: string;
  /** Sessions are sealed with a key made from it. */
  readonly clientSecret: string;
  /** `https://guard.example.com`. */
  readonly publicUrl: string;
  readonly gitHub: GitHubSignIn;
  readonly viewers: Viewers;
}
