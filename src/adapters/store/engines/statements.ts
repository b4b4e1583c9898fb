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

  function prepare(sql: string): SqliteStatement {
    const statement = database.prepare(sql);
    // One that fails is kept, too: `begin` that waited for another process in vain stays under way until it is run
    // again, and nothing can be committed meanwhile.
    const running = <T>(work: () => T): T => {
      kept.delete(sql);
      if (sql.length <= LONGEST_KEPT) kept.set(sql, made);
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
      return work();
    };
    const made: SqliteStatement = {
      // Asking takes a while, too.
      reader: statement.reader,
      all: (parameters) => running(() => statement.all(parameters.map(storableParameter))),
      run: (parameters) => running(() => statement.run(parameters.map(storableParameter))),
      iterate: (parameters) => database.prepare(sql).iterate(parameters.map(storableParameter)),
    };
    return made;
  }

  return {
    prepare: (sql) => kept.get(sql) ?? prepare(sql),
    close() {
      kept.clear();
      database.close();
    },
  };
}
