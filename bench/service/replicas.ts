/**
 * `npm run bench:replicas`: four processes on one PostgreSQL and bursts of events on thousands of pull requests. No
 * pull request may be worked on by two of them at once. Then the same load for one process.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDoor } from './github/door.ts';
import { happen, openAtRandom } from './github/events.ts';
import { createStage } from './github/stage.ts';
import { freePort, spawnAgentguard, type Agentguard } from './processes/agentguard.ts';
import { untilIdle } from './processes/queue.ts';
import { busySeconds } from './processes/usage.ts';
import { seeded } from './random.ts';
import { watchWork } from './replicas/watch.ts';
import { conclude, machine, mustHold, note, say, table } from './report.ts';
import type { PullRequest } from '../../demo/github/github.ts';
import { startDatabase } from './processes/database.ts';

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '4' },
    'pull-requests': { type: 'string', default: '2000' },
    burst: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stderr.write(`npm run bench:replicas -- [options]
  --processes N       on one PostgreSQL; the same load is then given to one (4)
  --pull-requests N   (2000)
  --burst N           what happens to each of them, all at once (4)
  --seed N            another number, another load (1)
A small one: --pull-requests 60
`);
  process.exit(0);
}
const count = Number(values['pull-requests']);
const burst = Number(values.burst);

interface Measured {
  readonly processes: number;
  readonly deliveries: number;
  readonly failed: number;
  readonly evaluations: number;
  readonly overlaps: readonly string[];
  readonly unanswered: number;
  readonly seconds: number;
  readonly cpu: { readonly agentguard: number; readonly github: number; readonly all: number };
}

async function measure(processes: number): Promise<Measured> {
  const random = seeded(Number(values.seed));
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-replicas-'));
  const database = await startDatabase();
  const stage = createStage({ organizations: 4, repositories: 5 });
  const { github } = stage;
  const work = watchWork();
  // Each process has a door of its own: so it is known who asks.
  const doors = await Promise.all(
    Array.from({ length: processes }, (_, process) =>
      openDoor(github, { seen: (request) => work.seen(process, request) }),
    ),
  );
  const apps: Agentguard[] = [];
  for (const [index, door] of doors.entries()) {
    const app = spawnAgentguard({
      environment: {
        ...stage.environment(door.host),
        DATABASE_URL: database.url,
        AGENTGUARD_DATA: join(folder, 'data'),
        LOG_LEVEL: 'debug',
      },
      port: await freePort(),
      folder,
      logFile: join(folder, `agentguard-${index}.log`),
      logged: (line) => work.logged(index, line),
    });
    await app.ready;
    apps.push(app);
  }
  const idle = (): Promise<unknown> =>
    Promise.all(apps.map((app) => untilIdle(app, { seconds: 3600, progress: progress(work) })));
  await idle();
  work.forget();

  let deliveries = 0;
  github.deliveries.mishap = (delivery) => {
    if (delivery.event !== 'check_run') deliveries++;
    stage.deliverTo(apps[deliveries % processes]?.url ?? '');
    return null;
  };
  stage.deliverTo(apps[0]?.url ?? '');
  const before = {
    began: performance.now(),
    busy: busySeconds(),
    apps: cpuOf(apps),
    own: process.cpuUsage(),
  };
  const pulls: PullRequest[] = [];
  for (let number = 0; number < count; number++) {
    const pull = openAtRandom(stage, random);
    pulls.push(pull);
    for (let event = 1; event < burst; event++) happen(stage, pull, random);
    // So many at once, and no more than there are connections.
    if (number % 8 === 7) await github.settle();
    if (number % 200 === 199) note(`${processes} processes: ${number + 1} of ${count} pull requests`);
  }
  await github.settle();
  await idle();
  await github.settle();
  await idle();
  const own = process.cpuUsage(before.own);
  const measured: Measured = {
    processes,
    deliveries,
    failed: github.deliveries.list.filter(({ statusCode }) => statusCode !== 202).length,
    evaluations: work.evaluations(),
    overlaps: work.overlaps(),
    unanswered: pulls.filter(
      (pull) => pull.state === 'open' && stage.answer(pull.repository, pull.head.sha) === null,
    ).length,
    seconds: (performance.now() - before.began) / 1000,
    cpu: {
      agentguard: cpuOf(apps) - before.apps,
      github: (own.user + own.system) / 1e6,
      all: busySeconds() - before.busy,
    },
  };
  await Promise.all(apps.map((app) => app.stop()));
  await Promise.all(doors.map((door) => door.close()));
  database.stop();
  rmSync(folder, { recursive: true, force: true });
  return measured;
}

const cpuOf = (apps: readonly { cpuSeconds(): number }[]): number =>
  apps.reduce((sum, app) => sum + app.cpuSeconds(), 0);

function progress(work: { evaluations(): number }): (left: number | null) => void {
  let said = performance.now();
  return (left) => {
    if (performance.now() - said < 5000) return;
    said = performance.now();
    note(`${work.evaluations()} evaluations, ${left} jobs left`);
  };
}

const all = [await measure(Number(values.processes)), await measure(1)];
say(`${count} pull requests, bursts of ${burst} events, seed ${values.seed}, ${machine()}`);
say();
table(
  [
    'processes',
    'deliveries',
    'evaluations',
    'seconds',
    'evaluations/s',
    'overlaps',
    'unanswered',
    'CPU AgentGuard',
    'CPU in-memory GitHub',
    'CPU all',
    'cores busy',
  ],
  all.map((one) => [
    one.processes,
    one.deliveries,
    one.evaluations,
    one.seconds.toFixed(1),
    (one.evaluations / one.seconds).toFixed(1),
    one.overlaps.length,
    one.unanswered,
    `${one.cpu.agentguard.toFixed(1)} s`,
    `${one.cpu.github.toFixed(1)} s`,
    `${one.cpu.all.toFixed(1)} s`,
    (one.cpu.all / one.seconds).toFixed(2),
  ]),
);
say();
say(
  'The in-memory GitHub runs in one process, which also makes the events and reads the logs: where its CPU time is',
);
say('close to the seconds, or all cores are busy, more processes of AgentGuard cannot be faster.');
for (const { processes, overlaps, unanswered, failed } of all) {
  for (const overlap of overlaps.slice(0, 5)) say(overlap);
  mustHold(overlaps.length === 0, `no pull request is worked on twice at once (${processes} processes)`);
  mustHold(unanswered === 0, `every open pull request is answered (${processes} processes)`);
  mustHold(failed === 0, `every delivery is answered with 202 (${processes} processes)`);
}
conclude();
process.exit();
