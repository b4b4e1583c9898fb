/**
 * `npm run bench:crash -- --store sqlite|postgres`: AgentGuard is killed again and again while deliveries come and
 * GitHub's answers fail. In the end each open pull request must have the answer that a fresh AgentGuard gives, and no
 * delivery that was acknowledged may be missing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PullRequest } from '../../demo/github/github.ts';
import { compareAnswers, passesLeftBehind, readAnswers } from './crash/answers.ts';
import { storedOf } from './crash/known.ts';
import { createMishaps } from './crash/mishaps.ts';
import { openDoor } from './github/door.ts';
import { happen, openAtRandom } from './github/events.ts';
import { faultsFor } from './github/faults.ts';
import { createStage } from './github/stage.ts';
import { freePort, spawnAgentguard, type Agentguard } from './processes/agentguard.ts';
import { untilIdle } from './processes/queue.ts';
import { seeded } from './random.ts';
import { conclude, machine, mustHold, note, say, table } from './report.ts';
import { openStore } from '../../src/adapters/store/store.ts';
import { startDatabase } from './processes/database.ts';

const { values } = parseArgs({
  options: {
    store: { type: 'string', default: 'sqlite' },
    deliveries: { type: 'string', default: '5000' },
    kills: { type: 'string', default: '100' },
    'database-kills': { type: 'string', default: '5' },
    'pull-requests': { type: 'string', default: '300' },
    faults: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || !['sqlite', 'postgres'].includes(values.store)) {
  process.stderr.write(`npm run bench:crash -- [options]
  --store sqlite|postgres   the store that has to hold (sqlite)
  --deliveries N            deliveries of what people and agents do (5000)
  --kills N                 how often AgentGuard is killed (100)
  --database-kills N        how often PostgreSQL is, too (5)
  --pull-requests N         open when it begins (300)
  --faults N                of a hundred answers of GitHub so many fail (20)
  --seed N                  another number, another run (1)
  --keep                    leaves the folder with store and log, and says where
A small one: --deliveries 300 --kills 6 --pull-requests 30 --database-kills 1
`);
  process.exit(values.help ? 0 : 2);
}
const wanted = Number(values.deliveries);
const kills = Number(values.kills);
const databaseKills = values.store === 'postgres' ? Number(values['database-kills']) : 0;

const random = seeded(Number(values.seed));
const folder = mkdtempSync(join(tmpdir(), 'agentguard-crash-'));
const logFile = join(folder, 'agentguard.log');
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const stage = createStage({ organizations: 4, repositories: 3 });
const { github } = stage;
const pulls: PullRequest[] = [];
for (let n = 0; n < Number(values['pull-requests']); n++) pulls.push(openAtRandom(stage, random));

let faulty = true;
let requests = 0;
let failed = 0;
const strike = faultsFor(Number(values.faults) / 100, seeded(Number(values.seed) + 1));
const door = await openDoor(github, {
  strike: (request) => {
    if (!faulty) return null;
    const fault = strike(request);
    requests++;
    if (fault) failed++;
    return fault;
  },
});

const database = values.store === 'postgres' ? await startDatabase() : null;
const port = await freePort();
const data = join(folder, 'data');
const place = database ? { url: database.url } : { folder: data };
const environment = {
  ...stage.environment(door.host),
  AGENTGUARD_DATA: data,
  ...(database && { DATABASE_URL: database.url }),
};
stage.deliverTo(`http://127.0.0.1:${port}`);
const mishaps = createMishaps(stage, random);

/** As whoever supervises it would: when it ends by itself it is started again. */
let endedByItself = 0;
let dying: Agentguard | null = null;
let isWanted = true;
function start(): Agentguard {
  const started = spawnAgentguard({ environment, port, folder, logFile });
  void started.ended.then(async () => {
    if (!isWanted || app !== started || started === dying) return;
    endedByItself++;
    await pause(500);
    if (app === started) app = start();
  });
  return started;
}

const began = performance.now();
let app = start();
await app.ready;

/** Things happen, as many as fit between two kills, so that all kills are in the midst of it. */
let killed = 0;
let databaseKilled = 0;
async function play(): Promise<void> {
  while (mishaps.made < wanted) {
    const allowed = (wanted * (killed + 1)) / (kills + 1);
    if (killed < kills && mishaps.made >= allowed) await pause(50);
    else {
      if (random.chance(0.03)) pulls.push(openAtRandom(stage, random));
      else happen(stage, random.pick(pulls), random);
      await pause(random.between(0, 150));
    }
  }
}

async function kill(): Promise<void> {
  const between = Math.max(1, Math.floor(kills / (databaseKills + 1)));
  while (killed < kills) {
    // Now and then while it starts, else at work.
    if (random.chance(0.2)) await pause(random.between(50, 1500));
    else {
      await app.ready.catch(() => {});
      await pause(random.between(50, 4000));
    }
    if (database && databaseKilled < databaseKills && killed % between === between - 1) {
      databaseKilled++;
      database.kill();
      await pause(random.between(0, 2000));
      database.start();
      await pause(random.between(0, 2000));
    }
    dying = app;
    killed++;
    // Started at once, or else its supervisor would.
    app = await dying.kill().then(start);
    note(
      `kill ${killed} of ${kills}; ${mishaps.made} of ${wanted} deliveries; ${requests} requests, ${failed} failed`,
    );
  }
}

