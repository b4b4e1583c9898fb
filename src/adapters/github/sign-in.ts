import { deleteToken, exchangeWebFlowCode } from '@octokit/oauth-methods';
import { Octokit } from '@octokit/rest';
import type { GitHubSignIn } from '../../ports/sign-in.ts';
import { SourceError } from '../../ports.ts';
import { sourceError } from './api/errors.ts';
import { quietly, type RequestOptions } from './api/request.ts';

export interface SignInOptions extends Pick<RequestOptions, 'baseUrl' | 'userAgent' | 'log' | 'fetch'> {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Somebody waits for the answer. */
const TIMEOUT_MS = 10_000;

/** The app's sign-in for people, at GitHub. */
export function gitHubSignIn({ clientId, clientSecret, ...options }: SignInOptions): GitHubSignIn {
  const log = quietly(options.log);
  const octokit = new Octokit({
    userAgent: options.userAgent,
    log,
    request: { log, ...(options.fetch ? { fetch: options.fetch } : {}) },
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
  });
  const app = { clientType: 'github-app', clientId, clientSecret } as const;
  const within = () => ({ request: { signal: AbortSignal.timeout(TIMEOUT_MS) } });

  return {
    async exchange({ code, verifier, redirectUrl }) {
      try {
        const { authentication } = await exchangeWebFlowCode({
          ...app,
          code,
          redirectUrl,
          // Octokit's function knows nothing of PKCE.
          request: octokit.request.defaults({ code_verifier: verifier, ...within() }),
        });
        const { token } = authentication;
        const expires = 'expiresAt' in authentication ? authentication.expiresAt : null;
        return { token, expiresAt: expires === null ? null : new Date(expires) };
      } catch (error) {
        throw refused(error, redirectUrl);
      }
    },
    async revoke(token) {
      try {
        await deleteToken({ ...app, token, request: octokit.request.defaults(within()) });
      } catch (error) {
        throw sourceError('revoke the token of a sign-in', error);
      }
    },
  };
}

/** GitHub says in a word what is wrong with an exchange. */
function refused(error: unknown, redirectUrl: string): SourceError {
  const { response } = error as { response?: { data?: { error?: unknown } } };
  switch (response?.data?.error) {
    case undefined:
      return sourceError('sign in with GitHub', error);
    case 'incorrect_client_credentials':
      return new SourceError(
        'GitHub does not accept CLIENT_ID and CLIENT_SECRET. Whoever runs this server has to check them.',
        { cause: error },
      );
    case 'redirect_uri_mismatch':
      return new SourceError(
        `The app on GitHub has another callback URL. Whoever runs this server has to set it to ${redirectUrl}.`,
        { cause: error },
      );
    default:
      return new SourceError(
        'GitHub did not take the code of this sign-in: it works once, for ten minutes. Sign in again.',
        { cause: error },
      );
  }
}
