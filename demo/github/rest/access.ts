/** Who is asking, and what they may see and do: GitHub's answers to everyone else. */
import { allows, findInstallation, installationRepositories } from '../apps/apps.ts';
import { verifyAppToken } from '../apps/jwt.ts';
import { isAtLeast, roleOf } from '../state/roles.ts';
import { findRepository } from '../state/repositories.ts';
import { Refusal } from '../state/refusal.ts';
import { repositoryShape } from '../shapes/accounts.ts';
import type { Json } from '../shapes/accounts.ts';
import type { App, Token } from '../apps/state.ts';
import type { Account, Repository, Role, State } from '../state/state.ts';

export type Actor = Token | { readonly kind: 'app'; readonly app: App };

/** A permission that a call needs; of several, any one will do. */
export type Need = readonly [permission: string, access: 'read' | 'write'];

/** Public to everyone, whatever a token was given, in repositories outside its installation. */
const PUBLIC_READS = ['metadata', 'contents', 'pull_requests', 'issues', 'checks', 'statuses'];

/** Reads the `authorization` header. Refuses with 401 what GitHub does not know. */
export function authenticate(state: State, header: string | undefined): Actor {
  const value = /^(?:bearer|token) (\S+)$/i.exec(header ?? '')?.[1];
  if (value === undefined) throw new Refusal(401, 'Requires authentication');
  if (value.split('.').length === 3) return { kind: 'app', app: verifyAppToken(state, value) };
  const token = state.tokens.get(value);
  const expired = token?.expiresAt !== undefined && token.expiresAt <= state.now();
  if (!token || expired) throw new Refusal(401, 'Bad credentials');
  if (token.kind === 'installation' && token.installation.suspendedAt) {
    throw new Refusal(403, 'This installation has been suspended');
  }
  return token;
}

/** The account whose name stands under what this token does. */
export function accountOf(actor: Actor): Account {
  if (actor.kind === 'user') return actor.user;
  return actor.kind === 'app' ? actor.app.bot : actor.installation.app.bot;
}

/** Repositories a token's installation covers, narrowed as the token is. */
export function tokenRepositories(
  state: State,
  token: Extract<Token, { kind: 'installation' }>,
): Repository[] {
  const all = installationRepositories(state, token.installation);
  return token.repositories ? all.filter((repository) => token.repositories?.has(repository)) : all;
}

/** True: the token may know that this repository exists. */
export function sees(state: State, actor: Actor, repository: Repository): boolean {
  if (!repository.private) return true;
  if (actor.kind === 'user') {
    // An app shows a person nothing that it cannot see itself.
    if (actor.app) {
      const found = findInstallation(state, actor.app, repository);
      if (found === null || found.suspendedAt !== null) return false;
    }
    return actor.scopes?.includes('repo') !== false && roleOf(state, repository, actor.user) !== null;
  }
  return actor.kind === 'installation' && tokenRepositories(state, actor).includes(repository);
}

/** True: the token may do one of these things in a repository that it sees. */
export function may(state: State, actor: Actor, repository: Repository, needs: readonly Need[]): boolean {
  if (actor.kind === 'user') return true;
  if (actor.kind === 'app') return false;
  const covered = tokenRepositories(state, actor).includes(repository);
  return needs.some(([name, access]) =>
    covered ? allows(actor.permissions, name, access) : access === 'read' && PUBLIC_READS.includes(name),
  );
}

/** The repository of a request. Refuses with 404 what the token must not see, with 403 what it may not do. */
export function openRepository(
  state: State,
  actor: Actor,
  owner: string,
  name: string,
  ...needs: readonly Need[]
): Repository {
  const repository = findRepository(state, owner, name);
  if (!repository || !sees(state, actor, repository)) throw Refusal.notFound();
  if (!may(state, actor, repository, needs)) throw Refusal.notAccessible();
  return repository;
}

/** Refuses with 403 people whose role is less than this; apps were judged by their permissions. */
export function demandRole(state: State, actor: Actor, repository: Repository, role: Role): void {
  if (actor.kind === 'user' && !isAtLeast(roleOf(state, repository, actor.user), role)) {
    throw new Refusal(403, `Must have ${role === 'write' ? 'push' : role} access to repository.`);
  }
}

/** True: the token belongs here: a person who may push, an installation that covers the repository. */
export function belongs(state: State, actor: Actor, repository: Repository): boolean {
  if (actor.kind === 'user') return isAtLeast(roleOf(state, repository, actor.user), 'write');
  return actor.kind === 'installation' && tokenRepositories(state, actor).includes(repository);
}

/** Refuses with 403 tokens that may not read an organisation's members. */
export function demandMembers(actor: Actor, organization: Account): void {
  if (actor.kind === 'user') return;
  const allowed =
    actor.kind === 'installation' &&
    actor.installation.account === organization &&
    allows(actor.permissions, 'members', 'read');
  if (!allowed) throw Refusal.notAccessible();
}

/** The app behind a JWT. Refuses with 401 any other token. */
export function demandApp(actor: Actor): App {
  if (actor.kind === 'app') return actor.app;
  throw new Refusal(401, 'A JSON web token could not be decoded');
}

/** What REST calls the roles. */
const FLAGS = {
  pull: 'read',
  triage: 'triage',
  push: 'write',
  maintain: 'maintain',
  admin: 'admin',
} as const;

/** A repository as REST writes it for someone: people are told what they may do there. */
export function repositoryFor(state: State, actor: Actor, repository: Repository): Json {
  const shape = repositoryShape(state, repository);
  if (actor.kind !== 'user') return shape;
  const role = roleOf(state, repository, actor.user);
  const flags = Object.entries(FLAGS).map(([flag, least]) => [flag, isAtLeast(role, least)]);
  return { ...shape, permissions: Object.fromEntries(flags) as Json };
}
