import { type YamlMap, type YamlNode, yamlEntry, yamlGet, yamlText } from '../../../parsers/yaml.ts';
import { type Exposure, SENSITIVE_PORTS } from './exposure.ts';

const items = (node: YamlNode | undefined): readonly YamlNode[] => (node?.kind === 'list' ? node.items : []);
const texts = (node: YamlNode | undefined): string[] => items(node).flatMap((item) => yamlText(item) ?? []);

/** Everyone who can reach the API server, with or without a token. */
const ANYONE = new Set(['system:anonymous', 'system:unauthenticated', 'system:authenticated']);

/** What a Kubernetes binding or service opens; the rules of roles are read wherever they stand. */
export function kubernetesExposures(object: YamlMap, subject: string): Exposure[] {
  const kind = yamlText(yamlGet(object, 'kind'));
  if (kind === 'ClusterRoleBinding' || kind === 'RoleBinding') return binding(object, kind, subject);
  if (kind === 'Service') return service(object, subject);
  return [];
}

function binding(object: YamlMap, kind: string, subject: string): Exposure[] {
  const found: Exposure[] = [];
  const reference = yamlGet(object, 'roleRef');
  const name = yamlEntry(reference, 'name');
  if (yamlText(name?.value) === 'cluster-admin') {
    const severity = kind === 'ClusterRoleBinding' ? 'high' : 'medium';
    found.push({
      kind: 'all powers',
      severity,
      subject,
      detail: 'cluster-admin',
      line: name?.line ?? object.line,
    });
  }
  for (const bound of items(yamlGet(object, 'subjects'))) {
    const who = yamlEntry(bound, 'name');
    const text = yamlText(who?.value) ?? '';
    if (who && ANYONE.has(text)) {
      const granted = yamlText(name?.value) ?? 'a role';
      found.push({
        kind: 'anyone',
        severity: 'high',
        subject,
        detail: `${granted} (${text})`,
        line: who.line,
      });
    }
  }
  return found;
}

/** What one rule of a role allows. */
export interface RoleRule {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly groups: readonly string[];
  readonly line: number;
}

/** What a role's rule hands out beyond its work. */
export function roleRights(
  { verbs, resources, groups, line }: RoleRule,
  wide: boolean,
  subject: string,
): Exposure[] {
  const found = (severity: Exposure['severity'], detail: string): Exposure[] => [
    { kind: 'all powers', severity, subject, detail, line },
  ];
  const core = groups.includes('') || groups.includes('*');
  if (verbs.includes('*') && resources.includes('*') && core) {
    return found(wide ? 'high' : 'medium', 'every verb on every resource');
  }
  const rbac = groups.includes('rbac.authorization.k8s.io') || groups.includes('*');
  if (rbac && verbs.some((verb) => verb === 'escalate' || verb === 'bind')) {
    return found('medium', 'the power to give itself more (escalate, bind)');
  }
  if (verbs.includes('impersonate') && resources.some((name) => /^(?:users|groups|\*)$/.test(name))) {
    return found('medium', 'the power to act as anyone (impersonate)');
  }
  return [];
}

/** A map with verbs and resources is a rule, in a role, in a chart's values or in a patch. */
export function ruleExposures(node: YamlMap, wide: boolean, subject: string): Exposure[] {
  if (!yamlGet(node, 'verbs') || !yamlGet(node, 'resources')) return [];
  const rule = {
    verbs: texts(yamlGet(node, 'verbs')),
    resources: texts(yamlGet(node, 'resources')),
    groups: texts(yamlGet(node, 'apiGroups')),
  };
  return roleRights({ ...rule, line: node.line }, wide, subject);
}

/** A Service that gives a database or a control port an address on the internet. */
function service(object: YamlMap, subject: string): Exposure[] {
  const spec = yamlGet(object, 'spec');
  const type = yamlEntry(spec, 'type');
  if (yamlText(type?.value) !== 'LoadBalancer' || yamlGet(spec, 'loadBalancerSourceRanges')) return [];
  const annotations = yamlGet(yamlGet(object, 'metadata'), 'annotations');
  const internal =
    annotations?.kind === 'map' &&
    annotations.entries.some(({ key, value }) =>
      /internal|private|scheme|subnet|address-pool|loadBalancerIPs|hostname/i.test(
        key + (yamlText(value) ?? ''),
      ),
    );
  if (internal || !type) return [];
  const ports = items(yamlGet(spec, 'ports')).map((port) => Number(yamlText(yamlGet(port, 'port'))));
  const open = ports.filter((port) => port > 100 && SENSITIVE_PORTS.includes(port));
  return open.length === 0
    ? []
    : [
        {
          kind: 'open port',
          severity: 'high',
          subject,
          detail: `port ${open.slice(0, 3).join(', ')}`,
          line: type.line,
        },
      ];
}
