/** Taking back what was merged, as the "Revert" button does. */
import { branchTip } from '../git/history.ts';
import { writeCommit } from '../git/objects.ts';
import { mergeTrees } from './merging.ts';
import { openPullRequest } from './pull-requests.ts';
import { Refusal } from './refusal.ts';
import { sign, updateBranch } from './repositories.ts';
import type { Account, PullRequest, State } from './state.ts';

const WEB_FLOW = { name: 'GitHub', email: 'noreply@github.com' };

/**
 * Opens a pull request that takes back what another one brought. Refuses with 422 what was never merged, and what
 * cannot be taken back without a conflict; nothing is made then.
 */
export function revertPullRequest(
  state: State,
  pull: PullRequest,
  actor: Account,
  options: { readonly title?: string; readonly body?: string | null; readonly draft?: boolean } = {},
): PullRequest {
  const { repository, merged, base, title } = pull;
  const { objects } = repository;
  if (merged === null) throw new Refusal(422, 'Pull request must be merged to be reverted.');
  const tip = branchTip(repository, base.ref);
  const before = objects.commits.get(merged.sha)?.parents[0];
  const tree = tip === null || !before ? null : mergeTrees(objects, tip, before, merged.sha);
  // What is there no more cannot be taken back either.
  if (tip === null || tree === null || tree === objects.commits.get(tip)?.tree) {
    throw new Refusal(
      422,
      'This pull request could not be reverted automatically. It may have been reverted already, or the content may have been changed since it was merged.',
    );
  }
  const branch = freeBranch(pull);
  const written = writeCommit(objects, {
    tree,
    parents: [tip],
    author: sign(state, actor),
    committer: sign(state, WEB_FLOW),
    message: `Revert "${title}"\n\nThis reverts commit ${merged.sha}.`,
    signature: { signer: 'web-flow', verified: true },
  });
  updateBranch(state, repository, branch, written.sha, actor);
  return openPullRequest(state, repository, {
    title: options.title ?? `Revert "${title}"`,
    body: options.body ?? `Reverts ${repository.owner.login}/${repository.name}#${pull.number}`,
    draft: options.draft ?? false,
    head: branch,
    base: base.ref,
    author: actor,
  });
}

/** A branch of an earlier revert may still be there. */
function freeBranch({ repository, number, head }: PullRequest): string {
  const name = `revert-${number}-${head.ref}`;
  for (let count = 0; ; count++) {
    const branch = count === 0 ? name : `${name}-${count}`;
    if (branchTip(repository, branch) === null) return branch;
  }
}
