import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock, JobKind, Meter, QueueState, RecordEntry, Store } from '../ports.ts';
import { exposureGauges } from './metrics/exposures.ts';
import { recordMetrics } from './metrics/record.ts';

export interface MetricsOptions {
  readonly version: string;
  readonly store: Pick<Store, 'queue' | 'owners' | 'stream'>;
  readonly clock: Clock;
}

export interface Metrics {
  readonly meter: Meter;
  /** Is told of each entry that is added to the record. */
  added(entry: RecordEntry, store: Pick<Store, 'record'>): Promise<void>;
  /** Content type of the text. */
  readonly contentType: string;
  /** Everything in the text format of Prometheus. A store that fails costs only what it would have told. */
  text(): Promise<string>;
}

/** How long what the store said of its queue is good for: several scrapers are no load. */
const QUEUE_GOOD_FOR_MS = 1_000;
const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Of the process there is one, however many servers there are in it. */
let ofProcess: Registry | null = null;

/** The numbers of one server. Labels hold no name of a repository, a person or an organisation, and few values each. */
export function createMetrics({ version, store, clock }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess === null) collectDefaultMetrics({ register: (ofProcess = new Registry()) });
  const process = ofProcess;

  const build = new Gauge({
    name: 'agentguard_build_info',
    help: 'Always 1; the version is in the label.',
    labelNames: ['version'],
    registers,
  });
  build.set({ version }, 1);
  const meter = createMeter(registers);
  const added = recordMetrics(registers);
  const setQueue = queueGauges(registers);
  const setExposures = exposureGauges(registers, store);
  let asked = -Infinity;
  let reading: Promise<void> = Promise.resolve();
  return {
    meter,
    added,
    contentType: registry.contentType,
    async text() {
      if (performance.now() - asked >= QUEUE_GOOD_FOR_MS) {
        asked = performance.now();
        reading = store.queue(clock.now()).then(
          (queue) => setQueue(queue, clock.now()),
          () => setQueue(null, clock.now()),
        );
      }
      await reading;
      await setExposures(clock.now());
      return (await registry.metrics()) + (await process.metrics());
    },
  };
}

function createMeter(registers: Registry[]): Meter {
  const deliveries = new Counter({
    name: 'agentguard_deliveries_total',
    help: 'Deliveries by event and by the status they were answered with; invalid: not proven to be of GitHub.',
    labelNames: ['event', 'status'],
    registers,
  });
  const jobs = new Counter({
    name: 'agentguard_jobs_total',
    help: 'Jobs by kind and by how they ended.',
    labelNames: ['kind', 'end'],
    registers,
  });
  const jobSeconds = new Histogram({
    name: 'agentguard_job_seconds',
    help: 'How long a job was worked on; of kind pull_request that is an evaluation.',
    labelNames: ['kind'],
    buckets: SECONDS,
    registers,
  });
  const decisions = new Counter({
    name: 'agentguard_decisions_total',
    help: 'Decisions by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const requests = new Counter({
    name: 'agentguard_github_requests_total',
    help: 'Requests to GitHub by kind and status; none: no answer came.',
    labelNames: ['kind', 'status'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'agentguard_github_request_seconds',
    help: 'How long GitHub took to answer.',
    buckets: SECONDS,
    registers,
  });
  const budget = new Gauge({
    name: 'agentguard_github_budget_remaining',
    help: 'What is left of the hour’s budget at GitHub, by installation; app: signed in as the app itself.',
    labelNames: ['installation', 'resource'],
    registers,
  });
  const broken = new Gauge({
    name: 'agentguard_record_broken',
    help: 'Owners whose record was broken when this process was to sign it last.',
    registers,
  });
  const kindOf = boundedLabel(/^[A-Z]{3,7} \/[\w/{}.-]{0,150}$/, 200);
  const installationOf = boundedLabel(/^(?:app|\d{1,20})$/, 500);
  const resourceOf = boundedLabel(/^[a-z_]{1,40}$/, 20);
  return {
    delivery: (event, status) => deliveries.inc({ event: eventLabel(event), status }),
    job(kind, end, seconds) {
      jobs.inc({ kind, end });
      jobSeconds.observe({ kind }, seconds);
    },
    decision: (outcome) => decisions.inc({ outcome }),
    recordBroken: (owners) => broken.set(owners),
    request({ installationId, kind, status, seconds, budget: left }) {
      requests.inc({ kind: kindOf(kind), status: status ?? 'none' });
      requestSeconds.observe(seconds);
      if (left === null) return;
      const installation = installationOf(String(installationId ?? 'app'));
      budget.set({ installation, resource: resourceOf(left.resource) }, left.remaining);
    },
  };
}

/** Gauges of what waits; the function they are set with takes null when the store did not tell. */
function queueGauges(registers: Registry[]): (queue: QueueState | null, now: Date) => void {
  const up = new Gauge({
    name: 'agentguard_store_up',
    help: '1 while the store answers, else 0.',
    registers,
  });
  const jobs = new Gauge({
    name: 'agentguard_queue_jobs',
    help: 'Jobs in the store, those that wait by kind; active and parked ones under the kind any.',
    labelNames: ['state', 'kind'],
    registers,
  });
  const oldest = new Gauge({
    name: 'agentguard_queue_oldest_seconds',
    help: 'For how long the job has waited that is due and waits longest; 0: none is due.',
    registers,
  });
  return (queue, now) => {
    up.set(queue === null ? 0 : 1);
    jobs.reset();
    // Without the store nothing is known of the queue, which is not the same as an empty one.
    oldest.set(NaN);
    if (queue === null) return;
    const { waiting, active, parked, oldestDue } = queue;
    for (const [kind, count] of Object.entries({ ...NONE_WAITING, ...waiting })) {
      jobs.set({ state: 'waiting', kind }, count);
    }
    jobs.set({ state: 'active', kind: 'any' }, active);
    jobs.set({ state: 'parked', kind: 'any' }, parked);
    oldest.set(oldestDue === null ? 0 : Math.max(0, (now.getTime() - oldestDue.getTime()) / 1000));
  };
}

const NONE_WAITING: Readonly<Record<JobKind, number>> = {
  pull_request: 0,
  merge_group: 0,
  conversation: 0,
  repository: 0,
  installation: 0,
  sweep: 0,
};

/** Events that the app asks for in app.yml, and those that every app gets. */
const EVENTS: ReadonlySet<string> = new Set([
  'pull_request',
  'pull_request_review',
  'issue_comment',
  'issues',
  'check_run',
  'check_suite',
  'merge_group',
  'push',
  'member',
  'membership',
  'team',
  'organization',
  'repository_ruleset',
  'branch_protection_rule',
  'repository',
  'custom_property_values',
  'installation',
  'installation_repositories',
  'ping',
  'invalid',
]);

const eventLabel = (event: string): string => (EVENTS.has(event) ? event : 'other');

/** Lets through so many different values of this shape; everything else is `other`. */
function boundedLabel(shape: RegExp, most: number): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (seen.size >= most || !shape.test(value)) return 'other';
    seen.add(value);
    return value;
  };
}
