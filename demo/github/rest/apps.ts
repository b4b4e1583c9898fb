/** Routes an app signs in through and looks after itself with. */
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import {
  convertManifest,
  createInstallationToken,
  findInstallation,
  installationRepositories,
} from '../apps/apps.ts';
import { findAccount } from '../state/accounts.ts';
import { findRepository } from '../state/repositories.ts';
import { Refusal } from '../state/refusal.ts';
import { appShape, deliveryShape, installationShape } from '../shapes/apps.ts';
import { repositoryShape } from '../shapes/accounts.ts';
import { demandApp, tokenRepositories } from './access.ts';
import { bodyOf, list, optionalString, pageOf, stringsIn } from './http.ts';
import type { App, Installation, Permissions } from '../apps/state.ts';
import type { Deliveries } from '../webhooks/deliveries.ts';
import type { Json } from '../shapes/accounts.ts';
import type { Call, Env } from './http.ts';

function installationOf(call: Call): Installation {
  const app = demandApp(call.get('actor'));
  const id = Number(call.req.param('id'));
  const found = call.get('state').installations.find((each) => each.id === id && each.app === app);
  if (!found) throw Refusal.notFound();
  return found;
}

/** `GET /{orgs,users}/{account}/installation`. */
function accountInstallation(call: Call): Response {
  const state = call.get('state');
  const app = demandApp(call.get('actor'));
  const account = findAccount(state, call.req.param('account') ?? '');
  const found = state.installations.find((each) => each.app === app && each.account === account);
  if (!found) throw Refusal.notFound();
  return call.json(installationShape(state, found));
}

export function appRoutes(deliveries: Deliveries): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/app', (call) => call.json(appShape(call.get('state'), demandApp(call.get('actor')))));

  routes.get('/app/installations', (call) => {
    const state = call.get('state');
    const app = demandApp(call.get('actor'));
    const mine = state.installations.filter((each) => each.app === app);
    return list(call, mine, (installation) => installationShape(state, installation));
  });

  routes.get('/app/installations/:id', (call) =>
    call.json(installationShape(call.get('state'), installationOf(call))),
  );

  routes.post('/app/installations/:id/access_tokens', async (call) => {
    const state = call.get('state');
    const installation = installationOf(call);
    const body = await bodyOf(call);
    const names = stringsIn(body, 'repositories').map((name) => name.toLowerCase());
    const ids = Array.isArray(body.repository_ids) ? body.repository_ids : [];
    const covered = installationRepositories(state, installation);
    const chosen = covered.filter(({ name, id }) => names.includes(name.toLowerCase()) || ids.includes(id));
    if (chosen.length < names.length + ids.length) {
      throw new Refusal(
        422,
        'There is at least one repository that does not exist or is not accessible to the parent installation.',
      );
    }
    const { value, token } = createInstallationToken(state, installation, {
      ...(names.length + ids.length > 0 && { repositories: chosen }),
      ...(typeof body.permissions === 'object' && { permissions: body.permissions as Permissions }),
    });
    const answer = {
      token: value,
      expires_at: token.expiresAt.toISOString().replace(/\.\d+Z$/, 'Z'),
      permissions: token.permissions,
      repository_selection: token.repositories || installation.repositories ? 'selected' : 'all',
      ...(token.repositories && { repositories: chosen.map((each) => repositoryShape(state, each)) }),
    };
    return call.json(answer, 201);
  });

  routes.get('/repos/:owner/:repo/installation', (call) => {
    const state = call.get('state');
    const repository = findRepository(state, call.req.param('owner'), call.req.param('repo'));
    const found = repository && findInstallation(state, demandApp(call.get('actor')), repository);
    if (!found) throw Refusal.notFound();
    return call.json(installationShape(state, found));
  });
  routes.get('/orgs/:account/installation', accountInstallation);
  routes.get('/users/:account/installation', accountInstallation);

  routes.get('/installation/repositories', (call) => {
    const state = call.get('state');
    const actor = call.get('actor');
    if (actor.kind !== 'installation') throw Refusal.notAccessible();
    const repositories = tokenRepositories(state, actor);
    const { from, to } = pageOf(call, repositories.length);
    return call.json({
      total_count: repositories.length,
      repository_selection: actor.installation.repositories ? 'selected' : 'all',
      repositories: repositories.slice(from, to).map((repository) => repositoryShape(state, repository)),
    });
  });

  routes.get('/app/hook/config', (call) => call.json(hookConfig(demandApp(call.get('actor')))));

  routes.patch('/app/hook/config', async (call) => {
    const app = demandApp(call.get('actor'));
    const body = await bodyOf(call);
    const url = optionalString(body, 'url') ?? app.webhook?.url;
    if (url !== undefined)
      app.webhook = { url, secret: optionalString(body, 'secret') ?? app.webhook?.secret ?? '' };
    return call.json(hookConfig(app));
  });

  routes.get('/app/hook/deliveries', (call) => {
    const app = demandApp(call.get('actor'));
    // Listed once it has come to an end.
    const mine = deliveries.list
      .filter((delivery) => delivery.app === app && delivery.status !== 'pending')
      .toReversed();
    // Cursors, not pages: the id of the last one seen.
    const perPage = Math.min(Number(call.req.query('per_page')) || 30, 100);
    const cursor = Number(call.req.query('cursor'));
    const rest = cursor ? mine.filter((delivery) => delivery.id < cursor) : mine;
    const shown = rest.slice(0, perPage);
    const last = shown.at(-1);
    if (last && rest.length > shown.length) {
      const url = new URL(call.req.url);
      url.searchParams.set('cursor', String(last.id));
      call.header('link', `<${url.href}>; rel="next"`);
    }
    return call.json(shown.map(deliveryShape));
  });

  routes.get('/app/hook/deliveries/:id', (call) => {
    const delivery = deliveryOf(call, deliveries);
    const request = { headers: { 'X-GitHub-Event': delivery.event }, payload: delivery.payload };
    return call.json({ ...deliveryShape(delivery), request, response: { headers: {}, payload: '' } });
  });

  routes.post('/app/hook/deliveries/:id/attempts', (call) => {
    void deliveries.redeliver(deliveryOf(call, deliveries));
    return call.json({}, 202);
  });

  return routes;
}

/** Where an app's webhooks go; the secret is never shown. */
const hookConfig = ({ webhook }: App): Json => ({
  content_type: 'json',
  insecure_ssl: '0',
  ...(webhook && { secret: '********', url: webhook.url }),
});

function deliveryOf(call: Call, deliveries: Deliveries): Deliveries['list'][number] {
  const app = demandApp(call.get('actor'));
  const found = deliveries.list.find((each) => each.id === Number(call.req.param('id')) && each.app === app);
  if (!found) throw Refusal.notFound();
  return found;
}

/** The one route without a token: its secret is the code. */
export function manifestRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/app-manifests/:code/conversions', (call) => {
    const state = call.get('state');
    const { app, privateKey } = convertManifest(state, call.req.param('code'));
    const secrets = {
      client_secret: app.clientSecret,
      webhook_secret: app.webhook?.secret ?? randomBytes(20).toString('hex'),
      pem: privateKey,
    };
    return call.json({ ...appShape(state, app), ...secrets }, 201);
  });
  return routes;
}
