import type { Viewers } from '../viewer.ts';
import type { GitHubSignIn } from './git-hub.ts';

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
