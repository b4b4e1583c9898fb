import type { HclAttribute, HclBlock } from '../../../parsers/hcl.ts';
import type { Exposure } from './exposure.ts';

/** What one setting opens by itself. */
export type Setting = Pick<Exposure, 'kind' | 'severity' | 'detail' | 'state' | 'owner'>;

const FALSE_OPENS = new Set([
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
]);
const TRUE_OPENS = new Set([
  'publicly_accessible',
  'allow_blob_public_access',
  'allow_nested_items_to_be_public',
  'enable_public_access',
  'anonymous_pull_enabled',
]);
const LISTED_ALL = new Set(['group', 'groups', 'shared_accounts']);

/** Settings that open data or hand out powers by themselves; null: this one does not. */
export function settingOf(attribute: HclAttribute, block: HclBlock, top: HclBlock): Setting | null {
  if (top.type !== 'resource' && top.type !== 'module' && top.type !== '') return null;
  const { name, text, strings } = attribute;
  const value = strings[0]?.text ?? text;
  const type = top.type === 'resource' ? (top.labels[0] ?? '') : '';
  const data = (severity: Exposure['severity'], detail: string): Setting => ({
    kind: 'public data',
    severity,
    detail,
  });
  if (FALSE_OPENS.has(name) && value === 'false') return data('high', `${name} = false`);
  if (FALSE_OPENS.has(name) && value === 'true' && type === 'aws_s3_bucket_public_access_block') {
    return { ...data('high', `${name} = false`), state: 'closed', owner: bucketOf(block) };
  }
  if (TRUE_OPENS.has(name) && value === 'true') return data('high', `${name} = true`);
  if (name === 'acl' && /^(?:public-read(?:-write)?|authenticated-read|website)$/.test(value)) {
    return data(value === 'public-read-write' ? 'critical' : 'high', `acl ${value}`);
  }
  if (name === 'container_access_type' && /^(?:blob|container)$/.test(value)) {
    return data('high', `container_access_type ${value}`);
  }
  if (name === 'authorization_type' && value === 'NONE' && type === 'aws_lambda_function_url') {
    return data('medium', 'a function URL without authorization');
  }
  if (
    LISTED_ALL.has(name) &&
    strings.some((each) => each.text === 'all') &&
    /^aws_(?:ami|db|rds|ebs|snapshot)/.test(type)
  ) {
    return data('high', `${name} = all`);
  }
  return (
    azure(name, value, block, type) ??
    google(name, value, type) ??
    lambda(name, value, block, type) ??
    membership(name, value, type)
  );
}

/** How the bucket that a block names is declared. */
function bucketOf(block: HclBlock): string {
  const bucket = block.attributes.find(({ name }) => name === 'bucket')?.text ?? '';
  const label = /^aws_s3_bucket \. ([\w-]+)/.exec(bucket)?.[1];
  return label === undefined ? 'no such text' : `"aws_s3_bucket" "${label}"`;
}

const NETWORK_RULES = /^(?:network_rules|network_acls|network_rule_set)$/;

function azure(name: string, value: string, block: HclBlock, type: string): Setting | null {
  if (!type.startsWith('azurerm_')) return null;
  if (
    name === 'default_action' &&
    value === 'Allow' &&
    (NETWORK_RULES.test(block.type) || type.endsWith('_network_rules'))
  ) {
    return { kind: 'public data', severity: 'medium', detail: 'network rules that allow by default' };
  }
  if (name === 'public_network_access_enabled' && value === 'true') {
    return { kind: 'public data', severity: 'medium', detail: 'public_network_access_enabled = true' };
  }
  if (name === 'network_access_policy' && value === 'AllowAll') {
    return { kind: 'public data', severity: 'medium', detail: 'network_access_policy AllowAll' };
  }
  if (name === 'role_definition_name' && /^(?:Owner|User Access Administrator)$/.test(value)) {
    return { kind: 'all powers', severity: value === 'Owner' ? 'high' : 'medium', detail: value };
  }
  return null;
}

function google(name: string, value: string, type: string): Setting | null {
  if (name === 'ipv4_enabled' && value === 'true' && type === 'google_sql_database_instance') {
    return { kind: 'public data', severity: 'medium', detail: 'a database with a public address' };
  }
  return null;
}

/** Everyone may call a function unless it is said from where. */
function lambda(name: string, value: string, block: HclBlock, type: string): Setting | null {
  if (name !== 'principal' || value !== '*' || type !== 'aws_lambda_permission') return null;
  const narrowed = block.attributes.some((each) =>
    /^(?:source_arn|source_account|principal_org_id)$/.test(each.name),
  );
  return narrowed ? null : { kind: 'anyone', severity: 'high', detail: 'lambda:InvokeFunction' };
}

/** Who becomes an administrator, and what stops being private. */
function membership(name: string, value: string, type: string): Setting | null {
  if (
    /^github_(?:team_repository|repository_collaborators?|repository_collaborator)$/.test(type) &&
    name === 'permission' &&
    value === 'admin'
  ) {
    return { kind: 'all powers', severity: 'medium', detail: 'admin of a repository' };
  }
  if (type === 'github_membership' && name === 'role' && value === 'admin') {
    return { kind: 'all powers', severity: 'high', detail: 'owner of the GitHub organisation' };
  }
  if (/^gitlab_\w*membership$/.test(type) && name === 'access_level' && value === 'owner') {
    return { kind: 'all powers', severity: 'medium', detail: 'owner in GitLab' };
  }
  if (
    /^okta_(?:user_admin_roles|group_roles?|user)$/.test(type) &&
    /^(?:admin_roles|role_type)$/.test(name) &&
    value === 'SUPER_ADMIN'
  ) {
    return { kind: 'all powers', severity: 'high', detail: 'SUPER_ADMIN in Okta' };
  }
  if (
    /^(?:github_repository|gitlab_project)$/.test(type) &&
    (name === 'visibility' || name === 'private' || name === 'visibility_level')
  ) {
    const state = value === 'public' || value === 'false' ? 'opened' : 'closed';
    return { kind: 'public data', severity: 'high', detail: 'the repository', state };
  }
  return null;
}
