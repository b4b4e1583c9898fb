import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Engine } from './engines/engine.ts';
import { jobs } from './migrations/0001-jobs.ts';
import { evaluations } from './migrations/0002-evaluations.ts';
import { record } from './migrations/0003-record.ts';
import { commands } from './migrations/0004-commands.ts';
import { service } from './migrations/0005-service.ts';
import { overview } from './migrations/0006-overview.ts';
import { checkpoint } from './migrations/0007-checkpoint.ts';
import { basis } from './migrations/0008-basis.ts';
import { recordKinds } from './migrations/0009-record-kinds.ts';

/** Migrations in their order. A landed one is never changed: a change is the next one. */
export type Migrations = Readonly<Record<string, (engine: Engine) => Migration>>;

export const MIGRATIONS: Migrations = {
  '0001-jobs': jobs,
  '0002-evaluations': evaluations,
  '0003-record': record,
  '0004-commands': commands,
  '0005-service': service,
  '0006-overview': overview,
  '0007-checkpoint': checkpoint,
  '0008-basis': basis,
  '0009-record-kinds': recordKinds,
};

/** Brings a store up to date, all or nothing. Rejects with a sentence when it cannot, or the store is from a newer version. */
export async function migrate<S>(db: Kysely<S>, engine: Engine, migrations = MIGRATIONS): Promise<void> {
  const made = Object.fromEntries(Object.entries(migrations).map(([name, make]) => [name, make(engine)]));
  const migrator = new Migrator({ db, provider: { getMigrations: async () => made } });
  const known = new Set(Object.keys(migrations));
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error');
  const reason = error instanceof Error ? error.message : String(error);
  throw new Error(sentence(reason, failed && known.has(failed.migrationName) ? failed.migrationName : null), {
    cause: error,
  });
}

function sentence(reason: string, failed: string | null): string {
  if (failed !== null) return `The store could not be migrated (${failed}): ${reason}. It is as it was.`;
  // As kysely says that there are migrations this version does not know, or in another order.
  return reason.startsWith('corrupted migrations')
    ? `The store does not fit this version of AgentGuard: ${reason}. Run the version that wrote it, or a newer one.`
    : `The store cannot be used: ${reason}.`;
}
