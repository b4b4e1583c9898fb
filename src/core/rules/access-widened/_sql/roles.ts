import type { Node, RoleSpec } from 'libpg-query';
import type { Severity } from '../../rule.ts';

/** One statement that opens access. */
export interface SqlGrant {
  readonly kind:
    | 'grant'
    | 'default privileges'
    | 'row security off'
    | 'open policy'
    | 'powerful role'
    | 'definer'
    | 'public bucket';
  readonly severity: Severity;
  /** To whom, on what: completes the finding's sentence. */
  readonly detail: string;
  /** The table concerned, as SqlName.name; empty: not one table. */
  readonly table: string;
  readonly line: number;
}

/** Roles that need no password or only an account that anyone can make. */
const ANYONE = new Set(['public', 'anon', 'anonymous', 'web_anon', 'guest']);
const SIGNED_IN = new Set(['authenticated', 'authenticated_user']);
const roleName = (role: RoleSpec): string =>
  role.roletype === 'ROLESPEC_PUBLIC' ? 'public' : (role.rolename ?? '').toLowerCase();

/** The roles a statement names, lower case; `public` for PUBLIC. */
export const roleNames = (nodes: readonly Node[] | undefined): string[] =>
  (nodes ?? []).flatMap((node) => ('RoleSpec' in node ? [roleName(node.RoleSpec)] : []));

/** The widest of the roles: 2 anyone, 1 anyone signed in, 0 named roles only. */
export const reach = (roles: readonly string[]): 0 | 1 | 2 =>
  roles.some((role) => ANYONE.has(role)) ? 2 : roles.some((role) => SIGNED_IN.has(role)) ? 1 : 0;

/** The roles among them that let more or less anyone in. */
export const audience = (roles: readonly string[]): string =>
  roles.filter((role) => ANYONE.has(role) || SIGNED_IN.has(role)).join(', ');
