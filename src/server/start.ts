import { serve, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Logger } from 'pino';
import { Probot } from 'probot';
import { appClients } from '../adapters/github/client.ts';
import { installations, type Installations } from '../adapters/github/installations.ts';
import { registerFromManifest } from '../adapters/github/manifest.ts';
import { gitHubPublisher } from '../adapters/github/publish.ts';
import { gitHubSource } from '../adapters/github/source.ts';
import { openStore } from '../adapters/store/store.ts';
import { evaluate } from '../pipeline.ts';
import type { Clock, Store } from '../ports.ts';
import { createHandlers, tellFailure } from '../worker/handlers.ts';
import { installationKey } from '../worker/keys.ts';
import { paced, SECONDS_BETWEEN_SWEPT } from '../worker/pace.ts';
import { PRIORITY } from '../worker/priority.ts';
import { startWorker } from '../worker/worker.ts';
import type { World } from '../worker/world.ts';
import { createApp } from './app.ts';
import type { Configuration, Credentials } from './configuration.ts';
import { createSetup, type RegisteredApp } from './setup.ts';

export interface StartOptions {
  readonly log: Logger;
  readonly version: string;
  /** Text of app.yml, for the setup page. */
  readonly appYml: string;
  /** Called when the setup page has made an app. */
  readonly registered: (app: RegisteredApp) => Promise<void>;
  /** The system's clock, if absent. */
  readonly clock?: Clock;
}

export interface RunningServer {
  readonly url: string;
  /** Resolves once every job that is due has been worked off. */
  idle(): Promise<void>;
  /** Answers what is under way, finishes the jobs in hand, closes the store. */
  close(): Promise<void>;
}

/** GitHub gives ten seconds; a client that takes longer for its request is no GitHub. */
const REQUEST_TIMEOUT_MS = 15_000;
const CONCURRENCY = 4;

/** Starts the app, or its setup page while there are no credentials. */
export async function startServer(
  configuration: Configuration,
  options: StartOptions,
): Promise<RunningServer> {
  const { credentials } = configuration;
  return credentials === null
    ? startSetup(configuration, options)
    : startApp(configuration, credentials, options);
}

async function startSetup(configuration: Configuration, options: StartOptions): Promise<RunningServer> {
  const { log, version, appYml } = options;
  const app = createSetup({
    manifest: appYml,
    version,
    webUrl: configuration.webUrl,
    log,
    register: (code) => registerFromManifest({ baseUrl: configuration.apiUrl, code }),
    finish: options.registered,
  });
  const { url, close } = await listen(app, configuration);
  log.warn({ url }, `no credentials yet: open ${url} to register AgentGuard as a GitHub App`);
  return { url, idle: async () => {}, close };
}

async function startApp(
  configuration: Configuration,
  credentials: Credentials,
  { log, version, clock = { now: () => new Date() } }: StartOptions,
): Promise<RunningServer> {
  const { appId, privateKey, webhookSecret } = credentials;
  const store = await openStore({ folder: configuration.data });
  const probot = new Probot({ appId, privateKey, secret: webhookSecret, baseUrl: configuration.apiUrl, log });
  await probot.ready();
  const clients = appClients({
    appId,
    privateKey,
    baseUrl: configuration.apiUrl,
    userAgent: `agentguard/${version}`,
    log,
  });
  const worldOf = (installationId: number): World => ({
    source: gitHubSource({ clients, installationId, clock, floor: configuration.floor }),
    publisher: gitHubPublisher({ clients, installationId }),
    store,
    clock,
    log,
    meter: { decision() {} },
    evaluate,
    installationId,
    version,
  });
  const handlerOptions = {
    store,
    clock,
    log,
    installations: installations(clients),
    worldOf,
  };
  const worker = startWorker({
    store,
    clock,
    log,
    handlers: createHandlers(handlerOptions),
    concurrency: CONCURRENCY,
    onFailure: (job, error, { next }) => tellFailure(job, error, next, handlerOptions),
  });
  const app = createApp({
    store,
    clock,
    log,
    version,
    verify: (body, signature) => probot.webhooks.verify(body, signature),
    wake: () => worker.wake(),
    ping: () => store.nextDue(),
  });
  const { url, close } = await listen(app, configuration).catch(async (error: unknown) => {
    await worker.stop();
    await store.close();
    throw error;
  });
  await lookEverywhere(handlerOptions).then(
    () => worker.wake(),
    (error: unknown) =>
      log.warn({ err: error }, 'the installations could not be listed; deliveries are served'),
  );
  log.info(
    { url, github: configuration.webUrl, data: configuration.data },
    `AgentGuard ${version} is listening`,
  );
  return {
    url,
    idle: () => worker.idle(),
    async close() {
      await close();
      await worker.stop();
      await store.close();
    },
  };
}

/** What happened while the app was down came as no delivery: every installation is looked at again, paced. */
async function lookEverywhere(parts: {
  store: Store;
  clock: Clock;
  installations: Installations;
}): Promise<void> {
  const jobs = (await parts.installations.list())
    .filter((installation) => !installation.suspended)
    .map(({ id }) => ({
      kind: 'installation' as const,
      key: installationKey(id),
      installationId: id,
      priority: PRIORITY.sweep,
    }));
  await parts.store.enqueue(paced(jobs, parts.clock.now(), SECONDS_BETWEEN_SWEPT));
}

/** Resolves once the port is bound; rejects with a sentence when it cannot be. */
function listen(app: Hono, { host, port }: Configuration): Promise<Pick<RunningServer, 'url' | 'close'>> {
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname: host, port }, (address) => {
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
      resolve({ url: `http://${shown}:${address.port}`, close: () => stop(server) });
    });
    if ('requestTimeout' in server) server.requestTimeout = REQUEST_TIMEOUT_MS;
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use; set PORT to another one`) : error,
      );
    });
  });
}

const stop = (server: ServerType): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  });
