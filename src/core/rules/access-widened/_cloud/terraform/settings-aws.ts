import type { HclBlock } from '../../../../parsers/hcl.ts';
import { isEverywhere } from '../exposure.ts';
import type { OpenSetting } from './settings.ts';

/** How the bucket that a block names is declared. */
function bucketOf(block: HclBlock): string {
  const bucket = block.attributes.find(({ name }) => name === 'bucket')?.text ?? '';
  const label = /^aws_s3_bucket \. ([\w-]+)/.exec(bucket)?.[1];
  return label === undefined ? 'no such text' : `"aws_s3_bucket" "${label}"`;
}

/** Buckets may be public where these are not set; of a resource that does nothing else, leaving them out counts. */
const publicBlocks = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
].map((name): OpenSetting => ({
  names: [name],
  types: /^aws_s3_bucket_public_access_block$/,
  value: /^false$/i,
  kind: 'public data',
  severity: 'high',
  detail: `${name} = false`,
  otherwise: 'open',
  owner: bucketOf,
}));

/** The cluster's own list of addresses narrows who may ask it. */
const isLimited = (block: HclBlock): boolean =>
  block.attributes.some(
    ({ name, text, strings }) =>
      /(?:^|_)public_access_cidrs$/.test(name) &&
      text !== '[ ]' &&
      text !== 'null' &&
      !strings.some((each) => isEverywhere(each.text)),
  );

/** Everyone may call a function unless it is said from where. */
const isNarrowed = (block: HclBlock): boolean =>
  block.attributes.some(({ name }) => /^(?:source_arn|source_account|principal_org_id)$/.test(name));

/** Settings of Amazon's provider. */
export const AWS: readonly OpenSetting[] = [
  ...publicBlocks,
  {
    names: [
      'block_public_acls',
      'block_public_policy',
      'ignore_public_acls',
      'restrict_public_buckets',
      'block_public_security_group_rules',
    ],
    types: /./,
    value: /^false$/i,
    kind: 'public data',
    severity: 'high',
  },
  {
    names: ['publicly_accessible'],
    types: /./,
    value: /^true$/i,
    kind: 'public data',
    severity: 'high',
  },
  {
    names: ['acl'],
    types: /./,
    value: /^public-read-write$/,
    kind: 'public data',
    severity: 'critical',
    detail: 'acl public-read-write',
  },
  {
    names: ['uri'],
    types: /^aws_s3_bucket/,
    value: /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/,
    kind: 'public data',
    severity: 'high',
    detail: 'an ACL for everyone',
  },
  {
    names: ['group', 'groups', 'shared_accounts', 'account_ids'],
    types: /^aws_(?:ami|db|rds|ebs|snapshot|ssm_document)/,
    value: /^all$/i,
    kind: 'public data',
    severity: 'high',
  },
  {
    names: ['authorization_type'],
    types: /^aws_lambda_function_url$/,
    value: /^NONE$/,
    kind: 'public data',
    severity: 'medium',
    detail: 'a function URL without authorization',
  },
  {
    names: ['authorization', 'authorization_type'],
    types: /^aws_(?:api_gateway_method|apigatewayv2_route)$/,
    value: /^NONE$/,
    kind: 'anyone',
    severity: 'high',
    detail: 'a method of the API',
    otherwise: 'common',
  },
  {
    names: ['principal'],
    types: /^aws_lambda_permission$/,
    value: /^\*$/,
    kind: 'anyone',
    severity: 'high',
    detail: 'lambda:InvokeFunction',
    unless: isNarrowed,
  },
  {
    names: ['endpoint_public_access', 'cluster_endpoint_public_access'],
    types: /^aws_eks_cluster$|^module$/,
    value: /^true$/i,
    kind: 'open port',
    severity: 'medium',
    detail: 'the API server of the cluster',
    otherwise: 'open',
    unless: isLimited,
  },
  {
    names: ['public_access_cidrs'],
    types: /^aws_eks_cluster$/,
    value: /^\[ \]$/,
    kind: 'open port',
    severity: 'medium',
    detail: 'the API server of the cluster',
    otherwise: 'open',
  },
  {
    names: ['type'],
    types: /^aws_msk_cluster$/,
    value: /^SERVICE_PROVIDED_EIPS$/,
    kind: 'public data',
    severity: 'medium',
    detail: 'brokers with public addresses',
  },
  {
    names: ['webserver_access_mode', 'endpoint_type'],
    types: /^aws_(?:mwaa_environment|transfer_server)$/,
    value: /^PUBLIC(?:_ONLY)?$/,
    kind: 'public data',
    severity: 'medium',
  },
  {
    names: ['allow_unauthenticated_identities'],
    types: /^aws_cognito_identity_pool$/,
    value: /^true$/i,
    kind: 'anyone',
    severity: 'medium',
    detail: 'credentials of the identity pool without signing in',
  },
];
