import type { AlterTableCmd, ColumnDef, Node, RangeVar, TypeName } from 'libpg-query';
import { sqlName } from '../../parsers/sql-names.ts';
import type { SqlToken } from '../../parsers/sql-tokens.ts';
import type { SchemaEvent } from './_events.ts';

/** What a statement loses, from PostgreSQL's own parse tree. The tokens give the lines. */
export function treeEvents(tree: Node, tokens: readonly SqlToken[]): SchemaEvent[] {
  const line = tokens[0]?.line ?? 1;
  const all = (names: readonly string[], kind: SchemaEvent['kind']): SchemaEvent[] =>
    names.map((name) => ({ kind, name, line }));

  if ('DropStmt' in tree) {
    const names = (tree.DropStmt.objects ?? []).map(objectName);
    const cascade = tree.DropStmt.behavior === 'DROP_CASCADE';
    switch (tree.DropStmt.removeType) {
      case 'OBJECT_TABLE':
      case 'OBJECT_FOREIGN_TABLE':
        return all(
          names.filter((name) => !name.startsWith('pg_temp.')),
          'drop table',
        );
      case 'OBJECT_SCHEMA':
        return all(names, 'drop schema');
      case 'OBJECT_TYPE':
      case 'OBJECT_DOMAIN':
      case 'OBJECT_EXTENSION':
        return cascade ? all(names, 'drop type') : [];
      default:
        return [];
    }
  }
  if ('DropdbStmt' in tree) return all([tree.DropdbStmt.dbname ?? ''], 'drop database');
  if ('DropOwnedStmt' in tree) return all(['everything the role owns'], 'drop schema');
  if ('TruncateStmt' in tree) {
    return all(
      (tree.TruncateStmt.relations ?? []).map((node) => ('RangeVar' in node ? tableName(node.RangeVar) : '')),
      'truncate',
    );
  }
  if ('AlterTableStmt' in tree) {
    if (tree.AlterTableStmt.objtype !== 'OBJECT_TABLE' && tree.AlterTableStmt.objtype !== 'OBJECT_TYPE')
      return [];
    const table = tableName(tree.AlterTableStmt.relation);
    const lines = columnLines(tokens);
    return (tree.AlterTableStmt.cmds ?? []).flatMap((node) =>
      'AlterTableCmd' in node ? columnEvents(node.AlterTableCmd, table, lines, line) : [],
    );
  }
  return rowEvents(tree, tokens);
}

function columnEvents(
  command: AlterTableCmd,
  table: string,
  lines: ReadonlyMap<string, number>,
  first: number,
): SchemaEvent[] {
  const column = (command.name ?? '').toLowerCase();
  const event = { name: table, columns: [column], line: lines.get(column) ?? first };
  if (command.subtype === 'AT_DropColumn') return [{ ...event, kind: 'drop column' }];
  if (command.subtype !== 'AT_AlterColumnType' || !command.def || !('ColumnDef' in command.def)) return [];
  return losesByType(command.def.ColumnDef) ? [{ ...event, kind: 'narrow column' }] : [];
}

/** DELETE and UPDATE of every row, also behind WITH. */
function rowEvents(tree: Node, tokens: readonly SqlToken[]): SchemaEvent[] {
  const lineOf = (verb: string): number =>
    (tokens.find((token) => token.kind === 'word' && token.text === verb) ?? tokens[0])?.line ?? 1;
  const events: SchemaEvent[] = [];
  if ('DeleteStmt' in tree && !restricts(tree.DeleteStmt.whereClause)) {
    events.push({ kind: 'delete all', name: tableName(tree.DeleteStmt.relation), line: lineOf('delete') });
  }
  if ('UpdateStmt' in tree && !restricts(tree.UpdateStmt.whereClause)) {
    const columns = (tree.UpdateStmt.targetList ?? []).map((target) =>
      'ResTarget' in target ? (target.ResTarget.name ?? '').toLowerCase() : '',
    );
    const name = tableName(tree.UpdateStmt.relation);
    events.push({ kind: 'update all', name, columns, line: lineOf('update') });
  }
  const statement = Object.values(tree)[0] as { withClause?: { ctes?: Node[] } } | undefined;
  for (const cte of statement?.withClause?.ctes ?? []) {
    const query = 'CommonTableExpr' in cte ? cte.CommonTableExpr.ctequery : undefined;
    if (query) events.push(...rowEvents(query, tokens));
  }
  return events;
}

/** False for no condition and for one that is always true. */
export function restricts(where: Node | undefined): boolean {
  if (!where) return false;
  if ('A_Const' in where) return where.A_Const.boolval?.boolval !== true;
  if ('A_Expr' in where && where.A_Expr.name?.length === 1) {
    const { lexpr, rexpr } = where.A_Expr;
    return !(lexpr && rexpr && 'A_Const' in lexpr && 'A_Const' in rexpr);
  }
  return true;
}

const CUTTING = new Set([
  'left',
  'right',
  'substr',
  'substring',
  'trunc',
  'round',
  'floor',
  'ceil',
  'ceiling',
]);

/**
 * True where changing a column's type throws away part of the values without an error. PostgreSQL refuses what
 * does not fit (varchar too short, integer overflow); it silently rounds and cuts what is below.
 */
function losesByType({ typeName, raw_default: using }: ColumnDef): boolean {
  const type = lastName(typeName);
  if (type === 'date' || type === 'float4') return true;
  if (!using) return false;
  if ('A_Const' in using) return using.A_Const.isnull === true;
  if ('FuncCall' in using) return CUTTING.has(lastString(using.FuncCall.funcname));
  if ('TypeCast' in using) {
    const { typeName: cast, arg } = using.TypeCast;
    if (arg && 'A_Const' in arg && arg.A_Const.isnull) return true;
    // An explicit cast to varchar(n) or char(n) cuts; an assignment would fail.
    return ['varchar', 'bpchar'].includes(lastName(cast)) && (cast?.typmods?.length ?? 0) > 0;
  }
  return false;
}

const lastString = (nodes: readonly Node[] | undefined): string => {
  const last = nodes?.at(-1);
  return last && 'String' in last ? (last.String.sval ?? '') : '';
};

const lastName = (type: TypeName | undefined): string => lastString(type?.names);

/** A table of a parse tree as `SqlName.name` writes it. */
export const tableName = (relation: RangeVar | undefined): string =>
  sqlName([relation?.schemaname, relation?.relname]);

function objectName(node: Node): string {
  const parts =
    'List' in node ? node.List.items : 'TypeName' in node ? node.TypeName.names : ([node] as Node[]);
  return sqlName((parts ?? []).map((part) => ('String' in part ? part.String.sval : undefined)));
}

/** The line of each column that a statement drops or alters, by lower-case name. */
function columnLines(tokens: readonly SqlToken[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const [i, { text, line }] of tokens.entries()) {
    const name = text.toLowerCase();
    if (lines.has(name) || tokens[i - 1]?.text === 'table') continue;
    const before = tokens.slice(Math.max(0, i - 4), i);
    if (before.some((token) => token.text === 'drop' || token.text === 'alter')) lines.set(name, line);
  }
  return lines;
}
