/** Signing in to an app: the consent page, the exchange of its code, and what a signed-in person's token tells. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { installationRepositories } from '../apps/apps.ts';
import { confirmSignIn, exchangeCode } from '../apps/sign-in.ts';
import type { App, Installation } from '../apps/state.ts';
import { repositoryFor } from '../rest/access.ts';
import { pageOf, type Call, type Env } from '../rest/http.ts';
import { bodyOf } from '../rest/http.ts';
import { installationShape } from '../shapes/apps.ts';
import { findAccount } from '../state/accounts.ts';
import { Refusal } from '../state/refusal.ts';
import { hasExplicitAccess } from '../state/roles.ts';
import type { Account, Repository, State } from '../state/state.ts';
import { page, peopleIn, whoField } from './page.ts';

/** `/login/oauth`, at the address people see. */
export function signInPages(): Hono<Env> {
  const routes = new Hono<Env>();
  const path = '/login/oauth/authorize';

  routes.get(path, (call) => {
    const { app } = asked(call);
    const login = call.req.query('login');
    // Who has agreed before is sent back at once.
    if (login !== undefined) return agreed(call, login);
    return call.html(page(`Authorize ${app.name}`, consent(app, call.get('state'))));
  });
  routes.post(path, async (call) => {
    const { redirectUri } = asked(call);
    const form = await call.req.parseBody();
    if (form['decision'] === 'cancel') return back(call, redirectUri, { error: 'access_denied' });
    return agreed(call, String(form['login']));
  });
  routes.post('/login/oauth/access_token', async (call) => {
    const isJson = call.req.header('content-type')?.includes('json') === true;
    const body = isJson ? await bodyOf(call) : await call.req.parseBody();
    const text = (name: string): string | undefined => {
      const value = body[name];
      return typeof value === 'string' ? value : undefined;
    };
    const answer = exchangeCode(call.get('state'), {
      clientId: text('client_id'),
      clientSecret: text('client_secret'),
      code: text('code'),
      redirectUri: text('redirect_uri'),
      verifier: text('code_verifier'),
    });
    // Refusals have status 200, too.
    return call.json(
      'error' in answer
        ? { ...answer, error_description: 'It was refused.', error_uri: 'https://docs.github.com' }
        : answer,
    );
  });
  return routes;
}

interface Asked {
  readonly app: App;
  readonly redirectUri: string;
}

/** Whoever asks under another address than the app's own is shown a page, and nobody is sent there. */
function asked(call: Call): Asked {
  const { client_id: clientId, redirect_uri: given, code_challenge_method: method } = call.req.query();
  const app = call.get('state').apps.find((each) => each.clientId === clientId);
  if (!app) throw Refusal.notFound();
  const redirectUri = given ?? app.callbackUrls[0];
  if (redirectUri === undefined || !app.callbackUrls.includes(redirectUri)) {
    throw new Refusal(400, 'The redirect_uri is not associated with this application.');
  }
  if (method !== undefined && method !== 'S256') {
    throw new Refusal(400, 'The code_challenge_method has to be S256.');
  }
  return { app, redirectUri };
}

const consent = (app: App, state: State) =>
  html`<p>${app.name} wants to know who you are and which of its resources you can see.</p>
    <form method="post">
      ${whoField(peopleIn(state))}
      <button type="submit" name="decision" value="authorize">Authorize ${app.name}</button>
      <button type="submit" name="decision" value="cancel">Cancel</button>
    </form>`;

function agreed(call: Call, login: string): Response {
  const { app, redirectUri } = asked(call);
  const state = call.get('state');
  const user = findAccount(state, login);
  if (user?.type !== 'User') throw Refusal.notFound();
  const challenge = call.req.query('code_challenge') ?? null;
  return back(call, redirectUri, { code: confirmSignIn(state, { app, user, redirectUri, challenge }) });
}

function back(call: Call, redirectUri: string, answer: Readonly<Record<string, string>>): Response {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) address.searchParams.set(name, value);
  const state = call.req.query('state');
  if (state !== undefined) address.searchParams.set('state', state);
  return call.redirect(address.href);
}

/** `DELETE /applications/{client_id}/token`, which an app signs with its own id and secret. */
export function grantRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.delete('/applications/:clientId/token', async (call) => {
    const { apps, tokens } = call.get('state');
    const app = apps.find(({ clientId }) => clientId === call.req.param('clientId'));
    const basic = app && `basic ${btoa(`${app.clientId}:${app.clientSecret}`)}`;
    if (call.req.header('authorization')?.replace(/^basic/i, 'basic') !== basic) {
      throw new Refusal(401, 'Bad credentials');
    }
    const value = String((await bodyOf(call)).access_token);
    const token = tokens.get(value);
    if (token?.kind !== 'user' || token.app !== app) throw Refusal.notFound();
    tokens.delete(value);
    return call.body(null, 204);
  });
  return routes;
}

/** What an app's installations show to a person who signed in through it. */
export function viewerRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/user/installations', (call) => {
    const state = call.get('state');
    const { app, user } = signedIn(call);
    const mine = state.installations.filter(
      (each) => each.app === app && visibleIn(state, each, user).length > 0,
    );
    const { from, to } = pageOf(call, mine.length);
    return call.json({
      total_count: mine.length,
      installations: mine.slice(from, to).map((each) => installationShape(state, each)),
    });
  });
  routes.get('/user/installations/:id/repositories', (call) => {
    const state = call.get('state');
    const { app, user } = signedIn(call);
    const found = state.installations.find(
      (each) => each.app === app && each.id === Number(call.req.param('id')),
    );
    if (!found) throw Refusal.notFound();
    const visible = visibleIn(state, found, user);
    if (visible.length === 0) throw Refusal.notFound();
    if (found.suspendedAt) throw new Refusal(403, 'This installation has been suspended');
    const { from, to } = pageOf(call, visible.length);
    return call.json({
      total_count: visible.length,
      repository_selection: found.repositories === null ? 'all' : 'selected',
      repositories: visible.slice(from, to).map((each) => repositoryFor(state, call.get('actor'), each)),
    });
  });
  return routes;
}

function signedIn(call: Call): { app: App; user: Account } {
  const actor = call.get('actor');
  if (actor.kind === 'user' && actor.app) return { app: actor.app, user: actor.user };
  throw new Refusal(403, 'You must authenticate with an access token authorized to a GitHub App');
}

/** Those that were given to the person, not those that everyone can read. */
const visibleIn = (state: State, installation: Installation, user: Account): Repository[] =>
  installationRepositories(state, installation).filter((each) => hasExplicitAccess(state, each, user));
