/** What went over the wire, and what goes wrong on it on request. */
import type { MiddlewareHandler } from 'hono';
import type { State } from '../state/state.ts';
import type { Env } from './http.ts';

/** A request that was answered. */
export interface LoggedRequest {
  readonly method: string;
  /** Without `/api/v3`: `/repos/acme/shop/pulls/1`, `/graphql`. */
  readonly path: string;
  readonly search: string;
  readonly body: string;
  readonly status: number;
}

/** A failure for chosen requests. */
export interface Fault {
  readonly method?: string;
  /** The whole path, or a pattern of it. */
  readonly path?: string | RegExp;
  /** Must occur in the request's body: tells one GraphQL query from another. */
  readonly body?: string | RegExp;
  /** How many requests it strikes; 1 if absent. */
  readonly times?: number;
  /** Answered instead of GitHub's answer. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Changes GitHub's answer, or holds it back until something has happened: for partial GraphQL errors and races. */
  readonly alter?: (json: Record<string, unknown>) => unknown;
  readonly delayMs?: number;
}

export interface Traffic {
  readonly requests: LoggedRequest[];
  readonly faults: { fault: Fault; left: number }[];
}

/** GitHub's answer to those who ask too much. */
export const rateLimited = (retryAfterSeconds: number): Pick<Fault, 'status' | 'headers' | 'json'> => ({
  status: 403,
  headers: { 'retry-after': String(retryAfterSeconds), 'x-ratelimit-remaining': '0' },
  json: {
    message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  },
});

/** Logs every request and lets faults strike. */
export function withFaults(traffic: Traffic, state: State): MiddlewareHandler<Env> {
  return async (call, next) => {
    const { pathname, search } = new URL(call.req.url);
    const path = pathname.replace(/^\/api(\/v3)?/, '');
    const { method } = call.req;
    const body = method === 'GET' ? '' : await call.req.text();
    const struck = traffic.faults.find(({ fault, left }) => left > 0 && strikes(fault, method, path, body));
    if (struck) struck.left--;
    const fault = struck?.fault;
    if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault?.status === undefined) await next();
    else
      call.res = Response.json(fault.json ?? { message: 'Server Error' }, {
        status: fault.status,
        headers: fault.headers ?? {},
      });
    if (fault?.alter) {
      const altered = await fault.alter((await call.res.clone().json()) as Record<string, unknown>);
      call.res = Response.json(altered, { status: call.res.status });
    }
    call.res.headers.set('x-github-request-id', state.nextId().toString(16).toUpperCase());
    traffic.requests.push({ method, path, search, body, status: call.res.status });
  };
}

function strikes(fault: Fault, method: string, path: string, body: string): boolean {
  const { method: wanted = method, path: at = path, body: holds = '' } = fault;
  if (wanted !== method) return false;
  if (typeof at === 'string' ? at !== path : !at.test(path)) return false;
  return typeof holds === 'string' ? body.includes(holds) : holds.test(body);
}
