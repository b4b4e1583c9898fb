/**
 * `npm run bench:deliveries`: how many deliveries a second are acknowledged once they are stored, beside a Probot
 * server that stores nothing. All run on the same payloads, in turn, round after round.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Loaded } from './deliveries/load.ts';
import { payloadsFor } from './deliveries/payloads.ts';
import { postAll, writePayloads } from './deliveries/post-all.ts';
import { openDoor } from './github/door.ts';
import { openAtRandom } from './github/events.ts';
import { createStage } from './github/stage.ts';
import { freePort, spawnAgentguard, untilItAnswers, type Agentguard } from './processes/agentguard.ts';
import { untilIdle } from './processes/queue.ts';
import { seeded } from './random.ts';
import { startDatabase } from './processes/database.ts';
import { conclude, machine, median, mustHold, note, say, table } from './report.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
    'pull-requests': { type: 'string', default: '500' },
    profile: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stderr.write(`npm run bench:deliveries -- [options]
  --requests N        deliveries a round and server (5000)
  --rounds N          after one that does not count (5)
  --connections N     (64)
  --pull-requests N   that the deliveries are about, each another one (500)
  --only TEXT         servers whose name has this in it, and Probot
  --profile FOLDER    writes what AgentGuard's processors did there, for Chrome's developer tools
A small one: --requests 500 --rounds 2 --pull-requests 50
`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'agentguard-deliveries-'));
const stage = createStage({ organizations: 4, repositories: 5 });
const random = seeded(1);
const pulls = Array.from({ length: Number(values['pull-requests']) }, () => openAtRandom(stage, random));
const payloads = payloadsFor(pulls, stage.installationOf);
const file = join(folder, 'payloads');
writePayloads(file, payloads);
const sizes = payloads.map(({ body }) => body.length);
const door = await openDoor(stage.github);
const environment = stage.environment(door.host);
const database = await startDatabase();

interface Server {
  readonly name: string;
  readonly url: string;
  /** Resolves once it does nothing any more. */
  rest(): Promise<void>;
  stop(): Promise<void>;
}

async function agentguard(name: string, more: Readonly<Record<string, string>>): Promise<Server> {
  const app: Agentguard = spawnAgentguard({
    environment: { ...environment, AGENTGUARD_DATA: join(folder, name.replaceAll(/\W+/g, '-')), ...more },
    port: await freePort(),
    folder,
    logFile: join(folder, 'agentguard.log'),
    node: values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`],
  });
  await app.ready;
  const works = more['AGENTGUARD_CONCURRENCY'] !== '0';
  return {
    name,
    url: app.url,
    rest: async () => (works ? untilIdle(app, { seconds: 3600 }) : undefined),
    stop: () => app.stop(),
  };
}

async function bareProbot(): Promise<Server> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('deliveries/bare-probot.js', import.meta.url))],
    {
      env: { ...environment, PORT: String(port) },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers(url);
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  return { name: 'Probot, stores nothing', url, rest: async () => {}, stop };
}

const receiving = { AGENTGUARD_CONCURRENCY: '0' };
const STARTS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['AgentGuard, embedded store, only receives', receiving],
  ['AgentGuard, PostgreSQL, only receives', { ...receiving, DATABASE_URL: database.url }],
  ['AgentGuard, embedded store, and evaluates', {}],
];
const probot = await bareProbot();
const servers: Server[] = [probot];
for (const [name, more] of STARTS) {
  if (name.includes(values.only ?? '')) servers.push(await agentguard(name, more));
}

const posting = {
  file,
  secret: environment['WEBHOOK_SECRET'] ?? '',
  requests: Number(values.requests),
  connections: Number(values.connections),
};
const measured = new Map<string, Loaded[]>();
for (let round = 0; round <= Number(values.rounds); round++) {
  for (const server of servers) {
    await server.rest();
    const loaded = await postAll(server.url, posting);
    if (round > 0) measured.set(server.name, [...(measured.get(server.name) ?? []), loaded]);
    const rate = Number(values.requests) / loaded.seconds;
    note(
      `round ${round} of ${values.rounds}: ${server.name}: ${rate.toFixed(0)}/s, p99 ${loaded.p99.toFixed(0)} ms`,
    );
  }
}
for (const server of servers) await server.stop();
await door.close();
database.stop();

const rateOf = (rounds: readonly Loaded[]): number =>
  median(rounds.map(({ seconds }) => Number(values.requests) / seconds));
const bare = rateOf(measured.get(probot.name) ?? []);
say(
  `${values.requests} deliveries a round, ${values.connections} connections, payloads of ${(Math.min(...sizes) / 1000).toFixed(0)} to ${(Math.max(...sizes) / 1000).toFixed(0)} kB (median ${(median(sizes) / 1000).toFixed(0)}); medians of ${values.rounds} rounds; ${machine()}`,
);
say();
table(
  ['server', 'acknowledged/s', 'of Probot', 'p50', 'p99', 'slowest', 'not acknowledged'],
  [...measured].map(([name, rounds]) => [
    name,
    rateOf(rounds).toFixed(0),
    (rateOf(rounds) / bare).toFixed(2),
    `${median(rounds.map((round) => round.median)).toFixed(1)} ms`,
    `${median(rounds.map(({ p99 }) => p99)).toFixed(1)} ms`,
    `${Math.max(...rounds.map(({ slowest }) => slowest)).toFixed(0)} ms`,
    unacknowledged(name, rounds),
  ]),
);
for (const [name, rounds] of measured) {
  if (name === probot.name) continue;
  mustHold(unacknowledged(name, rounds) === 0, `${name}: every delivery is acknowledged`);
  if (!name.endsWith('only receives')) continue;
  mustHold(rateOf(rounds) >= bare / 2, `${name}: at least half of Probot's rate`);
  mustHold(median(rounds.map(({ p99 }) => p99)) < 100, `${name}: p99 under 100 ms`);
}
conclude();
rmSync(folder, { recursive: true, force: true });
process.exit();

function unacknowledged(name: string, rounds: readonly Loaded[]): number {
  const good = name === probot.name ? '200' : '202';
  return rounds.reduce((sum, { statuses }) => sum + Number(values.requests) - (statuses[good] ?? 0), 0);
}
