import type { readStore } from '../../adapters/store/read.ts';
import type { Reads } from '../../pipeline.ts';
import type { Environment } from '../../server/configuration.ts';
import { InputError, note } from '../local/input.ts';
import { storePlace, type StorePlace } from '../store-place.ts';

/** What is known beside what GitHub tells, for as long as it is open. */
export interface OpenStore {
  readonly store: Reads['store'];
  close(): Promise<void>;
}

const NOTHING_KEPT: Reads['store'] = {
  pushes: async () => [],
  commands: async () => [],
  digests: async () => new Map(),
  openPullRequests: async () => [],
  record: async () => [],
};

/**
 * The server's store, opened for reading only; where there is none an empty one, and stderr says what is missing then.
 * @param given the folder that the user named; undefined: what the environment says
 * @throws {InputError} if the folder that the user named holds none
 */
export async function openStoreIfAny(
  given: string | undefined,
  environment: Environment,
): Promise<OpenStore> {
  const place = storePlace(given, environment);
  const { readStore: open } = await import('../../adapters/store/read.ts');
  try {
    const store = open(place);
    await probe(store, place);
    return { store, close: () => store.close() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (given !== undefined) throw new InputError(reason);
    note(
      `${reason} So these are not known here: who pushed to forks, approvals of earlier heads, waivers and overrides, and how many pull requests an agent has open. --data names the server's folder.`,
    );
    return { store: NOTHING_KEPT, close: async () => {} };
  }
}

/** A store that another version made lacks tables: told at once, not in the midst of an answer. */
async function probe(store: ReturnType<typeof readStore>, place: StorePlace): Promise<void> {
  try {
    await store.commands({ owner: '', name: '', number: 0 });
    await store.pushes({ owner: '', name: '', number: 0 });
  } catch (cause) {
    await store.close();
    if ('url' in place) throw new Error('The database of DATABASE_URL cannot be read.', { cause });
    throw new Error(
      `The store in ${place.folder} was made by another version. Start the server of this one on it first.`,
      { cause },
    );
  }
}
