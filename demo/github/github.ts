/**
 * A GitHub that lives in memory and answers as the real one does: app sign-in, REST, GraphQL, signed webhooks, and a
 * merge button that obeys rulesets. Stories and end-to-end tests play on it; the app under test cannot tell.
 */
import { serve } from '@hono/node-server';
import { bind } from './actions.ts';
import { createServer } from './rest/server.ts';
import { createState } from './state/state.ts';
import { createDeliveries } from './webhooks/deliveries.ts';
import type { AddressInfo } from 'node:net';
import type { ServerType } from '@hono/node-server';
import type { Actions } from './actions.ts';
import type { Fault, LoggedRequest, Traffic } from './rest/faults.ts';
import type { State } from './state/state.ts';
import type { Deliveries } from './webhooks/deliveries.ts';

export { rateLimited } from './rest/faults.ts';
export type { Fault, LoggedRequest } from './rest/faults.ts';
export type { Account, Issue, PullRequest, Repository, Review, Role, State, Team } from './state/state.ts';
export type { App, CheckRun, Delivery, Installation } from './apps/state.ts';

export interface GitHub extends Actions {
  readonly state: State;
  readonly deliveries: Deliveries;
  /** Requests answered so far, oldest first. */
  readonly requests: readonly LoggedRequest[];
  /** `http://127.0.0.1:<port>`; empty until started. */
  readonly url: string;
  /** `127.0.0.1:<port>`: what goes into `GHE_HOST`. */
  readonly host: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Lets requests fail. */
  fail(fault: Fault): void;
  /** Forgets faults that have not struck yet. */
  heal(): void;
  /** Resolves when all deliveries were answered. */
  settle(): Promise<void>;
}

export interface GitHubOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly now?: () => Date;
}

/** An empty GitHub; nothing listens until `start`. */
export function createGitHub(options: GitHubOptions = {}): GitHub {
  const state = createState(options.now);
  const deliveries = createDeliveries(state);
  const traffic: Traffic = { requests: [], faults: [] };
  let server: ServerType | undefined;
  return {
    ...bind(state),
    state,
    deliveries,
    requests: traffic.requests,
    get url() {
      return state.url;
    },
    get host() {
      return state.url.replace(/^http:\/\//, '');
    },
    async start() {
      const { fetch } = createServer(state, deliveries, traffic);
      await new Promise<void>((resolve) => {
        server = serve({ fetch, port: options.port ?? 0, hostname: '127.0.0.1' }, (address: AddressInfo) => {
          state.url = `http://127.0.0.1:${address.port}`;
          resolve();
        });
      });
    },
    async stop() {
      await deliveries.settle();
      if (server && 'closeAllConnections' in server) server.closeAllConnections();
      await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    },
    fail(fault) {
      traffic.faults.push({ fault, left: fault.times ?? 1 });
    },
    heal() {
      traffic.faults.length = 0;
    },
    settle: () => deliveries.settle(),
  };
}
