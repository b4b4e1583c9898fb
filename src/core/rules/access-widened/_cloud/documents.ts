import { type YamlEntry, type YamlMap, type YamlNode, yamlGet, yamlText } from '../../../parsers/yaml.ts';
import { type Exposure, isEverywhere, isInbound, openPorts, portRange, type Ports } from './exposure.ts';
import { iamExposures, isAnyMember, powerfulRole } from './iam.ts';
import { kubernetesExposures } from './kubernetes.ts';

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
  if (node.kind === 'scalar') return [];
  const object = kubernetesObject(node);
  if (object !== null) {
    const inner = { subject: object, names: kindWords(yamlText(yamlGet(node, 'kind')) ?? '') };
    return [...kubernetesExposures(node, object), ...entriesExposures(node, inner)];
  }
  const type = yamlText(yamlGet(node, 'Type')) ?? '';
  const inner = { ...around, names: `${around.names} ${type.replaceAll('::', ' ')}` };
  return [...statement(node, inner), ...entriesExposures(node, inner)];
}

/** An Ingress and a Service are open unless they say otherwise: an explicit range of everyone widens nothing. */
const kindWords = (kind: string): string =>
  kind === 'Ingress' || kind === 'Service' ? 'destination' : kind === 'NetworkPolicy' ? '' : kind;

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

const FALSE_OPENS = new Set([
  'BlockPublicAcls',
  'BlockPublicPolicy',
  'IgnorePublicAcls',
  'RestrictPublicBuckets',
]);

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
    const role =
      /arn|polic|^role$/i.test(entry.key) && !/boundary/i.test(entry.key) ? powerfulRole(text) : null;
    if (role !== null)
      add(
        'all powers',
        role === 'roles/editor' || role === 'PowerUserAccess' ? 'medium' : 'high',
        role,
        line,
      );
  }
  const value = yamlText(entry.value) ?? '';
  if (FALSE_OPENS.has(entry.key) && value === 'false') add('public data', 'high', `${entry.key} false`);
  if (entry.key === 'PubliclyAccessible' && value === 'true')
    add('public data', 'high', 'PubliclyAccessible');
  if (entry.key === 'AccessControl' && /^(?:PublicRead(?:Write)?|AuthenticatedRead)$/.test(value)) {
    add('public data', value === 'PublicReadWrite' ? 'critical' : 'high', `AccessControl ${value}`);
  }
  if (/^\.(?:read|write)$/.test(entry.key) && value === 'true') {
    add('database rules', 'high', entry.key === '.read' ? 'read' : 'write');
  }
  return found;
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
  const actions = node.entries.find(({ key }) => key === 'Action');
  return iamExposures(
    {
      allows: effect === 'Allow',
      actions: texts('Action'),
      resources: texts('Resource'),
      principals,
      conditional: yamlGet(node, 'Condition') !== undefined,
      line: actions?.line ?? node.line,
    },
    subject,
  );
}
