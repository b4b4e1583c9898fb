import { Hono, type Context } from 'hono';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock, Meter, Store } from '../ports.ts';
import { actionOf, jobsFor } from './deliveries.ts';
import { inInstallation } from './payloads.ts';
import { limitBodies, readBody, tooLarge } from './webhooks/body.ts';

/** Whether the signature is that of the raw body; constant time. */
export type Verify = (body: string, signature: string) => Promise<boolean>;

export interface WebhookOptions {
  readonly store: Pick<Store, 'accept'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly verify: Verify;
  /** The same with the secret before, while it is rotated; null or absent: there is none. */
  readonly verifyPrevious?: Verify | null;
  readonly meter?: Pick<Meter, 'delivery'>;
  /** Called when something was stored. */
  readonly wake: () => void;
  /** Called when an installation, or what it covers, is not what it was. */
  readonly installationMoved?: (installationId: number) => void;
}

const headers = z.object({
  id: z.string().regex(/^[\w-]{1,100}$/),
  event: z.string().regex(/^[a-z0-9_]{1,100}$/),
  signature: z.string().regex(/^sha256=[0-9a-f]{64}$/),
});
type Headers = z.infer<typeof headers>;

/** Set once the signature has proven that GitHub sent it. */
interface Proven {
  Variables: { event: string };
}

/**
 * The endpoint GitHub delivers to: size and signature first, then the delivery is stored together with its jobs,
 * and only then answered 202. What cannot be stored is answered 500, so that GitHub lists it as failed.
 */
export function webhooks(options: WebhookOptions): Hono<Proven> {
  const app = new Hono<Proven>();
  const signed = signatureCheck(options);
  app.use('/', async (context, next) => {
    await next();
    options.meter?.delivery(context.get('event') ?? 'invalid', context.res.status);
  });
  app.post('/', limitBodies(), async (context) => {
    const head = headersOf(context);
    if (head === null) return context.text('This is not a signed delivery of GitHub.', 400);
    // A sender that leaves before the end gets no answer, and is no error of ours.
    const body = await readBody(context.req).catch(() => '');
    if (body === null) return tooLarge();
    if (!(await signed(body, head))) return context.text('The signature does not fit the body.', 401);
    context.set('event', head.event);
    const payload = parseJson(body);
    if (payload === undefined) return context.text('The body is not JSON.', 400);
    try {
      await accept(head, payload, options);
    } catch (err) {
      options.log.error({ err, delivery: head.id, event: head.event }, 'a delivery could not be stored');
      return context.text('The delivery could not be stored. The log says more.', 500);
    }
    return context.text('Stored.', 202);
  });
  return app;
}

async function accept({ id, event }: Headers, payload: unknown, options: WebhookOptions): Promise<void> {
  const { store, clock, log, wake } = options;
  const action = actionOf(payload);
  const receivedAt = clock.now().toISOString();
  const { reason, ...told } = jobsFor(event, payload, { id, receivedAt });
  await store.accept({ id, event, action, receivedAt }, told);
  log.info({ delivery: id, event, action, jobs: told.jobs.map((job) => job.key), reason }, 'delivery stored');
  if (told.jobs.length > 0) wake();
  const moved = MOVES_INSTALLATION.has(event) ? inInstallation.safeParse(payload).data : undefined;
  if (moved) options.installationMoved?.(moved.installation.id);
}

/** Events after which it covers other repositories, or may do other things. */
const MOVES_INSTALLATION = new Set(['installation', 'installation_repositories', 'repository']);

function headersOf(context: Context): Headers | null {
  const given = headers.safeParse({
    id: context.req.header('x-github-delivery'),
    event: context.req.header('x-github-event'),
    signature: context.req.header('x-hub-signature-256'),
  });
  return given.data ?? null;
}

/** The previous secret is told of no more often than this. */
const BETWEEN_HINTS_MS = 60 * 60_000;

/** Whether either secret signed the body. */
function signatureCheck({ verify, verifyPrevious, clock, log }: WebhookOptions) {
  let hinted = -Infinity;
  return async (body: string, { id, signature }: Headers): Promise<boolean> => {
    // The verifier throws on nothing at all.
    if (body === '') return false;
    if (await verify(body, signature)) return true;
    if (!verifyPrevious || !(await verifyPrevious(body, signature))) return false;
    const now = clock.now().getTime();
    if (now - hinted >= BETWEEN_HINTS_MS) {
      hinted = now;
      log.info(
        { delivery: id },
        'signed with WEBHOOK_SECRET_PREVIOUS: the rotation is not finished, set the new secret at GitHub too',
      );
    }
    return true;
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
