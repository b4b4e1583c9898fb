import type { Severity } from '../../rule.ts';
import type { Exposure } from './exposure.ts';

/** What a condition compares, and with what. A value that is worked out is kept as written (`${var.x}`). */
export interface IamCondition {
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of an AWS policy, whatever it was written in. */
export interface IamStatement {
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Names of any kind; a lone `*` is everyone. */
  readonly principals: readonly string[];
  /** It says for whom, what and which not. */
  readonly except: { readonly principals: boolean; readonly actions: boolean; readonly resources: boolean };
  readonly conditions: readonly IamCondition[];
  readonly line: number;
}

/** Every action, or those on accounts and permissions. */
const EVERYTHING = new Set(['*', '*:*', 'iam:*', 'organizations:*']);

/** Actions with which one can give oneself the rest, or act as another. */
const ESCALATING =
  /^(?:iam:(?:passrole|createpolicyversion|setdefaultpolicyversion|createaccesskey|createloginprofile|updateloginprofile|(?:attach|put)(?:user|group|role)policy|addusertogroup|updateassumerolepolicy|(?:create|put|attach|update|add|set|pass)\*)|sts:assumerole|sts:\*)$/;

/** Every action of a service, where that is more than writing logs and figures. */
const isWholeService = (action: string): boolean =>
  /^[a-z][a-z0-9-]*:\*$/.test(action) &&
  !/^(?:logs|cloudwatch|xray|ec2messages|ssmmessages|applicationinsights|oam|rum|synthetics|health|tag|resource-groups|pricing|ce|cur|budgets|support|trustedadvisor|servicequotas):/.test(
    action,
  );

/** What a statement opens: to everyone, or everything to whoever holds it. */
export function iamExposures(statement: IamStatement, subject: string): Exposure[] {
  const { allows, actions, resources, principals, except, conditions, line } = statement;
  if (!allows) return [];
  const found = (kind: Exposure['kind'], severity: Exposure['severity'], detail: string): Exposure[] => [
    { kind, severity, subject, detail, line },
  ];
  const trusts = openTrust(principals, conditions);
  if (trusts !== null) return found('anyone', 'high', trusts);
  // What is added to the service later is allowed, too, whatever the condition says of resources.
  if (except.actions && !except.principals && !principals.some(isEveryone)) {
    const all = resources.some(isEveryResource) || except.resources;
    return found('all powers', all ? 'high' : 'medium', 'every action but those in NotAction');
  }
  if (except.resources && principals.length === 0) {
    return found('all powers', 'medium', 'every resource but those in NotResource');
  }
  if (conditions.some(narrows)) return [];
  const shown = actions.length > 0 ? actions.slice(0, 3).join(', ') : 'what the statement allows';
  if (except.principals) return found('anyone', 'high', `${shown} (NotPrincipal)`);
  if (principals.some(isEveryone)) {
    const reads = actions.length > 0 && actions.every((action) => /^s3:get(?:object|\*)/i.test(action));
    return found('anyone', reads ? 'medium' : 'high', shown);
  }
  const everywhere = resources.some(isEveryResource);
  if (actions.includes('*') && resources.length > 0 && (!everywhere || principals.length > 0)) {
    return found('all powers', 'medium', 'every action on a resource');
  }
  if (principals.length > 0 || !everywhere) return [];
  const lower = actions.map((action) => action.toLowerCase());
  const all = lower.find((action) => EVERYTHING.has(action));
  if (all !== undefined) return found('all powers', 'high', `${all} on every resource`);
  // The name of another service's resource is no role.
  const roles = resources.some(
    (each) => isEveryResource(each) && /^(?:\*|[^:]*:[^:]*:(?:iam|\*):.*)$/.test(each),
  );
  const much =
    (roles ? lower.find((action) => ESCALATING.test(action)) : undefined) ?? lower.find(isWholeService);
  return much === undefined ? [] : found('all powers', 'medium', `${much} on every resource`);
}

const isEveryResource = (resource: string): boolean =>
  /^(?:\*|arn:(?:aws[\w-]*|\*):(?:[\w-]+|\*):\*?:\*?:\*)$/.test(resource);

/** Any account can make a role of a given name. */
const isEveryone = (principal: string): boolean =>
  principal === '*' || /^arn:aws[\w-]*:iam::\*:/.test(principal);

/** What anybody can meet: encryption in transit, a header, a time. */
const ALWAYS_MET =
  /^(?:aws:(?:securetransport|useragent|referer|requestedregion|currenttime|epochtime|viaawsservice)|s3:x-amz-)/i;

/** Whether a condition says who. */
const narrows = ({ key, values }: IamCondition): boolean =>
  !ALWAYS_MET.test(key) &&
  !(
    values.length > 0 &&
    values.every((value) => /^\*$|^arn:aws[\w-]*:\w*:{1,3}\*$|^0\.0\.0\.0\/0$/.test(value))
  );

/** `ForAllValues` holds where the key is missing, so it keeps nobody out. */
export const isVacuous = (operator: string): boolean => operator.startsWith('ForAllValues');

/** Where GitHub's tokens come from. */
export const OIDC = /token\.actions\.githubusercontent\.com/;

/** Trust in GitHub's tokens without saying whose: every workflow on GitHub has one. */
function openTrust(principals: readonly string[], conditions: readonly IamCondition[]): string | null {
  if (!principals.some((principal) => OIDC.test(principal))) return null;
  const who = conditions.filter(({ key }) =>
    /:(?:sub|repository\w*|job_workflow_ref|enterprise\w*|actor\w*)$/i.test(key),
  );
  const open = who
    .filter(({ key }) => /:sub$/i.test(key))
    .flatMap(({ values }) => values)
    .filter(namesNoOwner);
  const others = who.filter(({ key }) => !/:sub$/i.test(key));
  if (who.length > 0 && (open.length === 0 || others.length > 0)) return null;
  return 'this role from a workflow of any repository on GitHub';
}

/** `repo:owner/...` names an owner; a wildcard before the slash does not. */
export const namesNoOwner = (subject: string): boolean =>
  !/^(?:repo|repository|repository_owner|repository_id|repository_owner_id|enterprise|job_workflow_ref):[^*?]*(?:[/:]|\$\{)|^[^:*?]*\$\{|^(?:repository_owner|repository_id|repository_owner_id|enterprise):[^*?]+$/.test(
    subject,
  );

/** Managed policies and roles that hold every power of an account or project. */
export function powerfulRole(name: string): string | null {
  const managed = /^arn:aws[\w-]*:iam::aws:policy\/(AdministratorAccess|IAMFullAccess|PowerUserAccess)$/.exec(
    name,
  );
  if (managed) return managed[1] as string;
  return name === 'roles/owner' || name === 'roles/editor' ? name : null;
}

/** Google's roles that let their holder act as any service account of a project, or hand out roles in it. */
const PROJECT_ROLES =
  /^roles\/(?:iam\.(?:serviceAccount(?:User|TokenCreator|KeyAdmin|Admin|OpenIdTokenCreator)|workloadIdentityUser|securityAdmin|roleAdmin|organizationRoleAdmin)|resourcemanager\.(?:projectIamAdmin|folderIamAdmin|folderAdmin|organizationAdmin)|(?:dataflow|dataproc|serverless|cloudbuild)\.serviceAgent)$/;

/** How bad such a role is; null: it is none. `wide`: it is given for a project, a folder or an organisation. */
export function roleSeverity(name: string, wide: boolean): Severity | null {
  const role = powerfulRole(name);
  if (role !== null) return role === 'roles/editor' || role === 'PowerUserAccess' ? 'medium' : 'high';
  return wide && PROJECT_ROLES.test(name) ? 'medium' : null;
}

/** Google Cloud's names for everyone, with and without an account of any kind. */
export const isAnyMember = (name: string): boolean => name === 'allUsers' || name === 'allAuthenticatedUsers';
