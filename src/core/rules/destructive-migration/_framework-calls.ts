import type { MigrationLanguage } from './_migration-code.ts';
import type { SchemaEvent } from './_events.ts';

/** A call of a migration framework. Groups `table`, `column` and `to` name what it is about. */
export interface Call {
  readonly kind: SchemaEvent['kind'];
  readonly pattern: RegExp;
}

const NAME = (group: string): string => String.raw`[:"'${'`'}]+(?<${group}>[\w.]{1,80})`;
const call = (kind: Call['kind'], pattern: string): Call => ({ kind, pattern: new RegExp(pattern, 'g') });
const optional = (pattern: string): string => `(?:${pattern})?`;

/** The calls that create or lose, by language; each framework is the only one of its language to use its names. */
export const CALLS: Partial<Record<MigrationLanguage, readonly Call[]>> = {
  elixir: [
    call('create table', String.raw`\bcreate(?:_if_not_exists)?[ (]+table\(\s*${NAME('table')}`),
    call('add column', String.raw`^[ \t]*add(?:_if_not_exists)?[ (]+${NAME('column')}`),
    call(
      'rename table',
      String.raw`\brename[ (]+table\(\s*${NAME('table')}["']?\s*\)\s*,\s*to:\s*table\(\s*${NAME('to')}`,
    ),
    call('drop table', String.raw`\bdrop(?:_if_exists)?[ (]+table\(\s*${optional(NAME('table'))}`),
    call('drop column', String.raw`^[ \t]*remove(?:_if_exists)?[ (]+${NAME('column')}`),
    call(
      'delete all',
      String.raw`\b(?:\w{1,40}\.)?delete_all\(?[ ]*(?:"(?<table>\w{1,80})"|[A-Z][\w.]{0,80}[ \t)\n])`,
    ),
  ],
  ruby: [
    // It drops a table of that name first.
    call(
      'drop table',
      String.raw`\bcreate_(?:join_)?table[ (]+${NAME('table')}[^\n]{0,200}\bforce:\s*(?::cascade|true)`,
    ),
    call('create table', String.raw`\bcreate_table[ (]+${NAME('table')}`),
    call(
      'add column',
      String.raw`\badd_(?:column|reference|belongs_to)[ (]+${NAME('table')}\s*,\s*${NAME('column')}`,
    ),
    call('rename table', String.raw`\brename_table[ (]+${NAME('table')}\s*,\s*${NAME('to')}`),
    call('drop table', String.raw`\bdrop_(?:join_)?table[ (]+${optional(NAME('table'))}`),
    call(
      'drop column',
      String.raw`\bremove_(?:columns?|references?|belongs_to|timestamps)[ (]+${optional(NAME('table'))}${optional(String.raw`\s*,\s*${NAME('column')}`)}`,
    ),
    call('drop column', String.raw`\bt\.remove(?:_references|_belongs_to)?[ (]+${NAME('column')}`),
    call(
      'delete all',
      String.raw`^[ \t]*(?<table>[A-Z][\w:]{0,80})(?:\.(?:unscoped|all))?\.(?:delete_all|destroy_all)\b`,
    ),
    call(
      'update all',
      String.raw`^[ \t]*(?<table>[A-Z][\w:]{0,80})(?:\.(?:unscoped|all))?\.update_all[ (]+[{]?\s*(?<column>\w{1,80})(?::| ?=>)`,
    ),
    call('truncate', String.raw`\btruncate(?:_tables)?[ (]+${NAME('table')}`),
  ],
  python: [
    call('create table', String.raw`\bop\.create_table\(\s*${NAME('table')}`),
    call(
      'add column',
      String.raw`\bop\.add_column\(\s*${NAME('table')}\s*["'],\s*sa\.Column\(\s*${NAME('column')}`,
    ),
    call('rename table', String.raw`\bop\.rename_table\(\s*${NAME('table')}\s*["'],\s*${NAME('to')}`),
    call('drop table', String.raw`\bop\.drop_table\(\s*${optional(NAME('table'))}`),
    call(
      'drop column',
      String.raw`\bop\.drop_column\(\s*${optional(NAME('table'))}${optional(String.raw`["'],\s*${NAME('column')}`)}`,
    ),
    call('drop column', String.raw`\bbatch_op\.drop_column\(\s*${optional(NAME('column'))}`),
    call(
      'add column',
      String.raw`\bmigrations\.AddField\(\s*(?:model_name\s*=\s*)?${NAME('table')}["'],\s*(?:name\s*=\s*)?${NAME('column')}`,
    ),
    call('create table', String.raw`\bmigrations\.CreateModel\(\s*(?:name\s*=\s*)?${NAME('table')}`),
    call('drop table', String.raw`\bmigrations\.DeleteModel\(\s*(?:name\s*=\s*)?${optional(NAME('table'))}`),
    call(
      'drop column',
      String.raw`\bmigrations\.RemoveField\(\s*(?:model_name\s*=\s*)?${optional(NAME('table'))}${optional(String.raw`["'],\s*(?:name\s*=\s*)?${NAME('column')}`)}`,
    ),
    call(
      'delete all',
      String.raw`\b(?<table>\w{1,80})\.(?:objects|_default_manager)(?:\.using\([^)\n]{0,80}\))?\.all\(\)\.(?:delete\(\)|_raw_delete\()`,
    ),
    call(
      'update all',
      String.raw`\b(?<table>\w{1,80})\.(?:objects|_default_manager)(?:\.using\([^)\n]{0,80}\))?(?:\.all\(\))?\.update\(\s*(?<column>\w{1,80})\s*=`,
    ),
  ],
  js: [
    call('create table', String.raw`\.?createTable\(\s*${NAME('table')}`),
    call('rename table', String.raw`\.renameTable\(\s*${NAME('table')}["'${'`'}],\s*${NAME('to')}`),
    call('drop table', String.raw`\.dropTable(?:IfExists)?\(\s*${optional(NAME('table'))}`),
    call('drop schema', String.raw`\.dropSchema(?:IfExists)?\(\s*${optional(NAME('table'))}`),
    call(
      'drop column',
      String.raw`\.removeColumn\(\s*${optional(NAME('table'))}${optional(String.raw`["'${'`'}],\s*${NAME('column')}`)}`,
    ),
    call(
      'drop column',
      String.raw`\bqueryRunner\.dropColumns?\(\s*${optional(NAME('table'))}${optional(String.raw`["'${'`'}],\s*${NAME('column')}`)}`,
    ),
    call(
      'drop column',
      String.raw`\bpgm\.dropColumns?\(\s*${optional(NAME('table'))}${optional(String.raw`["'${'`'}],\s*\[?\s*${NAME('column')}`)}`,
    ),
    call('drop column', String.raw`(?<!queryRunner|pgm)\.dropColumns?\(\s*${optional(NAME('column'))}`),
    call('truncate', String.raw`\b(?:knex|trx|db|tx)\(\s*${NAME('table')}["'${'`'}]\s*\)\.truncate\(`),
    call('truncate', String.raw`\bqueryRunner\.clearTable\(\s*${NAME('table')}`),
    call(
      'delete all',
      String.raw`\b(?:knex|trx|db|tx)\(\s*${NAME('table')}["'${'`'}]\s*\)\s*\.(?:del|delete)\(\s*\)`,
    ),
    call(
      'delete all',
      String.raw`\.bulkDelete\(\s*${NAME('table')}["'${'`'}]\s*(?:,\s*(?:null|\{\s*\})\s*[,)]|\))`,
    ),
    call(
      'delete all',
      String.raw`\b(?<table>\w{1,80})\.(?:deleteMany\(\s*(?:\{\s*\})?\s*\)|destroy\(\s*\{\s*(?:where:\s*\{\s*\}|truncate:\s*true))`,
    ),
    call('drop schema', String.raw`\bqueryInterface\.dropAll(?:Tables|Schemas)\(`),
    call('drop database', String.raw`\.dropDatabase\(\s*${optional(NAME('table'))}`),
  ],
  php: [
    call('create table', String.raw`\bSchema::create\(\s*${NAME('table')}`),
    call('rename table', String.raw`\bSchema::rename\(\s*${NAME('table')}["'],\s*${NAME('to')}`),
    call('drop table', String.raw`\bSchema::drop(?:IfExists)?\(\s*${optional(NAME('table'))}`),
    call(
      'drop column',
      String.raw`->drop(?:Column|ConstrainedForeignId|SoftDeletes|Timestamps)\(\s*\[?\s*${optional(NAME('column'))}`,
    ),
    call('truncate', String.raw`\bDB::table\(\s*${NAME('table')}["']\s*\)->truncate\(`),
    call('delete all', String.raw`\bDB::table\(\s*${NAME('table')}["']\s*\)->delete\(\s*\)`),
    call('truncate', String.raw`^[ \t]*(?<table>[A-Z]\w{0,80})::truncate\(\s*\)`),
    call('delete all', String.raw`^[ \t]*(?<table>[A-Z]\w{0,80})::query\(\)->(?:delete|forceDelete)\(\s*\)`),
    call(
      'update all',
      String.raw`\bDB::table\(\s*${NAME('table')}["']\s*\)->update\(\s*\[\s*["'](?<column>\w{1,80})`,
    ),
    call(
      'drop column',
      String.raw`\bSchema::dropColumns\(\s*${NAME('table')}["']\s*,\s*\[?\s*${NAME('column')}`,
    ),
    call('drop schema', String.raw`\bSchema::dropAllTables\(`),
  ],
  csharp: [
    call('create table', String.raw`\bmigrationBuilder\.CreateTable\(\s*(?:name:\s*)?${NAME('table')}`),
    call('drop table', String.raw`\bmigrationBuilder\.DropTable\(\s*(?:name:\s*)?${optional(NAME('table'))}`),
    call(
      'drop schema',
      String.raw`\bmigrationBuilder\.DropSchema\(\s*(?:name:\s*)?${optional(NAME('table'))}`,
    ),
    call(
      'drop column',
      String.raw`\bmigrationBuilder\.DropColumn\(\s*(?:name:\s*)?${optional(NAME('column'))}${optional(String.raw`["'],\s*(?:table:\s*)?${NAME('table')}`)}`,
    ),
  ],
};

/** What names the table for calls on a table's builder, which name only the column. */
export const BUILDERS: Partial<Record<MigrationLanguage, RegExp>> = {
  elixir: /\b(?:alter|create)(?:_if_not_exists)?[ (]+table\(\s*[:"'](?<table>[\w.]{1,80})/g,
  ruby: /\bchange_table[ (]+[:"'](?<table>[\w.]{1,80})/g,
  python: /\bbatch_alter_table\(\s*["'](?<table>[\w.]{1,80})/g,
  js: /\.(?:alterTable|table|createTable)\(\s*["'`](?<table>[\w.]{1,80})/g,
  php: /\bSchema::(?:table|create)\(\s*["'](?<table>[\w.]{1,80})/g,
};
