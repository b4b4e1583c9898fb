/** Routes about accounts, organisations and teams. */
import { Hono } from 'hono';
import { findAccount, findTeam, organizationOf, teamMembers, withChildren } from '../state/accounts.ts';
import { teamHasAccess } from '../state/roles.ts';
import { Refusal } from '../state/refusal.ts';
import { accountShape, organizationShape, ownShape, teamShape } from '../shapes/accounts.ts';
import { accountOf, demandMembers } from './access.ts';
import { list } from './http.ts';
import { repositoryIn } from './repositories.ts';
import type { Account, State, Team } from '../state/state.ts';
import type { Json } from '../shapes/accounts.ts';
import type { Call, Env } from './http.ts';

/** The organisation in a route's address; 404 for anything else. */
export function organizationIn(call: Call): Account {
  const account = findAccount(call.get('state'), call.req.param('org') ?? '');
  if (account?.type !== 'Organization') throw Refusal.notFound();
  return account;
}

function teamIn(call: Call): Team {
  const organization = organizationIn(call);
  demandMembers(call.get('actor'), organization);
  const team = findTeam(call.get('state'), organization.login, call.req.param('slug') ?? '');
  if (!team) throw Refusal.notFound();
  return team;
}

/** Refuses with 404 who was never asked to join. */
function membershipShape(state: State, account: Account, user: Account | null): Json {
  const membership = user && organizationOf(state, account).members.get(user);
  if (!membership) throw Refusal.notFound();
  const organization = organizationShape(state, account);
  return {
    url: `${String(organization.url)}/memberships/${user.login}`,
    ...membership,
    organization_url: organization.url,
    organization,
    user: accountShape(state, user),
  };
}

export function organizationRoutes(): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/user', (call) => {
    const actor = call.get('actor');
    if (actor.kind !== 'user') throw Refusal.notAccessible();
    return call.json(ownShape(call.get('state'), accountOf(actor)));
  });

  routes.get('/user/memberships/orgs/:org', (call) => {
    const actor = call.get('actor');
    if (actor.kind !== 'user') throw Refusal.notAccessible();
    return call.json(membershipShape(call.get('state'), organizationIn(call), actor.user));
  });

  routes.get('/user/:id{[0-9]+}', (call) => {
    const state = call.get('state');
    const account = [...state.accounts.values()].find(({ id }) => id === Number(call.req.param('id')));
    if (!account) throw Refusal.notFound();
    return call.json({ ...accountShape(state, account), name: account.name });
  });

  routes.get('/users/:login', (call) => {
    const account = findAccount(call.get('state'), call.req.param('login'));
    if (!account) throw Refusal.notFound();
    return call.json({ ...accountShape(call.get('state'), account), name: account.name });
  });

  routes.get('/orgs/:org', (call) => call.json(organizationShape(call.get('state'), organizationIn(call))));

  routes.get('/orgs/:org/teams/:slug', (call) => {
    const organization = organizationIn(call);
    return call.json({
      ...teamShape(call.get('state'), teamIn(call)),
      organization: organizationShape(call.get('state'), organization),
    });
  });

  routes.get('/orgs/:org/teams/:slug/members', (call) => {
    const state = call.get('state');
    return list(call, teamMembers(state, teamIn(call)), (member) => accountShape(state, member));
  });

  routes.get('/orgs/:org/memberships/:login', (call) => {
    const state = call.get('state');
    const actor = call.get('actor');
    const account = organizationIn(call);
    demandMembers(actor, account);
    const { members } = organizationOf(state, account);
    const user = findAccount(state, call.req.param('login'));
    if (actor.kind === 'user' && members.get(actor.user)?.state !== 'active') {
      throw new Refusal(403, `You must be a member of ${account.login} to see membership information.`);
    }
    return call.json(membershipShape(state, account, user));
  });

  routes.get('/orgs/:org/teams/:slug/repos/:owner/:repo', (call) => {
    const team = teamIn(call);
    const repository = repositoryIn(call, ['metadata', 'read']);
    if (!teamHasAccess(repository, team)) throw Refusal.notFound();
    return call.body(null, 204);
  });

  routes.get('/orgs/:org/teams/:slug/memberships/:login', (call) => {
    const state = call.get('state');
    const team = teamIn(call);
    const member = findAccount(state, call.req.param('login'));
    const standings = withChildren(state, team).flatMap((each) => (member && each.members.get(member)) ?? []);
    const standing = standings.find((each) => each.state === 'active') ?? standings[0];
    if (!standing) throw Refusal.notFound();
    return call.json({ ...standing, url: call.req.url });
  });

  return routes;
}
