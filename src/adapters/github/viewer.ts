import { createHash } from 'node:crypto';
import type { Octokit } from '@octokit/rest';
import { LRUCache } from 'lru-cache';
import type { RepositoryId } from '../../core/facts/facts.ts';
import {
  SignInEnded,
  type ViewedAccount,
  type ViewedRepository,
  type Viewer,
  type Viewers,
} from '../../ports/viewer.ts';
import type { Clock } from '../../ports.ts';
import { attempt, sourceError, statusOf } from './api/errors.ts';
import { signedClient, type RequestOptions } from './api/request.ts';
import { createThrottle } from './api/throttle.ts';
import { permissionIn } from './people/permissions.ts';

export interface ViewersOptions extends RequestOptions {
  readonly clock: Clock;
  /** The installation that covers a repository, asked as the app; null: none. Rejects with SourceError. */
  readonly installationOf: (repository: RepositoryId) => Promise<number | null>;
}

/** What is shown is never older. */
const REMEMBERED_FOR_MS = 60_000;
/** Repositories and other answers that are kept, of everybody together. */
const MOST_KEPT = 100_000;
/** People who are busy at once; more of them only share nothing. */
const MOST_PEOPLE = 1_000;
/** Somebody waits for the page. */
const TIMEOUT_MS = 10_000;
const RETRY_DELAYS_MS = [300];

type Answer = object | null;

/**
 * People as GitHub tells of them by their own tokens. Everything is kept under the token's digest, so that nobody is
 * shown what was read for another.
 */
export function gitHubViewers({ clock, installationOf, ...options }: ViewersOptions): Viewers {
  const clients = new LRUCache<string, Octokit>({ max: MOST_PEOPLE });
  const answers = new LRUCache<string, { readonly answer: Answer }, () => Promise<Answer>>({
    maxSize: MOST_KEPT,
    sizeCalculation: ({ answer }) => (Array.isArray(answer) ? answer.length + 1 : 1),
    ttl: REMEMBERED_FOR_MS,
    ttlResolution: 0,
    perf: { now: () => clock.now().getTime() },
    // What fails is not kept.
    fetchMethod: async (_key, _stale, { context }) => ({ answer: await context() }),
  });

  function clientOf(token: string, key: string): Octokit {
    const known = clients.get(key);
    if (known) return known;
    const request = { ...options, timeoutMs: TIMEOUT_MS, retryDelaysMs: RETRY_DELAYS_MS };
    const made = signedClient(request, null, createThrottle(), async (again) => {
      if (again) throw new SignInEnded();
      return `token ${token}`;
    });
    clients.set(key, made);
    return made;
  }

  return {
    async of(token) {
      const key = digest(token);
      const client = clientOf(token, key);
      const lately = async <T extends Answer>(what: string, read: () => Promise<T>): Promise<T> => {
        const kept = await answers.fetch(`${key} ${what}`, { context: read });
        return kept?.answer as T;
      };
      const { login } = await lately('user', () => readUser(client));
      return viewer(login, client, installationOf, lately);
    },
    forget(token) {
      const key = digest(token);
      clients.delete(key);
      for (const each of answers.keys()) if (each.startsWith(key)) answers.delete(each);
    },
  };
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64url');

const readUser = (client: Octokit): Promise<{ readonly login: string }> =>
  attempt('read who you are', async () => {
    const { data } = await client.rest.users.getAuthenticated();
    return { login: data.login };
  });

function viewer(
  login: string,
  client: Octokit,
  installationOf: ViewersOptions['installationOf'],
  lately: <T extends Answer>(what: string, read: () => Promise<T>) => Promise<T>,
): Viewer {
  const installations = (): Promise<readonly ViewedAccount[]> =>
    lately('installations', () => readInstallations(client));
  const covered = (account: ViewedAccount): Promise<readonly ViewedRepository[]> =>
    lately(`repositories ${account.installationId}`, () => readRepositories(client, account));

  return {
    login,
    async accounts() {
      const all = await installations();
      const counts = await Promise.all(all.map(async (each) => (await covered(each)).length));
      return all
        .filter((_, index) => counts[index] !== 0)
        .toSorted((a, b) => a.owner.localeCompare(b.owner, 'en'));
    },
    async repositories(owner) {
      const account = (await installations()).find((each) => isSame(each.owner, owner));
      return account ? covered(account) : [];
    },
    async repository(id) {
      if (!isName(id.owner) || !isName(id.name)) return null;
      return lately(`repository ${id.owner}/${id.name}`.toLowerCase(), () =>
        readRepository(client, id, installationOf),
      );
    },
  };
}

/** Names of accounts and repositories are the same whatever their case. */
const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Whether something at GitHub can be called so; what is not must not become part of an address. */
const isName = (name: string): boolean => /^[\w.-]{1,100}$/.test(name) && !/^\.{1,2}$/.test(name);

/** Suspended ones are left out: the app can read nothing there. */
function readInstallations(client: Octokit): Promise<readonly ViewedAccount[]> {
  return attempt('read which accounts you can see', async () => {
    const list = await client.paginate(client.rest.apps.listInstallationsForAuthenticatedUser, {
      per_page: 100,
    });
    return list.flatMap(({ id, account, suspended_at }) =>
      account && 'login' in account && !suspended_at ? [{ owner: account.login, installationId: id }] : [],
    );
  });
}

/** None where GitHub refuses this account to the person, as an organisation does that asks for single sign-on. */
async function readRepositories(
  client: Octokit,
  { owner, installationId }: ViewedAccount,
): Promise<readonly ViewedRepository[]> {
  try {
    const list = await client.paginate(client.rest.apps.listInstallationReposForAuthenticatedUser, {
      installation_id: installationId,
      per_page: 100,
    });
    return list
      .map((each) => ({
        owner: each.owner.login,
        name: each.name,
        installationId,
        permission: permissionIn(each.permissions) ?? 'read',
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  } catch (error) {
    const failure = sourceError(`read which repositories of ${owner} you can see`, error);
    if (isRefused(error) && failure.retryAfterSeconds === null) return [];
    throw failure;
  }
}

/**
 * Asked by the person first: who cannot see it must not learn whether the app can. Public repositories are seen by
 * everyone, so the app is asked whether it is installed there.
 */
async function readRepository(
  client: Octokit,
  { owner, name }: RepositoryId,
  installationOf: ViewersOptions['installationOf'],
): Promise<ViewedRepository | null> {
  try {
    const { data } = await client.rest.repos.get({ owner, repo: name });
    // A renamed repository answers under its new name.
    const id = { owner: data.owner.login, name: data.name };
    const installationId = await installationOf(id);
    if (installationId === null) return null;
    return { ...id, installationId, permission: permissionIn(data.permissions) ?? 'read' };
  } catch (error) {
    const failure = sourceError(`read whether you can see ${owner}/${name}`, error);
    if (isRefused(error) && failure.retryAfterSeconds === null) return null;
    throw failure;
  }
}

const isRefused = (error: unknown): boolean => [403, 404, 451].includes(statusOf(error) ?? 0);
