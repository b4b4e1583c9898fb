import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { storableParameter } from '../storable.ts';

/** More than the store has, but for those that take any number of rows. */
const MOST_KEPT = 200;

/** Inserts of many rows are rarely as many again. */
const LONGEST_KEPT = 2000;

/**
 * A database whose statements are prepared once and kept, those used last: to prepare one takes several times as long
 * as to run it.
 */
export function keepingStatements(database: SqliteDatabase): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();

  function run<T>(sql: string, work: (statement: SqliteStatement) => T): T {
    const statement = kept.get(sql) ?? database.prepare(sql);
    kept.delete(sql);
    // One that fails is not used again: nobody knows where it stopped.
    const result = work(statement);
    if (sql.length <= LONGEST_KEPT) kept.set(sql, statement);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
    return result;
  }

  return {
    prepare: (sql) => ({
      get reader() {
        return run(sql, ({ reader }) => reader);
      },
      all: (parameters) => run(sql, (statement) => statement.all(parameters.map(storableParameter))),
      run: (parameters) => run(sql, (statement) => statement.run(parameters.map(storableParameter))),
      iterate: (parameters) => database.prepare(sql).iterate(parameters.map(storableParameter)),
    }),
    close() {
      kept.clear();
      database.close();
    },
  };
}
