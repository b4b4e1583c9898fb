import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { pino } from 'pino';
import type { PullRequest } from '../../demo/github/github.ts';
import { appClients } from '../../src/adapters/github/client.ts';
import { gitHubPolicies } from '../../src/adapters/github/policy-files.ts';
import { gitHubSource } from '../../src/adapters/github/source.ts';
import { readStore } from '../../src/adapters/store/read.ts';
import { evaluate } from '../../src/pipeline.ts';
import type { Store } from '../../src/ports.ts';
import type { PagesWorld, SignedIn } from '../../src/pages/pages.ts';
import { STYLE } from '../../src/pages/style/style.ts';
import type { ViewedRepository, Viewer } from '../../src/ports/viewer.ts';
import type { Gate } from './gate.ts';

export const CSRF = 'the viewer’s own';

/** What pages read, of the app and the GitHub of a gate. Closed with `close`. */
export function pagesWorld(gate: Gate): PagesWorld & { close(): Promise<void> } {
  const log = pino({ level: 'silent' });
  const clock = { now: () => new Date() };
  const clients = appClients({
    appId: gate.app.id,
    privateKey: gate.privateKey,
    baseUrl: `${gate.github.url}/api/v3`,
    userAgent: 'test',
    log,
  });
  // Pages only read.
  const store = readStore({ folder: join(gate.folder, 'data') }) as unknown as Store;
  return {
    store,
    clock,
    log,
    version: '0.0.0-test',
    webUrl: gate.github.url,
    readsOf: (installationId) => ({
      source: gitHubSource({ clients, installationId, clock, floor: 'look' }),
      store,
    }),
    policiesOf: (installationId) => gitHubPolicies({ clients, installationId, clock, floor: 'look' }),
    evaluate,
    wake: () => {},
    close: () => store.close(),
  };
}

/** Sees the repositories named, and no others. */
export const viewerOf = (...repositories: readonly ViewedRepository[]): Viewer => ({
  login: 'olga',
  accounts: async () => [],
  repositories: async () => repositories,
  repository: async ({ owner, name }) =>
    repositories.find(
      (each) =>
        each.owner.toLowerCase() === owner.toLowerCase() && each.name.toLowerCase() === name.toLowerCase(),
    ) ?? null,
});

/** The repository of a pull request, as somebody with write access sees it. */
export function viewed(gate: Gate, { repository }: Pick<PullRequest, 'repository'>): ViewedRepository {
  const installation = gate.github.state.installations.find(({ account }) => account === repository.owner);
  return {
    owner: repository.owner.login,
    name: repository.name,
    installationId: installation?.id ?? 0,
    permission: 'write',
  };
}

/** Pages as somebody who is signed in has them, with the style sheet. */
export function signedIn(viewer: Viewer, ...pages: readonly Hono<SignedIn>[]): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  app.use(async (context, next) => {
    context.set('viewer', viewer);
    context.set('csrf', CSRF);
    await next();
  });
  app.get('/assets/style.css', (context) => context.body(STYLE, 200, { 'content-type': 'text/css' }));
  for (const page of pages) app.route('/', page);
  return app;
}

/** Where a browser finds the pages until `close`. */
export async function served(app: Hono<SignedIn>): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { port, server } = await new Promise<{ port: number; server: ReturnType<typeof serve> }>(
    (resolve) => {
      const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) =>
        resolve({ port: info.port, server: started }),
      );
    },
  );
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
