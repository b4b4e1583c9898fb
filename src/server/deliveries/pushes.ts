import type { z } from 'zod';
import { controlFile, FLOOR_REPOSITORY } from '../../core/facts/control-files.ts';
import * as payloads from '../payloads.ts';
import { reading } from './handler.ts';
import type { NewJob } from '../../ports.ts';
import { repositoryKey } from '../../worker/keys.ts';
import { sweepJob } from '../../worker/sweeps/schedule.ts';
import { installationJob, repositoryJob, repositoryOf, type Where } from './jobs.ts';

/** A push names at most so many commits, and so many files in each. */
const MOST_COMMITS = 2048;
const MOST_FILES = 3000;

/** GitHub tells which pull requests a commit belongs to a moment after it tells of the commit. */
const BRANCH_LOOK_SECONDS = 10;

/** What git takes as the name of a branch, near enough that it can be part of a key. */
const BRANCH = /^refs\/heads\/([^\p{Cc}\s~^:?*[\\]{1,250})$/u;

/**
 * A push to a branch: what came onto a protected one is looked at. One that changes what binds pull requests (the policy,
 * CODEOWNERS, the organisation's floor) has these evaluated.
 */
export const pushed = reading(payloads.push, (payload, { receivedAt }) => {
  const { default_branch: branch, name } = payload.repository;
  if (!payload.ref.startsWith('refs/heads/')) return 'it is not to a branch';
  const toDefault = payload.ref === `refs/heads/${branch}`;
  const jobs = branchJobs(payload, payload.ref, receivedAt);
  // Other branches may bind, too. They are pushed to all the time, so there only what is listed counts.
  if (!(toDefault ? mayTouchWhatBindsAll(payload) : touchesWhatBindsAll(payload))) return { jobs };
  // The organisation's floor lives there, and holds for every repository.
  const isFloor = toDefault && name.toLowerCase() === FLOOR_REPOSITORY;
  return { jobs: [isFloor ? installationJob(payload) : repositoryJob(payload), ...jobs] };
});

function branchJobs(where: Where, ref: string, receivedAt: string): NewJob[] {
  const [, branch] = BRANCH.exec(ref) ?? [];
  if (branch === undefined || branch.startsWith('gh-readonly-queue/')) return [];
  const part = `${repositoryKey(repositoryOf(where))}@${branch}`;
  const runAt = new Date(Date.parse(receivedAt) + BRANCH_LOOK_SECONDS * 1000).toISOString();
  return [{ ...sweepJob('branches', part, where.installation.id), runAt }];
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
