import { type YamlMap, type YamlNode, yamlEntry, yamlGet, yamlText } from '../../../parsers/yaml.ts';
import { type Exposure, SENSITIVE_PORTS } from './exposure.ts';

const items = (node: YamlNode | undefined): readonly YamlNode[] => (node?.kind === 'list' ? node.items : []);
const texts = (node: YamlNode | undefined): string[] => items(node).flatMap((item) => yamlText(item) ?? []);

/** Everyone who can reach the API server, with or without a token, and every program in the cluster. */
const ANYONE = new Set([
  'system:anonymous',
  'system:unauthenticated',
  'system:authenticated',
  'system:serviceaccounts',
]);

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
    if (who && text === 'system:masters') {
      found.push({ kind: 'all powers', severity: 'high', subject, detail: text, line: who.line });
    }
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

/** Groups that every cluster has, among them those of what programs, secrets and rights are. */
const isBuiltIn = (group: string): boolean =>
  group === '' || group === '*' || !group.includes('.') || /(?:^|\.)k8s\.io$/.test(group);

const WRITES = new Set(['create', 'update', 'patch', '*']);

/** Rights with which a program can become more than it is. */
const TAKEOVERS: readonly {
  readonly resource: RegExp;
  readonly verbs: RegExp;
  readonly detail: string;
  /** Only in a role for the whole cluster. */
  readonly wide?: boolean;
}[] = [
  {
    resource: /^(?:users|groups|serviceaccounts|userextras\/?.*|\*)$/,
    verbs: /^impersonate$/,
    detail: 'the power to act as anyone (impersonate)',
  },
  {
    resource: /^nodes\/proxy$/,
    verbs: /^(?:create|update|patch|delete|\*)$/,
    detail: 'the kubelet of every node (nodes/proxy)',
  },
  {
    resource: /^pods\/(?:exec|attach|\*)$/,
    verbs: /^(?:create|get|\*)$/,
    detail: 'a shell in every pod (pods/exec)',
    wide: true,
  },
  {
    resource: /^serviceaccounts\/token$/,
    verbs: /^(?:create|\*)$/,
    detail: 'tokens of every service account (serviceaccounts/token)',
    wide: true,
  },
  {
    resource: /^(?:certificatesigningrequests|\*)\/approval$/,
    verbs: /^(?:update|patch|\*)$/,
    detail: 'certificates for anyone (certificatesigningrequests/approval)',
  },
  {
    resource: /^(?:mutating|validating)webhookconfigurations$/,
    verbs: /^(?:create|update|patch|\*)$/,
    detail: 'what the API server asks before every request (webhookconfigurations)',
    wide: true,
  },
];

/** What a role's rule hands out beyond its work. */
export function roleRights(
  { verbs, resources, groups, line }: RoleRule,
  wide: boolean,
  subject: string,
): Exposure[] {
  const found = (severity: Exposure['severity'], detail: string): Exposure[] => [
    { kind: 'all powers', severity, subject, detail, line },
  ];
  const harmless = resources.every((name) => /\/(?:finalizers|status)$/.test(name));
  if (harmless || !verbs.some((verb) => verb !== '')) return [];
  const core = groups.includes('') || groups.includes('*');
  const everyVerb = verbs.includes('*');
  const everyResource = resources.includes('*');
  if (everyVerb && everyResource && core) {
    return found(wide ? 'high' : 'medium', 'every verb on every resource');
  }
  const rbac = groups.includes('rbac.authorization.k8s.io') || groups.includes('*');
  if (rbac && verbs.some((verb) => verb === 'escalate' || verb === 'bind')) {
    return found('medium', 'the power to give itself more (escalate, bind)');
  }
  const takeover = TAKEOVERS.find(
    (each) =>
      (wide || each.wide !== true) &&
      resources.some((name) => each.resource.test(name)) &&
      verbs.some((verb) => each.verbs.test(verb)),
  );
  if (takeover) return found('medium', takeover.detail);
  if (!groups.some(isBuiltIn)) return [];
  if (everyVerb) return found('medium', `every verb on ${resources.slice(0, 3).join(', ')}`);
  if (everyResource && (core || verbs.some((verb) => WRITES.has(verb)))) {
    return found('medium', `${verbs.slice(0, 3).join(', ')} on every resource`);
  }
  return groups.includes('*')
    ? found('medium', `${verbs.slice(0, 3).join(', ')} on ${resources.slice(0, 3).join(', ')} of every group`)
    : [];
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
