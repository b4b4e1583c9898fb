import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDoor, type Seen } from '../github/door.ts';
import { createStage } from '../github/stage.ts';
import { freePort, spawnAgentguard } from '../processes/agentguard.ts';
import { untilIdle } from '../processes/queue.ts';
import { median } from '../report.ts';
import type { Dimension } from './changes.ts';

/** Medians of one evaluation at one size. */
export interface Point {
  readonly size: number;
  /** From the event to the end of the evaluation. */
  readonly milliseconds: number;
  /** The same without the time that the in-memory GitHub took for its answers. */
  readonly own: number;
  /** Processor time of AgentGuard, the receiving of deliveries included. */
  readonly cpu: number;
  readonly requests: number;
  /** Most memory that AgentGuard ever held until then. */
  readonly peakMegabytes: number;
}

/** Lets AgentGuard evaluate a pull request of this size a few times, each on its own, with all it keeps warm. */
export async function measure(dimension: Dimension, size: number, times: number): Promise<Point> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-growth-'));
  const stage = createStage({ organizations: 1, repositories: 1 });
  const pull = dimension.build(stage, size);
  const seen: Seen[] = [];
  const door = await openDoor(stage.github, { seen: (request) => void seen.push(request) });
  let evaluated: () => void = () => {};
  const key = `${pull.repository.owner.login}/${pull.repository.name}#${pull.number}`;
  const app = spawnAgentguard({
    environment: { ...stage.environment(door.host), AGENTGUARD_DATA: join(folder, 'data') },
    port: await freePort(),
    folder,
    logFile: join(folder, 'agentguard.log'),
    logged: (line) => {
      if (line.includes('"pull request evaluated"') && line.includes(`"${key}"`)) evaluated();
    },
  });
  await app.ready;
  stage.deliverTo(app.url);
  await untilIdle(app, { seconds: 7200 });
  const walls: number[] = [];
  const owns: number[] = [];
  const requests: number[] = [];
  const cpuBefore = app.cpuSeconds();
  for (let time = 1; time <= times; time++) {
    seen.length = 0;
    const done = new Promise<void>((resolve) => (evaluated = resolve));
    dimension.touch(stage, pull, time);
    // What GitHub itself does at a push is over by now.
    const began = performance.now();
    await done;
    const wall = performance.now() - began;
    walls.push(wall);
    owns.push(wall - covered(seen));
    requests.push(seen.length);
    await stage.github.settle();
  }
  const point = {
    size,
    milliseconds: median(walls),
    own: median(owns),
    cpu: ((app.cpuSeconds() - cpuBefore) * 1000) / times,
    requests: median(requests),
    peakMegabytes: app.peakMegabytes(),
  };
  await app.stop();
  await door.close();
  rmSync(folder, { recursive: true, force: true });
  return point;
}

/** Milliseconds in which GitHub was at work on at least one of these requests. */
function covered(requests: readonly Seen[]): number {
  let [sum, until] = [0, -Infinity];
  for (const { ended, worked } of requests.toSorted((a, b) => a.ended - a.worked - (b.ended - b.worked))) {
    sum += Math.max(0, ended - Math.max(until, ended - worked));
    until = Math.max(until, ended);
  }
  return sum;
}
