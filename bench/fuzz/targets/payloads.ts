import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Probot } from 'probot';
import { openStore } from '../../../src/adapters/store/store.ts';
import { createApp, WEBHOOK_PATH } from '../../../src/server/app.ts';
import { plant } from '../mutants/json.ts';
import { wrongIn, type Told } from '../oracles/jobs.ts';
import { bodyOf, examples, mutant, type Delivered } from '../mutants/payloads.ts';
import type { Random } from '../random.ts';
import { token } from '../mutants/secrets.ts';
import type { Opened, Ran, Target } from '../target.ts';

/** Names of repositories and events are in the log, whatever they look like. */
const NAMES = new Set(['name', 'full_name', 'login']);

const guid = (random: Random): string =>
  Array.from({ length: 32 }, () => random.int(16).toString(16))
    .join('')
    .replace(/^(.{8})/, '$1-');

/** A delivery as GitHub sends it, signed. */
export const signed = (body: string, event: string, secret: string, id: string) => ({
  method: 'POST',
  body,
  headers: {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': id,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  },
});

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** Mutated payloads, signed, posted to the endpoint with a real store behind it. */
export const payloads: Target = {
  name: 'payloads',
  mostMilliseconds: 5000,
  async open(): Promise<Opened> {
    const all = examples();
    const secret = randomBytes(24).toString('hex');
    const folder = mkdtempSync(join(tmpdir(), 'agentguard-fuzz-'));
    const store = await openStore({ folder });
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });
    const probot = new Probot({
      appId: 1,
      privateKey: 'unused here',
      secret,
      log: pino({ level: 'silent' }),
    });
    await probot.ready();
    const told: Told[] = [];
    const loose: string[] = [];
    const onLoose = (error: unknown): void => void loose.push(String(error));
    process.on('unhandledRejection', onLoose);
    const app = createApp({
      store: {
        accept: async (delivery, of) => {
          told.push(of);
          await store.accept(delivery, of);
        },
      },
      clock: { now: () => new Date() },
      log,
      version: '0.0.0-fuzz',
      verify: (body, signature) => probot.webhooks.verify(body, signature),
      wake() {},
      ping: async () => {},
    });
    const answers = new Map<number, number>();
    const times: number[] = [];
    let unchanged = 0;

    const post = async (made: Delivered, random: Random): Promise<Ran> => {
      const planted = token(random);
      plant(made.payload, planted, NAMES, random);
      const body = bodyOf(made, random);
      told.length = lines.length = loose.length = 0;
      const began = performance.now();
      const { status } = await app.request(WEBHOOK_PATH, signed(body, made.event, secret, guid(random)));
      times.push(performance.now() - began);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      const written = lines.join('');
      return {
        input: () => JSON.stringify({ event: made.event, body: body.slice(0, 20_000) }),
        wrong: [
          ...(status === 202 || (status >= 400 && status < 500)
            ? []
            : [`answered ${status}: ${written.slice(0, 500)}`]),
          ...told.flatMap((one) => wrongIn(parsed(body), one)),
          ...(written.includes(secret) ? ['the webhook secret is in the log'] : []),
          ...(written.includes(planted) ? ['a token of the payload is in the log'] : []),
          ...(written.length > 20_000 ? [`one delivery wrote ${written.length} characters to the log`] : []),
          ...loose.map((error) => `a rejection that nobody took: ${error}`),
        ],
      };
    };

    return {
      async run(random) {
        // GitHub's own examples first, as they are: none of them may be refused.
        const own = all[unchanged];
        if (own) {
          unchanged++;
          const made = { event: own.event, payload: structuredClone(own.payload) as Record<string, unknown> };
          const body = JSON.stringify(made.payload);
          const { status } = await app.request(WEBHOOK_PATH, signed(body, own.event, secret, guid(random)));
          if (status !== 202)
            return { wrong: [`an example of ${own.event} is answered ${status}`], input: () => body };
        }
        return post(mutant(all, random), random);
      },
      async close() {
        process.off('unhandledRejection', onLoose);
        const kept = await store.jobs();
        await store.close();
        rmSync(folder, { recursive: true, force: true });
        const sorted = times.toSorted((a, b) => a - b);
        const part = (share: number): string =>
          `${(sorted[Math.floor(sorted.length * share)] ?? NaN).toFixed(1)} ms`;
        const statuses = [...answers]
          .toSorted(([a], [b]) => a - b)
          .map(([status, count]) => `${status}: ${count}`);
        return `${unchanged} examples as they are, all 202; mutants ${statuses.join(', ')}; ${kept.length} jobs kept; p50 ${part(0.5)}, p99 ${part(0.99)}`;
      },
    };
  },
};
