import {
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
  yamlEntry,
  yamlGet,
  yamlText,
} from '../../../parsers/yaml.ts';
import { type Exposure, openPorts, portRange } from './exposure.ts';

const FALSE_OPENS = new Set([
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
]);

/** One setting of YAML or JSON that opens something by itself. */
function entry({ key, value: node, line }: YamlEntry, subject: string): Exposure[] {
  const value = yamlText(node) ?? '';
  const found = (kind: Exposure['kind'], severity: Exposure['severity'], detail: string): Exposure[] => [
    { kind, severity, subject, detail, line },
  ];
  if (FALSE_OPENS.has(key) && value === 'false') return found('public data', 'high', `${key} false`);
  if (key === 'PubliclyAccessible' && value === 'true') return found('public data', 'high', key);
  if (key === 'AccessControl' && /^(?:PublicRead(?:Write)?|AuthenticatedRead)$/.test(value)) {
    return found('public data', value === 'PublicReadWrite' ? 'critical' : 'high', `AccessControl ${value}`);
  }
  if (/^\.(?:read|write)$/.test(key) && value === 'true') {
    return found('database rules', 'high', key === '.read' ? 'read' : 'write');
  }
  if (key === 'allowBlobPublicAccess' && value === 'true') return found('public data', 'high', `${key} true`);
  if (key === 'publicAccess' && /^(?:Container|Blob)$/.test(value))
    return found('public data', 'high', `${key} ${value}`);
  return [];
}

/** Settings that belong together in one map. */
function map(node: YamlMap, type: string, names: string, subject: string): Exposure[] {
  return [
    ...lambda(node, type, subject),
    ...azureRule(node, subject),
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

/** A security rule of an Azure template. */
function azureRule(node: YamlMap, subject: string): Exposure[] {
  const source = yamlEntry(node, 'sourceAddressPrefix');
  if (!source || !/^(?:\*|Internet|any|0\.0\.0\.0\/0)$/i.test(yamlText(source.value) ?? '')) return [];
  if (!/^allow$/i.test(textAt(node, 'access')) || !/^inbound$/i.test(textAt(node, 'direction'))) return [];
  const range = portRange(textAt(node, 'destinationPortRange'));
  const open = openPorts(range && [range], '');
  return open
    ? [{ kind: 'open port', severity: open.severity, subject, detail: open.detail, line: source.line }]
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
  /^--(?:anonymous-auth=true|authorization-mode=(?:[\w,]*,)?AlwaysAllow|enable-skip-login(?:=true)?)$/;

/** Flags of the API server, the kubelet and the dashboard. */
function scalar(node: YamlScalar, subject: string): Exposure[] {
  return FLAGS.test(node.text)
    ? [{ kind: 'anyone', severity: 'high', subject, detail: node.text, line: node.line }]
    : [];
}

/** Settings of YAML and JSON, by where they stand: a value, a key with its value, a map. */
export const settingExposures = { scalar, entry, map };
