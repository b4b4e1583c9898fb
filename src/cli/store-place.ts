import type { StorePlace } from '../adapters/store/engines/engine.ts';
import type { Environment } from '../server/configuration.ts';

export type { StorePlace };

/** For `--data` of every command that reads the store. */
export const DATA_OPTION = [
  '--data <folder>',
  'folder of the embedded store (default: the database of DATABASE_URL, else AGENTGUARD_DATA, else ./data)',
] as const;

/**
 * The store that `serve` would use in this environment, or the folder that the user named.
 * @param given the folder of `--data`; undefined: it was not given
 */
export function storePlace(given: string | undefined, environment: Environment): StorePlace {
  if (given !== undefined) return { folder: given };
  const url = environment['DATABASE_URL'];
  return url ? { url } : { folder: environment['AGENTGUARD_DATA'] || './data' };
}
