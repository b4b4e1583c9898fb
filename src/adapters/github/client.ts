import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { attempt, messageOf, refusedFor, statusOf } from './api/errors.ts';
import type { Headers } from './api/errors.ts';
import { createThrottle } from './api/throttle.ts';
import type { Throttle } from './api/throttle.ts';

/** Where log lines go; a pino logger fits. Lines hold method, path, status and time, never a header or a body. */
export interface RequestLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface AppClientsOptions {
  readonly appId: number;
  readonly privateKey: string;
  /** `https://api.github.com`, or `<protocol>://<host>/api/v3` for GitHub Enterprise Server. */
  readonly baseUrl?: string;
  readonly userAgent: string;
  readonly log?: RequestLog;
  /** How long one request may take; 30 seconds. */
  readonly timeoutMs?: number;
  /** Waits before a read is sent again after a 5xx or a network failure: 0.5 and 2 seconds. */
  readonly retryDelaysMs?: readonly number[];
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
  readonly appId: number;
  /** Signed in as the app itself. */
  readonly app: Octokit;
  /**
   * Signed in to one installation, with a token for no more than these repositories and what the app needs.
   * A repository that the installation does not cover makes the first request fail with 422.
   */
  installation(id: number, narrowing?: Narrowing): Octokit;
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

type Hook = Parameters<typeof Octokit.prototype.hook.wrap<'request'>>[1];
type Request = Parameters<Hook>[0];
type RequestOptions = Parameters<Hook>[1];
type Answer = Awaited<ReturnType<Hook>>;

/** Signs one request; `again` asks for new credentials because GitHub did not accept the last. */
type Authorize = (again: boolean) => Promise<string>;

/** Clients for everything that the app does at GitHub. */
export function appClients(options: AppClientsOptions): AppClients {
  const { appId, privateKey, log, timeoutMs = 30_000, retryDelaysMs = [500, 2000] } = options;
  const throttles = new Map<number, Throttle>();
  const granted = new Map<number, { at: number; permissions: Permissions }>();

  const quiet = { debug() {}, info() {}, error() {}, warn: (line: string) => log?.warn({}, line) };

  function client(throttle: Throttle, authorize: Authorize): Octokit {
    const octokit = new Octokit({
      userAgent: options.userAgent,
      log: quiet,
      request: { log: quiet },
      ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
    });
    octokit.hook.wrap('request', (request, parameters) => {
      const read = isRead(parameters);
      return throttle.run(read ? 'read' : 'write', () =>
        withRetries(read ? retryDelaysMs : [], async () => send(request, parameters)),
      );
    });

    async function send(request: Request, parameters: RequestOptions): Promise<Answer> {
      try {
        return await signed(request, parameters, false);
      } catch (error) {
        // Revoked, or so new that not all of GitHub knows it yet.
        if (statusOf(error) !== 401) throw error;
        return signed(request, parameters, true);
      }
    }

    async function signed(request: Request, parameters: RequestOptions, again: boolean): Promise<Answer> {
      // In place: a hook inside this one is bound to these very options.
      parameters.headers.authorization = await authorize(again);
      parameters.request = { ...parameters.request, signal: AbortSignal.timeout(timeoutMs) };
      const started = Date.now();
      const line = (status: number | null): object => ({
        method: parameters.method,
        path: parameters.url,
        status,
        ms: Date.now() - started,
      });
      try {
        const response = await request(parameters);
        log?.debug(line(response.status), 'GitHub answered');
        checkWhole(response.headers as Headers, response.data);
        const seconds = graphqlRefusal(response);
        if (seconds !== null) throttle.pause(seconds);
        return response;
      } catch (error) {
        log?.debug(line(statusOf(error)), 'GitHub request failed');
        const answer = (error as { response?: { headers?: Headers } }).response?.headers ?? {};
        const seconds = refusedFor(statusOf(error) ?? 0, answer, messageOf(error), Date.now());
        if (seconds !== null) throttle.pause(seconds);
        throw error;
      }
    }
    return octokit;
  }

  const jwtAuth = createAppAuth({ appId, privateKey, log: quiet });
  const app = client(createThrottle(), async () => `bearer ${(await jwtAuth({ type: 'app' })).token}`);
  const tokens = createAppAuth({ appId, privateKey, request: app.request, log: quiet });

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
      return client(throttle, async (again) => {
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
  };
}

/** The part of what was granted that is needed. */
function narrow(granted: Readonly<Record<string, string>>): Permissions {
  const entries = Object.entries(NEEDED).filter(([name]) => granted[name] !== undefined);
  return Object.fromEntries(
    entries.map(([name, level]) => [name, granted[name] === 'read' ? 'read' : level] as const),
  );
}

/** Reads may be sent again. GraphQL is only used for queries; a token more does no harm. */
function isRead(parameters: RequestOptions): boolean {
  return ['GET', 'HEAD'].includes(parameters.method) || /\/(graphql|access_tokens)$/.test(parameters.url);
}

async function withRetries<T>(delays: readonly number[], request: () => Promise<T>): Promise<T> {
  for (const delay of delays) {
    try {
      return await request();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
  return request();
}

/** A failure that may be gone in a moment: 5xx without a time to wait, or the network; not a timeout. */
function isPassing(error: unknown): boolean {
  const { response, cause } = error as { response?: { headers?: Headers }; cause?: Error };
  if ((statusOf(error) ?? 0) < 500 || cause?.name === 'TimeoutError') return false;
  return response?.headers?.['retry-after'] === undefined;
}

/** Octokit gives the bare text of JSON that was cut off; as a list that would read as empty. */
function checkWhole(headers: Headers, data: unknown): void {
  // Not `application/vnd.github.raw+json`: that is what a file of any kind comes as.
  if (!/^application\/json\b/.test(String(headers['content-type'])) || typeof data !== 'string') return;
  throw Object.assign(new Error('the answer was cut off'), { status: 502 });
}

function graphqlRefusal(response: { status: number; headers: object; data: unknown }): number | null {
  const { errors } = (response.data ?? {}) as { errors?: readonly { type?: string }[] };
  if (!Array.isArray(errors) || !errors.some((error) => error?.type === 'RATE_LIMITED')) return null;
  return refusedFor(response.status, response.headers as Headers, 'RATE_LIMITED', Date.now());
}
