import type { ServerOptions } from 'node:http';
import { serve, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Configuration } from './configuration.ts';

export interface Listening {
  readonly url: string;
  /** Takes no more requests; resolves when those under way are answered, or after some seconds. */
  close(): Promise<void>;
}

/** Milliseconds. */
type Timeouts = Required<
  Pick<ServerOptions, 'requestTimeout' | 'headersTimeout' | 'connectionsCheckingInterval'>
>;

/** GitHub gives ten seconds; a client that takes longer for its request is no GitHub. */
const TIMEOUTS: Timeouts = {
  requestTimeout: 15_000,
  // Of these two Node takes the larger for the whole request.
  headersTimeout: 10_000,
  // How often Node looks for those that take too long.
  connectionsCheckingInterval: 1_000,
};
/** A client that keeps a request open must not keep the process. */
const CLOSE_MS = 5_000;

/** Resolves once the port is bound; rejects with a sentence when it cannot be. */
export function listen(
  app: Pick<Hono, 'fetch'>,
  { host, port }: Pick<Configuration, 'host' | 'port'>,
  timeouts: Timeouts = TIMEOUTS,
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const options = { fetch: app.fetch, hostname: host, port, serverOptions: timeouts };
    const server: ServerType = serve(options, (address) => {
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
      resolve({ url: `http://${shown}:${address.port}`, close: () => close(server) });
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use; set PORT to another one`) : error,
      );
    });
  });
}

async function close(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  if (!('closeIdleConnections' in server)) return closed;
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS);
  await closed;
  clearTimeout(timer);
}
