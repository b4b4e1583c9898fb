import {
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
  yamlEntry,
  yamlGet,
  yamlText,
} from '../../../parsers/yaml.ts';
import { type Exposure, isEverywhere } from './exposure.ts';

interface OpenEntry {
  readonly value: RegExp;
  readonly kind: Exposure['kind'];
  readonly severity: Exposure['severity'];
  /** Left out: key and value. */
  readonly detail?: string;
  /** Other values keep it closed, so that taking the key away opens it. Needs a `detail`. */
  readonly openOtherwise?: true;
}
const TRUE = /^(?:true|yes|on)$/i;
const FALSE = /^(?:false|no|off)$/i;
const publicData = (value: RegExp, severity: Exposure['severity'], detail?: string): OpenEntry => ({
  kind: 'public data',
  value,
  severity,
  ...(detail === undefined ? {} : { detail }),
});

/** Keys whose value opens something by itself. */
const ENTRIES: Readonly<Record<string, OpenEntry>> = {
  BlockPublicAcls: { ...publicData(FALSE, 'high', 'BlockPublicAcls false'), openOtherwise: true },
  BlockPublicPolicy: { ...publicData(FALSE, 'high', 'BlockPublicPolicy false'), openOtherwise: true },
  IgnorePublicAcls: { ...publicData(FALSE, 'high', 'IgnorePublicAcls false'), openOtherwise: true },
  RestrictPublicBuckets: { ...publicData(FALSE, 'high', 'RestrictPublicBuckets false'), openOtherwise: true },
  PubliclyAccessible: publicData(TRUE, 'high', 'PubliclyAccessible'),
  AccessControl: publicData(/^(?:PublicRead(?:Write)?|AuthenticatedRead)$/, 'high'),
  WebserverAccessMode: publicData(/^PUBLIC_ONLY$/, 'medium'),
  EndpointType: publicData(/^PUBLIC$/, 'medium'),
  Type: publicData(/^SERVICE_PROVIDED_EIPS$/, 'medium', 'brokers with public addresses'),
  AllowUnauthenticatedIdentities: {
    value: TRUE,
    kind: 'anyone',
    severity: 'medium',
    detail: 'credentials of the identity pool without signing in',
  },
  '.read': { value: TRUE, kind: 'database rules', severity: 'high', detail: 'read' },
  '.write': { value: TRUE, kind: 'database rules', severity: 'high', detail: 'write' },
  allowBlobPublicAccess: publicData(TRUE, 'high'),
  anonymousPullEnabled: publicData(TRUE, 'high'),
  publicAccess: publicData(/^(?:Container|Blob)$/i, 'high'),
  incomingTrafficPolicy: publicData(/^AllowAllTraffic$/, 'medium'),
};

/** One setting of YAML or JSON that opens something by itself. */
function entry({ key, value: node, line }: YamlEntry, subject: string): Exposure[] {
  const known = Object.hasOwn(ENTRIES, key) ? ENTRIES[key] : undefined;
  const value = yamlText(node) ?? '';
  if (!known) return [];
  const { kind, severity, detail = `${key} ${value}` } = known;
  if (known.value.test(value)) {
    return [{ kind, severity: value === 'PublicReadWrite' ? 'critical' : severity, subject, detail, line }];
  }
  if (known.openOtherwise !== true || subject === '') return [];
  return [
    { kind, severity, subject, detail, line, state: 'closed', owner: TRUE.test(value) ? subject : undefined },
  ];
}

/** Settings that belong together in one map. */
function map(node: YamlMap, type: string, names: string, subject: string): Exposure[] {
  return [
    ...lambda(node, type, subject),
    ...clusterEndpoint(node, subject),
    ...administrators(node, names, subject),
    ...anonymous(node, names, subject),
    ...chartService(node, names),
  ];
}

const textAt = (node: YamlNode | undefined, key: string): string => yamlText(yamlGet(node, key)) ?? '';

