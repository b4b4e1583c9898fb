import type { Severity } from '../rule.ts';

/** A command that deletes what holds data, and where it counts. */
interface Destroyer {
  readonly pattern: RegExp;
  readonly severity: Severity;
  /** True: harmless on a machine that is thrown away after the run, as in CI. */
  readonly local?: boolean;
}

/** Nothing is deleted without one of these words. What only a database is told is for database-reset. */
export const DELETES = /destroy|delet|\bremove\b|\brm\b|\brb\b|purge|prune|reset|\bof=|\bdown\b|lvremove/i;

/** The rest of one command: not beyond a pipe, a list operator or a comment. */
const REST = '[^\\n;|&#]{0,300}?';
const command = (names: string, rest: string): RegExp =>
  new RegExp(`(?<![\\w./@:-])(?:${names})\\b${REST}${rest}`, 'i');

const KUBERNETES_KINDS =
  '(?:namespaces?|ns|pvcs?|persistentvolumeclaims?|pv|persistentvolumes?|statefulsets?|sts|crds?|customresourcedefinitions?|projects?|all\\s+--all)';
const AWS_DELETES =
  '(?:s3\\s+rb\\b[^\\n;|&#]{0,200}--force|s3\\s+rm\\b[^\\n;|&#]{0,200}--recursive|s3api\\s+delete-bucket(?![\\w-])|rds\\s+delete-(?:db|global)[\\w-]{1,40}|docdb\\s+delete-db[\\w-]{1,30}|neptune\\s+delete-db[\\w-]{1,30}|rds\\s+modify-db-\\w+\\b[^\\n;|&#]{0,200}--no-deletion-protection|dynamodb\\s+delete-table|cloudformation\\s+delete-stack|eks\\s+delete-cluster|ecr\\s+delete-repository|kms\\s+(?:schedule-key-deletion|disable-key)|ec2\\s+(?:delete-volume|delete-snapshot)|efs\\s+delete-file-system|fsx\\s+delete-(?:file-system|volume)|route53\\s+delete-hosted-zone|sqs\\s+(?:delete|purge)-queue|sns\\s+delete-topic|kinesis\\s+delete-stream|backup\\s+delete-(?:recovery-point|backup-vault)|secretsmanager\\s+delete-secret|elasticache\\s+delete-(?:cache|replication)[\\w-]{1,30}|redshift\\s+delete-cluster|opensearch\\s+delete-domain|es\\s+delete-elasticsearch-domain|cognito-idp\\s+delete-user-pool(?![\\w-])|kafka\\s+delete-cluster|glacier\\s+delete-vault)';
const GCLOUD_DELETES =
  '(?:sql\\s+(?:instances|databases|backups)|spanner\\s+(?:instances|databases)|bigtable\\s+(?:instances|clusters)|firestore\\s+databases|redis\\s+instances|alloydb\\s+clusters|filestore\\s+instances|compute\\s+(?:disks|snapshots)|container\\s+clusters|pubsub\\s+(?:topics|subscriptions)|dns\\s+managed-zones|storage\\s+buckets|artifacts\\s+repositories|secrets|projects)\\s+delete';
const AZ_DELETES =
  '(?:group|(?:sql|postgres|mysql|mariadb)\\s+(?:server|db|flexible-server|mi)(?:\\s+db)?|cosmosdb(?:\\s+\\w+){0,2}|redis|storage\\s+(?:account|container|share|queue|table)|disk|snapshot|aks|acr|keyvault(?:\\s+key)?|servicebus\\s+\\w+|eventhubs\\s+\\w+|network\\s+(?:private-)?dns\\s+zone|backup\\s+\\w+)\\s+(?:delete|purge)';
