/**
 * `npm run bench:store`: what claiming and completing a job costs however many wait, and how many deliveries are stored
 * a second, on the embedded store and on a PostgreSQL of its own. CPU is that of this process.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { StorePlace } from '../src/adapters/store/engines/engine.ts';
import { openStore } from '../src/adapters/store/store.ts';
import type { NewJob, Store } from '../src/ports.ts';
import { postgresPrograms, startCluster } from '../test/support/postgres.ts';
import { machine, note, say, table } from './service/report.ts';

const { values } = parseArgs({
  options: {
    waiting: { type: 'string', default: '100,10000' },
    lanes: { type: 'string', default: '1,64' },
    installations: { type: 'string', default: '20' },
    times: { type: 'string', default: '500' },
    deliveries: { type: 'string', default: '5000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stderr.write(`npm run bench:store -- [options]
  --waiting N,…        jobs that wait (100,10000)
  --installations N    whose they are (20)
  --times N            calls of each kind (500)
  --lanes N,…          deliveries at once (1,64)
  --deliveries N       of each number of lanes (5000)
A small one: --waiting 100 --times 50 --deliveries 500
`);
  process.exit(0);
}
const installations = Number(values.installations);
const times = Number(values.times);
const deliveries = Number(values.deliveries);

const job = (n: number): NewJob => ({
  kind: 'pull_request',
  key: `acme/shop#${n}`,
  installationId: 1 + (n % installations),
  priority: 1 + (n % 3),
});

interface Cost {
  /** Microseconds a call. */
  readonly time: number;
  readonly cpu: number;
}

/** What a call costs over all of them. */
async function costOf(calls: number, work: () => Promise<void>): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { time: ((performance.now() - start) * 1000) / calls, cpu: (user + system) / calls };
}

/** One call after the other. */
const repeat = (work: () => Promise<unknown>): Promise<Cost> =>
  costOf(times, async () => {
    for (let n = 0; n < times; n++) await work();
  });

async function claims(store: Store, waiting: number): Promise<readonly (readonly [string, Cost])[]> {
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const jobs = Array.from({ length: waiting + times }, (_, n) => job(n));
  await store.enqueue(jobs);
  // As many again that are not due: sweeps wait for their time, too.
  await store.enqueue(jobs.map((each) => ({ ...each, key: `${each.key} later`, runAt: later })));
  // Some are under way all the while.
  for (let n = 0; n < 4; n++) await store.claim('other', new Date(), 600);
  const claimed = await repeat(async () => {
    const next = await store.claim('bench', new Date(), 600);
    if (!next) throw new Error('There was nothing to claim.');
    await store.complete(next);
  });
  return [
    ['claim and complete', claimed],
    ['when the next is due', await repeat(() => store.nextDue())],
    ['what waits, for metrics', await repeat(() => store.queue(new Date()))],
  ];
}

async function accepts(store: Store, lanes: number): Promise<Cost> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < deliveries) {
      const n = next++;
      const pullRequest = { owner: 'acme', name: 'shop', number: n % 1000 };
      const push = { login: 'olga', accountType: 'User', accountId: 1, sha: `${lanes} ${n}`, before: null };
      await store.accept(
        {
          id: `${lanes} ${n}`,
          event: 'pull_request',
          action: 'synchronize',
          receivedAt: new Date().toISOString(),
        },
        { jobs: [job(n % 1000)], pushes: [{ pullRequest, ...push }] },
      );
    }
  };
  return costOf(deliveries, async () => {
    await Promise.all(Array.from({ length: lanes }, lane));
  });
}

type Row = readonly [string, ...(readonly string[])];

async function measure(
  name: string,
  fresh: () => Promise<StorePlace>,
): Promise<{ claims: Row[]; accepts: Row[] }> {
  const rows = { claims: [] as Row[], accepts: [] as Row[] };
  for (const waiting of values.waiting.split(',').map(Number)) {
    note(`${name}: ${waiting} waiting`);
    const store = await openStore(await fresh());
    for (const [what, { time, cpu }] of await claims(store, waiting)) {
      rows.claims.push([name, String(waiting), what, `${time.toFixed(0)} µs`, `${cpu.toFixed(0)} µs`]);
    }
    await store.close();
  }
  for (const lanes of values.lanes.split(',').map(Number)) {
    note(`${name}: ${lanes} lanes`);
    const store = await openStore(await fresh());
    const { time, cpu } = await accepts(store, lanes);
    rows.accepts.push([name, String(lanes), (1_000_000 / time).toFixed(0), `${cpu.toFixed(0)} µs`]);
    await store.close();
  }
  return rows;
}

const folder = mkdtempSync(join(tmpdir(), 'agentguard-bench-store-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const measured = [await measure('SQLite', async () => ({ folder: mkdtempSync(join(folder, 'store-')) }))];
const programs = postgresPrograms();
if (programs === null) note('There is no PostgreSQL on this machine.');
else {
  const cluster = await startCluster(programs, { durable: true });
  process.once('exit', () => cluster.stop());
  let databases = 0;
  measured.push(
    await measure('PostgreSQL', async () => {
      const url = new URL(cluster.url);
      url.pathname = `/bench${++databases}`;
      const { default: pg } = await import('pg');
      const client = new pg.Client({ connectionString: cluster.url });
      await client.connect();
      await client.query(`create database bench${databases}`).finally(() => client.end());
      return { url: url.href };
    }),
  );
}

say(`${installations} installations, as many jobs again that are not due; ${machine()}`);
say();
table(
  ['store', 'jobs due', 'call', 'time', 'CPU'],
  measured.flatMap((each) => each.claims),
);
say();
table(
  ['store', 'deliveries at once', 'stored a second', 'CPU of each'],
  measured.flatMap((each) => each.accepts),
);
