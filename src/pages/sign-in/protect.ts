import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isSameSecret } from '../../server/same-secret.ts';
import type { PagesWorld, SignedIn } from '../pages.ts';
import { HOME, problemPage } from '../problem.tsx';
import type { Viewers } from '../../ports/viewer.ts';
import { signInAddress } from './address.ts';
import type { Sessions } from './sessions.ts';

/** Forms hold a policy at most. */
const MOST_BYTES = 512 * 1024;

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Knows who is signed in: `viewer` and `csrf` are set for them, and for nobody else. Rejects with SignInEnded when GitHub
 * does not take their token any more, with SourceError when it does not answer.
 */
export const whoIsIt =
  (sessions: Sessions, viewers: Viewers): MiddlewareHandler<SignedIn> =>
  async (context, next) => {
    const session = await sessions.read(context);
    if (session !== null) {
      context.set('viewer', await viewers.of(session.token));
      context.set('csrf', session.csrf);
    }
    await next();
  };

/** Sends whoever is not signed in to sign in, and back again. */
export const signedInOnly =
  ({ version }: Pick<PagesWorld, 'version'>, publicUrl: string): MiddlewareHandler<SignedIn> =>
  async (context, next) => {
    if ((context.var as Partial<SignedIn['Variables']>).viewer !== undefined) return next();
    const { pathname, search } = new URL(context.req.url);
    if (context.req.method === 'GET') {
      return context.redirect(signInAddress(publicUrl, `${pathname}${search}`));
    }
    return problemPage(context, version, {
      status: 401,
      title: 'You are not signed in',
      text: 'Your sign-in has ended, so nothing was done. Sign in, go back and try again.',
      next: { name: 'Sign in with GitHub', href: signInAddress(publicUrl, pathname) },
    });
  };

/**
 * What changes something, or costs something, has to come from a form of this server's own pages: by where the browser
 * says it comes from, and by the secret that only those pages know.
 */
export function ownFormsOnly(
  { version }: Pick<PagesWorld, 'version'>,
  publicUrl: string,
  sessions: Sessions,
): MiddlewareHandler<SignedIn>[] {
  const refuse = (context: Context<SignedIn>): Response | Promise<Response> =>
    problemPage(context, version, {
      status: 403,
      title: 'This did not come from a page of AgentGuard',
      text: 'So nothing was done. If you pressed a button here, load its page again and press it once more.',
      next: HOME,
    });
  const tooLarge = (context: Context<SignedIn>): Response | Promise<Response> =>
    problemPage(context, version, {
      status: 413,
      title: 'This is too much',
      text: `Forms take up to ${MOST_BYTES / 1024} KB. Send less of it.`,
      next: HOME,
    });
  return [
    bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }),
    async (context, next) => {
      if (READS.includes(context.req.method)) return next();
      if (!isFromHere(context, publicUrl)) return refuse(context);
      const session = await sessions.read(context);
      // Nobody is signed in: there is nothing that could be done in their name.
      if (session === null) return next();
      const { csrf } = await context.req.parseBody();
      return typeof csrf === 'string' && isSameSecret(csrf, session.csrf) ? next() : refuse(context);
    },
  ];
}

/** Old browsers send one of the two, and programs none: the form's own secret holds them off. */
function isFromHere(context: Context, publicUrl: string): boolean {
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = context.req.header('origin');
  return origin === undefined || origin === publicUrl;
}
