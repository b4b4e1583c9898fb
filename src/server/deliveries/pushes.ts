import type { z } from 'zod';
import { controlFile, FLOOR_REPOSITORY } from '../../core/facts/control-files.ts';
import * as payloads from '../payloads.ts';
import { reading } from './handler.ts';
import { installationJob, repositoryJob } from './jobs.ts';

/** A push names at most so many commits, and so many files in each. */
const MOST_COMMITS = 2048;
const MOST_FILES = 3000;

/** A push that changes what binds pull requests: the policy, CODEOWNERS, the organisation's floor. */
export const pushed = reading(payloads.push, (payload) => {
  const { default_branch: branch, name } = payload.repository;
  if (!payload.ref.startsWith('refs/heads/')) return 'it is not to a branch';
  const toDefault = payload.ref === `refs/heads/${branch}`;
  // Other branches may bind, too. They are pushed to all the time, so there only what is listed counts.
  if (!(toDefault ? mayTouchWhatBindsAll(payload) : touchesWhatBindsAll(payload))) {
    return 'it touches neither the policy nor CODEOWNERS';
  }
  // The organisation's floor lives there, and holds for every repository.
  const isFloor = toDefault && name.toLowerCase() === FLOOR_REPOSITORY;
  return { jobs: [isFloor ? installationJob(payload) : repositoryJob(payload)] };
});

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
