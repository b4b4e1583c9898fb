import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock, Store } from '../ports.ts';
import { actionOf, jobsFor } from './deliveries.ts';

/** GitHub never sends more than this. */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;

export interface WebhookOptions {
  readonly store: Pick<Store, 'accept'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Whether the signature is that of the raw body; constant time. */
  readonly verify: (body: string, signature: string) => Promise<boolean>;
  /** Called when something was stored. */
  readonly wake: () => void;
}

const headers = z.object({
  id: z.string().regex(/^[\w-]{1,100}$/),
  event: z.string().regex(/^[a-z0-9_]{1,100}$/),
  signature: z.string().regex(/^sha256=[0-9a-f]{64}$/),
});

/**
 * The endpoint GitHub delivers to: size and signature first, then the delivery is stored together with its jobs,
 * and only then answered 202. What cannot be stored is answered 500, so that GitHub lists it as failed.
 */
export function webhooks({ store, clock, log, verify, wake }: WebhookOptions): Hono {
  const app = new Hono();
  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (context) => context.text('The body is larger than GitHub ever sends (25 MB).', 413),
  });
  app.post('/', limit, async (context) => {
    const head = headers.safeParse({
      id: context.req.header('x-github-delivery'),
      event: context.req.header('x-github-event'),
      signature: context.req.header('x-hub-signature-256'),
    });
    if (!head.success) return context.text('This is not a signed delivery of GitHub.', 400);
    const { id, event, signature } = head.data;
    const body = await context.req.text();
    // The verifier throws on nothing at all.
    if (body === '' || !(await verify(body, signature)))
      return context.text('The signature does not fit the body.', 401);
    const payload = parseJson(body);
    if (payload === undefined) return context.text('The body is not JSON.', 400);
    const action = actionOf(payload);
    const receivedAt = clock.now().toISOString();
    const { reason, ...told } = jobsFor(event, payload, { id, receivedAt });
    await store.accept({ id, event, action, receivedAt }, told);
    log.info(
      { delivery: id, event, action, jobs: told.jobs.map((job) => job.key), reason },
      'delivery stored',
    );
    if (told.jobs.length > 0) wake();
    return context.text('Stored.', 202);
  });
  return app;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
