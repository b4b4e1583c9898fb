import { postgresPrograms, startCluster, type Cluster } from '../../../test/support/postgres.ts';

/** A PostgreSQL of our own, as durable as in production. Throws where there is none on this machine. */
export async function startDatabase(): Promise<Cluster> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('There is no PostgreSQL on this machine.');
  return startCluster(programs, { durable: true });
}
