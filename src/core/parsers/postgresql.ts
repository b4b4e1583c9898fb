import { loadModule, parseSync } from 'libpg-query';

let loaded = false;

/** Loads the PostgreSQL grammar (wasm, about 30 ms). */
export async function loadPostgresql(): Promise<void> {
  if (loaded) return;
  await loadModule();
  loaded = true;
}

/** The parse tree PostgreSQL itself would build; null: this is not PostgreSQL. Needs `loadPostgresql` before. */
export function parsePostgresql(sql: string): ReturnType<typeof parseSync> | null {
  if (!loaded) throw new Error('the PostgreSQL parser is not loaded: call loadParsers first');
  try {
    return parseSync(sql);
  } catch {
    return null;
  }
}
