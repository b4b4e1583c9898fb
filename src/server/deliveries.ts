import type { z } from 'zod';
import { callsIn, isAgentCommand } from '../core/agents/mentions.ts';
import { controlFile } from '../core/facts/control-files.ts';
import type { RepositoryId } from '../core/facts/facts.ts';
import { CHECK_NAME } from '../core/render/check-run.ts';
import type { NewJob, PublishedOn, Push } from '../ports.ts';
import { installationKey, mergeGroupKey, pullRequestKey, repositoryKey } from '../worker/keys.ts';
import { PRIORITY } from '../worker/priority.ts';
import * as payloads from './payloads.ts';

/** What a delivery asks for. */
export interface Asked {
  readonly jobs: readonly NewJob[];
  readonly pushes: readonly Push[];
  /** Check runs that were asked for again: GitHub has set them back, whatever stood there. */
  readonly forget?: PublishedOn;
  /** For the log: why there is nothing to do, or why more is looked at than the delivery names; else null. */
  readonly reason: string | null;
}

/**
 * Says what a delivery makes necessary. It is only a hint that something moved: jobs fetch everything afresh.
 * Keys are spelled as the payload spells them; the store takes all spellings for the same thing.
 * Never throws. A payload that is not as expected asks for its whole repository to be looked at, or for nothing
 * when not even that can be read; the reason says so.
 */
export function jobsFor(event: string, payload: unknown): Asked {
  const action = actionOf(payload);
  const handler = HANDLERS.get(action === null ? event : `${event}.${action}`) ?? HANDLERS.get(event);
  const title = action === null ? event : `${event} ${action}`;
  return handler ? handler(payload, title) : nothing(`${title} changes nothing.`);
}

type Handler = (payload: unknown, title: string) => Asked;

const COMMAND = /^\s*\/agentguard(?!\S)/;
const EXTERNAL_ID = /^([\w.-]+\/[\w.-]+)#([1-9]\d{0,9})@/;
const QUEUE_BRANCH = /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]{40,64}$/;

/** A push names at most so many commits, and so many files in each. */
const MOST_COMMITS = 2048;
const MOST_FILES = 3000;

const newHead = reading(payloads.pullRequest, (payload) => {
  const { sender } = payload;
  const pullRequest = { ...repositoryOf(payload), number: payload.number };
  const push: Push = {
    pullRequest,
    login: sender.login,
    accountType: sender.type,
    accountId: sender.id ?? null,
    sha: payload.after ?? payload.pull_request.head.sha,
  };
  const job = pullRequestJob(payload, payload.number, PRIORITY.newHead);
  // Whoever reopens a pull request did not push what is in it.
  return { jobs: [job], pushes: payload.action === 'reopened' ? [] : [push] };
});

const pullRequestMoved = reading(payloads.pullRequest, (payload) => ({
  jobs: [pullRequestJob(payload, payload.number, PRIORITY.review)],
}));

const reviewMoved = reading(payloads.review, (payload) => ({
  jobs: [pullRequestJob(payload, payload.pull_request.number, PRIORITY.review)],
}));

type Commented = z.infer<typeof payloads.issueComment>;

/** A person names somebody, or commands an agent. Which names are agents only the evaluation knows. */
const callsSomebody = ({ comment }: Commented): boolean =>
  comment.user?.type !== 'Bot' &&
  callsIn(comment.body).some((call) => call.startsWith('@') || isAgentCommand(call));

const conversation = (asks: (payload: Commented) => boolean) =>
  reading(payloads.issueComment, (payload) => {
    if (!payload.issue.pull_request) return 'the comment is not on a pull request';
    if (!asks(payload)) return 'the comment is no command and mentions nobody';
    return { jobs: [pullRequestJob(payload, payload.issue.number, PRIORITY.review)] };
  });

const commented = conversation((payload) => COMMAND.test(payload.comment.body) || callsSomebody(payload));

const checkRunAsked = reading(payloads.checkRun, (payload) => {
  const run = payload.check_run;
  if (!ours(run.name)) return 'the check run is not of AgentGuard';
  const [, repository, number] = EXTERNAL_ID.exec(run.external_id ?? '') ?? [];
  if (repository?.toLowerCase() === repositoryKey(repositoryOf(payload)).toLowerCase()) {
    return { jobs: [pullRequestJob(payload, Number(number), PRIORITY.review)], forget: headOf(payload, run) };
  }
  const head = { ...run, head_branch: run.check_suite?.head_branch };
  return { jobs: jobsOfHead(payload, head), forget: headOf(payload, run) };
});

