/** The app's own sign-in for people. */
export interface SignInCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The variables it comes from; `undefined` where a value is absent or was refused already. */
export interface SignInVariables {
  readonly CLIENT_ID?: string | undefined;
  readonly CLIENT_SECRET?: string | undefined;
  readonly PUBLIC_URL?: string | undefined;
}

/**
 * What people sign in through, or null where that is not wanted; or every problem with it.
 * @param refused names of variables whose values were refused already, which are not missing.
 */
export function signInFrom(
  { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, PUBLIC_URL: publicUrl }: SignInVariables,
  refused: ReadonlySet<string>,
): { signIn: SignInCredentials | null; problems: readonly string[] } {
  if (clientId === undefined && clientSecret === undefined) return { signIn: null, problems: [] };
  const problems: string[] = [];
  if (clientId === undefined) {
    problems.push(
      'CLIENT_ID is missing: it is on the app’s settings page. CLIENT_SECRET has no use without it.',
    );
  }
  if (clientSecret === undefined) {
    problems.push(
      'CLIENT_SECRET is missing: generate one on the app’s settings page. Without it nobody can sign in.',
    );
  }
  if (publicUrl === undefined && !refused.has('PUBLIC_URL')) {
    problems.push(
      'PUBLIC_URL is missing: GitHub sends people back to it after they signed in. It is this server’s address, such as https://guard.example.com.',
    );
  }
  return {
    signIn: clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret },
    problems,
  };
}

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** Where cookies are safe: https, or this very machine; no path, since pages are at the root. */
export function isPublicUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOCAL.includes(url.hostname));
  return safe && url.href === `${url.origin}/`;
}
