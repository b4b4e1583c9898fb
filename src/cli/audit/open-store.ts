import type { StoreReader } from '../../adapters/store/read.ts';
import { USAGE_ERROR } from '../exit-codes.ts';
import type { StorePlace } from '../store-place.ts';

/** The store at a place, for reading; null once it was said that there is none. */
export async function openStore(place: StorePlace): Promise<StoreReader | null> {
  // The store's modules are loaded only by the commands that need them.
  const { readStore } = await import('../../adapters/store/read.ts');
  try {
    return await readStore(place);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** Says on stderr why nothing can be done; the command exits with 2. */
export function refuse(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = USAGE_ERROR;
}

/** Does something with the store at a place; when it cannot be read that is said, and the command exits with 2. */
export async function withStore(
  place: StorePlace,
  work: (store: StoreReader) => Promise<void>,
): Promise<void> {
  const store = await openStore(place);
  if (store === null) return;
  try {
    await work(store);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    refuse(
      `The store cannot be read: ${reason}. A store of an older version needs this version’s server once.`,
    );
  } finally {
    await store.close();
  }
}