const checkSuiteAsked = reading(payloads.checkSuite, (payload) => ({
  jobs: jobsOfHead(payload, payload.check_suite),
  forget: headOf(payload, payload.check_suite),
}));

const groupAsked = reading(payloads.mergeGroup, (payload) => {
  const { head_sha: sha, base_ref: ref } = payload.merge_group;
  return { jobs: [mergeGroupJob(payload, sha, ref.slice('refs/heads/'.length))] };
});

const pushed = reading(payloads.push, (payload) => {
  const { default_branch: branch, name } = payload.repository;
  if (!payload.ref.startsWith('refs/heads/')) return 'it is not to a branch';
  const toDefault = payload.ref === `refs/heads/${branch}`;
  // Other branches may bind, too. They are pushed to all the time, so there only what is listed counts.
  if (!(toDefault ? mayTouchWhatBindsAll(payload) : touchesWhatBindsAll(payload))) {
    return 'it touches neither the policy nor CODEOWNERS';
  }
  // The organisation's floor lives there, and holds for every repository.
  const isFloor = toDefault && name === '.github';
  return { jobs: [isFloor ? installationJob(payload) : repositoryJob(payload)] };
});

const repositoryMoved = reading(payloads.inRepository, (payload) => ({ jobs: [repositoryJob(payload)] }));

const installationMoved = reading(payloads.inInstallation, (payload) => ({
  jobs: [installationJob(payload)],
}));

const rulesetMoved = reading(payloads.maybeInRepository, (payload) => {
  const { installation, repository } = payload;
  // A ruleset of the organisation names no repository.
  return { jobs: [repository ? repositoryJob({ installation, repository }) : installationJob(payload)] };
});

const repositoriesAdded = reading(payloads.repositoriesAdded, ({ installation, repositories_added }) => ({
  jobs: repositories_added.map(({ full_name: key }) => ({
    kind: 'repository',
    key,
    installationId: installation.id,
    priority: PRIORITY.sweep,
  })),
}));

/** By event and action, or by event alone where every action counts. */
const HANDLERS = new Map<string, Handler>([
  ...actions('pull_request', ['opened', 'synchronize', 'reopened'], newHead),
  ...actions(
    'pull_request',
    ['edited', 'closed', 'ready_for_review', 'converted_to_draft'],
    pullRequestMoved,
  ),
  ...actions('pull_request', ['labeled', 'unlabeled', 'assigned', 'unassigned'], pullRequestMoved),
  ...actions('pull_request', ['enqueued', 'dequeued'], pullRequestMoved),
  ...actions('pull_request', ['auto_merge_enabled', 'auto_merge_disabled'], pullRequestMoved),
  ...actions('pull_request_review', ['submitted', 'edited', 'dismissed'], reviewMoved),
  ...actions('issue_comment', ['created'], commented),
  ...actions('issue_comment', ['edited'], conversation(callsSomebody)),
  ...actions('check_run', ['rerequested', 'requested_action'], checkRunAsked),
  ...actions('check_suite', ['rerequested'], checkSuiteAsked),
  ...actions('merge_group', ['checks_requested'], groupAsked),
  ['push', pushed],
  ['member', installationMoved],
  ['membership', installationMoved],
  ['team', installationMoved],
  ...actions('organization', ['member_added', 'member_removed', 'renamed'], installationMoved),
  ['repository_ruleset', rulesetMoved],
  ['branch_protection_rule', repositoryMoved],
  ...actions('installation', ['created', 'unsuspend', 'new_permissions_accepted'], installationMoved),
  ...actions('installation_repositories', ['added'], repositoriesAdded),
]);

function actions(event: string, names: readonly string[], handler: Handler): [string, Handler][] {
  return names.map((action) => [`${event}.${action}`, handler]);
}

/** Checks a payload's shape, then asks; a text instead of jobs is the reason why there are none. */
function reading<T>(
  schema: z.ZodType<T>,
  ask: (payload: T) => { jobs: NewJob[]; pushes?: Push[]; forget?: PublishedOn } | string,
): Handler {
  return (payload, title) => {
    const parsed = schema.safeParse(payload);
    if (!parsed.success) return unexpected(payload, `${title} is not as expected: ${places(parsed.error)}`);
    const asked = ask(parsed.data);
    if (typeof asked === 'string') return nothing(`${title} changes nothing: ${asked}.`);
    if (asked.jobs.length === 0) return nothing(`${title} changes nothing.`);
    const { jobs, pushes = [], forget } = asked;
    return { jobs, pushes, reason: null, ...(forget ? { forget } : {}) };
  };
}

