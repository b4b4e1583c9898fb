import { postgresPrograms, startCluster, type Cluster } from '../../../test/support/postgres.ts';

/** A PostgreSQL of our own, as durable as in production. Throws where there is none on this machine. */
export async function startDatabase(): Promise<Cluster> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('There is no PostgreSQL on this machine.');
  const cluster = await startCluster(programs, { durable: true });
  const stop = (): void => {
    process.off('exit', stop);
    cluster.stop();
  };
  // Nothing of a benchmark that is broken off runs on.
  process.once('exit', stop);
  return { ...cluster, stop };
}
