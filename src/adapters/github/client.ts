import { createAppAuth } from '@octokit/auth-app';
import type { Octokit } from '@octokit/rest';
import { attempt } from './api/errors.ts';
import { quietly, signedClient } from './api/request.ts';
import type { RequestOptions } from './api/request.ts';
import { createThrottle } from './api/throttle.ts';
import type { Throttle } from './api/throttle.ts';

export interface AppClientsOptions extends RequestOptions {
  readonly appId: number;
  readonly privateKey: string;
}

/** Permissions by name as the access token API takes them. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

export interface Narrowing {
  /** Names of repositories of the installation's account; absent: all that the installation covers. */
  readonly repositories?: readonly string[];
  readonly permissions?: Permissions;
}

/** GitHub as the app sees it. Clients are cheap to make: tokens and pacing are kept here, by installation. */
export interface AppClients {
  /** null: a person's token stands in for the app, see token.ts. */
  readonly appId: number | null;
  /** Signed in as the app itself. */
  readonly app: Octokit;
  /**
   * Signed in to one installation, with a token for no more than these repositories and what the app needs.
   * A repository that the installation does not cover makes the first request fail with 422.
   */
  installation(id: number, narrowing?: Narrowing): Octokit;
  /** Whether no repository of this account is hidden from the installation. Rejects with SourceError. */
  seesAll(id: number, owner: string): Promise<boolean>;
}

/** What evaluating and publishing take. An installation may have granted more; its tokens stay this narrow. */
const NEEDED: Permissions = {
  metadata: 'read',
  contents: 'read',
  pull_requests: 'write',
  checks: 'write',
  issues: 'write',
  members: 'read',
  merge_queues: 'read',
};

/** A permission granted anew is used after this long at the latest. */
const GRANTED_FOR_MS = 10 * 60_000;

/** Clients for everything that the app does at GitHub. */
export function appClients(options: AppClientsOptions): AppClients {
  const { appId, privateKey } = options;
  const throttles = new Map<number, Throttle>();
  const granted = new Map<number, { at: number; permissions: Permissions }>();

  const log = quietly(options.log);
  const jwtAuth = createAppAuth({ appId, privateKey, log });
  const app = signedClient(
    options,
    createThrottle(),
    async () => `bearer ${(await jwtAuth({ type: 'app' })).token}`,
  );
  const tokens = createAppAuth({ appId, privateKey, request: app.request, log });

  async function permissionsOf(id: number): Promise<Permissions> {
    const known = granted.get(id);
    if (known && Date.now() - known.at < GRANTED_FOR_MS) return known.permissions;
    const { data } = await app.rest.apps.getInstallation({ installation_id: id });
    const permissions = narrow(data.permissions as Record<string, string>);
    granted.set(id, { at: Date.now(), permissions });
    return permissions;
  }

  return {
    appId,
    app,
    installation(id, narrowing = {}) {
      const throttle = throttles.get(id) ?? createThrottle();
      throttles.set(id, throttle);
      return signedClient(options, throttle, async (again) => {
        const { token } = await attempt(`sign in to installation ${id}`, async () =>
          tokens({
            type: 'installation',
            installationId: id,
            permissions: { ...(narrowing.permissions ?? (await permissionsOf(id))) },
            ...(narrowing.repositories ? { repositoryNames: [...narrowing.repositories] } : {}),
            refresh: again,
          }),
        );
        return `token ${token}`;
      });
    },
    async seesAll(id) {
      // Read live: a selection that was narrowed a minute ago may hide a repository.
      const { data } = await attempt(`read installation ${id}`, async () =>
        app.rest.apps.getInstallation({ installation_id: id }),
      );
      return data.repository_selection === 'all';
    },
  };
}

/** The part of what was granted that is needed. */
function narrow(granted: Readonly<Record<string, string>>): Permissions {
  const entries = Object.entries(NEEDED).filter(([name]) => granted[name] !== undefined);
  return Object.fromEntries(
    entries.map(([name, level]) => [name, granted[name] === 'read' ? 'read' : level] as const),
  );
}
