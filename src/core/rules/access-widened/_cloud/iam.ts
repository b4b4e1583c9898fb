import type { Exposure } from './exposure.ts';

/** One statement of an AWS policy, whatever it was written in. */
export interface IamStatement {
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Names of any kind; a lone `*` is everyone. */
  readonly principals: readonly string[];
  readonly conditional: boolean;
  readonly line: number;
}

/** Actions with which one can give oneself the rest. */
const ESCALATING = new Set(['*', '*:*', 'iam:*', 'organizations:*']);

/** What a statement opens: to everyone, or everything to whoever holds it. */
export function iamExposures(statement: IamStatement, subject: string): Exposure[] {
  const { allows, actions, resources, principals, conditional, line } = statement;
  if (!allows || conditional) return [];
  const everyone = principals.some((principal) => principal === '*' || principal === 'arn:aws:iam::*:root');
  if (everyone) {
    const reads = actions.length > 0 && actions.every((action) => /^s3:get(?:object|\*)/i.test(action));
    const detail = actions.length > 0 ? actions.slice(0, 3).join(', ') : 'what the statement allows';
    return [{ kind: 'anyone', severity: reads ? 'medium' : 'high', subject, detail, line }];
  }
  const powerful = actions.find((action) => ESCALATING.has(action.toLowerCase()));
  if (powerful === undefined || !resources.includes('*') || principals.length > 0) return [];
  return [{ kind: 'all powers', severity: 'high', subject, detail: `${powerful} on every resource`, line }];
}

/** Managed policies and roles that hold every power of an account or project. */
export function powerfulRole(name: string): string | null {
  const managed = /^arn:aws[\w-]*:iam::aws:policy\/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$/.exec(
    name,
  );
  if (managed) return managed[1] as string;
  return name === 'roles/owner' || name === 'roles/editor' ? name : null;
}

/** Google Cloud's names for everyone, with and without an account of any kind. */
export const isAnyMember = (name: string): boolean => name === 'allUsers' || name === 'allAuthenticatedUsers';
