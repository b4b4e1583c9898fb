import type { Octokit } from '@octokit/rest';
import type { RepositoryId } from '../../core/facts/facts.ts';
import { SourceError } from '../../ports.ts';
import type { Clock } from '../../ports.ts';
import { sourceError, statusOf } from './api/errors.ts';
import { askAll } from './api/graphql.ts';
import { MERGED } from './api/queries/repository.ts';
import { signedClient } from './api/request.ts';
import type { RequestOptions } from './api/request.ts';
import { createThrottle } from './api/throttle.ts';
import { repositoryClient } from './access.ts';
import type { Access } from './access.ts';
import type { AppClients } from './client.ts';
import { createMemory } from './memory.ts';

export interface TokenOptions extends RequestOptions {
  /** A personal access token, or another that acts for a person. */
  readonly token: string;
  readonly clock: Clock;
}

/**
 * GitHub as a person sees it: for reading facts without being the app. What only the app can ask rejects with
 * SourceError before anything is sent. Which app is the gate is not known here, so a rule that requires the check of
 * any app makes a base bind.
 */
export function tokenAccess(options: TokenOptions): Access {
  const throttle = createThrottle();
  const person = signedClient(options, null, throttle, async (again) => {
    if (!again) return `token ${options.token}`;
    throw new SourceError(
      'GitHub does not accept the token. It may have expired or been revoked, or be for another server.',
    );
  });
  const app = signedClient(options, null, throttle, async () => {
    throw new SourceError("Only the app can ask GitHub this; a person's token does not do.");
  });
  const clients: AppClients = {
    appId: null,
    app,
    // The token is as wide as it is: it cannot be narrowed.
    installation: () => person,
    reader: async () => ({ client: person, floor: 'yes' }),
    seesAll: async (_, owner) => seesAll(person, owner),
    sawAll: async (_, owner) => seesAll(person, owner),
    sawFloor() {},
    forget() {},
    memory: createMemory(),
  };
  // Of no meaning where nobody is signed in to an installation.
  return { clients, installationId: 0, clock: options.clock };
}

/**
 * Whether nothing of an account is hidden from the token. That can only be told of a classic token with the scope
 * `repo` whose person owns the account: others may be held to some repositories without GitHub saying so.
 */
async function seesAll(person: Octokit, owner: string): Promise<boolean> {
  try {
    const { data, headers } = await person.rest.users.getAuthenticated();
    const scopes = String(headers['x-oauth-scopes'] ?? '').split(/[\s,]+/);
    if (!scopes.includes('repo')) return false;
    if (data.login.toLowerCase() === owner.toLowerCase()) return true;
    const membership = await person.rest.orgs.getMembershipForAuthenticatedUser({ org: owner });
    return membership.data.state === 'active' && membership.data.role === 'admin';
  } catch (error) {
    const failure = sourceError('read what the token sees', error);
    const isRefused = statusOf(error) === 403 || statusOf(error) === 404;
    if (isRefused && failure.retryAfterSeconds === null) return false;
    throw failure;
  }
}

interface MergedAnswer {
  readonly repository: {
    readonly pullRequests: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly ({
        readonly number: number;
        readonly mergedAt: string;
        readonly updatedAt: string;
      } | null)[];
    };
  } | null;
}

/**
 * Numbers of the pull requests that were merged last, newest first, at most `count`. GitHub sorts by the last change
 * of any kind, which is never before the merge: it is read until what is left cannot be newer.
 * @throws {SourceError} if GitHub does not tell.
 */
export async function listMergedPullRequests(
  access: Pick<Access, 'clients' | 'installationId'>,
  repository: RepositoryId,
  count: number,
): Promise<readonly number[]> {
  const { owner, name } = repository;
  const client = repositoryClient(access, repository);
  const merged: { readonly number: number; readonly mergedAt: string }[] = [];
  for (let after: string | null = null; ;) {
    const answer: MergedAnswer = await askAll<MergedAnswer>(
      client,
      `list the merged pull requests of ${owner}/${name}`,
      MERGED,
      { owner, name, after },
    );
    const page = answer.repository?.pullRequests;
    const nodes = (page?.nodes ?? []).filter((node) => node !== null);
    merged.push(...nodes);
    merged.sort((a, b) => compare(b.mergedAt, a.mergedAt) || b.number - a.number);
    const oldestUpdate = nodes.at(-1)?.updatedAt ?? '';
    const last = merged[count - 1];
    const isSettled = last !== undefined && last.mergedAt >= oldestUpdate;
    if (isSettled || !page?.pageInfo.hasNextPage) return merged.slice(0, count).map(({ number }) => number);
    after = page.pageInfo.endCursor;
  }
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
