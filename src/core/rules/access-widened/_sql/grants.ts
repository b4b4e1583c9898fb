import type { DefElem, GrantStmt, Node } from 'libpg-query';
import { sqlName } from '../../../parsers/sql-names.ts';
import { definesRoutine, type SqlStatement } from '../../../parsers/sql-statements.ts';
import type { Severity } from '../../rule.ts';
import { alteredPolicy, createdPolicy } from './row-policies.ts';
import { publicBucket } from './buckets.ts';
import { tokenAccess } from './token-access.ts';
import { audience, reach, roleNames, type SqlGrant } from './roles.ts';

const POWERFUL = new Set([
  'postgres',
  'rds_superuser',
  'cloudsqlsuperuser',
  'azure_pg_admin',
  'supabase_admin',
  'service_role',
  'pg_read_all_data',
  'pg_write_all_data',
  'pg_execute_server_program',
  'pg_read_server_files',
  'pg_write_server_files',
]);

/** What a statement opens. Tokens decide where PostgreSQL's parser could not read it. */
export function grantsOf({ tokens, tree }: SqlStatement): SqlGrant[] {
  const line = tokens[0]?.line ?? 1;
  if (tree === null || 'DoStmt' in tree) return definesRoutine(tokens) ? [] : tokenAccess(tokens);
  const found = (kind: SqlGrant['kind'], severity: Severity, detail: string, table = ''): SqlGrant[] => [
    { kind, severity, detail, table, line },
  ];
  if ('GrantStmt' in tree && tree.GrantStmt.is_grant) return grant(tree.GrantStmt, line);
  if ('AlterDefaultPrivilegesStmt' in tree) {
    const action = tree.AlterDefaultPrivilegesStmt.action;
    const roles = roleNames(action?.grantees);
    if (!action?.is_grant || reach(roles) === 0) return [];
    if (action.objtype !== 'OBJECT_TABLE' && action.objtype !== 'OBJECT_SCHEMA') return [];
    return found('default privileges', reach(roles) === 2 ? 'high' : 'medium', audience(roles));
  }
  if ('GrantRoleStmt' in tree && tree.GrantRoleStmt.is_grant) {
    const granted = (tree.GrantRoleStmt.granted_roles ?? []).flatMap((node) =>
      'AccessPriv' in node ? [(node.AccessPriv.priv_name ?? '').toLowerCase()] : [],
    );
    const powerful = granted.filter((role) => POWERFUL.has(role));
    return powerful.length > 0 ? found('powerful role', 'high', `membership in ${powerful.join(', ')}`) : [];
  }
  if ('AlterRoleStmt' in tree) return powers(tree.AlterRoleStmt.options, line);
  if ('CreateRoleStmt' in tree) return powers(tree.CreateRoleStmt.options, line);
  if ('CreatePolicyStmt' in tree) return createdPolicy(tree.CreatePolicyStmt, line);
  if ('AlterPolicyStmt' in tree) return alteredPolicy(tree.AlterPolicyStmt, line);
  if ('AlterTableStmt' in tree) {
    const table = sqlName([tree.AlterTableStmt.relation?.schemaname, tree.AlterTableStmt.relation?.relname]);
    return (tree.AlterTableStmt.cmds ?? []).flatMap((node) => {
      const command = 'AlterTableCmd' in node ? node.AlterTableCmd.subtype : undefined;
      if (command === 'AT_DisableRowSecurity') return found('row security off', 'high', table, table);
      return command === 'AT_NoForceRowSecurity' ? found('row security off', 'medium', table, table) : [];
    });
  }
  if ('InsertStmt' in tree || 'UpdateStmt' in tree) return publicBucket(tree, line);
  if ('CreateFunctionStmt' in tree) return definer(tree.CreateFunctionStmt.options, line, tree);
  return [];
}

function grant(statement: GrantStmt, line: number): SqlGrant[] {
  const roles = roleNames(statement.grantees);
  const reached = reach(roles);
  if (reached === 0) return [];
  const privileges = (statement.privileges ?? []).flatMap((node) =>
    'AccessPriv' in node ? [(node.AccessPriv.priv_name ?? '').toLowerCase()] : [],
  );
  const everything = statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA';
  if (statement.objtype === 'OBJECT_SCHEMA') {
    // USAGE lets names be looked up, no more; CREATE lets others put functions before yours.
    const creates = privileges.length === 0 || privileges.includes('create');
    if (!creates) return [];
    return [
      {
        kind: 'grant',
        severity: 'medium',
        detail: `CREATE in a schema to ${audience(roles)}`,
        table: '',
        line,
      },
    ];
  }
  if (statement.objtype !== 'OBJECT_TABLE') return [];
  if (everything) {
    const severity = reached === 2 ? 'high' : 'medium';
    return [
      { kind: 'grant', severity, detail: `every table of a schema to ${audience(roles)}`, table: '', line },
    ];
  }
  if (reached < 2) return [];
  return (statement.objects ?? []).flatMap((node): SqlGrant[] => {
    if (!('RangeVar' in node)) return [];
    const table = sqlName([node.RangeVar.schemaname, node.RangeVar.relname]);
    if (table.startsWith('pg_temp.')) return [];
    return [{ kind: 'grant', severity: 'high', detail: `${table} to ${audience(roles)}`, table, line }];
  });
}

function powers(options: readonly Node[] | undefined, line: number): SqlGrant[] {
  return (options ?? []).flatMap((node): SqlGrant[] => {
    const option = 'DefElem' in node ? node.DefElem : undefined;
    if (option?.defname !== 'superuser' && option?.defname !== 'bypassrls') return [];
    if (!isOn(option)) return [];
    return [
      { kind: 'powerful role', severity: 'high', detail: option.defname.toUpperCase(), table: '', line },
    ];
  });
}

const isOn = (option: DefElem): boolean =>
  option.arg !== undefined && 'Boolean' in option.arg && option.arg.Boolean.boolval === true;

function definer(options: readonly Node[] | undefined, line: number, tree: Node): SqlGrant[] {
  const elements = (options ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
  const security = elements.some((option) => option.defname === 'security' && isOn(option));
  const pinned = elements.some(
    ({ arg }) => arg && 'VariableSetStmt' in arg && arg.VariableSetStmt.name === 'search_path',
  );
  if (!security || pinned) return [];
  const names = 'CreateFunctionStmt' in tree ? (tree.CreateFunctionStmt.funcname ?? []) : [];
  const name = sqlName(names.map((part) => ('String' in part ? part.String.sval : undefined)));
  return [{ kind: 'definer', severity: 'low', detail: name, table: name, line }];
}
