import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports.ts';

/** Enough for an organisation behind one address, and nothing for who tries codes. */
const MOST_A_MINUTE = 100;
const MINUTE_MS = 60_000;
const MOST_ADDRESSES = 10_000;
const MOST_FLOWS = 10_000;

/** How often it was tried to end a sign-in: each attempt costs a request to GitHub. */
export interface Attempts {
  /** Counts one; false: this address has tried too often within a minute. */
  mayTry(address: string): boolean;
  /** Once for each flow: what comes back a second time was not sent by GitHub. */
  isFirst(state: string): boolean;
}

/** @param flowMs how long a flow may take: so long it is remembered that it has ended */
export function countAttempts(clock: Clock, flowMs: number): Attempts {
  const perf = { now: () => clock.now().getTime() };
  const counts = new LRUCache<string, { count: number }>({
    max: MOST_ADDRESSES,
    ttl: MINUTE_MS,
    ttlResolution: 0,
    perf,
  });
  const ended = new LRUCache<string, true>({ max: MOST_FLOWS, ttl: flowMs, ttlResolution: 0, perf });
  return {
    mayTry(address) {
      const known = counts.get(address);
      if (!known) counts.set(address, { count: 1 });
      else known.count++;
      return (known?.count ?? 1) <= MOST_A_MINUTE;
    },
    isFirst(state) {
      if (ended.has(state)) return false;
      ended.set(state, true);
      return true;
    },
  };
}
