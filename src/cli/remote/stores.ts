import type { readStore } from '../../adapters/store/read.ts';
import type { Reads } from '../../pipeline.ts';
import type { Environment } from '../../server/configuration.ts';
import { InputError, note } from '../local/input.ts';

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
 * @param given the folder that the user named; undefined: that of `AGENTGUARD_DATA`, else `./data`
 * @throws {InputError} if the folder that the user named holds none
 */
export async function openStoreIfAny(
  given: string | undefined,
  environment: Environment,
): Promise<OpenStore> {
  const folder = given ?? (environment['AGENTGUARD_DATA'] || './data');
  const { readStore: open } = await import('../../adapters/store/read.ts');
  try {
    const store = open(folder);
    await probe(store, folder);
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
async function probe(store: ReturnType<typeof readStore>, folder: string): Promise<void> {
  try {
    await store.commands({ owner: '', name: '', number: 0 });
    await store.pushes({ owner: '', name: '', number: 0 });
  } catch {
    await store.close();
    throw new Error(
      `The store in ${folder} was made by another version. Start the server of this one on it first.`,
    );
  }
}
