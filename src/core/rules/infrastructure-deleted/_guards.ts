import type { Guard } from './_resource.ts';

/** The name without what languages write differently. */
export const plainName = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();

/** `true` keeps the resource from being deleted, or its data from being lost with it. */
const TRUE_PROTECTS = new Set([
  'preventdestroy',
  'deletionprotection',
  'deletionprotectionenabled',
  'deleteprotection',
  'deleteprotectionenabled',
  'enabledeletionprotection',
  'terminationprotection',
  'terminationprotectionenabled',
  'enableterminationprotection',
  'disableapitermination',
  'retainondelete',
  'skipdestroy',
  'purgeprotectionenabled',
  'enablepurgeprotection',
  'softdeleteenabled',
  'enablesoftdelete',
  'preventdeletionifcontainsresources',
  'pointintimerecovery',
  'pointintimerecoveryenabled',
  'pointintimerecoveryspecification.pointintimerecoveryenabled',
  'pointintimerecovery.enabled',
  'versioning.enabled',
  'versioned',
  'versioningenabled',
  'isversioningenabled',
  'backupconfiguration.enabled',
  'automatedbackuppolicy.enabled',
  'objectlockenabled',
  'enabledropprotection',
  'binarylogenabled',
  'deleteretentionpolicy.enabled',
  'containerdeleteretentionpolicy.enabled',
]);

/** `true` deletes data together with the resource. */
const TRUE_LOSES = new Set([
  'skipfinalsnapshot',
  'forcedestroy',
  'forcedelete',
  'autodeleteobjects',
  'autodeleteimages',
  'emptyondelete',
  'deletecontentsondestroy',
  'purgesoftdeleteondestroy',
  'purgesoftdeletedkeysondestroy',
]);

/** Zero keeps no copy; without the setting there is none either, except where `defaults` says so. */
const ZERO_LOSES = new Set([
  'backupretentionperiod',
  'backupretentiondays',
  'snapshotretentionlimit',
  'automatedsnapshotretentionperiod',
  'automaticbackupretentiondays',
  'deleteretentionpolicy.days',
  'containerdeleteretentionpolicy.days',
]);
const ZERO_WAIVES = new Set(['recoverywindowindays']);

/** Where leaving a setting out protects, so that writing it off is a decision. */
const PROTECTED_BY_DEFAULT =
  /^google_(?:sql_database_instance|container_cluster|alloydb_cluster|bigtable_table|spanner_database|bigquery_table|secure_source_manager_\w+|cloud_run_v2_\w+|redis_cluster)$|^aws_qldb_ledger$|^AWS::QLDB::Ledger$/;
/** Settings that are on wherever they are left out. */
const ON_BY_DEFAULT = new Set([
  'preventdeletionifcontainsresources',
  'softdeleteenabled',
  'enablesoftdelete',
]);

/** What a setting means for the data; null: nothing. What is not a plain value (a variable) is `unknown`. */
export function guardState(name: string, value: string, type: string): Guard['state'] | null {
  const text = value.replace(/^["']|["']$/g, '');
  const word = text.toLowerCase();
  if (TRUE_PROTECTS.has(name)) {
    if (word === 'true' || word === 'enabled') return 'protects';
    if (word !== 'false' && word !== 'disabled') return 'unknown';
    const decided = name === 'deletionprotection' && PROTECTED_BY_DEFAULT.test(type);
    return decided || ON_BY_DEFAULT.has(name) ? 'loses' : 'off';
  }
  if (TRUE_LOSES.has(name)) return word === 'true' ? 'loses' : word === 'false' ? 'off' : 'unknown';
  if (name === 'deleteautomatedbackups') {
    return word === 'false' ? 'protects' : word === 'true' ? 'off' : 'unknown';
  }
  if (ZERO_LOSES.has(name) || ZERO_WAIVES.has(name)) {
    if (!/^\d{1,6}$/.test(text)) return 'unknown';
    if (Number(text) === 0) return 'loses';
    return ZERO_LOSES.has(name) ? 'protects' : 'off';
  }
  const words = WORDED.find(([names]) => names.test(name));
  if (!words) return null;
  const [, keeps, gives, given] = words;
  if (keeps.test(text)) return 'protects';
  if (!gives.test(text)) return 'unknown';
  const snapshotByDefault = name === 'deletionpolicy' && /^AWS::(?:RDS|Neptune|DocDB)::DB/.test(type);
  return snapshotByDefault ? 'loses' : given;
}

/** Settings that are words: which of them keep the data, which give it up, and what giving it up counts as. */
const WORDED: readonly (readonly [names: RegExp, keeps: RegExp, gives: RegExp, given: 'loses' | 'off'])[] = [
  [
    /^(?:(?:versioningconfiguration|versioning|pointintimerecovery)\.status|versioning)$/,
    /^enabled$/i,
    /^(?:suspended|disabled)$/i,
    'loses',
  ],
  [/^removalpolicy$/, /^(?:retain\w*|snapshot)$/i, /^destroy$/i, 'loses'],
  [
    /^(?:deletion|updatereplace)policy$/,
    /^(?:retain\w*|snapshot|abandon|prevent|orphan)$/i,
    /^delete$/i,
    'off',
  ],
  [/^(?:reclaimpolicy|persistentvolumereclaimpolicy)$/, /^retain$/i, /^(?:delete|recycle)$/i, 'off'],
  [/^persistentvolumeclaimretentionpolicy\.when/, /^retain$/i, /^delete$/i, 'loses'],
  [/^helm\.sh\/resourcepolicy$/, /^keep$/i, /^$/, 'off'],
  [/^argocd\.argoproj\.io\/syncoptions$/, /(?:Prune|Delete)=false/, /^(?!.*(?:Prune|Delete)=false)/, 'off'],
];

/** Settings whose own name says nothing: what they stand in belongs to it. */
const NEEDS_PARENT = new Set([
  'days',
  'enabled',
  'status',
  'whendeleted',
  'whenscaled',
  'pointintimerecoveryenabled',
]);

/** A setting as people would say it. */
export const shownGuard = (parent: string, name: string): string =>
  NEEDS_PARENT.has(plainName(name)) && parent !== '' ? `${parent}.${name}` : name;

/** Whether a setting is there only to make a deletion fail. */
export const refusesDeletion = (name: string): boolean =>
  /^(?:enable)?delet(?:ion|e)protection(?:enabled)?$/.test(name);

/** The key of a setting, from the names of what it stands in and its own. */
export function guardName(parent: string, name: string): string {
  const own = plainName(name);
  return NEEDS_PARENT.has(own) && parent !== '' ? `${plainName(parent)}.${own}` : own;
}
