import type { Logger } from 'pino';
import { appClients } from '../adapters/github/client.ts';
import { gitHubPublisher } from '../adapters/github/publish.ts';
import { gitHubSource } from '../adapters/github/source.ts';
import { sweepSource } from '../adapters/github/sweeps.ts';
import { openStore } from '../adapters/store/store.ts';
import { createEvaluator } from '../evaluation/evaluator.ts';
import type { Clock, Store } from '../ports.ts';
import { createHandlers, tellFailure } from '../worker/handlers.ts';
import { startWorker, type Worker } from '../worker/worker.ts';
import type { Evaluate, World } from '../worker/world.ts';
import type { Configuration, Credentials } from './configuration.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { fetchThrough } from './network.ts';
import { readiness, type Readiness } from './readiness.ts';

/** Everything behind the endpoint: what is stored, and who works on it. */
export interface Service {
  readonly store: Store;
  readonly worker: Worker;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** What is remembered of an installation is not true any more. */
  forget(installationId: number): void;
  /** Finishes the jobs in hand, or puts them back, and closes the store. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  readonly log: Logger;
  readonly version: string;
  readonly clock: Clock;
  /** In threads that can be ended, if absent. */
  readonly evaluate?: Evaluate;
}

/** Other processes leave work in a database that they share, and none of them rings here. */
const LOOK_EVERY_SECONDS = { shared: 1, alone: 10 };

/** Opens the store and begins to work on what is in it. Rejects with a sentence when the store cannot be opened. */
export async function startService(
  configuration: Configuration,
  { appId, privateKey }: Credentials,
  { log, version, clock, ...options }: ServiceOptions,
): Promise<Service> {
  const { databaseUrl, data, concurrency, writesPerMinute } = configuration;
  const store = await openStore(databaseUrl === null ? { folder: data } : { url: databaseUrl });
  const metrics = createMetrics({ version, store, clock });
  const { meter } = metrics;
  const throughProxy = fetchThrough(configuration.proxy);
  const clients = appClients({
    appId,
    privateKey,
    baseUrl: configuration.apiUrl,
    userAgent: `agentguard/${version}`,
    log,
    writesPerMinute,
    seen: meter.request,
    ...(throughProxy ? { fetch: throughProxy } : {}),
  });
  const evaluator = options.evaluate
    ? { evaluate: options.evaluate, close: async () => {} }
    : createEvaluator();
  const worldOf = (installationId: number): World => ({
    source: gitHubSource({ clients, installationId, clock, floor: configuration.floor }),
    publisher: gitHubPublisher({ clients, installationId }),
    evaluate: evaluator.evaluate,
    store,
    clock,
    meter,
    log,
    installationId,
    version,
  });
  const parts = { store, clock, log, version, sweeps: sweepSource(clients), worldOf };
  const worker = startWorker({
    store,
    clock,
    meter,
    log,
    handlers: createHandlers(parts),
    concurrency,
    lookEverySeconds: databaseUrl === null ? LOOK_EVERY_SECONDS.alone : LOOK_EVERY_SECONDS.shared,
    onFailure: (job, error, { next }) => tellFailure(job, error, next, parts),
  });
  return {
    store,
    worker,
    metrics,
    readiness: readiness({ store, clock, log, signIn: () => clients.app.rest.apps.getAuthenticated() }),
    forget: (id) => clients.forget(id),
    async close() {
      await worker.stop();
      await evaluator.close();
      await store.close();
    },
  };
}
