import { loadPostgresql } from './postgresql.ts';

/** Parsers that must be loaded before the synchronous core may use them. */
export type ParserName = 'postgresql';

const LOADERS: Record<ParserName, () => Promise<void>> = { postgresql: loadPostgresql };

/** Makes the named parsers ready. Cheap to call again. Rejects if one cannot be loaded. */
export async function loadParsers(names: Iterable<ParserName>): Promise<void> {
  await Promise.all([...new Set(names)].map((name) => LOADERS[name]()));
}
