import type { AlterPolicyStmt, CreatePolicyStmt, Node } from 'libpg-query';
import { sqlName } from '../../../parsers/sql-names.ts';
import type { Severity } from '../../rule.ts';
import { audience, reach, roleNames, type SqlGrant } from './roles.ts';

/** CREATE POLICY whose condition holds for every row. */
export function createdPolicy(statement: CreatePolicyStmt, line: number): SqlGrant[] {
  const roles = roleNames(statement.roles);
  const reached = reach(roles);
  if (statement.permissive !== true || reached === 0) return [];
  const command = statement.cmd_name ?? 'all';
  // Without a check a new row may belong to anyone, and with one that is always true an old row may change hands.
  const open =
    command === 'insert'
      ? !statement.with_check || alwaysTrue(statement.with_check)
      : alwaysTrue(statement.qual) || (command !== 'select' && alwaysTrue(statement.with_check));
  if (!open) return [];
  const table = sqlName([statement.table?.schemaname, statement.table?.relname]);
  const severity: Severity =
    command === 'select' ? (reached === 2 ? 'medium' : 'low') : command === 'insert' ? 'medium' : 'high';
  const detail = `${audience(roles)} may ${command === 'all' ? 'read and change' : command} every row of ${table}`;
  return [{ kind: 'open policy', severity, detail, table, line }];
}

/** `true`, `1 = 1`: a condition of constants. */
function alwaysTrue(condition: Node | undefined): boolean {
  if (!condition) return false;
  if ('A_Const' in condition) return condition.A_Const.boolval?.boolval === true;
  if ('TypeCast' in condition) return alwaysTrue(condition.TypeCast.arg);
  if ('A_Expr' in condition) {
    const { name, lexpr, rexpr } = condition.A_Expr;
    const operator = name?.[0];
    const left = constant(lexpr);
    const equals = operator && 'String' in operator && operator.String.sval === '=';
    return equals === true && left !== null && left === constant(rexpr);
  }
  if ('BoolExpr' in condition) {
    const { boolop, args } = condition.BoolExpr;
    if (boolop === 'OR_EXPR') return (args ?? []).some(alwaysTrue);
    return boolop === 'AND_EXPR' && (args ?? []).every(alwaysTrue);
  }
  return false;
}

/** ALTER POLICY to a condition that holds for every row; its command stands elsewhere. */
export function alteredPolicy(statement: AlterPolicyStmt, line: number): SqlGrant[] {
  const reached = statement.roles ? reach(roleNames(statement.roles)) : 2;
  if (reached === 0 || !(alwaysTrue(statement.qual) || alwaysTrue(statement.with_check))) return [];
  const table = sqlName([statement.table?.schemaname, statement.table?.relname]);
  return [
    {
      kind: 'open policy',
      severity: 'medium',
      detail: `its roles may read or change every row of ${table}`,
      table,
      line,
    },
  ];
}

/** A constant as text without where it stands; null for anything else. */
const constant = (node: Node | undefined): string | null =>
  node && 'A_Const' in node ? JSON.stringify({ ...node.A_Const, location: 0 }) : null;
