import { guardName, guardState } from './_guards.ts';
import type { Guard, Resource } from './_resource.ts';

/** Constructs of AWS CDK, CDKTF, Pulumi and SST that hold data, with the module they come from where the name is common. */
const CLASSES =
  '(?:Bucket|BucketV2|Table|TableV2|TableV1|GlobalTable|DatabaseInstance|DatabaseCluster|DatabaseInstanceFromSnapshot|DatabaseClusterFromSnapshot|ServerlessCluster|DbInstance|DBInstance|FileSystem|Queue|Topic|Key|HostedZone|PublicHostedZone|PrivateHostedZone|Repository|UserPool|Stream|Domain|StorageAccount|BlobContainer|CacheCluster|ReplicationGroup|FlexibleServer|ManagedDisk|Disk|Volume|PersistentVolumeClaim|Dynamo|(?:rds|sql|docdb|neptune|redshift|eks|container|dynamodb|spanner|bigquery)\\.(?:Instance|Cluster|Dataset|Database))';
const CONSTRUCTION = new RegExp(
  `(?<![\\w$])(?:new\\s+)?((?:\\w{1,40}\\.){0,4}${CLASSES})(?:<[^<>()]{0,80}>)?\\(\\s{0,40}(?:(?:this|self|scope|stack|\\w{1,20}),\\s{0,40})?(?:f|\\$)?["'\`]([^"'\`\\n]{1,100})["'\`]`,
  'g',
);
const GO =
  /(?<![\w$])((?:\w{1,40}\.)New(?:Bucket|BucketV2|Table|Instance|Cluster|DatabaseInstance|FileSystem|Queue|Topic|Key|Zone|Repository|UserPool|Stream|Disk|Volume|DatabaseCluster))\((?:ctx|stack|scope),\s{0,40}(?:jsii\.String\()?"([^"\n]{1,100})"/g;

/** Frameworks whose programs make cloud objects. */
export const isCloudProgram = (text: string): boolean =>
  /aws[-_]cdk|@pulumi\/|\bpulumi[_.]|import pulumi|constructs|cdktf|\bsst\.|pulumi\/sdk/i.test(text);

const SETTING =
  /(?<![\w$])(removalPolicy|removal_policy|autoDeleteObjects|auto_delete_objects|deletionProtection|deletion_protection|terminationProtection|termination_protection|skipFinalSnapshot|skip_final_snapshot|forceDestroy|force_destroy|forceDelete|force_delete|protect|retainOnDelete|retain_on_delete|versioned|backupRetentionPeriod|backup_retention_period|pointInTimeRecovery(?:Enabled)?|point_in_time_recovery(?:_enabled)?|emptyOnDelete|empty_on_delete|RemovalPolicy|DeletionProtection|SkipFinalSnapshot|ForceDestroy|Protect)\s{0,10}[:=]\s{0,10}(?:(?:\w{1,20}\.){0,3}RemovalPolicy[._])?(\w{1,30})/g;
const MAX_BODY = 3000;

/** What a program declares. A construct's settings are those up to the end of its call. */
export function codeResources(text: string): Resource[] {
  if (!isCloudProgram(text)) return [];
  const code = text.replace(/^[ \t]*(?:\/\/|#(?!\{)|\*).*$/gm, (comment) => ' '.repeat(comment.length));
  const lineStarts = lineOffsets(code);
  const calls = [...code.matchAll(CONSTRUCTION), ...code.matchAll(GO)].toSorted((a, b) => a.index - b.index);
  return calls.map((match): Resource => {
    const [, type = '', name = ''] = match;
    const body = code.slice(match.index, callEnd(code, match.index));
    const guards = guardsOf(body, match.index, lineStarts);
    const named = type.slice(type.lastIndexOf('.') + 1);
    return {
      type: named,
      name,
      line: lineAt(lineStarts, match.index),
      role: 'state',
      disabled: false,
      kept: ['removalpolicy', 'retainondelete'].some((guard) => guards.get(guard)?.state === 'protects'),
      guards,
      fixed: new Map(),
      body: () => body.replace(name, '').replace(/\s+/g, ''),
    };
  });
}

function callEnd(code: string, start: number): number {
  const limit = Math.min(code.length, start + MAX_BODY);
  let depth = 0;
  for (let i = code.indexOf('(', start); i >= 0 && i < limit; i++) {
    const char = code[i];
    if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return i + 1;
  }
  return limit;
}

function guardsOf(body: string, offset: number, lineStarts: readonly number[]): Map<string, Guard> {
  const guards = new Map<string, Guard>();
  for (const match of body.matchAll(SETTING)) {
    const [, setting = '', value = ''] = match;
    const name = /^protect$/i.test(setting) ? 'deletionprotection' : guardName('', setting);
    const state = guardState(name, value, 'code');
    if (state !== null)
      guards.set(name, {
        state,
        shown: `${setting} ${value}`,
        line: lineAt(lineStarts, offset + match.index),
      });
  }
  return guards;
}

function lineOffsets(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
