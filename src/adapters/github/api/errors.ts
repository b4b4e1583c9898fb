import { SourceError } from '../../../ports.ts';

/** What is used of an octokit RequestError; network failures have no response. */
interface Failure {
  readonly status?: number;
  readonly message?: string;
  readonly response?: { readonly headers?: Headers; readonly data?: unknown };
}

export type Headers = Readonly<Record<string, string | number | undefined>>;

/** GitHub asks for a minute when it refuses without saying how long. */
const DEFAULT_PAUSE_SECONDS = 60;
/** Its limits are counted by the hour: what asks for more is a broken answer, or a clock that is wrong. */
const LONGEST_PAUSE_SECONDS = 60 * 60;

/**
 * How long GitHub wants to be left alone, in seconds; null: this is no refusal because of too many requests.
 * A GraphQL query over the limit is refused with status 200 and an error of type RATE_LIMITED.
 */
export function refusedFor(status: number, headers: Headers, message: string, now: number): number | null {
  const rateLimited = /\brate limit|\babuse\b|RATE_LIMITED/i.test(message);
  if (status !== 429 && !(status === 403 || status === 200)) return null;
  if (status !== 429 && !rateLimited && headers['retry-after'] === undefined) return null;
  const retryAfter = Number(headers['retry-after']);
  if (retryAfter > 0) return Math.min(retryAfter, LONGEST_PAUSE_SECONDS);
  const reset = Number(headers['x-ratelimit-reset']);
  if (String(headers['x-ratelimit-remaining']) === '0' && reset > 0) {
    return Math.min(Math.max(1, Math.ceil(reset - now / 1000) + 1), LONGEST_PAUSE_SECONDS);
  }
  return DEFAULT_PAUSE_SECONDS;
}

export function statusOf(error: unknown): number | null {
  const { status } = (error ?? {}) as Failure;
  return typeof status === 'number' ? status : null;
}

/** GitHub's own words: one line, without the link to its documentation. */
export function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as Failure;
  const line = String(message ?? error).replace(/\s+/g, ' ');
  return line.replace(/ - https:\/\/\S+$/, '').slice(0, 200);
}

/**
 * Turns whatever went wrong into a sentence that says what failed and what to do.
 * @param doing what was being done, to follow "Could not": "read the files of acme/shop#12"
 */
export function sourceError(doing: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const failure = (error ?? {}) as Failure;
  const headers = failure.response?.headers ?? {};
  const message = messageOf(error);
  const status = failure.status ?? 0;
  const refusal = refusedFor(status, headers, message, Date.now());
  const retryAfterSeconds = refusal ?? (Number(headers['retry-after']) || null);
  return new SourceError(`Could not ${doing}: ${advice(failure, headers, message, retryAfterSeconds)}`, {
    retryAfterSeconds,
    resting: refusal !== null,
    cause: error,
  });
}

function advice(failure: Failure, headers: Headers, message: string, pause: number | null): string {
  const { status } = failure;
  if (status === undefined) return `${message}.`;
  if (failure.response === undefined) {
    return `GitHub did not answer (${message}). It is tried again; check the network if this stays.`;
  }
  if (status >= 500)
    return `GitHub answered ${status}. It is tried again; see GitHub's status page if this stays.`;
  if (pause !== null)
    return `GitHub asks to wait ${pause} seconds (too many requests). It is tried again then.`;
  if (status === 401) return "GitHub does not accept the app's credentials. Check APP_ID and PRIVATE_KEY.";
  if (status === 403) return forbidden(headers, message);
  if (status === 404) {
    return 'GitHub found nothing there, or does not show it. Check that the app is installed on the repository, or what the token may see.';
  }
  return `GitHub answered ${status}: ${message}.`;
}

function forbidden(headers: Headers, message: string): string {
  const accepted = headers['x-accepted-github-permissions'];
  if (accepted === undefined)
    return `GitHub refused it: ${message}. Check the permissions of the app's installation, or of the token.`;
  const needed = String(accepted).replaceAll('=', ': ').replaceAll(/[;,]/g, ' or');
  return `a permission is missing (${needed}). Grant it in the app's settings and accept it in the installation, or give it to the token.`;
}

/** Runs `action`; whatever it rejects with becomes a SourceError that starts with "Could not <doing>". */
export async function attempt<T>(doing: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw sourceError(doing, error);
  }
}
