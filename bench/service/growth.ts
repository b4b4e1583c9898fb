/**
 * `npm run bench:growth`: how the time and the requests of one evaluation grow with files, commits, reviewers and open
 * pull requests, and how much memory AgentGuard needs at most.
 */
import { parseArgs } from 'node:util';
import { DIMENSIONS } from './growth/changes.ts';
import { measure, type Point } from './growth/measure.ts';
import { memoryThrough } from './growth/memory.ts';
import { conclude, machine, mustHold, note, say, slope, table } from './report.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '5' },
    most: { type: 'string', default: '3000' },
    deliveries: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stderr.write(`npm run bench:growth -- [options]
  --times N        evaluations of each size (5)
  --most N         leaves larger sizes out (3000)
  --deliveries N   for the memory they take (10000)
  --only TEXT      what has this in its name: ${DIMENSIONS.map(({ of }) => of).join(', ')}, memory
A small one: --times 2 --most 30 --deliveries 500
`);
  process.exit(0);
}

/** Of a straight line through the logarithms, with room for noise. */
const MOST_SLOPE = 1.15;
const MOST_MEGABYTES = 300;

say(`medians of ${values.times} evaluations, one after another, on the embedded store; ${machine()}`);
for (const dimension of DIMENSIONS.filter(({ of }) => of.includes(values.only))) {
  const points: Point[] = [];
  for (const size of dimension.sizes.filter((each) => each <= Number(values.most))) {
    points.push(await measure(dimension, size, Number(values.times)));
    note(`${size} ${dimension.of}: ${points.at(-1)?.milliseconds.toFixed(0)} ms`);
  }
  say();
  table(
    [dimension.of, 'evaluations/s', 'time', 'without GitHub', 'CPU', 'requests', 'peak memory'],
    points.map((point) => [
      point.size,
      (1000 / point.milliseconds).toFixed(1),
      `${point.milliseconds.toFixed(0)} ms`,
      `${point.own.toFixed(0)} ms`,
      `${point.cpu.toFixed(0)} ms`,
      point.requests,
      `${point.peakMegabytes.toFixed(0)} MB`,
    ]),
  );
  const slopeOf = (value: keyof Point): number => slope(points.map((point) => [point.size, point[value]]));
  const [time, own, cpu] = [slopeOf('milliseconds'), slopeOf('own'), slopeOf('cpu')];
  const requests = slopeOf('requests');
  say();
  say(
    `Slopes: time ${time.toFixed(2)}, without GitHub ${own.toFixed(2)}, CPU ${cpu.toFixed(2)}, requests ${requests.toFixed(2)}.`,
  );
  // Not the time on the clock, which says as much about what else runs.
  mustHold(cpu <= MOST_SLOPE, `CPU time grows with ${dimension.of} no faster than they do`);
  mustHold(requests <= MOST_SLOPE, `requests grow with ${dimension.of} no faster than they do`);
  for (const { size, peakMegabytes } of points) {
    mustHold(peakMegabytes < MOST_MEGABYTES, `under ${MOST_MEGABYTES} MB with ${size} ${dimension.of}`);
  }
}
if ('memory'.includes(values.only)) {
  const peaks = await memoryThrough(Number(values.deliveries), 500);
  say();
  table(
    ['peak memory', 'MB'],
    [
      ['started', peaks.started.toFixed(0)],
      [`${values.deliveries} deliveries received`, peaks.received.toFixed(0)],
      ['and evaluated', peaks.evaluated.toFixed(0)],
    ],
  );
  mustHold(peaks.evaluated < MOST_MEGABYTES, `under ${MOST_MEGABYTES} MB through the deliveries`);
}
conclude();
process.exit();
