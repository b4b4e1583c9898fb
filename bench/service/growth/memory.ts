import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { payloadsFor } from '../deliveries/payloads.ts';
import { postAll, writePayloads } from '../deliveries/post-all.ts';
import { openDoor } from '../github/door.ts';
import { openAtRandom } from '../github/events.ts';
import { createStage } from '../github/stage.ts';
import { freePort, spawnAgentguard } from '../processes/agentguard.ts';
import { untilIdle } from '../processes/queue.ts';
import { seeded } from '../random.ts';

/** Most memory that AgentGuard held at each step, in megabytes. */
export interface Peaks {
  readonly started: number;
  readonly received: number;
  readonly evaluated: number;
}

/** Posts so many deliveries about a few hundred pull requests over 64 connections, which AgentGuard evaluates meanwhile. */
export async function memoryThrough(deliveries: number, pullRequests: number): Promise<Peaks> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-memory-'));
  const stage = createStage({ organizations: 4, repositories: 5 });
  const random = seeded(1);
  const pulls = Array.from({ length: pullRequests }, () => openAtRandom(stage, random));
  const file = join(folder, 'payloads');
  writePayloads(file, payloadsFor(pulls, stage.installationOf));
  const door = await openDoor(stage.github);
  const environment = stage.environment(door.host);
  const app = spawnAgentguard({
    environment: { ...environment, AGENTGUARD_DATA: join(folder, 'data') },
    port: await freePort(),
    folder,
    logFile: join(folder, 'agentguard.log'),
  });
  await app.ready;
  const started = app.peakMegabytes();
  const secret = environment['WEBHOOK_SECRET'] ?? '';
  await postAll(app.url, { file, secret, requests: deliveries, connections: 64 });
  const received = app.peakMegabytes();
  await untilIdle(app, { seconds: 7200 });
  const evaluated = app.peakMegabytes();
  await app.stop();
  await door.close();
  rmSync(folder, { recursive: true, force: true });
  return { started, received, evaluated };
}
