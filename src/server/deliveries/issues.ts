import { pullRequestKey } from '../../ports.ts';
import { sweepJob } from '../../worker/sweeps/schedule.ts';
import * as payloads from '../payloads.ts';
import { reading } from './handler.ts';
import { repositoryOf } from './jobs.ts';

/** An app's issue was closed or deleted; if it is one of our alerts, that may not be the end of it. */
export const issueGone = reading(payloads.issue, (payload) => {
  const { issue, installation } = payload;
  if (issue.user?.type !== 'Bot') return 'the issue is of a person';
  const part = pullRequestKey({ ...repositoryOf(payload), number: issue.number });
  return { jobs: [sweepJob('alert', part, installation.id)] };
});
