import { createRequire } from 'node:module';
import type { NewJob } from '../../../src/ports.ts';
import { jobsFor } from '../../../src/server/deliveries.ts';

export type Payload = Record<string, unknown>;

export const EXAMPLES: { name: string; examples: Payload[] }[] = createRequire(import.meta.url)(
  '@octokit/webhooks-examples',
);

const DELIVERY = { id: 'd1', receivedAt: '2026-11-22T12:00:00.000Z' };
/** What a delivery tells, by the app's own reading. */
export const told = (event: string, payload: unknown) => jobsFor(event, payload, DELIVERY);

export const INSTALLATION = { id: 42 };
export const SHA = 'c'.repeat(40);

/** GitHub's own example of an event, as an installed app would get it, with parts replaced. */
export function example(event: string, action: string | null, replaced: Payload = {}): Payload {
  const found = EXAMPLES.find(({ name }) => name === event)?.examples.find(
    (each) => action === null || each['action'] === action,
  );
  if (!found) throw new Error(`no example of ${event} ${action}`);
  return merge(merge(structuredClone(found), { installation: INSTALLATION }), replaced);
}

/** A payload that the examples have none of: another action on one that they have. */
export const other = (event: string, from: string, action: string, replaced: Payload = {}): Payload =>
  example(event, from, { action, ...replaced });

export function merge(into: Payload, from: Payload): Payload {
  for (const [key, value] of Object.entries(from)) {
    const old = into[key];
    const nested = isObject(old) && isObject(value) && Object.keys(value).length > 0;
    into[key] = nested ? merge(old, value) : structuredClone(value);
  }
  return into;
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const HELLO = 'Codertocat/Hello-World';

export const pull = (key: string, priority: number): NewJob => ({
  kind: 'pull_request',
  key,
  installationId: 42,
  priority,
});
export const repository = (key: string): NewJob => ({
  kind: 'repository',
  key,
  installationId: 42,
  priority: 3,
});
export const installation: NewJob = {
  kind: 'installation',
  key: 'installation:42',
  installationId: 42,
  priority: 3,
};
export const group = (key: string, baseRef: string): NewJob => ({
  kind: 'merge_group',
  key,
  installationId: 42,
  priority: 0,
  baseRef,
});
export const teamMoved = (team: string): NewJob => ({
  kind: 'sweep',
  key: `sweep:team-moved:${team}`,
  installationId: 42,
  priority: 2,
});
