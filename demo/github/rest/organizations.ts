/** Routes about accounts, organisations and teams. */
import { Hono } from 'hono';
import { findAccount, findTeam, teamMembers, withChildren } from '../state/accounts.ts';
import { Refusal } from '../state/refusal.ts';
import { accountShape, organizationShape, teamShape } from '../shapes/accounts.ts';
import { accountOf, demandMembers } from './access.ts';
import { list } from './http.ts';
import type { Account, Team } from '../state/state.ts';
import type { Call, Env } from './http.ts';

function organizationIn(call: Call): Account {
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

export function organizationRoutes(): Hono<Env> {
  const routes = new Hono<Env>();

  routes.get('/user', (call) => {
    const actor = call.get('actor');
    if (actor.kind !== 'user') throw Refusal.notAccessible();
    return call.json(accountShape(call.get('state'), accountOf(actor)));
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
