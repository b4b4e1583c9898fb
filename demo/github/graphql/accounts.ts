/** Accounts, teams and organisations as GraphQL shows them: bots without their suffix. */
import { findTeam, teamMembers } from '../state/accounts.ts';
import { nodeId } from '../shapes/accounts.ts';
import { demandMembers } from '../rest/access.ts';
import { Refusal } from '../state/refusal.ts';
import { connection, failure } from './fields.ts';
import type { Account, State, Team } from '../state/state.ts';
import type { Args, GraphQLContext, View } from './fields.ts';

/** An Actor, User, Bot or Organization; null: the account was deleted. */
export function accountView(state: State, account: Account | null): View | null {
  if (account === null) return null;
  const path = account.type === 'Bot' ? `/apps/${account.graphqlLogin}` : `/${account.graphqlLogin}`;
  return {
    __typename: account.type,
    id: nodeId(account.type, account.id),
    databaseId: account.id,
    login: account.graphqlLogin,
    name: account.name,
    email: '',
    url: `${state.url}${path}`,
    resourcePath: path,
    avatarUrl: `${state.url}/avatars/u/${account.id}`,
    createdAt: account.createdAt,
    updatedAt: account.createdAt,
    isSiteAdmin: false,
    ...(account.type === 'Organization' && {
      team: ({ slug }: Args, context: GraphQLContext) => {
        demandOrganization(context, account);
        const team = findTeam(state, account.login, String(slug));
        return team && teamView(state, team);
      },
      teams: connection(
        (_, context) => {
          demandOrganization(context, account);
          return [...(state.organizations.get(account)?.teams.values() ?? [])];
        },
        (team) => teamView(state, team),
      ),
    }),
  };
}

function demandOrganization({ actor }: GraphQLContext, organization: Account): void {
  try {
    demandMembers(actor, organization);
  } catch (error) {
    throw error instanceof Refusal ? failure('FORBIDDEN', error.message) : error;
  }
}

export function teamView(state: State, team: Team): View {
  const path = `/orgs/${team.organization.login}/teams/${team.slug}`;
  return {
    __typename: 'Team',
    id: nodeId('Team', team.id),
    databaseId: team.id,
    slug: team.slug,
    name: team.name,
    combinedSlug: `${team.organization.login}/${team.slug}`,
    privacy: 'VISIBLE',
    url: `${state.url}${path}`,
    resourcePath: path,
    organization: () => accountView(state, team.organization),
    parentTeam: () => team.parent && teamView(state, team.parent),
    childTeams: connection(
      () =>
        [...(state.organizations.get(team.organization)?.teams.values() ?? [])].filter(
          (each) => each.parent === team,
        ),
      (child) => teamView(state, child),
    ),
    members: connection(
      ({ membership = 'ALL', query }: Args) =>
        teamMembers(state, team, membership as 'ALL').filter((member) => matches(member, query)),
      (member) => accountView(state, member),
      (member) => ({ role: (team.members.get(member)?.role ?? 'member').toUpperCase() }),
    ),
  };
}

/** GitHub's search in lists of people: part of the login or the name. */
export function matches(account: Account, query: unknown): boolean {
  const wanted = typeof query === 'string' ? query.toLowerCase() : '';
  return account.login.toLowerCase().includes(wanted) || account.name.toLowerCase().includes(wanted);
}
