import { Hono, type Context } from 'hono';
import { LimitError, SourceError } from '../ports.ts';
import type { Readiness } from '../server/readiness.ts';
import { pageHeaders } from './headers.ts';
import { Accounts, Welcome } from './home.tsx';
import { freezePages } from './overview/freezes/pages.tsx';
import { overviewPages } from './overview/pages.tsx';
import type { PagesWorld, SignedIn } from './pages.ts';
import { HOME, notFoundPage, problemPage } from './problem.tsx';
import { policyPages } from './policy/pages.tsx';
import { pullRequestPages } from './pull-request/pages.tsx';
import { revertPages } from './pull-request/revert/pages.tsx';
import { signInAddress } from './sign-in/address.ts';
import { signInFlow } from './sign-in/flow.tsx';
import type { SignIn } from './sign-in/options.ts';
import { ownFormsOnly, signedInOnly, whoIsIt } from './sign-in/protect.ts';
import { createSessions, type Sessions } from './sign-in/sessions.ts';
import { STYLE, STYLE_DIGEST } from './style/style.ts';
import { SignInEnded, type Viewer } from '../ports/viewer.ts';

export interface PagesOptions extends PagesWorld {
  /** null: there are no pages but the first. */
  readonly signIn: SignIn | null;
  readonly readiness: Pick<Readiness, 'obstacles'>;
}

/** What only people who are signed in see: all addresses of page groups. */
const SIGNED_IN = ['/orgs/*', '/repos/*'] as const;

/** Every page people see. To be mounted last: it answers for every address, with a page that says there is nothing. */
export function createPages(options: PagesOptions): Hono<SignedIn> {
  const { signIn } = options;
  const app = new Hono<SignedIn>();
  app.use(pageHeaders(signIn?.publicUrl.startsWith('https:') === true));
  app.get('/assets/style.css', style);
  if (signIn === null) mountWithoutSignIn(app, options);
  else mountSignedIn(app, options, signIn);
  app.all('*', notFoundPage(options.version));
  app.notFound(notFoundPage(options.version));
  return app;
}

function mountWithoutSignIn(app: Hono<SignedIn>, { version, readiness, log }: PagesOptions): void {
  app.get('/', async (context) =>
    context.html(<Welcome version={version} signIn={null} obstacles={await readiness.obstacles()} />),
  );
  for (const path of [...SIGNED_IN, '/sign-in']) {
    app.get(path, (context) =>
      problemPage(context, version, {
        status: 404,
        title: 'The pages are off',
        text: 'Nobody can sign in on this server yet. Its first page says what whoever runs it has to set.',
        next: HOME,
      }),
    );
  }
  app.onError((error, context) => {
    log.error({ err: error, path: context.req.path }, 'a page failed');
    return failed(context, version);
  });
}

function mountSignedIn(app: Hono<SignedIn>, options: PagesOptions, signIn: SignIn): void {
  const { version, clock, log } = options;
  const { clientSecret, publicUrl, viewers } = signIn;
  const sessions = createSessions({ clientSecret, publicUrl, clock, viewers });
  app.onError((error, context) => {
    if (error instanceof SignInEnded) return ended(context, version, publicUrl, sessions);
    if (error instanceof SourceError || error instanceof LimitError) {
      log.warn({ err: error, path: context.req.path }, 'a page could not be shown');
      return problemPage(context, version, {
        status: 503,
        title: 'This cannot be shown now',
        text: error.message,
        next: { name: 'Try again', href: context.req.path },
      });
    }
    log.error({ err: error, path: context.req.path }, 'a page failed');
    return failed(context, version);
  });
  app.use(...ownFormsOnly(options, publicUrl, sessions));
  app.route('/', signInFlow(options, signIn, sessions));
  app.use('/', whoIsIt(sessions, viewers));
  app.get('/', (context) => home(context, options, publicUrl));
  for (const path of SIGNED_IN) app.use(path, whoIsIt(sessions, viewers), signedInOnly(options, publicUrl));
  for (const group of [overviewPages, freezePages, pullRequestPages, revertPages, policyPages])
    app.route('/', group(options));
}

async function home(
  context: Context<SignedIn>,
  { version, readiness }: PagesOptions,
  publicUrl: string,
): Promise<Response> {
  const { viewer, csrf } = context.var as Partial<SignedIn['Variables']>;
  const obstacles = await readiness.obstacles();
  if (viewer === undefined || csrf === undefined) {
    return context.html(
      <Welcome version={version} signIn={signInAddress(publicUrl)} obstacles={obstacles} />,
    );
  }
  const accounts = await accountsOf(viewer);
  return context.html(<Accounts {...{ version, viewer, csrf, obstacles, accounts }} />);
}

const accountsOf = async (viewer: Viewer) =>
  Promise.all(
    (await viewer.accounts()).map(async (account) => ({
      ...account,
      repositories: (await viewer.repositories(account.owner)).length,
    })),
  );

/** With its digest in the address it never changes. */
function style(context: Context): Response {
  const named = new URL(context.req.url).search === `?${STYLE_DIGEST}`;
  const etag = `"${STYLE_DIGEST}"`;
  context.header('cache-control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
  context.header('etag', etag);
  if (context.req.header('if-none-match') === etag) return context.body(null, 304);
  return context.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8' });
}

/** GitHub does not take the person's token any more. */
async function ended(
  context: Context<SignedIn>,
  version: string,
  publicUrl: string,
  sessions: Sessions,
): Promise<Response> {
  await sessions.end(context);
  const { pathname, search } = new URL(context.req.url);
  const to = context.req.method === 'GET' ? `${pathname}${search}` : pathname;
  return problemPage(context, version, {
    status: 401,
    title: 'Your sign-in has ended',
    text: 'GitHub does not take it any more: it was revoked, or it is too old. Sign in again.',
    next: { name: 'Sign in with GitHub', href: signInAddress(publicUrl, to) },
  });
}

const failed = (context: Context<SignedIn>, version: string): Response | Promise<Response> =>
  problemPage(context, version, {
    status: 500,
    title: 'This page failed',
    text: 'It is a fault of AgentGuard. Whoever runs this server finds the reason in its log; checks on pull requests go on.',
    next: HOME,
  });
