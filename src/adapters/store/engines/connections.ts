import { type CustomTypesConfig, Pool, type PoolClient, types } from 'pg';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { storableParameter } from '../storable.ts';

const INT8 = 20;

/** Connections of one process; a worker and deliveries rarely need more. */
const MOST_CONNECTIONS = 10;
const CONNECT_MS = 5_000;
const STATEMENT_MS = 30_000;

/** A database that does not answer must not be waited for any longer than this. */
const ANSWER_MS = STATEMENT_MS + 5_000;

/**
 * Connections to a PostgreSQL, made when they are needed. One that breaks is replaced; it never takes the process down.
 * @param bounded whether statements may take only so long
 */
export function openConnections(url: string, { bounded }: { bounded: boolean }): PostgresPool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'agentguard',
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    ...(bounded ? { statement_timeout: STATEMENT_MS, query_timeout: ANSWER_MS } : {}),
    idle_in_transaction_session_timeout: bounded ? ANSWER_MS : 0,
    // No number of ours comes near 2^53, and strings would not compare.
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : (types.getTypeParser(oid, format as 'text') as (text: string) => unknown),
    } as CustomTypesConfig,
  });
  // An error without a listener would end the process: of an idle connection, and of one between two statements. Whoever
  // uses the connection is told by its next statement.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect().catch(explained);
      const known = clients.get(client) ?? guarded(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

/** Where a name has several addresses and none answers, the error itself says nothing. */
function explained(error: unknown): never {
  if (!(error instanceof AggregateError) || error.message !== '') throw error;
  throw new Error(error.errors.map((each: unknown) => (each as Error).message).join('; '), { cause: error });
}

/** Gives a connection up for good once it did not answer: its next user would wait in vain, too. */
function guarded(client: PoolClient): PostgresPoolClient {
  let silent: Error | undefined;
  const query = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    if (silent) throw silent;
    try {
      return await client.query(text, values.map(storableParameter));
    } catch (error) {
      if (error instanceof Error && error.message === 'Query read timeout') silent = error;
      throw error;
    }
  };
  return { query: query as PostgresPoolClient['query'], release: () => client.release(silent) };
}
