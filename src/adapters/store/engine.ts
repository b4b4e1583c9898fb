import type { ColumnDataType, ColumnDefinitionBuilder, Dialect, Kysely } from 'kysely';

/**
 * What differs from one database to another. Everything else in the store goes through kysely's builders, so
 * that a second engine is one more object like sqlite.ts.
 */
export interface Engine {
  readonly dialect: Dialect;
  /** A primary key that counts up and never gives a number twice. */
  readonly identity: {
    readonly type: ColumnDataType;
    build(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder;
  };
  /** Makes the database refuse any change or deletion of the rows of a table. */
  makeAppendOnly(db: Kysely<never>, table: string): Promise<void>;
  /** Whether no other process can be working on this store: then what is active at the start is nobody's. */
  readonly exclusive: boolean;
  /** Lets go of what `dialect` does not: locks. */
  release(): void;
}
