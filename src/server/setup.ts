import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Logger } from 'pino';
import { parse } from 'yaml';
import { answerErrors, WEBHOOK_PATH } from './app.ts';

/** What GitHub hands out once an app was registered from a manifest. */
export interface RegisteredApp {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
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
  /** Exchanges the code GitHub sends back; rejects with a sentence when it is unknown or too old. */
  readonly register: (code: string) => Promise<RegisteredApp>;
  /** Stores the credentials and goes on with them. */
  readonly finish: (app: RegisteredApp) => Promise<void>;
}

/**
 * The server before it has credentials: Probot's manifest flow at Probot's paths. The page sends app.yml to
 * GitHub, GitHub sends back a code, the code becomes the app's credentials.
 */
export function createSetup(options: SetupOptions): Hono {
  const app = new Hono();
  // Only a flow that began on this server's own page may end here.
  const state = randomBytes(16).toString('hex');
  app.get('/', (context) => context.redirect('/probot'));
  app.get('/healthz', (context) => context.json({ status: 'setup', version: options.version }));
  app.get('/probot', (context) => {
    const organization = context.req.query('organization')?.trim() ?? '';
    const manifest = JSON.stringify(manifestFor(options.manifest, baseUrl(context.req.raw)));
    return context.html(page({ ...options, state, organization, manifest }));
  });
  app.get('/probot/setup', async (context) => {
    const { code, state: returned } = context.req.query();
    if (!code || returned !== state) {
      return context.text(
        'This link is not from the setup page of this server. Start again at /probot.',
        400,
      );
    }
    const registered = await options.register(code);
    await options.finish(registered);
    options.log.info({ appId: registered.appId }, 'the app is registered');
    return context.redirect(`${registered.url}/installations/new`);
  });
  answerErrors(app, options.log);
  return app;
}

/** Behind a proxy the address people use is in its headers. */
function baseUrl(request: Request): string {
  const url = new URL(request.url);
  const protocol =
    request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim() ?? url.protocol.slice(0, -1);
  const host = request.headers.get('x-forwarded-host')?.split(',')[0]?.trim() ?? url.host;
  return `${protocol}://${host}`;
}

/** app.yml with this server's addresses. */
export function manifestFor(appYml: string, base: string): Record<string, unknown> {
  return {
    ...(parse(appYml) as Record<string, unknown>),
    url: base,
    hook_attributes: { url: `${base}${WEBHOOK_PATH}`, active: true },
    redirect_url: `${base}/probot/setup`,
  };
}

function page(view: {
  version: string;
  webUrl: string;
  state: string;
  organization: string;
  manifest: string;
}) {
  const owner = view.organization === '' ? '' : `/organizations/${encodeURIComponent(view.organization)}`;
  const action = `${view.webUrl}${owner}/settings/apps/new?state=${view.state}`;
  const where =
    view.organization === '' ? 'your own account' : html`the organisation <b>${view.organization}</b>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Set up AgentGuard</title>
        <style>
          :root {
            color-scheme: light dark;
          }
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            max-width: 40rem;
            margin: 3rem auto;
            padding: 0 1rem;
          }
          button {
            font: inherit;
            padding: 0.5rem 1rem;
            cursor: pointer;
          }
          input {
            font: inherit;
            padding: 0.4rem;
          }
          form {
            margin: 1rem 0;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>Set up AgentGuard</h1>
          <p>
            This server has no credentials yet. Register it as a GitHub App: GitHub shows the name and the
            permissions first, you confirm, and the credentials come back here and are stored in
            <code>.env</code>, readable only by this server's user.
          </p>
          <form method="get" action="/probot">
            <label for="organization">Organisation that will own the app (empty: your own account)</label
            ><br />
            <input id="organization" name="organization" value="${view.organization}" autocomplete="off" />
            <button type="submit">Use</button>
          </form>
          <form method="post" action="${action}">
            <input type="hidden" name="manifest" value="${view.manifest}" />
            <button type="submit">Register GitHub App</button> for ${where}
          </form>
          <p>
            <small
              >AgentGuard ${view.version}. You have an app already? Set APP_ID, PRIVATE_KEY_PATH and
              WEBHOOK_SECRET and start again.</small
            >
          </p>
        </main>
      </body>
    </html>`;
}
