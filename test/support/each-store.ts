import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StorePlace } from '../../src/adapters/store/engines/engine.ts';
import { hasPostgres, testDatabase, type TestDatabase } from './postgres.ts';

/** Where the store of a test is: empty when the test begins. */
export interface EachStore {
  readonly kind: 'SQLite' | 'PostgreSQL';
  place(): StorePlace;
}

/** The same tests on SQLite and on PostgreSQL; without a PostgreSQL on the machine those are skipped by name. */
export function describeOnEachStore(name: string, tests: (store: EachStore) => void): void {
  describe(`${name} (SQLite)`, () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'agentguard-store-'));
    });
    // Registered before those of the tests, so it runs after them.
    afterEach(() => rmSync(folder, { recursive: true }));
    tests({ kind: 'SQLite', place: () => ({ folder }) });
  });
  describeOnPostgres(`${name} (PostgreSQL)`, (place) => tests({ kind: 'PostgreSQL', place }));
}

/** Tests that only PostgreSQL is asked for: with several processes, or of its own behaviour. */
export function describeOnPostgres(
  name: string,
  tests: (place: () => { readonly url: string }) => void,
): void {
  const found = hasPostgres();
  (found ? describe : describe.skip)(found ? name : `${name}: there is no PostgreSQL here`, () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await testDatabase();
    });
    beforeEach(() => database.empty());
    afterAll(() => database.close());
    tests(() => ({ url: database.url }));
  });
}
