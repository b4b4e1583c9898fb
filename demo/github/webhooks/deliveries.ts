/** Sends webhooks as GitHub does, or badly on request, and keeps the list apps can read. */
import { createHmac, randomUUID } from 'node:crypto';
import { allows, installationRepositories } from '../apps/apps.ts';
import { timestamp } from '../state/state.ts';
import { ownerOf, payloadFor, repositoryOf } from './payloads.ts';
import type { Delivery, Installation } from '../apps/state.ts';
import type { RepositoryEvent } from '../state/events.ts';
import type { State } from '../state/state.ts';

const TIMEOUT_MS = 10_000;
/** Apps get these without subscribing. */
const ALWAYS = ['installation', 'installation_repositories', 'github_app_authorization'];
/** Check events of an app's own runs that reach it alone. */
const OWN_ONLY = ['requested_action', 'rerequested', 'requested'];

/** How a delivery goes astray. */
export interface Mishap {
  /** Never sent; it stays in the list as failed. */
  readonly drop?: boolean;
  /** Sent so many times, with the same GUID; 1 if absent. */
  readonly copies?: number;
  readonly delayMs?: number;
}

export interface Deliveries {
  /** Everything sent so far, oldest first. */
  readonly list: readonly Delivery[];
  /** Asked for each delivery before it is sent; null: nothing happens to it. */
  mishap: (delivery: Delivery) => Mishap | null;
  /** Keeps deliveries back until `release`. */
  hold(): void;
  /** Sends what was held, in the order given (the order it happened in, if none is). */
  release(order?: (held: Delivery[]) => Delivery[]): void;
  /** Sends one again, same GUID; resolves once answered. */
  redeliver(delivery: Delivery): Promise<Delivery>;
  /** Resolves when everything sent was answered, also what was sent meanwhile. */
  settle(): Promise<void>;
}

/** Connects a state's events to the apps' webhooks. */
export function createDeliveries(state: State): Deliveries {
  const pending = new Set<Promise<void>>();
  let held: Delivery[] | null = null;

  const track = (work: Promise<void>): void => {
    pending.add(work);
    void work.finally(() => pending.delete(work));
  };

  const dispatch = (delivery: Delivery): void => {
    const mishap = deliveries.mishap(delivery) ?? {};
    if (mishap.drop) {
      delivery.status = 'failed to connect to host';
      return;
    }
    for (let copy = 0; copy < (mishap.copies ?? 1); copy++) track(send(delivery, mishap.delayMs ?? 0));
  };

  const deliveries: Deliveries = {
    list: state.deliveries,
    mishap: () => null,
    hold() {
      held ??= [];
    },
    release(order = (waiting) => waiting) {
      const waiting = held ?? [];
      held = null;
      for (const delivery of order(waiting)) dispatch(delivery);
    },
    async redeliver(delivery) {
      const again = record(state, { ...delivery, redelivery: true });
      const work = send(again, 0);
      track(work);
      await work;
      return again;
    },
    async settle() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };

  state.emit = (event) => {
    for (const installation of audience(state, event)) {
      const { app } = installation;
      const delivery = record(state, {
        guid: randomUUID(),
        app,
        installation,
        repository: repositoryOf(event),
        event: event.event,
        action: event.action ?? null,
        redelivery: false,
        payload: payloadFor(state, event, app, installation),
      });
      if (held) held.push(delivery);
      else dispatch(delivery);
    }
  };
  return deliveries;
}

/** The installations that hear of an event. */
function audience(state: State, event: RepositoryEvent): Installation[] {
  return state.installations.filter((installation) => {
    const { app } = installation;
    if (!app.webhook) return false;
    if ('installation' in event) return event.installation === installation;
    if (!ALWAYS.includes(event.event) && !app.events.includes(event.event)) return false;
    if (installation.suspendedAt) return false;
    if (
      event.event === 'check_suite' &&
      !(event.app ? event.app === app : allows(app.permissions, 'checks', 'write'))
    ) {
      return false;
    }
    if (event.event === 'check_run' && OWN_ONLY.includes(event.action) && event.checkRun.app !== app)
      return false;
    const repository = repositoryOf(event);
    if (repository) return installationRepositories(state, installation).includes(repository);
    return ownerOf(event) === installation.account;
  });
}

type NewDelivery = Omit<Delivery, 'id' | 'deliveredAt' | 'statusCode' | 'status' | 'duration'>;

function record(state: State, delivery: NewDelivery): Delivery {
  const rest = {
    id: state.nextId(),
    deliveredAt: timestamp(state),
    statusCode: 0,
    status: 'pending',
    duration: 0,
  };
  const recorded = { ...delivery, ...rest };
  state.deliveries.push(recorded);
  return recorded;
}

/** One request; what comes of it is written into the delivery. Never rejects. */
async function send(delivery: Delivery, delayMs: number): Promise<void> {
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  const { webhook } = delivery.app;
  if (!webhook) return;
  const text = JSON.stringify(delivery.payload);
  const sign = (algorithm: string) =>
    `${algorithm}=${createHmac(algorithm, webhook.secret).update(text).digest('hex')}`;
  const started = performance.now();
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'GitHub-Hookshot/0000000',
        'x-github-delivery': delivery.guid,
        'x-github-event': delivery.event,
        'x-github-hook-id': String(delivery.app.id),
        'x-github-hook-installation-target-id': String(delivery.app.id),
        'x-github-hook-installation-target-type': 'integration',
        'x-hub-signature': sign('sha1'),
        'x-hub-signature-256': sign('sha256'),
      },
      body: text,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    delivery.statusCode = response.status;
    delivery.status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
  } catch (error) {
    delivery.statusCode = 0;
    delivery.status = (error as Error).name === 'TimeoutError' ? 'timed out' : 'failed to connect to host';
  }
  delivery.duration = Math.round(performance.now() - started);
}
