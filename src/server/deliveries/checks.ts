import type { z } from 'zod';
import { BUTTONS } from '../../core/render/buttons.ts';
import { isOurs } from '../../core/render/check-name.ts';
import type { Command, NewJob, PublishedOn } from '../../ports.ts';
import { repositoryKey } from '../../worker/keys.ts';
import { PRIORITY } from '../../worker/priority.ts';
import * as payloads from '../payloads.ts';
import { reading, type Received } from './handler.ts';
import { mergeGroupJob, pullRequestJob, repositoryJob, repositoryOf, type Where } from './jobs.ts';

type CheckRunEvent = z.infer<typeof payloads.checkRun>;
type Pressed = z.infer<typeof payloads.requestedAction>;

const EXTERNAL_ID = /^([\w.-]+\/[\w.-]+)#([1-9]\d{0,9})@/;
const QUEUE_BRANCH = /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]{40,64}$/;

const NOT_OURS = 'the check run is not of AgentGuard';

/** "Re-run" of one check. */
export const checkRunAsked = reading(payloads.checkRun, (payload) => {
  if (!isOurs(payload.check_run.name)) return NOT_OURS;
  return { jobs: jobsOfRun(payload), forget: headOf(payload, payload.check_run) };
});

/** One of our own buttons. What it asks for is said of the pull request that the check run speaks of. */
export const buttonPressed = reading(payloads.requestedAction, (payload, delivery) => {
  if (!isOurs(payload.check_run.name)) return NOT_OURS;
  const jobs = jobsOfRun(payload);
  const command = commandOf(payload, delivery);
  return command ? { jobs, command } : { jobs };
});

/** "Re-run" of all checks on a head. */
export const checkSuiteAsked = reading(payloads.checkSuite, (payload) => ({
  jobs: jobsOfHead(payload, payload.check_suite),
  forget: headOf(payload, payload.check_suite),
}));

export const groupAsked = reading(payloads.mergeGroup, (payload) => {
  const { head_sha: sha, base_ref: ref } = payload.merge_group;
  return { jobs: [mergeGroupJob(payload, sha, ref.slice('refs/heads/'.length))] };
});

function commandOf(payload: Pressed, { id, receivedAt }: Received): Command | null {
  const number = pullRequestOf(payload);
  const { sender, requested_action: action } = payload;
  const button = BUTTONS.find(({ identifier }) => identifier === action?.identifier);
  if (number === null || !button || sender.type !== 'User') return null;
  return {
    pullRequest: { ...repositoryOf(payload), number },
    id: `button:${id}`,
    commentId: null,
    author: { login: sender.login, type: 'User', id: sender.id },
    text: `/agentguard ${button.identifier}`,
    at: receivedAt,
  };
}

const headOf = (where: Where, head: { head_sha: string }): PublishedOn => ({
  repository: repositoryOf(where),
  sha: head.head_sha,
});

/** The pull request that a check run says it is about, if it is one of this repository. */
function pullRequestOf(payload: CheckRunEvent): number | null {
  const [, repository, number] = EXTERNAL_ID.exec(payload.check_run.external_id ?? '') ?? [];
  const here = repository?.toLowerCase() === repositoryKey(repositoryOf(payload)).toLowerCase();
  return here ? Number(number) : null;
}

function jobsOfRun(payload: CheckRunEvent): NewJob[] {
  const number = pullRequestOf(payload);
  if (number !== null) return [pullRequestJob(payload, number, PRIORITY.review)];
  const run = payload.check_run;
  return jobsOfHead(payload, { ...run, head_branch: run.check_suite?.head_branch });
}

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
