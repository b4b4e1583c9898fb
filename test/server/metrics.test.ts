import { readFileSync } from 'node:fs';
import type { QueueState, RequestSeen } from '../../src/ports.ts';
import { createMetrics } from '../../src/server/metrics.ts';

const now = new Date('2026-11-23T12:00:00Z');
const empty: QueueState = { waiting: {}, active: 0, parked: 0, oldestDue: null };

function metricsOf(queue: () => Promise<QueueState> = async () => empty) {
  const store = { queue, owners: async () => [], async *stream() {} };
  const metrics = createMetrics({ version: '1.2.3', store, clock: { now: () => now } });
  /** Samples of AgentGuard itself, without those of histograms' buckets. */
  const samples = async (): Promise<string[]> =>
    (await metrics.text()).split('\n').filter((line) => /^agentguard_(?!\w+_bucket)/.test(line));
  return { ...metrics, samples };
}

const request = (changed: Partial<RequestSeen> = {}): RequestSeen => ({
  installationId: 42,
  kind: 'POST /graphql',
  status: 200,
  seconds: 0.2,
  budget: { resource: 'graphql', remaining: 4990 },
  ...changed,
});

test('before anything happened there is the version and an empty queue', async () => {
  expect(await metricsOf().samples()).toEqual([
    'agentguard_build_info{version="1.2.3"} 1',
    'agentguard_github_request_seconds_sum 0',
    'agentguard_github_request_seconds_count 0',
    'agentguard_record_broken 0',
    ...['waiver', 'not_agent', 'override', 'freeze', 'alert', 'push'].map(
      (kind) => `agentguard_record_entries_total{kind="${kind}"} 0`,
    ),
    ...['allowed', 'overridden', 'past_the_gate', 'undecided', 'observed', 'not_gated'].map(
      (how) => `agentguard_merges_total{how="${how}"} 0`,
    ),
    ...['reverted', 'reviewed', 'closed'].map((how) => `agentguard_exposures_ended_total{how="${how}"} 0`),
    'agentguard_first_look_seconds_sum 0',
    'agentguard_first_look_seconds_count 0',
    'agentguard_store_up 1',
    'agentguard_queue_jobs{state="waiting",kind="pull_request"} 0',
    'agentguard_queue_jobs{state="waiting",kind="merge_group"} 0',
    'agentguard_queue_jobs{state="waiting",kind="conversation"} 0',
    'agentguard_queue_jobs{state="waiting",kind="repository"} 0',
    'agentguard_queue_jobs{state="waiting",kind="installation"} 0',
    'agentguard_queue_jobs{state="waiting",kind="sweep"} 0',
    'agentguard_queue_jobs{state="active",kind="any"} 0',
    'agentguard_queue_jobs{state="parked",kind="any"} 0',
    'agentguard_queue_oldest_seconds 0',
    'agentguard_exposures_open 0',
    'agentguard_exposure_oldest_seconds 0',
  ]);
});

test('counts what it is told', async () => {
  const { meter, samples } = metricsOf();
  meter.delivery('pull_request', 202);
  meter.delivery('pull_request', 202);
  meter.delivery('pull_request', 500);
  meter.delivery('invalid', 401);
  meter.job('pull_request', 'done', 1.5);
  meter.job('pull_request', 'retried', 2);
  meter.decision('review_required');
  meter.recordBroken(2);
  meter.request(request());
  meter.request(request({ status: null, budget: null }));
  meter.request(
    request({ installationId: null, kind: 'GET /app', budget: { resource: 'core', remaining: 7 } }),
  );
  expect(await samples()).toEqual(
    expect.arrayContaining([
      'agentguard_deliveries_total{event="pull_request",status="202"} 2',
      'agentguard_deliveries_total{event="pull_request",status="500"} 1',
      'agentguard_deliveries_total{event="invalid",status="401"} 1',
      'agentguard_record_broken 2',
      'agentguard_jobs_total{kind="pull_request",end="done"} 1',
      'agentguard_jobs_total{kind="pull_request",end="retried"} 1',
      'agentguard_job_seconds_sum{kind="pull_request"} 3.5',
      'agentguard_job_seconds_count{kind="pull_request"} 2',
      'agentguard_decisions_total{outcome="review_required"} 1',
      'agentguard_github_requests_total{kind="POST /graphql",status="200"} 1',
      'agentguard_github_requests_total{kind="POST /graphql",status="none"} 1',
      'agentguard_github_requests_total{kind="GET /app",status="200"} 1',
      'agentguard_github_budget_remaining{installation="42",resource="graphql"} 4990',
      'agentguard_github_budget_remaining{installation="app",resource="core"} 7',
    ]),
  );
});

test('labels have few values, and none that is a name', async () => {
  const { meter, text } = metricsOf();
  meter.delivery('acme_secret_event', 202);
  meter.request(request({ kind: 'GET /repos/acme/shop?token=x' }));
  meter.request(request({ budget: { resource: 'Acme Inc', remaining: 1 } }));
  for (let index = 0; index < 600; index++) {
    meter.request(
      request({ kind: `GET /made/up/${index}`, installationId: index, budget: request().budget }),
    );
  }
  const shown = await text();
  expect(shown).toContain('agentguard_deliveries_total{event="other",status="202"} 1');
  expect(shown).toContain('agentguard_github_budget_remaining{installation="42",resource="other"} 1');
  expect(shown).not.toMatch(/acme/i);
  expect(shown.match(/^agentguard_github_requests_total/gm)?.length).toBe(201);
  expect(shown.match(/^agentguard_github_budget_remaining/gm)?.length).toBe(502);
});

test('the queue is read when scraped, at most once a second', async () => {
  let read = 0;
  const { samples } = metricsOf(async () => {
    read += 1;
    return {
      waiting: { pull_request: 3, sweep: 1 },
      active: 4,
      parked: 2,
      oldestDue: new Date(now.getTime() - 12_500),
    };
  });
  const [first] = await Promise.all([samples(), samples(), samples()]);
  expect(read).toBe(1);
  expect(first).toEqual(
    expect.arrayContaining([
      'agentguard_queue_jobs{state="waiting",kind="pull_request"} 3',
      'agentguard_queue_jobs{state="waiting",kind="sweep"} 1',
      'agentguard_queue_jobs{state="active",kind="any"} 4',
      'agentguard_queue_jobs{state="parked",kind="any"} 2',
      'agentguard_queue_oldest_seconds 12.5',
    ]),
  );
});

test('a store that fails costs only what it would have told', async () => {
  const { meter, samples } = metricsOf(() => Promise.reject(new Error('gone')));
  meter.decision('allow');
  const shown = await samples();
  expect(shown).toContain('agentguard_store_up 0');
  expect(shown).toContain('agentguard_decisions_total{outcome="allow"} 1');
  expect(shown.filter((line) => line.startsWith('agentguard_queue'))).toEqual([
    'agentguard_queue_oldest_seconds Nan',
  ]);
});

test('the process is shown once, however many servers there are in it', async () => {
  const [one, other] = [metricsOf(), metricsOf()];
  for (const { text } of [one, other]) {
    expect((await text()).match(/^process_resident_memory_bytes /gm)).toHaveLength(1);
  }
});

/** The names in the first column of the table, and those that a scrape tells of. */
test('docs/operations.md has every metric, and no other', async () => {
  const written = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `(agentguard_\w+)/gm)];
  const told = [...(await metricsOf().text()).matchAll(/^# TYPE (agentguard_\w+)/gm)];
  const names = (found: RegExpMatchArray[]): string[] => found.map(([, name = '']) => name).toSorted();
  expect(names(written)).toEqual(names(told));
});