/** Everyone may call a function unless it is said from where. */
function lambda(node: YamlMap, type: string, subject: string): Exposure[] {
  const properties = yamlGet(node, 'Properties');
  if (type === 'AWS::Lambda::Permission' && textAt(properties, 'Principal') === '*') {
    const narrowed = ['SourceArn', 'SourceAccount', 'PrincipalOrgID'].some(
      (key) => yamlGet(properties, key) !== undefined,
    );
    const line = yamlEntry(properties, 'Principal')?.line ?? node.line;
    return narrowed
      ? []
      : [{ kind: 'anyone', severity: 'high', subject, detail: 'lambda:InvokeFunction', line }];
  }
  const url = type === 'AWS::Lambda::Url' ? properties : yamlGet(properties, 'FunctionUrlConfig');
  const open = yamlEntry(url, 'AuthType');
  return yamlText(open?.value) === 'NONE' && open
    ? [
        {
          kind: 'public data',
          severity: 'medium',
          subject,
          detail: 'a function URL without authorization',
          line: open.line,
        },
      ]
    : [];
}

/** The API server of an EKS cluster, on the internet for every address. */
function clusterEndpoint(node: YamlMap, subject: string): Exposure[] {
  const open = yamlEntry(node, 'EndpointPublicAccess');
  const ranges = yamlGet(node, 'PublicAccessCidrs');
  const limited =
    ranges !== undefined &&
    !(ranges.kind === 'list' && ranges.items.every((item) => isEverywhere(yamlText(item) ?? '')));
  return open && TRUE.test(yamlText(open.value) ?? '') && !limited
    ? [
        {
          kind: 'open port',
          severity: 'medium',
          subject,
          detail: 'the API server of the cluster',
          line: open.line,
        },
      ]
    : [];
}

/** Repository settings as code: who becomes an administrator. */
function administrators(node: YamlMap, names: string, subject: string): Exposure[] {
  if (!/\b(?:collaborators|teams)\b/.test(names)) return [];
  const permission = yamlEntry(node, 'permission');
  const who = textAt(node, 'username') || textAt(node, 'name') || textAt(node, 'slug');
  return permission && who !== '' && yamlText(permission.value) === 'admin'
    ? [
        {
          kind: 'all powers',
          severity: 'medium',
          subject: subject || who,
          detail: 'admin of a repository',
          line: permission.line,
        },
      ]
    : [];
}

/** A kubelet that asks nobody who they are, or allows whatever they ask. */
function anonymous(node: YamlMap, names: string, subject: string): Exposure[] {
  if (!/KubeletConfiguration/.test(names)) return [];
  const asks = yamlEntry(yamlGet(node, 'anonymous'), 'enabled');
  const mode = yamlEntry(yamlGet(node, 'authorization'), 'mode');
  return [
    ...(asks && yamlText(asks.value) === 'true' ? [asks.line] : []),
    ...(mode && yamlText(mode.value) === 'AlwaysAllow' ? [mode.line] : []),
  ].map((line): Exposure => ({ kind: 'anyone', severity: 'high', subject, detail: 'the kubelet', line }));
}

/** A chart's service that was inside the cluster and gets an address on the internet. */
function chartService(node: YamlMap, names: string): Exposure[] {
  if (!/\bservice\w*\s*$/i.test(names)) return [];
  const type = yamlEntry(node, 'type');
  const value = yamlText(type?.value);
  if (!type || !/^(?:ClusterIP|LoadBalancer)$/.test(value ?? '')) return [];
  const ranges = yamlGet(node, 'loadBalancerSourceRanges');
  const limited = ranges?.kind === 'list' && ranges.items.length > 0;
  const annotations = yamlGet(node, 'annotations');
  const internal =
    annotations?.kind === 'map' &&
    annotations.entries.some(({ key, value: text }) =>
      /internal|private/i.test(key + (yamlText(text) ?? '')),
    );
  const state = value === 'ClusterIP' || limited || internal ? 'closed' : 'opened';
  return [
    {
      kind: 'open port',
      severity: 'medium',
      subject: names.trim(),
      detail: 'a service that was inside the cluster',
      line: type.line,
      state,
    },
  ];
}

const FLAGS =
  /^--(?:anonymous-auth=true|authorization-mode=(?:[\w,]*,)?AlwaysAllow(?:,[\w,]*)?|enable-skip-login(?:=true)?)$/;

/** Flags of the API server, the kubelet and the dashboard. */
function scalar(node: YamlScalar, subject: string): Exposure[] {
  return FLAGS.test(node.text)
    ? [{ kind: 'anyone', severity: 'high', subject, detail: node.text, line: node.line }]
    : [];
}

/** Settings of YAML and JSON, by where they stand: a value, a key with its value, a map. */
export const settingExposures = { scalar, entry, map };
