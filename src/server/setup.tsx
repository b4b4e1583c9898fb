import { randomBytes } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { Logger } from 'pino';
import { pageHeaders } from '../pages/headers.ts';
import { STYLE } from '../pages/style/style.ts';
import { SourceError } from '../ports.ts';
import { answerErrors } from './app.ts';
import { isSameSecret } from './same-secret.ts';
import { manifestFor, permissionsOf } from './setup/manifest.ts';
import { ClaimPage, FailedPage, NotYetPage, SetupPage } from './setup/page.tsx';

/** What GitHub hands out once an app was registered from a manifest. */
export interface RegisteredApp {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The app's page on GitHub. */
  readonly url: string;
}

export interface SetupOptions {
  /** Text of app.yml. */
  readonly manifest: string;
  readonly version: string;
  /** Where people see GitHub: `https://github.com`. */
  readonly webUrl: string;
  readonly log: Logger;
  /** Asked for before anything is shown, so that no stranger makes the server theirs; null: nobody else can reach it. */
  readonly claim: string | null;
  /** Where the app will be reached; null: where this page is. */
  readonly publicUrl: string | null;
  /** Who is to own it, unless the page is told otherwise; empty: whoever registers it. */
  readonly organization?: string;
  /** Where credentials are kept, for people: "`.env`, readable only by this server's user". */
  readonly kept: string;
  /** Why they could not be kept, as a sentence; null: they can. Asked before GitHub makes them, which it does once. */
  readonly obstacle: () => string | null;
  /** Exchanges the code GitHub sends back; rejects with a sentence when it is unknown or too old. */
  readonly register: (code: string) => Promise<RegisteredApp>;
  /** Stores the credentials and goes on with them. */
  readonly finish: (app: RegisteredApp, publicUrl: string) => Promise<void>;
}

/** A setup code: one for each start. */
export const createClaim = (): string => randomBytes(12).toString('hex');

/**
 * The server before it has credentials: Probot's manifest flow at Probot's paths. The page sends app.yml to
 * GitHub, GitHub sends back a code, the code becomes the app's credentials.
 */
export function createSetup(options: SetupOptions): Hono {
  const { claim, version, log } = options;
  const app = new Hono();
  // Only a flow that began on this server's own page may end here, and only once.
  const state = randomBytes(16).toString('hex');
  let base = options.publicUrl ?? '';
  let registering: Promise<RegisteredApp> | null = null;
  const register = async (code: string): Promise<RegisteredApp> => {
    const obstacle = options.obstacle();
    if (obstacle !== null) throw new SourceError(obstacle);
    const registered = await options.register(code);
    await options.finish(registered, base);
    log.info({ appId: registered.appId }, 'the app is registered');
    return registered;
  };
  app.use(pageHeaders(false, options.webUrl));
  app.get('/', (context) => context.redirect(`/probot${new URL(context.req.url).search}`));
  app.get('/healthz', (context) => context.json({ status: 'setup', version }));
  app.get('/assets/style.css', (context) =>
    context.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }),
  );
  app.get('/probot', (context) => {
    const given = context.req.query('claim')?.trim();
    if (claim !== null && !isSameSecret(given ?? '', claim)) {
      return context.html(
        <ClaimPage version={version} wrong={given !== undefined} />,
        given === undefined ? 200 : 403,
      );
    }
    const obstacle = options.obstacle();
    if (obstacle !== null) return context.html(<NotYetPage version={version} why={obstacle} />, 503);
    base = options.publicUrl ?? baseUrl(context.req.raw);
    return context.html(viewOf(context, options, { state, base }));
  });
  app.get('/probot/setup', async (context) => {
    const { code, state: returned } = context.req.query();
    if (!code || !isSameSecret(returned ?? '', state)) {
      return context.text(
        'This link is not from the setup page of this server. Start again at /probot.',
        400,
      );
    }
    // A page that is loaded again has nothing to exchange any more.
    registering ??= register(code);
    try {
      const { url } = await registering;
      return context.redirect(`${url}/installations/new`);
    } catch (error) {
      registering = null;
      log.error({ err: error }, 'the app could not be registered');
      const why = error instanceof SourceError ? error.message : 'The log of this server says why.';
      return context.html(<FailedPage version={version} why={why} />, 502);
    }
  });
  answerErrors(app, log);
  return app;
}

function viewOf(
  context: Context,
  { webUrl, manifest, version, claim, kept, ...options }: SetupOptions,
  { state, base }: { readonly state: string; readonly base: string },
) {
  const organization = (context.req.query('organization') ?? options.organization ?? '').trim();
  const owner = organization === '' ? '' : `/organizations/${encodeURIComponent(organization)}`;
  const setupUrl = baseUrl(context.req.raw);
  return (
    <SetupPage
      version={version}
      action={`${webUrl}${owner}/settings/apps/new?state=${state}`}
      manifest={JSON.stringify(manifestFor(manifest, { publicUrl: base, setupUrl }))}
      organization={organization}
      claim={claim}
      publicUrl={base}
      warning={warningOf(base)}
      permissions={permissionsOf(manifest)}
      kept={kept}
    />
  );
}

/** GitHub has to reach it, and so do people who sign in. */
function warningOf(base: string): string | null {
  const { protocol, hostname } = new URL(base);
  if (['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    return `GitHub will deliver to ${base}, which is this machine only: it cannot reach it from outside. Open this page at the address that GitHub can reach, or change the webhook URL in the app’s settings later.`;
  }
  return protocol === 'https:'
    ? null
    : `${base} is not encrypted. Put a reverse proxy with a certificate in front, and open this page at its address.`;
}

/** Behind a proxy the address people use is in its headers. */
function baseUrl(request: Request): string {
  const url = new URL(request.url);
  const protocol =
    request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim() ?? url.protocol.slice(0, -1);
  const host = request.headers.get('x-forwarded-host')?.split(',')[0]?.trim() ?? url.host;
  return `${protocol}://${host}`;
}
