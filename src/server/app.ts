import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { SignedIn } from '../pages/pages.ts';
import { notFoundPage } from '../pages/problem.tsx';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';
import { webhooks, type WebhookOptions } from './webhooks.ts';

export interface AppOptions extends WebhookOptions {
  readonly version: string;
  /** Resolves when the store answers; rejects when it does not. */
  readonly ping: () => Promise<unknown>;
  /** Absent: `/readyz` is not there. */
  readonly readiness?: Pick<Readiness, 'obstacles'>;
  /** Absent: `/metrics` is not there. */
  readonly metrics?: Pick<Metrics, 'text' | 'contentType'> & {
    /** Asked for as a bearer token; null: everyone may read them. */
    readonly token: string | null;
  };
  /** What people see; absent: only that it runs. */
  readonly pages?: Hono<SignedIn>;
}

/** Probot's path, so that an app made by its manifest flow finds it. */
export const WEBHOOK_PATH = '/api/github/webhooks';

/** Everything the running server answers. */
export function createApp(options: AppOptions): Hono {
  const { version, readiness, metrics } = options;
  const app = new Hono();
  app.route(WEBHOOK_PATH, webhooks(options));
  app.get('/healthz', async (context) => {
    await options.ping();
    return context.json({ status: 'ok', version });
  });
  if (readiness) {
    app.get('/readyz', async (context) => {
      const obstacles = await readiness.obstacles();
      return obstacles.length === 0
        ? context.json({ status: 'ready', version })
        : context.json({ status: 'not ready', version, obstacles }, 503);
    });
  }
  if (metrics) {
    app.get('/metrics', async (context) => {
      if (metrics.token !== null && !bears(context.req.header('authorization'), metrics.token)) {
        context.header('www-authenticate', 'Bearer');
        return context.text('METRICS_TOKEN is wanted as a bearer token.', 401);
      }
      return context.body(await metrics.text(), 200, { 'content-type': metrics.contentType });
    });
  }
  answerErrors(app, options.log);
  if (options.pages) {
    // Last, because it answers for every address that is left.
    app.route('/', options.pages);
    app.notFound(notFoundPage(version));
  }
  return app;
}

/** In constant time, whatever the length of what is given. */
function bears(header: string | undefined, token: string): boolean {
  const given = /^bearer +(\S{1,1000})$/i.exec(header ?? '')?.[1];
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/** An error is logged with its stack and answered without it. */
export function answerErrors(app: Hono, log: Logger): void {
  app.onError((error, context) => {
    log.error({ err: error, path: context.req.path }, 'request failed');
    return context.text('AgentGuard could not handle this. Its log says more.', 500);
  });
}
