import { createAppAuth } from '@octokit/auth-app';
import type { Octokit } from '@octokit/rest';
import { FLOOR_REPOSITORY } from '../../core/facts/control-files.ts';
import { attempt, statusOf } from './api/errors.ts';
import { quietly, signedClient } from './api/request.ts';
import type { RequestOptions } from './api/request.ts';
import { createThrottle } from './api/throttle.ts';
import type { Throttle } from './api/throttle.ts';
import { SourceError } from '../../ports.ts';
import { createMemory } from './memory.ts';
import type { Memory } from './memory.ts';

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
  /** Nothing can be written with it. */
  readonly readOnly?: boolean;
}

/** For reading facts about one repository. */
export interface Reader {
  readonly client: Octokit;
  /** Whether it may read the repository of the organisation's floor; `not lately`: GitHub refused it a while ago. */
  readonly floor: 'yes' | 'no' | 'not lately';
}

/**
 * GitHub as the app sees it. Clients are cheap to make: tokens, pacing and what cannot change are kept here, by
 * installation.
 */
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
  /**
   * Signed in to read one repository, and the floor's where GitHub lets it. Rejects with SourceError, also for a
   * repository that the installation does not cover.
   */
  reader(id: number, repository: string): Promise<Reader>;
  /** Whether no repository of this account is hidden from the installation, read live. Rejects with SourceError. */
  seesAll(id: number, owner: string): Promise<boolean>;
  /** As `seesAll`, but a yes may be some minutes old: unless a floor was seen since this process began. */
  sawAll(id: number, owner: string): Promise<boolean>;
  /** Notes that the floor's repository was seen: that there is none is read live from then on. */
  sawFloor(id: number): void;
  /** Forgets what is remembered of an installation for some minutes: it has changed, or the floor's repository has. */
  forget(id: number): void;
  readonly memory: Memory;
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

/**
 * The app itself only asks for deliveries and tokens, none of which makes content: GitHub counts five points each of 900
 * a minute.
 */
const APP_WRITES_PER_MINUTE = 150;

/** What was read of an installation is read again after this long at the latest. */
const REMEMBERED_FOR_MS = 10 * 60_000;

/** What is known of one installation. */
interface Installation {
  readonly throttle: Throttle;
  readonly tokens: ReturnType<typeof createAppAuth>;
  /** Remembered for some minutes. */
  lately: {
    permissions?: { readonly at: number; readonly granted: Permissions };
    /** When GitHub refused a token for the floor's repository. */
    noFloor?: number;
    /** When the installation covered every repository. */
    all?: number;
  };
  sawFloor: boolean;
}

const isFresh = (at: number | undefined): boolean => at !== undefined && Date.now() - at < REMEMBERED_FOR_MS;

/** Clients for everything that the app does at GitHub. */
export function appClients(options: AppClientsOptions): AppClients {
  const { appId, privateKey, writesPerMinute } = options;
  const log = quietly(options.log);
  const jwtAuth = createAppAuth({ appId, privateKey, log });
  const appClient = (): Octokit =>
    signedClient(
      options,
      null,
      createThrottle({ writesPerMinute: APP_WRITES_PER_MINUTE }),
      async () => `bearer ${(await jwtAuth({ type: 'app' })).token}`,
    );
  const app = appClient();
  const installations = new Map<number, Installation>();

  function installationOf(id: number): Installation {
    const known = installations.get(id);
    if (known) return known;
    // Each signs in on its own: nobody waits because another installation has many repositories.
    const made: Installation = {
      throttle: createThrottle(writesPerMinute === undefined ? {} : { writesPerMinute }),
      tokens: createAppAuth({ appId, privateKey, request: appClient().request, log }),
      lately: {},
      sawFloor: false,
    };
    installations.set(id, made);
    return made;
  }

  async function permissionsOf(id: number): Promise<Permissions> {
    const { lately } = installationOf(id);
    const known = lately.permissions;
    if (known && isFresh(known.at)) return known.granted;
    const { data } = await app.rest.apps.getInstallation({ installation_id: id });
    const granted = narrow(data.permissions as Record<string, string>);
    lately.permissions = { at: Date.now(), granted };
    return granted;
  }

  async function tokenFor(id: number, narrowing: Narrowing, again: boolean): Promise<string> {
    const { token } = await attempt(`sign in to installation ${id}`, async () => {
      const permissions = narrowing.permissions ?? (await permissionsOf(id));
      return installationOf(id).tokens({
        type: 'installation',
        installationId: id,
        permissions: narrowing.readOnly === true ? readOnly(permissions) : { ...permissions },
        ...(narrowing.repositories ? { repositoryNames: [...narrowing.repositories] } : {}),
        refresh: again,
      });
    });
    return token;
  }

  const installation = (id: number, narrowing: Narrowing = {}): Octokit =>
    signedClient(
      options,
      id,
      installationOf(id).throttle,
      async (again) => `token ${await tokenFor(id, narrowing, again)}`,
    );

  const readOnlyClient = (id: number, ...repositories: string[]): Octokit =>
    installation(id, { repositories, readOnly: true });

  async function seesAll(id: number): Promise<boolean> {
    const { data } = await attempt(`read installation ${id}`, async () =>
      app.rest.apps.getInstallation({ installation_id: id }),
    );
    return data.repository_selection === 'all';
  }

  return {
    appId,
    app,
    memory: createMemory(),
    installation,
    async reader(id, repository) {
      const { lately, sawFloor } = installationOf(id);
      if (repository.toLowerCase() === FLOOR_REPOSITORY)
        return { client: readOnlyClient(id, repository), floor: 'yes' };
      if (!sawFloor && isFresh(lately.noFloor))
        return { client: readOnlyClient(id, repository), floor: 'not lately' };
      try {
        const repositories = [repository, FLOOR_REPOSITORY];
        await tokenFor(id, { repositories, readOnly: true }, false);
        return { client: readOnlyClient(id, ...repositories), floor: 'yes' };
      } catch (error) {
        // No token is given for a repository that is not there or not in the installation: one of the two.
        if (!(error instanceof SourceError) || statusOf(error.cause) !== 422) throw error;
      }
      await tokenFor(id, { repositories: [repository], readOnly: true }, false);
      lately.noFloor = Date.now();
      return { client: readOnlyClient(id, repository), floor: 'no' };
    },
    seesAll,
    async sawAll(id) {
      const { lately, sawFloor } = installationOf(id);
      if (!sawFloor && isFresh(lately.all)) return true;
      if (!(await seesAll(id))) return false;
      lately.all = Date.now();
      return true;
    },
    sawFloor(id) {
      installationOf(id).sawFloor = true;
    },
    forget(id) {
      installationOf(id).lately = {};
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

const readOnly = (permissions: Permissions): Permissions =>
  Object.fromEntries(Object.keys(permissions).map((name) => [name, 'read'] as const));