/** What holds data, as providers' interfaces call it. */
const HOLDER = '(?:volume|database|environment|cluster|bucket|snapshot|backup)';
/** Addresses of such things at providers, as DELETE is sent to. */
const PROVIDER_ADDRESS = `https://(?:api\\.(?:digitalocean\\.com|hetzner\\.cloud|linode\\.com|vultr\\.com|supabase\\.com|render\\.com|machines\\.dev|cloudflare\\.com|planetscale\\.com|aiven\\.io)|console\\.neon\\.tech|cloud\\.mongodb\\.com)/[^\\s"']{0,120}?(?:volumes|databases|clusters|buckets|snapshots|backups|droplets|projects|branches|services)/[^\\s"']{1,120}`;
const DATA_PATHS =
  '["\']?(?:/\\*?(?=["\'\\s]|$)|(?:~|\\$HOME|\\$\\{HOME\\})(?:/?\\*)?/?["\']?(?=\\s|$)|/var/lib/(?:postgresql|postgres|pgsql|mysql|mariadb|mongodb|mongo|redis|docker|elasticsearch|opensearch|rabbitmq|kafka|etcd|grafana|prometheus|minio|clickhouse|influxdb|cassandra|neo4j)|/(?:data|mnt|srv|backups?|volumes?|persist\\w*)(?:/|["\'\\s]|$)|\\$\\{?(?:PGDATA|(?:PG|DB|MYSQL|REDIS|MONGO\\w*|KAFKA|APP|STORAGE|PERSIST\\w*)?_?DATA_?(?:DIR|PATH|HOME|VOLUME)?|BACKUPS?_?(?:DIR|PATH)|VOLUMES?_?(?:DIR|PATH)|MOUNT_?(?:DIR|PATH|POINT))\\b)';

