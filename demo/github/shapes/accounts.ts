/** Accounts, teams and repositories as REST and webhooks write them, and the addresses of everything. */
import { timestamp } from '../state/state.ts';
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
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** A person as they see themselves. */
export const ownShape = (state: State, account: Account): Json => ({
  ...accountShape(state, account),
  name: account.name,
  company: null,
  blog: '',
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: account.createdAt,
  updated_at: account.createdAt,
});

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
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${state.url}/avatars/u/${account.id}`,
    description: null,
  };
}

/** That someone was asked to join an organisation. */
export const invitationShape = (state: State, invited: Account, inviter: Account): Json => ({
  id: invited.id,
  node_id: nodeId('OrganizationInvitation', invited.id),
  login: invited.login,
  email: null,
  role: 'direct_member',
  created_at: timestamp(state),
  failed_at: null,
  failed_reason: null,
  inviter: accountShape(state, inviter),
  team_count: 0,
  invitation_teams_url: api(state, `/organizations/invitations/${invited.id}/teams`),
  invitation_source: 'member',
});

/** Addresses below a repository's own, by GitHub's names. */
const LINKS: readonly (readonly [name: string, path: string])[] = [
  ['archive', '{archive_format}{/ref}'],
  ['assignees', 'assignees{/user}'],
  ['blobs', 'git/blobs{/sha}'],
  ['branches', 'branches{/branch}'],
  ['collaborators', 'collaborators{/collaborator}'],
  ['comments', 'comments{/number}'],
  ['commits', 'commits{/sha}'],
  ['compare', 'compare/{base}...{head}'],
  ['contents', 'contents/{+path}'],
  ['contributors', 'contributors'],
  ['deployments', 'deployments'],
  ['downloads', 'downloads'],
  ['events', 'events'],
  ['forks', 'forks'],
  ['git_commits', 'git/commits{/sha}'],
  ['git_refs', 'git/refs{/sha}'],
  ['git_tags', 'git/tags{/sha}'],
  ['hooks', 'hooks'],
  ['issue_comment', 'issues/comments{/number}'],
  ['issue_events', 'issues/events{/number}'],
  ['issues', 'issues{/number}'],
  ['keys', 'keys{/key_id}'],
  ['labels', 'labels{/name}'],
  ['languages', 'languages'],
  ['merges', 'merges'],
  ['milestones', 'milestones{/number}'],
  ['notifications', 'notifications{?since,all,participating}'],
  ['pulls', 'pulls{/number}'],
  ['releases', 'releases{/id}'],
  ['stargazers', 'stargazers'],
  ['statuses', 'statuses/{sha}'],
  ['subscribers', 'subscribers'],
  ['subscription', 'subscription'],
  ['tags', 'tags'],
  ['teams', 'teams'],
  ['trees', 'git/trees{/sha}'],
];

export function repositoryShape(state: State, repository: Repository): Json {
  const url = repositoryApi(state, repository);
  const forks = state.repositories.filter((other) => other.parent === repository).length;
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
    ...Object.fromEntries(LINKS.map(([name, path]) => [`${name}_url`, `${url}/${path}`])),
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
    pushed_at: repository.activity[0]?.timestamp ?? repository.createdAt,
    clone_url: `${web(state, repository)}.git`,
    git_url: `${web(state, repository).replace(/^http/, 'git')}.git`,
    ssh_url: `git@${new URL(state.url).hostname}:${fullName(repository)}.git`,
    svn_url: web(state, repository),
    mirror_url: null,
    homepage: null,
    size: 0,
    language: null,
    has_issues: repository.hasIssues,
    has_projects: true,
    has_wiki: true,
    has_downloads: true,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: repository.topics,
    visibility: repository.private ? 'private' : 'public',
    forks,
    open_issues: open,
    watchers: 0,
    forks_count: forks,
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
    type: 'organization',
    organization_id: team.organization.id,
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
