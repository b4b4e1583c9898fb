import type { Sweep } from './sweep.ts';

/** GitHub sends a delivery again for three days at most; the rest is for people who look into something. */
const KEPT_DAYS = 30;

/** Forgets what nobody needs any more. */
export async function prune({ store, clock, log, what }: Sweep): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * 24 * 60 * 60_000);
  const rows = await store.prune(before);
  log.info({ sweep: what, rows }, 'old deliveries and closed pull requests forgotten');
}
