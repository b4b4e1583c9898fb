import type { Node } from 'libpg-query';
import type { SqlGrant } from './roles.ts';

const isTrue = (node: Node | undefined): boolean =>
  node !== undefined && 'A_Const' in node && node.A_Const.boolval?.boolval === true;

/** A storage bucket of Supabase whose files anyone may read. */
export function publicBucket(tree: Node, line: number): SqlGrant[] {
  const found: SqlGrant[] = [
    { kind: 'public bucket', severity: 'medium', detail: 'storage.buckets', table: '', line },
  ];
  if ('UpdateStmt' in tree) {
    const { relation, targetList } = tree.UpdateStmt;
    if (relation?.schemaname !== 'storage' || relation.relname !== 'buckets') return [];
    const opens = (targetList ?? []).some(
      (node) => 'ResTarget' in node && node.ResTarget.name === 'public' && isTrue(node.ResTarget.val),
    );
    return opens ? found : [];
  }
  if (!('InsertStmt' in tree)) return [];
  const { relation, cols, selectStmt } = tree.InsertStmt;
  if (relation?.schemaname !== 'storage' || relation.relname !== 'buckets') return [];
  const at = (cols ?? []).findIndex((node) => 'ResTarget' in node && node.ResTarget.name === 'public');
  const rows = selectStmt && 'SelectStmt' in selectStmt ? (selectStmt.SelectStmt.valuesLists ?? []) : [];
  return at >= 0 && rows.some((row) => 'List' in row && isTrue((row.List.items ?? [])[at])) ? found : [];
}
