import { Octokit } from '@octokit/rest';
import type { RequestSeen } from '../../../ports.ts';
import { messageOf, refusedFor, statusOf } from './errors.ts';
import type { Headers } from './errors.ts';
import type { Throttle } from './throttle.ts';

/** Where log lines go; a pino logger fits. Lines hold method, path, status and time, never a header or a body. */
export interface RequestLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface RequestOptions {
  /** `https://api.github.com`, or `<protocol>://<host>/api/v3` for GitHub Enterprise Server. */
  readonly baseUrl?: string;
  readonly userAgent: string;
  readonly log?: RequestLog;
  /** How long one request may take; 30 seconds. */
  readonly timeoutMs?: number;
  /** Waits before a read is sent again after a 5xx or a network failure: 0.5 and 2 seconds. */
  readonly retryDelaysMs?: readonly number[];
  /** Sends the requests, for proxies and certificates of one's own; the platform's if absent. */
  readonly fetch?: typeof fetch;
  /** Told of every request that was sent, also of those sent again. Never throws. */
  readonly seen?: (request: RequestSeen) => void;
  /** Writes of one installation a minute in the long run; 60 if absent, 0: not paced. */
  readonly writesPerMinute?: number;
}

type Hook = Parameters<typeof Octokit.prototype.hook.wrap<'request'>>[1];
type Send = Parameters<Hook>[0];
type Request = Parameters<Hook>[1];
type Answer = Awaited<ReturnType<Hook>>;

/** Signs one request; `again` asks for new credentials because GitHub did not accept the last. */
export type Authorize = (again: boolean) => Promise<string>;

/** For octokit's own remarks: nothing on the console. */
export const quietly = (log: RequestLog | undefined) => ({
  debug() {},
  info() {},
  error() {},
  warn: (line: string) => log?.warn({}, line),
});

/**
 * A client that signs, paces, repeats and times its requests, and refuses answers that were cut off.
 * @param installationId in whose name; null: the app's own, or a person's
 */
export function signedClient(
  options: RequestOptions,
  installationId: number | null,
  throttle: Throttle,
  authorize: Authorize,
): Octokit {
  const { log, seen, timeoutMs = 30_000, retryDelaysMs = [500, 2000] } = options;
  const quiet = quietly(log);
  const octokit = new Octokit({
    userAgent: options.userAgent,
    log: quiet,
    request: { log: quiet, ...(options.fetch ? { fetch: options.fetch } : {}) },
    ...(options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl }),
  });
  octokit.hook.wrap('request', (request, parameters) => {
    const read = isRead(parameters);
    return throttle.run(read ? 'read' : 'write', () =>
      withRetries(read ? retryDelaysMs : [], async () => send(request, parameters)),
    );
  });

  async function send(request: Send, parameters: Request): Promise<Answer> {
    try {
      return await signed(request, parameters, false);
    } catch (error) {
      // Revoked, or so new that not all of GitHub knows it yet.
      if (statusOf(error) !== 401) throw error;
      return signed(request, parameters, true);
    }
  }

  async function signed(request: Send, parameters: Request, again: boolean): Promise<Answer> {
    // In place: a hook inside this one is bound to these very options.
    parameters.headers.authorization = await authorize(again);
    parameters.request = { ...parameters.request, signal: AbortSignal.timeout(timeoutMs) };
    const started = Date.now();
    const tell = (status: number | null, headers: Headers, message: string): void => {
      const ms = Date.now() - started;
      log?.debug({ method: parameters.method, path: parameters.url, status, ms }, message);
      seen?.({
        installationId,
        kind: kindOf(parameters),
        status,
        seconds: ms / 1000,
        budget: budgetOf(headers),
      });
    };
    try {
      const response = await request(parameters);
      tell(response.status, response.headers as Headers, 'GitHub answered');
      checkWhole(response.headers as Headers, response.data);
      const seconds = graphqlRefusal(response);
      if (seconds !== null) throttle.pause(seconds);
      return response;
    } catch (error) {
      const { response } = error as { response?: { headers?: Headers } };
      const answer = response?.headers ?? {};
      // Without an answer octokit makes up a status of 500; what was cut off was told of above.
      if (!(error instanceof CutOff))
        tell(response ? statusOf(error) : null, answer, 'GitHub request failed');
      const seconds = refusedFor(statusOf(error) ?? 0, answer, messageOf(error), Date.now());
      if (seconds !== null) throttle.pause(seconds);
      throw error;
    }
  }
  return octokit;
}

/** Reads may be sent again, and so may queries of GraphQL; a token more does no harm. */
function isRead(parameters: Request): boolean {
  if (/^\s*mutation\b/.test(String(parameters['query'] ?? ''))) return false;
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
  throw new CutOff('the answer was cut off');
}

class CutOff extends Error {
  readonly status = 502;
}

/** The request without the name of anything. A list has its whole address where others have a template. */
function kindOf({ method, url }: Request): string {
  if (url.endsWith('/graphql')) return `${method} /graphql`;
  if (url.startsWith('/')) return `${method} ${url}`;
  const path = new URL(url).pathname
    .replace(/^\/api\/v3/, '')
    .replace(/^\/(?:repos\/[^/]+\/[^/]+|repositories\/\d+)(?=\/|$)/, '/repos/{owner}/{repo}');
  return `${method} ${path.replaceAll(/[^/]+/g, (part) => (WORDS.has(part) ? part : '{}'))}`;
}

/** What lists are called at GitHub, and the place of a repository's name. */
const WORDS = new Set(
  (
    'repos {owner} {repo} pulls files activity rules branches rulesets commits collaborators teams members orgs ' +
    'app installations installation repositories hook deliveries user'
  ).split(' '),
);

function budgetOf(headers: Headers): RequestSeen['budget'] {
  const { 'x-ratelimit-resource': resource, 'x-ratelimit-remaining': remaining } = headers;
  if (resource === undefined || remaining === undefined) return null;
  return { resource: String(resource), remaining: Number(remaining) };
}

function graphqlRefusal(response: { status: number; headers: object; data: unknown }): number | null {
  const { errors } = (response.data ?? {}) as { errors?: readonly { type?: string }[] };
  if (!Array.isArray(errors) || !errors.some((error) => error?.type === 'RATE_LIMITED')) return null;
  return refusedFor(response.status, response.headers as Headers, 'RATE_LIMITED', Date.now());
}
