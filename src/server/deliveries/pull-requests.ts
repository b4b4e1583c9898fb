import type { Push } from '../../ports.ts';
import { PRIORITY } from '../../worker/priority.ts';
import * as payloads from '../payloads.ts';
import { reading } from './handler.ts';
import { pullRequestJob, repositoryOf } from './jobs.ts';

/** A head that was not there before: who brought it is told by nobody else. */
export const newHead = reading(payloads.pullRequest, (payload) => {
  const { sender } = payload;
  const push: Push = {
    pullRequest: { ...repositoryOf(payload), number: payload.number },
    login: sender.login,
    accountType: sender.type,
    accountId: sender.id ?? null,
    sha: payload.after ?? payload.pull_request.head.sha,
    before: payload.action === 'synchronize' ? (payload.before ?? null) : null,
  };
  const jobs = [pullRequestJob(payload, payload.number, PRIORITY.newHead)];
  // Whoever reopens a pull request did not push what is in it.
  return payload.action === 'reopened' ? { jobs } : { jobs, pushes: [push] };
});

/** The pull request is another one than before, with the same head. */
export const pullRequestMoved = reading(payloads.pullRequest, (payload) => ({
  jobs: [pullRequestJob(payload, payload.number, PRIORITY.review)],
}));

export const reviewMoved = reading(payloads.review, (payload) => ({
  jobs: [pullRequestJob(payload, payload.pull_request.number, PRIORITY.review)],
}));
