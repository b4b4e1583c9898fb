/** The bodies of webhooks, frozen at the moment something happened. */
import { commitsBetween } from '../git/history.ts';
import { installationRepositories } from '../apps/apps.ts';
import {
  appShape,
  checkRunShape,
  installationShape,
  repositoryReference,
  rulesetShape,
  suiteShape,
} from '../shapes/apps.ts';
import { pushedCommit, pusherShape } from '../shapes/git.ts';
import {
  accountShape,
  invitationShape,
  nodeId,
  organizationShape,
  repositoryShape,
  teamShape,
  web,
} from '../shapes/accounts.ts';
import { commentShape, issueShape, pullShape, pullSummary, reviewShape } from '../shapes/pull-requests.ts';
import type { App, Installation } from '../apps/state.ts';
import type { RepositoryEvent } from '../state/events.ts';
import type { Account, Repository, State, Team } from '../state/state.ts';
import type { Json } from '../shapes/accounts.ts';

/** What one app is sent for an event. */
export function payloadFor(state: State, event: RepositoryEvent, app: App, installation: Installation): Json {
  const owner = ownerOf(event);
  return {
    ...(event.action !== undefined && { action: event.action }),
    ...body(state, event, app),
    ...(repositoryOf(event) && { repository: pushRepository(state, event) }),
    ...(owner && state.organizations.has(owner) && { organization: organizationShape(state, owner) }),
    ...(!('installation' in event) && {
      installation: { id: installation.id, node_id: nodeId('Integration', installation.id) },
    }),
    sender: accountShape(state, event.sender),
  };
}

/** The repository an event is about; null: an account-wide one. */
export const repositoryOf = (event: RepositoryEvent): Repository | null =>
  'repository' in event ? event.repository : null;

/** The account whose installations hear of an event. */
export function ownerOf(event: RepositoryEvent): Account | null {
  if ('repository' in event) return event.repository.owner;
  if ('team' in event) return event.team.organization;
  if ('organization' in event) return event.organization;
  return null;
}

const seconds = (value: unknown): number => Math.floor(Date.parse(String(value)) / 1000);

/** In `push`, and only there, times are Unix seconds and the owner has a `name`. */
function pushRepository(state: State, event: RepositoryEvent): Json {
  const shape = repositoryShape(state, repositoryOf(event) as Repository);
  if (event.event !== 'push') return shape;
  const owner = { name: event.repository.owner.login, email: null, ...(shape.owner as Json) };
  return {
    ...shape,
    owner,
    created_at: seconds(shape.created_at),
    pushed_at: seconds(shape.pushed_at),
    stargazers: 0,
    master_branch: event.repository.defaultBranch,
  };
}

function body(state: State, event: RepositoryEvent, app: App): Json {
  switch (event.event) {
    case 'installation':
      return {
        installation: installationShape(state, event.installation),
        repositories: installationRepositories(state, event.installation).map((each) =>
          repositoryReference(state, each),
        ),
        requester: null,
      };
    case 'installation_repositories':
      return {
        installation: installationShape(state, event.installation),
        repository_selection: event.installation.repositories === null ? 'all' : 'selected',
        repositories_added: references(state, event.action === 'added' ? event.repositories : []),
        repositories_removed: references(state, event.action === 'removed' ? event.repositories : []),
        requester: null,
      };
    case 'push':
      return pushBody(state, event);
    case 'pull_request':
      return {
        number: event.pull.number,
        pull_request: pullShape(state, event.pull),
        ...extras(state, event.extra),
      };
    case 'pull_request_review': {
      const review = reviewShape(state, event.pull, event.review);
      return {
        review: { ...review, state: event.review.state.toLowerCase() },
        pull_request: pullSummary(state, event.pull),
      };
    }
    case 'issue_comment':
      return {
        issue: issueShape(state, event.issue),
        comment: commentShape(state, event.issue, event.comment),
        ...event.extra,
      };
    case 'issues':
      return { issue: issueShape(state, event.issue), ...extras(state, event.extra) };
    case 'check_run': {
      const { repository, headSha, app: owner } = event.checkRun;
      const suite = suiteShape(state, repository, owner, headSha, null);
      return { check_run: { ...checkRunShape(state, event.checkRun), check_suite: suite }, ...event.extra };
    }
    case 'check_suite':
      return {
        check_suite: {
          ...suiteShape(state, event.repository, app, event.headSha, event.headBranch),
          app: appShape(state, app),
        },
      };
    case 'merge_group': {
      const { entry, repository } = event;
      const commit = repository.objects.commits.get(entry.headSha);
      return {
        ...(event.reason !== undefined && { reason: event.reason }),
        merge_group: {
          head_sha: entry.headSha,
          head_ref: entry.headRef,
          base_sha: entry.baseSha,
          base_ref: `refs/heads/${entry.branch}`,
          head_commit: commit && pushedCommit(state, repository, commit),
        },
      };
    }
    case 'member':
      return { member: accountShape(state, event.member) };
    case 'membership':
      return { scope: 'team', member: accountShape(state, event.member), team: teamShape(state, event.team) };
    case 'organization':
      if (event.action === 'member_invited') {
        const invitation = invitationShape(state, event.member, event.sender);
        return { invitation, user: accountShape(state, event.member) };
      }
      return { membership: { state: 'active', role: 'member', user: accountShape(state, event.member) } };
    case 'repository_ruleset':
      return { repository_ruleset: rulesetShape(event.ruleset, true, true) };
  }
}

const references = (state: State, repositories: readonly Repository[]): Json[] =>
  repositories.map((repository) => repositoryReference(state, repository));

/** Accounts and teams among what an action adds are written out. */
function extras(state: State, extra: Readonly<Json> = {}): Json {
  const { requested_reviewer: reviewer, requested_team: team, assignee, ...rest } = extra;
  return {
    ...rest,
    ...(reviewer !== undefined && { requested_reviewer: accountShape(state, reviewer as Account) }),
    ...(assignee !== undefined && { assignee: accountShape(state, assignee as Account) }),
    ...(team !== undefined && { requested_team: teamShape(state, team as Team) }),
  };
}

function pushBody(state: State, event: Extract<RepositoryEvent, { event: 'push' }>): Json {
  const { repository, before, after, ref } = event;
  const { objects } = repository;
  const head = objects.commits.get(after);
  const created = !objects.commits.has(before);
  const from = created ? (repository.refs.get(`refs/heads/${repository.defaultBranch}`) ?? before) : before;
  const commits = head ? commitsBetween(objects, from, after) : [];
  return {
    ref,
    before,
    after,
    created,
    deleted: !head,
    forced: event.forced,
    base_ref: null,
    compare: web(state, repository, `/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`),
    commits: commits.slice(-2048).map((commit) => pushedCommit(state, repository, commit)),
    head_commit: head ? pushedCommit(state, repository, head) : null,
    pusher: pusherShape(event.sender),
  };
}
