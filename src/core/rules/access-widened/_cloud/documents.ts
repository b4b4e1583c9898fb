import {
  parseYaml,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
  yamlGet,
  yamlText,
} from '../../../parsers/yaml.ts';
import {
  type Exposure,
  isEverywhere,
  isInbound,
  openNetworkPorts,
  openPorts,
  portRange,
  type Ports,
} from './exposure.ts';
import { type IamCondition, iamExposures, isAnyMember, isVacuous, roleSeverity } from './iam.ts';
import { kubernetesExposures, ruleExposures } from './kubernetes.ts';
import { allowLists } from './allow-lists.ts';
import { azureExposures } from './azure-templates.ts';
import { settingExposures } from './document-settings.ts';
import { patchExposures } from './patches.ts';

/** Where a value stands: the object that it belongs to, and the keys and types above it. */
interface Around {
  readonly subject: string;
  readonly names: string;
}

/** What a YAML or JSON document opens: CloudFormation, IAM policies, Kubernetes, Google policies. */
export function documentExposures(document: YamlNode): Exposure[] {
  return nodeExposures(document, { subject: '', names: '' });
}

function nodeExposures(node: YamlNode, around: Around): Exposure[] {
  if (node.kind === 'list') return node.items.flatMap((item) => nodeExposures(item, around));
  if (node.kind === 'scalar')
    return [...settingExposures.scalar(node, around.subject), ...policyText(node, around)];
  const object = kubernetesObject(node);
  const kind = yamlText(yamlGet(node, 'kind')) ?? '';
  const type = yamlText(yamlGet(node, 'Type')) ?? '';
  const inner =
    object === null
      ? { subject: azureName(node) ?? around.subject, names: `${around.names} ${type.replaceAll('::', ' ')}` }
      : { subject: object, names: kindWords(kind) };
  return [
    ...(object === null ? [] : kubernetesExposures(node, object)),
    ...ruleExposures(node, /\bClusterRole\b/.test(inner.names), inner.subject),
    ...statement(node, inner),
    ...settingExposures.map(node, type, inner.names, inner.subject),
    ...azureExposures(node, inner.names, inner.subject),
    ...networkList(node, type, inner.subject),
    ...allowLists(node, inner.names, inner.subject),
    ...patchExposures(node, inner.subject, documentExposures),
    ...entriesExposures(node, inner),
  ];
}

/** A policy written as JSON inside a template. */
function policyText({ text, line }: YamlScalar, { subject }: Around): Exposure[] {
  if (!text.includes('"Statement"') || !text.includes('{')) return [];
  const offset = text.includes('\n') ? line : line - 1;
  return parseYaml(text).documents.flatMap((document) =>
    documentExposures(document).map((found) => ({ ...found, subject, line: found.line + offset })),
  );
}

/** An Ingress and a Service are open unless they say otherwise: an explicit range of everyone widens nothing. */
const kindWords = (kind: string): string =>
  kind === 'Ingress' || kind === 'Service' ? 'destination' : kind === 'NetworkPolicy' ? '' : kind;

/** The name of an Azure template's resource. */
const azureName = (node: YamlMap): string | undefined =>
  /^Microsoft\.\w/.test(yamlText(yamlGet(node, 'type')) ?? '') ? yamlText(yamlGet(node, 'name')) : undefined;

const kubernetesObject = (node: YamlMap): string | null => {
  const kind = yamlText(yamlGet(node, 'kind'));
  if (kind === undefined || yamlGet(node, 'apiVersion') === undefined) return null;
  return `${kind} ${yamlText(yamlGet(yamlGet(node, 'metadata'), 'name')) ?? ''}`;
};

function entriesExposures(node: YamlMap, around: Around): Exposure[] {
  return node.entries.flatMap((entry) => {
    const subject = around.names.trim().toLowerCase() === 'resources' ? entry.key : around.subject;
    const inner = { subject, names: `${around.names} ${entry.key}` };
    return [...entryExposures(entry, node, inner), ...nodeExposures(entry.value, inner)];
  });
}

const scalars = (node: YamlNode | undefined): { text: string; line: number }[] => {
  if (node?.kind === 'scalar') return [{ text: node.text, line: node.line }];
  if (node?.kind === 'list')
    return node.items.flatMap((item) => (item.kind === 'scalar' ? scalars(item) : []));
  return [];
};

