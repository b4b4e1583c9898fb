import { type HclAttribute, type HclBlock, parseHcl } from '../../parsers/hcl.ts';
import { guardName, guardState, plainName, shownGuard } from './_guards.ts';
import type { Guard, Resource } from './_resource.ts';
import { isSafeguard, isStatefulModule, isStatefulTerraform } from './_stateful-types.ts';

/** What Terraform code declares, and which addresses it says were moved or are left alone. */
export interface TerraformFile {
  readonly resources: readonly Resource[];
  readonly moved: readonly string[];
}

/** Reads one file; what cannot be read as HCL is still known by the first lines of its blocks. */
export function terraformFile(text: string, path: string): TerraformFile {
  const file = parseHcl(text);
  if (file === null) return { resources: headLines(text), moved: [] };
  const resources = file.blocks.flatMap((block) => resource(block, path));
  const own = guardsOf(file, 'file', false);
  if (own.size > 0) resources.push(holder('file', '', file, own));
  return { resources, moved: file.blocks.flatMap(leftAlone) };
}

const holder = (
  type: string,
  name: string,
  block: HclBlock,
  guards: ReadonlyMap<string, Guard>,
): Resource => ({
  type,
  name,
  line: block.line,
  role: 'other',
  disabled: false,
  kept: false,
  guards,
  fixed: new Map(),
  body: () => '',
});

function resource(block: HclBlock, path: string): Resource[] {
  const [type = '', name = ''] = block.labels;
  if (block.type === 'resource')
    return [
      declared(
        block,
        type,
        name,
        (isStatefulTerraform(type) && !isCache(block)) || isDatabaseRelease(block, type),
      ),
    ];
  if (block.type === 'module')
    return [declared(block, 'module', type, isStatefulModule(literal(block, 'source') ?? ''))];
  if (block.type === 'terraform' && literal(block, 'source') !== undefined) {
    // Terragrunt: the folder is the unit, and its source says what it makes.
    return [
      declared(block, 'unit', path.split('/').at(-2) ?? '', isStatefulModule(literal(block, 'source') ?? '')),
    ];
  }
  if (block.type === 'variable') {
    const value = block.attributes.find((attribute) => attribute.name === 'default');
    const guard = value === undefined ? null : guardOf(guardName('', type), value, 'variable', type);
    return [holder('variable', type, block, new Map(guard === null ? [] : [[guardName('', type), guard]]))];
  }
  return block.type === 'provider' || block.type === 'inputs' || block.type === 'locals'
    ? [holder(block.type, type, block, guardsOf(block, 'provider'))]
    : [];
}

/** Memcached forgets by design. */
const isCache = (block: HclBlock): boolean => literal(block, 'engine') === 'memcached';

/** A chart that is a database by itself. */
const isDatabaseRelease = (block: HclBlock, type: string): boolean =>
  type === 'helm_release' &&
  /(?:^|\/)(?:postgresql|mysql|mariadb|mongodb|redis|kafka|rabbitmq|elasticsearch|opensearch|minio|cassandra|clickhouse|vault)$/.test(
    literal(block, 'chart') ?? '',
  );

function declared(block: HclBlock, type: string, name: string, stateful: boolean): Resource {
  const guards = guardsOf(block, type);
  // A replica's data is its source's.
  if (block.attributes.some((attribute) => /^replicat(?:e|ion)_source/.test(attribute.name))) {
    for (const setting of ['skipfinalsnapshot', 'backupretentionperiod']) guards.delete(setting);
  }
  // Of an account or a service, `force_destroy` loses nothing that is kept nowhere else.
  if (!stateful && type !== 'module' && type !== 'unit') {
    for (const setting of ['forcedestroy', 'forcedelete']) guards.delete(setting);
  }
  const role =
    stateful || guards.get('preventdestroy')?.state === 'protects'
      ? 'state'
      : isSafeguard(type)
        ? 'safeguard'
        : 'other';
  return {
    type,
    name,
    line: block.line,
    role,
    disabled: block.attributes.some((attribute) => switchedOff(attribute, type)),
    kept: guards.get('deletionpolicy')?.state === 'protects',
    guards,
    fixed: fixedOf(block, type),
    body: () => canonical(block),
  };
}

const literal = (block: HclBlock, name: string): string | undefined =>
  block.attributes.find((attribute) => attribute.name === name)?.strings[0]?.text;

