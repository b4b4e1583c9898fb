import type { Logger } from 'pino';
import { appClients } from '../adapters/github/client.ts';
import { installations } from '../adapters/github/installations.ts';
import { gitHubPolicies } from '../adapters/github/policy-files.ts';
import { gitHubPublisher } from '../adapters/github/publish.ts';
import { gitHubSignIn } from '../adapters/github/sign-in.ts';
import { gitHubSource } from '../adapters/github/source.ts';
import { sweepSource } from '../adapters/github/sweeps.ts';
import { gitHubViewers } from '../adapters/github/viewer.ts';
import { gitHubWatch } from '../adapters/github/watch.ts';
import { openStore } from '../adapters/store/store.ts';
import { derivedRecordKey, recordKey } from '../core/record/key.ts';
import { createEvaluator } from '../evaluation/evaluator.ts';
import type { PagesOptions } from '../pages/app.tsx';
import type { SignIn } from '../pages/sign-in/options.ts';
import type { Clock, FactsSource, PolicySource, Store } from '../ports.ts';
import { createHandlers, tellFailure } from '../worker/handlers.ts';
import { startWorker, type Worker } from '../worker/worker.ts';
import type { Evaluate, World } from '../worker/world.ts';
import type { Configuration, Credentials } from './configuration.ts';
import { tellingOf } from './metrics/record.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { fetchThrough } from './network.ts';
import { readiness, type Readiness } from './readiness.ts';

/** Everything behind the endpoint: what is stored, and who works on it. */
export interface Service {
  readonly store: Store;
  readonly worker: Worker;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** What the pages are made from. */
  readonly pages: PagesOptions;
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
  const opened = await openStore(databaseUrl === null ? { folder: data } : { url: databaseUrl });
  const metrics = createMetrics({ version, store: opened, clock });
  const store = tellingOf(opened, metrics.added);
  const { meter } = metrics;
  const throughProxy = fetchThrough(configuration.proxy);
  const requests = {
    baseUrl: configuration.apiUrl,
    userAgent: `agentguard/${version}`,
    log,
    ...(throughProxy ? { fetch: throughProxy } : {}),
  };
  const clients = appClients({ ...requests, appId, privateKey, writesPerMinute, seen: meter.request });
  const evaluator = options.evaluate
    ? { evaluate: options.evaluate, close: async () => {} }
    : createEvaluator();
  const sourceOf = (installationId: number): FactsSource =>
    gitHubSource({ clients, installationId, clock, floor: configuration.floor });
  const policiesOf = (installationId: number): PolicySource =>
    gitHubPolicies({ clients, installationId, clock, floor: configuration.floor });
  const pagesUrl = configuration.signIn ? configuration.publicUrl : null;
  const worldOf = (installationId: number): World => ({
    source: sourceOf(installationId),
    policies: policiesOf(installationId),
    watch: gitHubWatch({ clients, installationId, clock, floor: configuration.floor }),
    publisher: gitHubPublisher({ clients, installationId }, { pagesUrl }),
    evaluate: evaluator.evaluate,
    store,
    clock,
    meter,
    log,
    installationId,
    version,
  });
  const key =
    configuration.recordKey === null ? derivedRecordKey(privateKey) : recordKey(configuration.recordKey);
  const parts = { store, clock, log, version, meter, recordKey: key, sweeps: sweepSource(clients), worldOf };
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
  const ready = readiness({ store, clock, log, signIn: () => clients.app.rest.apps.getAuthenticated() });
  // What is left of a person's budget is not the app's.
  const seen: typeof meter.request = (request) => meter.request({ ...request, budget: null });
  const installationOf = installations(clients).of;
  const signInFrom = ({ signIn, publicUrl }: Configuration): SignIn | null =>
    signIn && publicUrl !== null
      ? {
          ...signIn,
          publicUrl,
          gitHub: gitHubSignIn({ ...requests, ...signIn }),
          viewers: gitHubViewers({ ...requests, seen, clock, installationOf }),
        }
      : null;
  return {
    store,
    worker,
    metrics,
    readiness: ready,
    pages: {
      store,
      clock,
      log,
      version,
      webUrl: configuration.webUrl,
      readsOf: (installationId) => ({ source: sourceOf(installationId), store }),
      policiesOf,
      evaluate: evaluator.evaluate,
      wake: () => worker.wake(),
      readiness: ready,
      signIn: signInFrom(configuration),
    },
    forget: (id) => clients.forget(id),
    async close() {
      await worker.stop();
      await evaluator.close();
      await store.close();
    },
  };
}