/** Something moved, and only where can be read. */
function unexpected(payload: unknown, reason: string): Asked {
  const { data: where } = payloads.inRepository.safeParse(payload);
  if (!where) return nothing(`${reason}; nothing is done.`);
  const looked = `${reason}; its repository is looked at.`;
  return { jobs: [repositoryJob(where)], pushes: [], reason: looked };
}

/** Where the shape is wrong, and never the value: the log is no place for payloads. */
function places(error: z.ZodError): string {
  const paths = error.issues.map(({ path }) => path.join('.') || 'the payload');
  return paths.slice(0, 5).join(', ');
}

function nothing(reason: string): Asked {
  return { jobs: [], pushes: [], reason };
}

function actionOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('action' in payload)) return null;
  return typeof payload.action === 'string' ? payload.action : null;
}

interface Where {
  readonly installation: { readonly id: number };
  readonly repository: { readonly name: string; readonly owner: { readonly login: string } };
}

const repositoryOf = ({ repository }: Where): RepositoryId => ({
  owner: repository.owner.login,
  name: repository.name,
});

const headOf = (where: Where, head: { head_sha: string }): PublishedOn => ({
  repository: repositoryOf(where),
  sha: head.head_sha,
});

function pullRequestJob(where: Where, number: number, priority: number): NewJob {
  const key = pullRequestKey({ ...repositoryOf(where), number });
  return { kind: 'pull_request', key, installationId: where.installation.id, priority };
}

function repositoryJob(where: Where): NewJob {
  const key = repositoryKey(repositoryOf(where));
  return { kind: 'repository', key, installationId: where.installation.id, priority: PRIORITY.sweep };
}

function installationJob({ installation: { id } }: Pick<Where, 'installation'>): NewJob {
  return { kind: 'installation', key: installationKey(id), installationId: id, priority: PRIORITY.sweep };
}

function mergeGroupJob(where: Where, sha: string, baseRef: string): NewJob {
  const key = mergeGroupKey({ ...repositoryOf(where), sha });
  const installationId = where.installation.id;
  return { kind: 'merge_group', key, installationId, priority: PRIORITY.mergeGroup, baseRef };
}

/** Check runs are named `AgentGuard`, or with a base or a mode after it. */
const ours = (name: string): boolean =>
  name.startsWith(CHECK_NAME) && /^(?:$|[: ])/.test(name.slice(CHECK_NAME.length));

type Head = Pick<
  z.infer<typeof payloads.checkSuite>['check_suite'],
  'head_sha' | 'head_branch' | 'pull_requests'
>;

/** What is concerned when someone asks for the checks of a head again. */
function jobsOfHead(where: Where & { repository: { id: number } }, head: Head): NewJob[] {
  const queue = QUEUE_BRANCH.exec(head.head_branch ?? '');
  if (queue?.[1]) return [mergeGroupJob(where, head.head_sha, queue[1])];
  const here = head.pull_requests.filter(({ base }) => base.repo.id === where.repository.id);
  // Of a fork's pull request GitHub does not say which it is.
  if (here.length === 0) return [repositoryJob(where)];
  return here.map(({ number }) => pullRequestJob(where, number, PRIORITY.review));
}

const bindsAll = (path: string): boolean => ['policy', 'codeowners'].includes(controlFile(path) ?? '');

type Pushed = Pick<z.infer<typeof payloads.push>, 'forced' | 'commits'>;

function touchesWhatBindsAll({ commits }: Pushed): boolean {
  return (commits ?? []).some(({ added = [], modified = [], removed = [] }) =>
    [...added, ...modified, ...removed].some(bindsAll),
  );
}

/** True also where the payload does not tell: rewritten history, or lists that are missing or cut. */
function mayTouchWhatBindsAll(push: Pushed): boolean {
  const { forced, commits } = push;
  if (forced || !commits || commits.length === 0 || commits.length >= MOST_COMMITS) return true;
  const cut = commits.some(({ added, modified, removed }) => {
    if (!added || !modified || !removed) return true;
    return added.length + modified.length + removed.length >= MOST_FILES;
  });
  return cut || touchesWhatBindsAll(push);
}