/** `count = 0`, `for_each = {}`, and of modules `enabled = false`. */
function switchedOff({ name, text }: HclAttribute, type: string): boolean {
  if (name === 'count') return text === '0';
  if (name === 'for_each') return text === 'toset ( [ ] )';
  return type === 'module' && (name === 'enabled' || name === 'create') && text === 'false';
}

function guardsOf(block: HclBlock, type: string, deep = true): Map<string, Guard> {
  const guards = new Map<string, Guard>();
  const walk = (inner: HclBlock, parent: string): void => {
    for (const attribute of inner.attributes) {
      const name = guardName(parent, attribute.name);
      const guard = guardOf(name, attribute, type, shownGuard(parent, attribute.name));
      if (guard !== null) guards.set(name, guard);
    }
    if (deep) for (const nested of inner.blocks) walk(nested, nested.type);
  };
  walk(block, '');
  return guards;
}

function guardOf(name: string, { text, line }: HclAttribute, type: string, shown: string): Guard | null {
  const state = guardState(name, text, type);
  return state === null
    ? null
    : { state, shown: `${shown} = ${text.slice(0, 40).replaceAll('"', '')}`, line };
}

/** Names of cloud objects that cannot be changed: another name is another, empty object. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket: ['bucket'],
  aws_dynamodb_table: ['name', 'hash_key', 'range_key'],
  aws_db_instance: ['engine', 'db_name', 'storage_encrypted'],
  aws_rds_cluster: ['cluster_identifier', 'engine', 'storage_encrypted', 'database_name'],
  aws_sqs_queue: ['name', 'fifo_queue'],
  aws_sns_topic: ['name'],
  aws_kinesis_stream: ['name'],
  aws_ecr_repository: ['name'],
  aws_eks_cluster: ['name'],
  aws_efs_file_system: ['encrypted', 'creation_token'],
  aws_ebs_volume: ['availability_zone', 'encrypted'],
  aws_route53_zone: ['name'],
  google_sql_database_instance: ['name', 'region'],
  google_storage_bucket: ['name', 'location'],
  google_compute_disk: ['name', 'zone'],
  google_container_cluster: ['name', 'location'],
  google_bigquery_dataset: ['dataset_id', 'location'],
  google_pubsub_topic: ['name'],
  google_dns_managed_zone: ['name', 'dns_name'],
  azurerm_storage_account: ['name', 'location'],
  azurerm_mssql_server: ['name', 'location'],
  azurerm_postgresql_flexible_server: ['name', 'location'],
  azurerm_mysql_flexible_server: ['name', 'location'],
  azurerm_cosmosdb_account: ['name'],
  azurerm_kubernetes_cluster: ['name', 'location'],
  azurerm_resource_group: ['name', 'location'],
};

function fixedOf(block: HclBlock, type: string): Resource['fixed'] {
  const names = FIXED[type] ?? [];
  return new Map(
    block.attributes.flatMap(({ name, text, line }) => {
      const plain = /^"[^"$%]*"$/.test(text) || text === 'true' || text === 'false';
      return names.includes(name) && plain ? [[name, { value: text, line }] as const] : [];
    }),
  );
}

const canonical = (block: HclBlock): string =>
  JSON.stringify([
    block.attributes.map(({ name, text }) => [name, text]),
    block.blocks.map((nested) => [nested.type, nested.labels, canonical(nested)]),
  ]);

/** The addresses in `moved { from }`, and in `removed { from }` that does not destroy. */
function leftAlone(block: HclBlock): string[] {
  if (block.type !== 'moved' && block.type !== 'removed') return [];
  const keeps = block.blocks.some(
    ({ type, attributes }) =>
      type === 'lifecycle' &&
      attributes.some(({ name, text }) => plainName(name) === 'destroy' && text === 'false'),
  );
  if (block.type === 'removed' && !keeps) return [];
  const from = block.attributes.find(({ name }) => name === 'from')?.text ?? '';
  return [from.replace(/\[[^\]]*\]/g, '').replace(/\s+/g, '')];
}

const HEAD = /^[ \t]{0,8}resource[ \t]+"([\w-]{1,100})"[ \t]+"([\w-]{1,100})"[ \t]*\{/gm;

function headLines(text: string): Resource[] {
  let line = 1;
  let counted = 0;
  return [...text.matchAll(HEAD)].map((match) => {
    line += text.slice(counted, match.index).split('\n').length - 1;
    counted = match.index;
    const [, type = '', name = ''] = match;
    const block: HclBlock = { type: 'resource', labels: [type, name], line, attributes: [], blocks: [] };
    return declared(block, type, name, isStatefulTerraform(type));
  });
}
