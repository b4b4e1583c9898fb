/** Rulesets as GraphQL shows them: here, who may bypass one, by name. */
import { may } from '../rest/access.ts';
import { isAtLeast, roleOf } from '../state/roles.ts';
import { rulesetsOf } from '../state/rules.ts';
import { nodeId } from '../shapes/accounts.ts';
import { teamView } from './accounts.ts';
import { connection } from './fields.ts';
import type { BypassActor, Repository, Ruleset, State } from '../state/state.ts';
import type { GraphQLContext, View } from './fields.ts';

/** null: there is none of this number. */
export function rulesetView(
  { state, actor }: GraphQLContext,
  repository: Repository,
  id: number,
): View | null {
  const ruleset = rulesetsOf(state, repository).find((each) => each.id === id);
  if (!ruleset) return null;
  const edits =
    actor.kind === 'user'
      ? isAtLeast(roleOf(state, repository, actor.user), 'admin')
      : may(state, actor, repository, [['administration', 'write']]);
  return {
    __typename: 'RepositoryRuleset',
    id: nodeId('RepositoryRuleset', id),
    databaseId: id,
    name: ruleset.name,
    enforcement: ruleset.enforcement.toUpperCase(),
    bypassActors: edits
      ? connection(
          () => ruleset.bypass,
          (each) => bypassView(state, repository, ruleset, each),
        )
      : null,
  };
}

const ROLES: Readonly<Record<number, string>> = { 2: 'maintain', 4: 'write', 5: 'admin' };

function bypassView(
  state: State,
  repository: Repository,
  ruleset: Ruleset,
  { id, type, mode }: BypassActor,
): View {
  const teams = [...(state.organizations.get(repository.owner)?.teams.values() ?? [])];
  const team = type === 'Team' ? teams.find((each) => each.id === id) : undefined;
  const app = type === 'Integration' ? state.apps.find((each) => each.id === id) : undefined;
  const role = type === 'RepositoryRole' ? (ROLES[id ?? 0] ?? null) : null;
  return {
    __typename: 'RepositoryRulesetBypassActor',
    id: nodeId('RepositoryRulesetBypassActor', `${ruleset.id}:${type}:${id}`),
    bypassMode: mode.toUpperCase(),
    deployKey: type === 'DeployKey',
    organizationAdmin: type === 'OrganizationAdmin',
    enterpriseOwner: false,
    repositoryRoleDatabaseId: role === null ? null : id,
    repositoryRoleName: role,
    actor: () => {
      if (team) return teamView(state, team);
      if (!app) return null;
      return {
        __typename: 'App',
        id: nodeId('App', app.id),
        databaseId: app.id,
        name: app.name,
        slug: app.slug,
      };
    },
  };
}
