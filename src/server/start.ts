import type { Logger } from 'pino';
import { Probot } from 'probot';
import { registerFromManifest } from '../adapters/github/manifest.ts';
import { createPages } from '../pages/app.tsx';
import type { Clock } from '../ports.ts';
import { sweepsAtStart } from '../worker/sweeps/schedule.ts';
import type { Evaluate } from '../worker/world.ts';
import { createApp } from './app.ts';
import type { Configuration, Credentials } from './configuration.ts';
import { envFileObstacle } from './env-file.ts';
import { listen } from './listen.ts';
import { fetchThrough } from './network.ts';
import { startService } from './service.ts';
import { createClaim, createSetup, type RegisteredApp } from './setup.tsx';
import type { Verify } from './webhooks.ts';

export interface StartOptions {
  readonly log: Logger;
  readonly version: string;
  /** Text of app.yml, for the setup page. */
  readonly appYml: string;
  /** Called when the setup page has made an app. */
  readonly registered: (app: RegisteredApp, publicUrl: string) => Promise<void>;
  /** Says a sentence to whoever started the server, and to nobody else: it may hold the setup code. */
  readonly tell: (sentence: string) => void;
  /** The system's clock, if absent. */
  readonly clock?: Clock;
  /** In threads that can be ended, if absent. */
  readonly evaluate?: Evaluate;
}

export interface RunningServer {
  readonly url: string;
  /** Resolves once every job that is due has been worked off. */
  idle(): Promise<void>;
  /** Answers what is under way, finishes the jobs in hand, closes the store. */
  close(): Promise<void>;
}

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
  const claim = createClaim();
  const app = createSetup({
    claim,
    publicUrl: configuration.publicUrl,
    obstacle: () => envFileObstacle('.env'),
    kept: 'the file .env where it runs, which only its own user can read',
    manifest: appYml,
    version,
    webUrl: configuration.webUrl,
    log,
    register: (code) =>
      registerFromManifest({
        baseUrl: configuration.apiUrl,
        code,
        fetch: fetchThrough(configuration.proxy),
      }),
    finish: options.registered,
  });
  const { url, close } = await listen(app, configuration);
  log.warn({ url }, 'no credentials yet: the setup page registers AgentGuard as a GitHub App');
  const address = configuration.publicUrl ?? url;
  options.tell(`Open ${address}/probot?claim=${claim} to register AgentGuard as a GitHub App.`);
  return { url, idle: async () => {}, close };
}

async function startApp(
  configuration: Configuration,
  credentials: Credentials,
  { clock = { now: () => new Date() }, ...options }: StartOptions,
): Promise<RunningServer> {
  const { log, version } = options;
  const { webhookSecret, previousWebhookSecret } = credentials;
  const verify = await verifier(webhookSecret, configuration, credentials, log);
  const verifyPrevious =
    previousWebhookSecret === null
      ? null
      : await verifier(previousWebhookSecret, configuration, credentials, log);
  const service = await startService(configuration, credentials, { ...options, clock });
  const { store, worker, metrics, readiness } = service;
  const app = createApp({
    store,
    clock,
    log,
    version,
    verify,
    verifyPrevious,
    meter: metrics.meter,
    readiness,
    metrics: { ...metrics, token: configuration.metricsToken },
    wake: () => worker.wake(),
    installationMoved: service.forget,
    ping: () => store.ping(),
    pages: createPages(service.pages),
  });
  const { url, close } = await listen(app, configuration).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  await sweepsAtStart({ store, clock, version });
  worker.wake();
  const where = configuration.databaseUrl === null ? configuration.data : 'PostgreSQL';
  log.info({ url, github: configuration.webUrl, store: where }, `AgentGuard ${version} is listening`);
  return {
    url,
    idle: () => worker.idle(),
    async close() {
      readiness.drain();
      // Deliveries are stored until the last moment: whoever is refused waits minutes for its next attempt.
      await worker.stop();
      await close();
      await service.close();
    },
  };
}

/** Probot's own check of a signature, in constant time. */
async function verifier(
  secret: string,
  { apiUrl }: Configuration,
  { appId, privateKey }: Credentials,
  log: Logger,
): Promise<Verify> {
  const probot = new Probot({ appId, privateKey, secret, baseUrl: apiUrl, log });
  await probot.ready();
  return (body, signature) => probot.webhooks.verify(body, signature);
}
