/** Everything people, bots and apps can do, as functions of one GitHub. */
import * as accounts from './state/accounts.ts';
import * as apps from './apps/apps.ts';
import * as signIns from './apps/sign-in.ts';
import * as checks from './apps/check-runs.ts';
import * as comments from './state/comments.ts';
import * as deletion from './state/deletion.ts';
import * as issues from './state/issues.ts';
import * as merging from './state/merging.ts';
import * as notes from './state/notes.ts';
import * as pullRequests from './state/pull-requests.ts';
import * as reverting from './state/reverting.ts';
import * as repositories from './state/repositories.ts';
import * as reviews from './state/reviews.ts';
import * as rules from './state/rules.ts';
import type { State } from './state/state.ts';

const ACTIONS = {
  createUser: accounts.createUser,
  createBot: accounts.createBot,
  createOrganization: accounts.createOrganization,
  createTeam: accounts.createTeam,
  addTeamMember: accounts.addTeamMember,
  removeTeamMember: accounts.removeTeamMember,
  addCollaborator: accounts.addCollaborator,
  removeCollaborator: accounts.removeCollaborator,
  inviteMember: accounts.inviteMember,
  acceptInvitation: accounts.acceptInvitation,
  removeMember: accounts.removeMember,
  createRepository: repositories.createRepository,
  forkRepository: repositories.forkRepository,
  findRepository: repositories.findRepository,
  deleteAccount: deletion.deleteAccount,
  deleteRepository: deletion.deleteRepository,
  commit: repositories.commit,
  addNotes: notes.addNotes,
  updateBranch: repositories.updateBranch,
  deleteBranch: repositories.deleteBranch,
  openPullRequest: pullRequests.openPullRequest,
  editPullRequest: pullRequests.editPullRequest,
  closePullRequest: pullRequests.closePullRequest,
  reopenPullRequest: pullRequests.reopenPullRequest,
  openIssue: issues.openIssue,
  closeIssue: issues.closeIssue,
  reopenIssue: issues.reopenIssue,
  assign: pullRequests.assign,
  comment: comments.comment,
  editComment: comments.editComment,
  deleteComment: comments.deleteComment,
  review: reviews.review,
  dismissReview: reviews.dismissReview,
  requestReviewers: reviews.requestReviewers,
  removeReviewRequests: reviews.removeReviewRequests,
  updatePullRequestBranch: merging.updatePullRequestBranch,
  mergePullRequest: merging.mergePullRequest,
  revertPullRequest: reverting.revertPullRequest,
  enqueue: merging.enqueue,
  mergeFirstInQueue: merging.mergeFirstInQueue,
  leaveQueue: merging.leaveQueue,
  createRuleset: rules.createRuleset,
  createApp: apps.createApp,
  confirmManifest: apps.confirmManifest,
  installApp: apps.installApp,
  uninstallApp: apps.uninstallApp,
  changeInstallation: apps.changeInstallation,
  suspendInstallation: apps.suspendInstallation,
  createUserToken: apps.createUserToken,
  revokeAuthorization: signIns.revokeAuthorization,
  createCheckRun: checks.createCheckRun,
  rerequestCheckRun: checks.rerequestCheckRun,
  rerequestCheckSuite: checks.rerequestCheckSuite,
  requestAction: checks.requestAction,
} as const;

/** Each action without its first argument, the state. */
export type Actions = {
  readonly [Name in keyof typeof ACTIONS]: (typeof ACTIONS)[Name] extends (
    state: State,
    ...args: infer Args
  ) => infer Result
    ? (...args: Args) => Result
    : never;
};

/** The actions of one GitHub. */
export function bind(state: State): Actions {
  const bound = Object.entries(ACTIONS).map(([name, action]) => [
    name,
    (...args: unknown[]) => (action as (...all: unknown[]) => unknown)(state, ...args),
  ]);
  return Object.fromEntries(bound) as Actions;
}
