import { Hono } from 'hono';
import type { Logger } from 'pino';
import { webhooks, type WebhookOptions } from './webhooks.ts';

export interface AppOptions extends WebhookOptions {
  readonly version: string;
  /** Resolves when the store answers; rejects when it does not. */
  readonly ping: () => Promise<unknown>;
}

/** Probot's path, so that an app made by its manifest flow finds it. */
export const WEBHOOK_PATH = '/api/github/webhooks';

/** Everything the running server answers. */
export function createApp(options: AppOptions): Hono {
  const app = new Hono();
  app.route(WEBHOOK_PATH, webhooks(options));
  app.get('/', (context) => context.text(`AgentGuard ${options.version} is running.\n`));
  app.get('/healthz', async (context) => {
    await options.ping();
    return context.json({ status: 'ok', version: options.version });
  });
  answerErrors(app, options.log);
  return app;
}

/** An error is logged with its stack and answered without it. */
export function answerErrors(app: Hono, log: Logger): void {
  app.onError((error, context) => {
    log.error({ err: error, path: context.req.path }, 'request failed');
    return context.text('AgentGuard could not handle this. Its log says more.', 500);
  });
}
