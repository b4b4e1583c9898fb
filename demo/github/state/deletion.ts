/** What remains when accounts and repositories go. */
import { closePullRequest, openPullRequests } from './pull-requests.ts';
import type { Account, Repository, State } from './state.ts';

/** Deletes a repository. Pull requests from it are closed and no longer know where they came from. */
export function deleteRepository(state: State, repository: Repository, actor: Account): void {
  state.repositories.splice(state.repositories.indexOf(repository), 1);
  for (const home of state.repositories) {
    for (const pull of openPullRequests(home)) {
      if (pull.head.repository === repository) closePullRequest(state, pull, actor);
    }
    for (const issue of home.issues.values()) {
      if (issue.kind === 'pull' && issue.head.repository === repository) issue.head.repository = null;
    }
  }
}

/** Deletes a person or a bot: what they wrote stays without an author, their repositories and memberships go. */
export function deleteAccount(state: State, account: Account): void {
  for (const owned of state.repositories.filter(({ owner }) => owner === account)) {
    deleteRepository(state, owned, account);
  }
  state.accounts.delete(account.login.toLowerCase());
  for (const [email, owner] of state.emails) if (owner === account) state.emails.delete(email);
  for (const [value, token] of state.tokens) {
    if (token.kind === 'user' && token.user === account) state.tokens.delete(value);
  }
  for (const organization of state.organizations.values()) {
    organization.members.delete(account);
    for (const team of organization.teams.values()) team.members.delete(account);
  }
  for (const repository of state.repositories) {
    repository.collaborators.delete(account);
    for (const issue of repository.issues.values()) {
      const reviews = issue.kind === 'pull' ? issue.reviews : [];
      for (const written of [issue, ...issue.comments, ...reviews]) {
        if (written.author === account) written.author = null;
      }
      if (issue.kind === 'pull') issue.requestedUsers.delete(account);
    }
  }
}