function entryExposures(entry: YamlEntry, map: YamlMap, { subject, names }: Around): Exposure[] {
  const found: Exposure[] = [];
  const add = (
    kind: Exposure['kind'],
    severity: Exposure['severity'],
    detail: string,
    line = entry.line,
  ): void => {
    found.push({ kind, severity, subject, detail, line });
  };
  for (const { text, line } of scalars(entry.value)) {
    if (isEverywhere(text) && isInbound(names)) {
      const open = openPorts(portsOf(map), first(map, 'IpProtocol', 'ip_protocol', 'protocol', 'proto'));
      if (open) add('open port', open.severity, open.detail, line);
    }
    if (isAnyMember(text) && /member|entity/i.test(entry.key))
      add('anyone', 'high', first(map, 'role') || 'a resource', line);
    const named = /arn|polic|^role$/i.test(entry.key) && !/boundary/i.test(entry.key);
    const role = named ? roleSeverity(text, false) : null;
    if (role !== null) add('all powers', role, text.replace(/^.*\/(?=[A-Z])/, ''), line);
  }
  return [...found, ...settingExposures.entry(entry, subject)];
}

const first = (map: YamlMap, ...keys: readonly string[]): string =>
  keys.map((key) => yamlText(yamlGet(map, key))).find((text) => text !== undefined) ?? '';

function portsOf(map: YamlMap): Ports {
  const from = portRange(first(map, 'FromPort', 'from_port'));
  const to = portRange(first(map, 'ToPort', 'to_port'));
  if (from && to) return [[from[0], to[1]]];
  const listed = scalars(yamlGet(map, 'ports') ?? yamlGet(map, 'port')).map(({ text }) => portRange(text));
  return listed.length > 0 && listed.every((range) => range !== null) ? (listed as [number, number][]) : null;
}

/** A list that stands before a whole network (AWS::EC2::NetworkAclEntry). */
function networkList(node: YamlMap, type: string, subject: string): Exposure[] {
  const properties = yamlGet(node, 'Properties');
  if (type !== 'AWS::EC2::NetworkAclEntry' || properties?.kind !== 'map') return [];
  const range = properties.entries.find(
    ({ key, value }) => /^(?:Ipv6)?CidrBlock$/.test(key) && isEverywhere(yamlText(value) ?? ''),
  );
  if (!range || first(properties, 'Egress') === 'true' || first(properties, 'RuleAction') !== 'allow')
    return [];
  const ports = yamlGet(properties, 'PortRange');
  const from = portRange(yamlText(yamlGet(ports, 'From')) ?? '');
  const to = portRange(yamlText(yamlGet(ports, 'To')) ?? '');
  const open = openNetworkPorts(from && to ? [[from[0], to[1]]] : null, first(properties, 'Protocol'));
  return open
    ? [{ kind: 'open port', severity: open.severity, subject, detail: open.detail, line: range.line }]
    : [];
}

/** An AWS policy statement anywhere: CloudFormation, a policy file, serverless.yml. */
function statement(node: YamlMap, { subject, names }: Around): Exposure[] {
  const effect = yamlText(yamlGet(node, 'Effect'));
  if (effect === undefined || /vpc ?endpoint/i.test(names)) return [];
  const texts = (key: string): string[] => scalars(yamlGet(node, key)).map(({ text }) => text);
  const principal = yamlGet(node, 'Principal');
  const principals =
    principal?.kind === 'map'
      ? principal.entries.flatMap(({ value }) => scalars(value).map(({ text }) => text))
      : texts('Principal');
  const actions = node.entries.find(({ key }) => key === 'Action' || key === 'NotAction');
  return iamExposures(
    {
      allows: effect === 'Allow',
      actions: texts('Action'),
      resources: texts('Resource'),
      principals,
      except: {
        principals: yamlGet(node, 'NotPrincipal') !== undefined,
        actions: yamlGet(node, 'NotAction') !== undefined,
        resources: yamlGet(node, 'NotResource') !== undefined,
      },
      conditions: conditionsOf(yamlGet(node, 'Condition')),
      line: actions?.line ?? node.line,
    },
    subject,
  );
}

/** Operators with what they compare. What is not written as values is taken for something that narrows. */
const conditionsOf = (node: YamlNode | undefined): IamCondition[] => {
  if (node === undefined) return [];
  if (node.kind !== 'map') return [{ key: 'unknown', values: [] }];
  return node.entries
    .filter(({ key }) => !isVacuous(key))
    .flatMap(({ value }) =>
      value.kind === 'map'
        ? value.entries.map((entry) => ({
            key: entry.key,
            values: scalars(entry.value).map(({ text }) => text),
          }))
        : [{ key: 'unknown', values: [] }],
    );
};
