import { createVerify, generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { appClients } from '../../../../src/adapters/github/client.ts';
import type { AppClients, AppClientsOptions } from '../../../../src/adapters/github/client.ts';
import { checkRequest } from '../../../contract/rest.ts';

export const BASE = 'https://ghe.example.test/api/v3';
export const APP_ID = 7;
export const INSTALLATION = 42;

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

export interface Sent {
  readonly method: string;
  /** Path and query, without `/api/v3`. */
  readonly url: string;
  readonly body: Record<string, unknown>;
  readonly authorization: string;
}

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}
type Answer = Reply | ((sent: Sent) => Reply);

/**
 * A GitHub that answers what a test tells it to, over nock. Requests are kept in `sent`, and every REST request is
 * held against GitHub's description: `problems` must stay empty.
 */
export interface FakeGitHub {
  readonly sent: Sent[];
  readonly problems: string[];
  readonly clients: AppClients;
  /** Answers `GET /path` with these in turn, the last for ever. Other paths answer 404. */
  on(request: string, ...answers: Answer[]): void;
  /** Answers the GraphQL query of this name with these in turn, the last for ever. */
  query(operation: string, ...answers: Answer[]): void;
  /** Requests other than signing in, as `GET /path?query` or `query name`. */
  calls(): string[];
  /** The same with bodies (REST) or variables (GraphQL). */
  bodies(request: string): Record<string, unknown>[];
}

const SIGN_IN = /^\/app\/installations\/\d+(\/access_tokens)?$/;

export function fakeGitHub(options: Partial<AppClientsOptions> = {}): FakeGitHub {
  const sent: Sent[] = [];
  const problems: string[] = [];
  const answers = new Map<string, Answer[]>();

  const take = (key: string, request: Sent): Reply => {
    const queue = answers.get(key);
    const next = queue && queue.length > 1 ? queue.shift() : queue?.[0];
    if (next === undefined) return { status: 404, body: { message: `nothing told for ${key}` } };
    return typeof next === 'function' ? next(request) : next;
  };
  const handle = (method: string, uri: string, body: unknown, authorization: string): Reply => {
    const graphql = uri === '/api/graphql';
    const url = graphql ? uri : uri.replace('/api/v3', '');
    const record: Sent = { method, url, body: (body || {}) as Record<string, unknown>, authorization };
    sent.push(record);
    if (graphql) return take(`query ${operationOf(record)}`, record);
    problems.push(...checkRequest(method, url, body === '' ? undefined : body));
    return take(`${method} ${url.replace(/\?.*/, '')}`, record);
  };
  const scope = nock('https://ghe.example.test').persist();
  for (const method of ['GET', 'POST', 'PATCH', 'PUT'] as const) {
    scope.intercept(/.*/, method).reply(function (uri, body) {
      const headers = this.req.headers as unknown as Record<string, string | string[] | undefined>;
      const reply = handle(method, uri, body, String(headers['authorization']));
      const type =
        typeof reply.body === 'string' || reply.status === 204
          ? {}
          : { 'content-type': 'application/json; charset=utf-8' };
      return [reply.status ?? 200, reply.body as nock.Body, { ...type, ...reply.headers }];
    });
  }

  const github: FakeGitHub = {
    sent,
    problems,
    clients: appClients({
      appId: APP_ID,
      privateKey: keys.privateKey,
      baseUrl: BASE,
      userAgent: 'agentguard/test',
      retryDelaysMs: [1, 1],
      ...options,
    }),
    on: (request, ...told) => void answers.set(request, told),
    query: (operation, ...told) => void answers.set(`query ${operation}`, told),
    calls: () =>
      sent
        .filter(({ url }) => !SIGN_IN.test(url))
        .map((each) =>
          each.url === '/api/graphql' ? `query ${operationOf(each)}` : `${each.method} ${each.url}`,
        ),
    bodies: (request) =>
      sent.flatMap((each) => {
        if (each.url === '/api/graphql') {
          return request === `query ${operationOf(each)}`
            ? [each.body['variables'] as Record<string, unknown>]
            : [];
        }
        return request === `${each.method} ${each.url.replace(/\?.*/, '')}` ? [each.body] : [];
      }),
  };
  github.on(`GET /app/installations/${INSTALLATION}`, {
    body: {
      id: INSTALLATION,
      repository_selection: 'all',
      permissions: { metadata: 'read', contents: 'write' },
    },
  });
  github.on(`POST /app/installations/${INSTALLATION}/access_tokens`, token());
  return github;
}

let minted = 0;
/** An answer that hands out a new installation token each time. */
export function token(): Answer {
  return () => ({
    status: 201,
    body: {
      token: `${'ghs'}_${++minted}`,
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      permissions: {},
      repository_selection: 'selected',
    },
  });
}

/** The claims of an app's JWT; throws when the signature is not that of the test's key. */
export function claimsOf(authorization: string): { iss: string | number; exp: number; iat: number } {
  const [header, payload, signature] = authorization.replace(/^bearer /i, '').split('.');
  const verifier = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!verifier.verify(keys.publicKey, signature ?? '', 'base64url'))
    throw new Error('signed with another key');
  return JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as ReturnType<typeof claimsOf>;
}

function operationOf({ body }: Sent): string {
  return /query (\w+)/.exec(String(body['query']))?.[1] ?? '';
}

/** To be called at the top of a test file: no real network, and nothing that GitHub does not know. */
export function guardRequests(current: () => FakeGitHub): void {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => {
    nock.cleanAll();
    const { problems } = current();
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });
  afterAll(() => nock.enableNetConnect());
}
