import { createHash, randomBytes } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context } from 'hono';
import { SourceError } from '../../ports.ts';
import { isSameSecret } from '../../server/same-secret.ts';
import type { PagesWorld, SignedIn } from '../pages.ts';
import { HOME, problemPage, type Problem } from '../problem.tsx';
import { callbackAddress, signInAddress } from './address.ts';
import { countAttempts } from './attempts.ts';
import { flowCookie } from './cookies.ts';
import type { SignIn } from './options.ts';
import { returnAddress } from './return-path.ts';
import type { Sessions } from './sessions.ts';

/** GitHub's codes are good for as long. */
const FLOW_MS = 10 * 60_000;

/** Signing in and out: `/sign-in`, `/sign-in/callback` and `/sign-out`. */
export function signInFlow(
  { webUrl, clock, log, version }: PagesWorld,
  { clientId, clientSecret, publicUrl, gitHub }: SignIn,
  sessions: Sessions,
): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  const cookie = flowCookie({ clientSecret, publicUrl, clock });
  const attempts = countAttempts(clock, FLOW_MS);
  const redirectUrl = callbackAddress(publicUrl);
  const refuse = (
    context: Context<SignedIn>,
    problem: Pick<Problem, 'status' | 'title' | 'text'>,
  ): Response | Promise<Response> =>
    problemPage(context, version, {
      ...problem,
      next: { name: 'Sign in with GitHub', href: signInAddress(publicUrl) },
    });

  app.get('/sign-in', async (context) => {
    const state = randomBytes(32).toString('base64url');
    const verifier = randomBytes(32).toString('base64url');
    const to = returnAddress(context.req.query('to'), publicUrl);
    await cookie.write(context, { state, verifier, to }, new Date(clock.now().getTime() + FLOW_MS));
    const address = new URL(`${webUrl}/login/oauth/authorize`);
    address.search = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUrl,
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }).toString();
    return context.redirect(address.href);
  });

  app.get('/sign-in/callback', async (context) => {
    const { code, state, error } = context.req.query();
    const flow = await cookie.read(context);
    cookie.clear(context);
    // Only a flow that this very browser began may end in it, or somebody could be signed in as another.
    if (flow === null || state === undefined || !isSameSecret(state, flow.state)) {
      return refuse(context, {
        status: 400,
        title: 'This sign-in was not begun here',
        text: 'It was begun in another browser or tab, or more than ten minutes ago. Sign in again.',
      });
    }
    if (error !== undefined || !code) return refuse(context, refusalOf(error));
    if (!attempts.isFirst(state)) {
      return refuse(context, {
        status: 400,
        title: 'This sign-in has ended before',
        text: 'Each can be used once. Sign in again.',
      });
    }
    if (!attempts.mayTry(addressOf(context))) {
      context.header('retry-after', '60');
      return refuse(context, {
        status: 429,
        title: 'Too many sign-ins',
        text: 'There were too many from where you are. Wait a minute, then sign in again.',
      });
    }
    try {
      const grant = await gitHub.exchange({ code, verifier: flow.verifier, redirectUrl });
      await sessions.begin(context, grant);
    } catch (err) {
      if (!(err instanceof SourceError)) throw err;
      log.warn({ err }, 'somebody could not sign in');
      return refuse(context, { status: 502, title: 'You could not be signed in', text: err.message });
    }
    return context.redirect(flow.to, 303);
  });

  app.post('/sign-out', async (context) => {
    const session = await sessions.end(context);
    if (session !== null) {
      try {
        await gitHub.revoke(session.token);
      } catch (err) {
        // The person is signed out all the same; the token ends by itself within hours.
        log.warn({ err }, 'the token of somebody who signed out could not be revoked');
      }
    }
    return context.redirect('/', 303);
  });

  // A bookmark, or somebody who typed it: signing out takes the button.
  app.get('/sign-out', (context) =>
    problemPage(context, version, {
      status: 405,
      title: 'Sign out with the button',
      text: 'You are not signed out by following a link. The button is at the top of every page while you are signed in.',
      next: HOME,
    }),
  );
  return app;
}

/** What GitHub sends back in place of a code. Its own sentence is not shown: anybody could write one into the address. */
function refusalOf(error: string | undefined): Pick<Problem, 'status' | 'title' | 'text'> {
  if (error === 'access_denied') {
    return {
      status: 403,
      title: 'You are not signed in',
      text: 'You did not let AgentGuard know who you are, so it cannot tell what you may see. It only asks for that.',
    };
  }
  const asked =
    error === 'redirect_uri_mismatch'
      ? 'The app on GitHub has another callback URL than this server. Whoever runs it has to set it to PUBLIC_URL with /sign-in/callback.'
      : 'GitHub did not go through with it. Sign in again; if that does not help, tell whoever runs this server.';
  return { status: 502, title: 'You could not be signed in', text: asked };
}

/** Who is on the other end of the connection; what headers say of it anybody can write. */
function addressOf(context: Context): string {
  const env = context.env as { incoming?: unknown } | undefined;
  return (env?.incoming === undefined ? undefined : getConnInfo(context).remote.address) ?? 'unknown';
}
