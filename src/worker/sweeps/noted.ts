import { createHash } from 'node:crypto';
import type { Store } from '../../ports.ts';
import type { Listed } from '../../ports/sweeps.ts';

/** How a list was when it was looked at last. */
interface Noted {
  readonly etags: readonly string[];
  /** Of what the list holds: ETags change with the token, every hour. */
  readonly digest: string;
}

/**
 * Looks at a list, and says whether it differs from the one noted; one that was never looked at does. What follows from
 * it is done by `changed` before it is noted, so that a run cut short comes back to it.
 */
export async function differs(
  place: string,
  look: (etags: readonly string[]) => Promise<Listed<string> | null>,
  changed: () => Promise<void>,
  store: Pick<Store, 'noted' | 'note'>,
): Promise<boolean> {
  const before = await noted(place, store);
  const now = await look(before?.etags ?? []);
  if (now === null) return false;
  const digest = createHash('sha256').update(JSON.stringify(now.items.toSorted())).digest('hex');
  const isAnother = digest !== before?.digest;
  if (isAnother) await changed();
  await store.note(place, JSON.stringify({ etags: now.etags, digest } satisfies Noted));
  return isAnother;
}

async function noted(place: string, store: Pick<Store, 'noted'>): Promise<Noted | null> {
  const value = await store.noted(place);
  return value === null ? null : (JSON.parse(value) as Noted);
}
