/** Accounts, teams and repositories as REST and webhooks write them, and the addresses of everything. */
import type { Account, Repository, State, Team } from '../state/state.ts';

export type Json = Record<string, unknown>;

/** An opaque id, stable for a thing. */
export const nodeId = (kind: string, id: number | string): string =>
  Buffer.from(`0${kind.length}:${kind}${id}`).toString('base64');

export const fullName = (repository: Repository): string => `${repository.owner.login}/${repository.name}`;
export const api = (state: State, path: string): string => `${state.url}/api/v3${path}`;
export const repositoryApi = (state: State, repository: Repository, path = ''): string =>
  api(state, `/repos/${fullName(repository)}${path}`);
export const web = (state: State, repository: Repository, path = ''): string =>
  `${state.url}/${fullName(repository)}${path}`;

/** An account as a user object; apps are of type `Bot`. */
export function accountShape(state: State, account: Account): Json {
  const url = api(state, `/users/${encodeURIComponent(account.login)}`);
  const page = account.type === 'Bot' ? `/apps/${account.graphqlLogin}` : `/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${state.url}/avatars/u/${account.id}`,
    gravatar_id: '',
    url,
    html_url: `${state.url}${page}`,
    followers_url: `${url}/followers`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export const accountOrNull = (state: State, account: Account | null): Json | null =>
  account && accountShape(state, account);

export function organizationShape(state: State, account: Account): Json {
  const url = api(state, `/orgs/${account.login}`);
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('Organization', account.id),
    url,
    repos_url: `${url}/repos`,
    members_url: `${url}/members{/member}`,
    avatar_url: `${state.url}/avatars/u/${account.id}`,
    description: null,
  };
}

export function repositoryShape(state: State, repository: Repository): Json {
  const url = repositoryApi(state, repository);
  const open = [...repository.issues.values()].filter((issue) => issue.state === 'open').length;
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: accountShape(state, repository.owner),
    html_url: web(state, repository),
    description: repository.description,
    fork: repository.parent !== null,
    url,
    pulls_url: `${url}/pulls{/number}`,
    commits_url: `${url}/commits{/sha}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    trees_url: `${url}/git/trees{/sha}`,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    pushed_at: repository.activity[0]?.timestamp ?? repository.createdAt,
    clone_url: `${web(state, repository)}.git`,
    homepage: null,
    size: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    archived: false,
    disabled: false,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: repository.topics,
    visibility: repository.private ? 'private' : 'public',
    forks_count: state.repositories.filter((other) => other.parent === repository).length,
    open_issues_count: open,
    stargazers_count: 0,
    watchers_count: 0,
    default_branch: repository.defaultBranch,
  };
}

export function teamShape(state: State, team: Team): Json {
  const url = api(state, `/organizations/${team.organization.id}/team/${team.id}`);
  return {
    name: team.name,
    id: team.id,
    node_id: nodeId('Team', team.id),
    slug: team.slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    url,
    html_url: `${state.url}/orgs/${team.organization.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: team.parent && teamShape(state, team.parent),
  };
}
