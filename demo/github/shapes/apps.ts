/** Apps, installations, check runs, rules and deliveries as REST and webhooks write them. */
import { suiteId } from '../apps/check-runs.ts';
import { openPullRequests } from '../state/pull-requests.ts';
import { accountShape, api, nodeId, repositoryApi, repositoryShape, web } from './accounts.ts';
import type { App, CheckRun, Delivery, Installation } from '../apps/state.ts';
import type { Repository, Ruleset, State } from '../state/state.ts';
import type { Json } from './accounts.ts';

export function appShape(state: State, app: App): Json {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('App', app.id),
    client_id: app.clientId,
    owner: accountShape(state, app.owner),
    name: app.name,
    description: '',
    external_url: state.url,
    html_url: `${state.url}/github-apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

export function installationShape(state: State, installation: Installation): Json {
  const { id, app, account } = installation;
  return {
    id,
    client_id: app.clientId,
    account: accountShape(state, account),
    repository_selection: installation.repositories === null ? 'all' : 'selected',
    access_tokens_url: api(state, `/app/installations/${id}/access_tokens`),
    repositories_url: api(state, '/installation/repositories'),
    html_url: `${state.url}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: app.events,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspendedAt,
  };
}

/** Pull requests of the same repository with this head: empty for forks, as on GitHub. */
export function pullsAt(state: State, repository: Repository, sha: string): Json[] {
  return openPullRequests(repository)
    .filter((pull) => pull.head.sha === sha && pull.head.repository === repository)
    .map((pull) => {
      const repo = { id: repository.id, url: repositoryApi(state, repository), name: repository.name };
      return {
        url: repositoryApi(state, repository, `/pulls/${pull.number}`),
        id: pull.id,
        number: pull.number,
        head: { ref: pull.head.ref, sha: pull.head.sha, repo },
        base: { ref: pull.base.ref, sha: pull.base.sha, repo },
      };
    });
}

export function checkRunShape(state: State, run: CheckRun): Json {
  const url = repositoryApi(state, run.repository, `/check-runs/${run.id}`);
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CheckRun', run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: web(state, run.repository, `/runs/${run.id}`),
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      ...run.output,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: appShape(state, run.app),
    pull_requests: pullsAt(state, run.repository, run.headSha),
  };
}

export function suiteShape(
  state: State,
  repository: Repository,
  app: App,
  headSha: string,
  branch: string | null,
): Json {
  const runs = state.checkRuns.filter((run) => run.headSha === headSha && run.app === app);
  const id = suiteId(state, app, headSha);
  return {
    id,
    node_id: nodeId('CheckSuite', id),
    head_branch: branch,
    head_sha: headSha,
    status: runs.every((run) => run.status === 'completed') ? 'completed' : 'in_progress',
    conclusion: runs.at(-1)?.conclusion ?? null,
    url: repositoryApi(state, repository, `/check-suites/${id}`),
    before: null,
    after: headSha,
    pull_requests: pullsAt(state, repository, headSha),
    app: appShape(state, app),
    created_at: runs[0]?.startedAt ?? null,
    updated_at: runs.at(-1)?.startedAt ?? null,
    latest_check_runs_count: runs.length,
  };
}

const requiredChecks = (ruleset: Ruleset): Json => ({
  type: 'required_status_checks',
  parameters: {
    strict_required_status_checks_policy: ruleset.strict,
    do_not_enforce_on_create: ruleset.notOnCreate,
    required_status_checks: ruleset.requiredChecks.map(({ context, integrationId }) => ({
      context,
      ...(integrationId !== null && { integration_id: integrationId }),
    })),
  },
});

const rulesShape = (ruleset: Ruleset): Json[] => [
  ...(ruleset.requiredChecks.length > 0 ? [requiredChecks(ruleset)] : []),
  ...ruleset.otherRules.map((rule) => ({ ...rule })),
];

/** The active rules of a branch that a ruleset brings. */
export const branchRuleShapes = (ruleset: Ruleset): Json[] =>
  rulesShape(ruleset).map((rule) => ({
    ...rule,
    ruleset_source_type: ruleset.source.type,
    ruleset_source: ruleset.source.name,
    ruleset_id: ruleset.id,
  }));

/** A ruleset; with `details` also conditions and rules, and for `editors` who may bypass it. */
export function rulesetShape(ruleset: Ruleset, details: boolean, editors = false): Json {
  return {
    id: ruleset.id,
    name: ruleset.name,
    target: 'branch',
    source_type: ruleset.source.type,
    source: ruleset.source.name,
    enforcement: ruleset.enforcement,
    node_id: nodeId('RepositoryRuleset', ruleset.id),
    ...(details && {
      conditions: { ref_name: { include: ruleset.branches, exclude: ruleset.excluded } },
      rules: rulesShape(ruleset),
    }),
    ...(editors && {
      bypass_actors: ruleset.bypass.map(({ id, type, mode }) => ({
        actor_id: id,
        actor_type: type,
        bypass_mode: mode,
      })),
    }),
  };
}

export function deliveryShape(delivery: Delivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration / 1000,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installation?.id ?? null,
    repository_id: delivery.repository?.id ?? null,
    throttled_at: null,
  };
}

/** A repository as `installation` deliveries list it. */
export const repositoryReference = (state: State, repository: Repository): Json => {
  const { id, node_id, name, full_name, private: isPrivate } = repositoryShape(state, repository);
  return { id, node_id, name, full_name, private: isPrivate };
};
