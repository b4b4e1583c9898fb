/** The pages on which people register an app and install it. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { confirmManifest, installApp } from '../apps/apps.ts';
import type { AppManifest } from '../apps/state.ts';
import type { Call, Env } from '../rest/http.ts';
import { findAccount } from '../state/accounts.ts';
import { Refusal } from '../state/refusal.ts';
import type { Account, State } from '../state/state.ts';
import { page, peopleIn, whoField } from './page.ts';

/** Fields of a form. */
type Form = Readonly<Record<string, unknown>>;
const textIn = (form: Form, name: string): string => {
  const value = form[name];
  return typeof value === 'string' ? value : '';
};

export function registrationPages(): Hono<Env> {
  const routes = new Hono<Env>();
  for (const path of ['/settings/apps/new', '/organizations/:organization/settings/apps/new'] as const) {
    routes.post(path, async (call) => {
      const form = await call.req.parseBody();
      const state = call.get('state');
      const manifest = manifestIn(form);
      const confirmed = textIn(form, 'login');
      if (confirmed === '')
        return call.html(page('Register new GitHub App', confirmation(state, form, manifest)));
      const owner = ownerFor(state, call.req.param('organization'), confirmed);
      const code = confirmManifest(state, owner, { ...manifest, name: textIn(form, 'name') });
      const back = new URL(manifest.redirect_url ?? '');
      back.searchParams.set('code', code);
      const given = call.req.query('state');
      if (given !== undefined) back.searchParams.set('state', given);
      return call.redirect(back.href);
    });
  }
  for (const path of ['/apps/:slug/installations/new', '/github-apps/:slug/installations/new'] as const) {
    routes.get(path, (call) => {
      const state = call.get('state');
      return call.html(page(`Install ${appOf(call).name}`, choice(state)));
    });
    routes.post(path, async (call) => {
      const state = call.get('state');
      const app = appOf(call);
      const form = await call.req.parseBody({ all: true });
      const account = accountOf(state, textIn(form, 'account'));
      const sender = accountOf(state, textIn(form, 'login'));
      demandOwner(state, account, sender);
      const chosen = [form['repository']].flat();
      const repositories =
        textIn(form, 'selection') === 'all'
          ? 'all'
          : state.repositories.filter(({ owner, name }) => owner === account && chosen.includes(name));
      const { id } = installApp(state, { app, account, repositories, sender });
      return call.html(
        page('Installed', html`<p>${app.name} is installed on ${account.login} as ${id}.</p>`),
      );
    });
  }
  return routes;
}

function manifestIn(form: Form): AppManifest {
  try {
    return JSON.parse(textIn(form, 'manifest')) as AppManifest;
  } catch {
    throw new Refusal(422, 'The manifest is not JSON.');
  }
}

const confirmation = (state: State, form: Form, manifest: AppManifest) =>
  html`<form method="post">
    <input type="hidden" name="manifest" value="${textIn(form, 'manifest')}" />
    <p>
      <label for="name">GitHub App name</label> <input id="name" name="name" value="${manifest.name ?? ''}" />
    </p>
    <ul>
      ${Object.entries(manifest.default_permissions ?? {}).map(([name, access]) => html`<li>${name}: ${access}</li>`)}
    </ul>
    ${whoField(peopleIn(state))}
    <button type="submit">Create GitHub App</button>
  </form>`;

const choice = (state: State) =>
  html`<form method="post">
    <p>
      <label for="account">Where</label>
      <select id="account" name="account">
        ${[...state.accounts.values()]
          .filter(({ type }) => type !== 'Bot')
          .toSorted((a, b) => Number(a.type === 'User') - Number(b.type === 'User'))
          .map(({ login }) => html`<option>${login}</option>`)}
      </select>
    </p>
    <p>
      <label><input type="radio" name="selection" value="all" checked /> All repositories</label>
      <label><input type="radio" name="selection" value="selected" /> Only select repositories</label>
    </p>
    ${state.repositories.map(
      ({ name }) => html`<label><input type="checkbox" name="repository" value="${name}" /> ${name}</label>`,
    )}
    ${whoField(peopleIn(state))}
    <button type="submit">Install</button>
  </form>`;

function appOf(call: Call) {
  const app = call.get('state').apps.find(({ slug }) => slug === call.req.param('slug'));
  if (!app) throw Refusal.notFound();
  return app;
}

const accountOf = (state: State, login: string): Account => {
  const account = findAccount(state, login);
  if (!account) throw Refusal.notFound();
  return account;
};

function ownerFor(state: State, organization: string | undefined, login: string): Account {
  const person = accountOf(state, login);
  if (organization === undefined) return person;
  const owner = accountOf(state, organization);
  demandOwner(state, owner, person);
  return owner;
}

/** An organisation's owners, or the person. */
function demandOwner(state: State, account: Account, person: Account): void {
  const isOwner =
    account.type === 'Organization'
      ? state.organizations.get(account)?.members.get(person)?.role === 'admin'
      : account === person;
  if (!isOwner) throw Refusal.notFound();
}