export const DESTROYERS: readonly Destroyer[] = [
  {
    pattern: command(
      'terraform|tofu|terragrunt|cdktf',
      `\\bdestroy\\b${REST}(?:-auto-approve|-force\\b|-non-interactive|terragrunt-non-interactive)`,
    ),
    severity: 'high',
  },
  {
    pattern: command(
      'terraform|tofu|terragrunt',
      `(?:-auto-approve|-non-interactive)\\b${REST}\\b(?:run-all\\s+)?-{0,2}destroy\\b`,
    ),
    severity: 'high',
  },
  {
    pattern: command('terraform|tofu|terragrunt', `\\bapply\\b${REST}-destroy\\b${REST}-auto-approve`),
    severity: 'high',
  },
  {
    pattern: /\byes\s{0,5}\|\s{0,5}(?:terraform|tofu|terragrunt)\b[^\n;|&#]{0,200}\bdestroy\b/,
    severity: 'high',
  },
  {
    pattern: command('pulumi', `(?:destroy|down)\\b${REST}\\s(?:-y|--yes|-f|--skip-preview)\\b`),
    severity: 'high',
  },
  { pattern: command('pulumi', `stack\\s+rm\\b${REST}\\s(?:-y|--yes|--force)\\b`), severity: 'high' },
  { pattern: command('cdk', `destroy\\b${REST}\\s(?:-f|--force)\\b`), severity: 'high' },
  { pattern: command('serverless|sls|sst', '\\sremove\\b'), severity: 'high' },
  { pattern: command('sam', `\\sdelete\\b${REST}--no-prompts`), severity: 'high' },
  { pattern: command('eksctl', '\\sdelete\\s+cluster\\b'), severity: 'high' },
  { pattern: command('copilot', `\\s(?:app|env|svc)\\s+delete\\b${REST}--yes`), severity: 'high' },
  {
    pattern: command(
      'kubectl|oc',
      `\\sdelete\\s+(?:-[\\w=./-]{1,60}\\s+(?:[\\w./-]{1,60}\\s+)?){0,3}(?:[a-z]{1,30},)?${KUBERNETES_KINDS}(?=[\\s/,"'\`)]|$)`,
    ),
    severity: 'high',
  },
  { pattern: command('aws', `\\s${AWS_DELETES}`), severity: 'high' },
  { pattern: command('gcloud', `\\s${GCLOUD_DELETES}`), severity: 'high' },
  { pattern: command('gcloud', `\\sstorage\\s+rm\\b${REST}\\s(?:-r|-R|--recursive)\\b`), severity: 'high' },
  { pattern: command('gcloud', '\\skms\\s+keys\\s+versions\\s+destroy'), severity: 'high' },
  { pattern: command('gsutil', `\\s(?:rb\\b|rm\\s${REST}-[rRaf]{1,3}\\b)`), severity: 'high' },
  { pattern: command('bq', `\\srm\\b${REST}\\s-(?:r|f|rf|fr)\\b`), severity: 'high' },
  { pattern: command('az', `\\s${AZ_DELETES}\\b`), severity: 'high' },
  {
    pattern: command('heroku', `\\s(?:pg:reset|apps:destroy|addons:destroy)\\b${REST}--confirm`),
    severity: 'high',
  },
  {
    pattern: command('fly|flyctl', '\\s(?:apps?|volumes?|vol|postgres|pg|storage)\\s+(?:destroy|delete)\\b'),
    severity: 'high',
  },
  {
    pattern: command(
      'doctl',
      `\\s(?:databases|compute\\s+volume|kubernetes\\s+cluster|registry)\\s+(?:delete|rm|d)\\b`,
    ),
    severity: 'high',
  },
  {
    pattern: command('wrangler', '\\s(?:d1|r2\\s+bucket|kv[:\\s]namespace|queues)\\s+delete\\b'),
    severity: 'high',
  },
  { pattern: command('railway', '\\s(?:volume|environment|service)\\s+(?:delete|rm)\\b'), severity: 'high' },
  {
    // A provider's interface, asked directly: by a GraphQL mutation, or by DELETE.
    pattern: command('curl|https?|wget|gh', `\\bmutation\\b${REST}\\b(?:${HOLDER}Delete|delete${HOLDER})\\b`),
    severity: 'high',
  },
  { pattern: command('curl', `\\bDELETE\\b${REST}${PROVIDER_ADDRESS}`), severity: 'high' },
  { pattern: command('curl', `${PROVIDER_ADDRESS}${REST}\\bDELETE\\b`), severity: 'high' },
  { pattern: command('gh', `\\srepo\\s+delete\\b${REST}--(?:yes|confirm)`), severity: 'high' },
  { pattern: command('supabase', '\\sprojects\\s+delete\\b'), severity: 'high' },
  { pattern: command('velero', `\\sdelete\\b${REST}--confirm`), severity: 'high' },
  { pattern: command('etcdctl', `\\sdel\\b${REST}--prefix`), severity: 'high' },
  {
    pattern: command('docker|podman', `\\svolume\\s+(?:rm\\b|prune\\b${REST}\\s(?:-f|--force|-af|-fa)\\b)`),
    severity: 'medium',
    local: true,
  },
  {
    pattern: command('docker|podman', `\\ssystem\\s+prune\\b${REST}--volumes`),
    severity: 'medium',
    local: true,
  },
  {
    pattern: command(
      'rm',
      `\\s-{1,2}[a-z-]*[rR][\\w-]*\\s+(?:-{1,2}[\\w-]+\\s+){0,3}(?:--\\s+)?${DATA_PATHS}`,
    ),
    severity: 'high',
    local: true,
  },
  { pattern: command('zfs', '\\sdestroy\\b'), severity: 'high', local: true },
  { pattern: command('lvremove', '\\s'), severity: 'high', local: true },
  {
    pattern: /(?<![\w./-])dd\s[^\n;|&#]{0,200}\bof=\/dev\/(?:sd|nvme|vd|xvd|hd|mapper|disk)/,
    severity: 'high',
    local: true,
  },
];

/** Deployments, where a database in a container is a real one. */
export const ON_SERVERS = command(
  'docker-compose|docker|podman-compose',
  `(?:compose\\b${REST})?\\sdown\\b${REST}\\s(?:-v|--volumes)\\b`,
);
