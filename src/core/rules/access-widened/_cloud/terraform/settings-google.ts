import type { OpenSetting } from './settings.ts';

/** Settings of Google's provider. */
export const GOOGLE: readonly OpenSetting[] = [
  {
    names: ['ipv4_enabled'],
    types: /^google_sql_database_instance$/,
    value: /^true$/i,
    kind: 'public data',
    severity: 'medium',
    detail: 'a database with a public address',
    otherwise: 'open',
  },
  {
    names: ['ingress_settings'],
    types: /^google_cloudfunctions/,
    value: /^ALLOW_ALL$/,
    kind: 'open port',
    severity: 'medium',
    detail: 'a function',
    otherwise: 'open',
  },
  {
    names: ['public_access_prevention'],
    types: /^google_storage_bucket$/,
    value: /^(?:inherited|unspecified)$/,
    kind: 'public data',
    severity: 'high',
    detail: 'a bucket whose public_access_prevention is taken away',
    otherwise: 'common',
  },
  {
    names: ['enable_legacy_abac'],
    types: /^google_container_cluster$/,
    value: /^true$/i,
    kind: 'all powers',
    severity: 'medium',
    detail: 'legacy authorization, which asks for no role',
  },
];