await Promise.all([play(), kill()]);
faulty = false;
note('no more faults; waiting until nothing is left to do');
await github.settle();
const quiet = performance.now();
await untilIdle(app, { seconds: 1800, progress: every(5, (left) => note(`${left} jobs left`)) });
await untilFound();
await untilIdle(app, { seconds: 1800 });
const settledIn = (performance.now() - quiet) / 1000;
isWanted = false;
await app.stop();

const found = readAnswers(stage, pulls);
const leftBehind = passesLeftBehind(stage, pulls);
const store = await openStore(place);
const acknowledged = mishaps.acknowledged();
const known = await store.knownDeliveries(acknowledged);
const parked = (await store.jobs()).filter(({ state }) => state === 'parked').length;
const never = mishaps.neverAnswered();
const heard = await store.knownDeliveries(never);
const notFound = never.filter((guid) => !heard.has(guid));
const broken: string[] = [];
for (const owner of new Set(stage.repositories.map((repository) => repository.owner.login))) {
  if (await store.verify(owner)) broken.push(owner);
}
await store.close();

note('a fresh AgentGuard looks at every open pull request');
const fresh = spawnAgentguard({
  environment: { ...stage.environment(door.host), AGENTGUARD_DATA: join(folder, 'fresh') },
  port,
  folder,
  logFile: join(folder, 'fresh.log'),
});
await fresh.ready;
await pause(2000);
await untilIdle(fresh, { seconds: 1800, progress: every(5, (left) => note(`${left} jobs left`)) });
await fresh.stop();
const compared = compareAnswers(found, readAnswers(stage, pulls));

say(
  `${values.store}, seed ${values.seed}, ${machine()}, ${((performance.now() - began) / 60_000).toFixed(1)} minutes`,
);
say();
const lost = acknowledged.filter((id) => !known.has(id));
table(
  ['what', 'how many'],
  [
    ['AgentGuard killed', killed],
    ['PostgreSQL killed', databaseKilled],
    ['AgentGuard ended by itself', endedByItself],
    ['deliveries of events', mishaps.made],
    ['of them sent more than once', mishaps.repeated],
    ['held back, so that others overtook them', mishaps.delayed],
    ['not answered with 202 at first', mishaps.failedAtFirst()],
    ['of them stored all the same: it died before it could answer', heard.size],
    ['of them never found', notFound.length],
    ['requests to GitHub while it failed', requests],
    ['of them failed', failed],
    ['seconds until all was done once nothing failed any more', settledIn.toFixed(0)],
    ['jobs set aside', parked],
    ['open pull requests', found.length],
    ['with the answer that a fresh AgentGuard gives', compared.same],
    ['without an answer (lost)', compared.lost.length],
    ['with another answer (contradictory)', compared.contradictory.length],
    ['passes left on commits that are no heads', leftBehind.length],
    ['deliveries acknowledged', acknowledged.length],
    ['of them not in the store', lost.length],
    ['records whose chain is broken', broken.length],
  ],
);
say();
for (const line of [...compared.lost, ...compared.contradictory, ...leftBehind].slice(0, 20)) say(line);
mustHold(compared.lost.length === 0, 'every open pull request has an answer on its head');
mustHold(compared.contradictory.length === 0, 'every answer is that of a fresh evaluation');
mustHold(leftBehind.length === 0, 'no pass stands on a commit that is no head');
mustHold(lost.length === 0, 'every delivery that was acknowledged is in the store');
mustHold(notFound.length === 0, 'every delivery that failed was found');
mustHold(broken.length === 0, 'every chain of the record is whole');
conclude();

await door.close();
database?.stop();
if (values.keep) note(`kept: ${folder}`);
else rmSync(folder, { recursive: true, force: true });
process.exit();

/** AgentGuard looks for what failed every five minutes, and asks for a hundred a minute. */
async function untilFound(): Promise<void> {
  const patience = 400_000;
  for (let [left, since] = [Infinity, performance.now()]; performance.now() - since < patience;) {
    const unheard = mishaps.neverAnswered();
    const missing = unheard.length - (await storedOf(place, unheard)).size;
    if (missing === 0) return;
    if (missing < left) [left, since] = [missing, performance.now()];
    note(`${missing} deliveries are still to be found`);
    await pause(10_000);
  }
}

/** Calls no more often than every so many seconds. */
function every<T>(seconds: number, call: (value: T) => void): (value: T) => void {
  let last = -Infinity;
  return (value) => {
    if (performance.now() - last < seconds * 1000) return;
    last = performance.now();
    call(value);
  };
}
