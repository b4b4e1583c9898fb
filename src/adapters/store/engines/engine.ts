import type { ColumnDataType, ColumnDefinitionBuilder, Dialect, Kysely } from 'kysely';

/** Where a store is: the folder of an embedded one, or a PostgreSQL by its URL. */
export type StorePlace = { readonly folder: string } | { readonly url: string };

/** What differs from one database to another. Everything else in the store goes through kysely's builders. */
export interface Engine {
  readonly dialect: Dialect;
  /** A primary key that counts up and never gives a number twice. */
  readonly identity: {
    readonly type: ColumnDataType;
    build(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  };
  /** Makes the database refuse any change or deletion of the rows of a table. */
  makeAppendOnly(db: Kysely<never>, table: string): Promise<void>;
  /** Has rows of an append-only table updated, within a transaction, after which the database refuses it again. */
  letUpdate<T>(db: Kysely<never>, table: string, work: () => Promise<T>): Promise<T>;
  /** Leaves nothing of deleted rows on the disk, as far as the database can be told to. */
  tidy(db: Kysely<never>): Promise<void>;
  /** Whether no other process can be working on this store: then what is active at the start is nobody's. */
  readonly exclusive: boolean;
  /** Whether rows can be locked; where only one transaction writes at a time there is no need to. */
  readonly locksRows: boolean;
  /** The database's own time; rejects when it does not answer. */
  time(db: Kysely<never>): Promise<Date>;
  /** Whether this is a refusal because a row with that key is there already. */
  isDuplicate(error: unknown): boolean;
  /** Whether the transaction was ended because another one waited for it and it for the other: it can be done again. */
  isDeadlock(error: unknown): boolean;
  /** Lets go of what `dialect` does not: locks. */
  release(): void;
}
