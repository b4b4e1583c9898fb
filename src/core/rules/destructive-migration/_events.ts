/** What a migration does that may lose data. */
export const LOSSES = [
  'drop database',
  'drop schema',
  'drop table',
  'drop column',
  'drop type',
  'truncate',
  'delete all',
  'update all',
  'narrow column',
] as const;
export type Loss = (typeof LOSSES)[number];

/** One thing that a migration does to the schema or its rows. */
export interface SchemaEvent {
  readonly kind: Loss | 'create table' | 'rename table' | 'copy table' | 'add column' | 'change type';
  /** Table, schema, database or type; lower case, default schema left out. */
  readonly name: string;
  /** Of `rename table` and `copy table`: the other table. */
  readonly to?: string;
  /** Of column events and `update all`: the columns. */
  readonly columns?: readonly string[];
  /** Of `change type`: the new one, as written. */
  readonly type?: string;
  /** Of `create table`: with IF NOT EXISTS, so that it may have been there before. */
  readonly unsure?: boolean;
  /** Of `create table`: gone by itself when the session ends. */
  readonly temporary?: boolean;
  readonly line: number;
}

/** True for what may lose data. */
export const isLoss = (event: SchemaEvent): event is SchemaEvent & { readonly kind: Loss } =>
  (LOSSES as readonly string[]).includes(event.kind);
