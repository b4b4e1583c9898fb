/** The root of every query. */
import { findAccount } from '../state/accounts.ts';
import { findRepository } from '../state/repositories.ts';
import { accountOf, sees } from '../rest/access.ts';
import { accountView } from './accounts.ts';
import { failure } from './fields.ts';
import { repositoryView } from './repository.ts';
import type { Args, GraphQLContext, View } from './fields.ts';

const HOURLY_LIMIT = 5000;

export const root = {
  repository({ owner, name }: Args, { state, actor }: GraphQLContext): View {
    const repository = findRepository(state, String(owner), String(name));
    if (repository && sees(state, actor, repository)) return repositoryView(state, repository);
    const what = `${String(owner)}/${String(name)}`;
    throw failure('NOT_FOUND', `Could not resolve to a Repository with the name '${what}'.`);
  },

  organization({ login }: Args, { state }: GraphQLContext): View | null {
    const account = findAccount(state, String(login));
    if (account?.type === 'Organization') return accountView(state, account);
    throw failure('NOT_FOUND', `Could not resolve to an Organization with the login of '${String(login)}'.`);
  },

  user({ login }: Args, { state }: GraphQLContext): View | null {
    const account = findAccount(state, String(login));
    if (account?.type === 'User') return accountView(state, account);
    throw failure('NOT_FOUND', `Could not resolve to a User with the login of '${String(login)}'.`);
  },

  repositoryOwner({ login }: Args, { state }: GraphQLContext): View | null {
    const account = findAccount(state, String(login));
    return account?.type === 'Bot' ? null : accountView(state, account);
  },

  /** An app sees itself as REST does, with the suffix. */
  viewer: (_: Args, { state, actor }: GraphQLContext): View | null => {
    const account = accountOf(actor);
    return { ...accountView(state, account), login: account.login };
  },

  rateLimit: (_: Args, { state }: GraphQLContext): View => ({
    limit: HOURLY_LIMIT,
    cost: 1,
    remaining: HOURLY_LIMIT - 1,
    used: 1,
    nodeCount: 0,
    resetAt: new Date(state.now().getTime() + 60 * 60 * 1000).toISOString(),
  }),
};
