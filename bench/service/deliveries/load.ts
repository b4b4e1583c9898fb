/**
 * A process of its own that posts deliveries over so many connections and prints what came back, as JSON:
 * `node load.js FILE URL REQUESTS CONNECTIONS` with the secret in SECRET. FILE has one payload a line.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { quantile } from '../report.ts';
import type { Payload } from './payloads.ts';

/** What one round of load came to. */
export interface Loaded {
  readonly seconds: number;
  /** Milliseconds from the request to the end of the answer. */
  readonly median: number;
  readonly p99: number;
  readonly slowest: number;
  /** How many answers of each status; 0: no answer. */
  readonly statuses: Readonly<Record<string, number>>;
}

const [file = '', address = '', requests = '', connections = ''] = process.argv.slice(2);
const secret = process.env['SECRET'] ?? '';
const url = new URL(address);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections), scheduling: 'fifo' });
// Signed before the clock runs.
const ready = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const { event, body } = JSON.parse(line) as Payload;
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    return { event, signature, body: Buffer.from(body) };
  });

const latencies: number[] = [];
const statuses: Record<string, number> = {};
let sent = 0;

function post(index: number): Promise<void> {
  const one = ready[index % ready.length];
  if (!one) throw new Error('There are no payloads.');
  const began = performance.now();
  return new Promise((resolve) => {
    const finish = (status: number): void => {
      latencies.push(performance.now() - began);
      statuses[status] = (statuses[status] ?? 0) + 1;
      resolve();
    };
    const posted = request(
      {
        agent,
        host: url.hostname,
        port: url.port,
        path: url.pathname,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': one.body.length,
          'user-agent': 'GitHub-Hookshot/0000000',
          'x-github-delivery': randomUUID(),
          'x-github-event': one.event,
          'x-hub-signature-256': one.signature,
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => finish(response.statusCode ?? 0));
      },
    );
    posted.once('error', () => finish(0));
    posted.end(one.body);
  });
}

async function lane(): Promise<void> {
  while (sent < Number(requests)) await post(sent++);
}

const began = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, lane));
const loaded: Loaded = {
  seconds: (performance.now() - began) / 1000,
  median: quantile(latencies, 0.5),
  p99: quantile(latencies, 0.99),
  slowest: Math.max(...latencies),
  statuses,
};
process.stdout.write(`${JSON.stringify(loaded)}\n`);
agent.destroy();
