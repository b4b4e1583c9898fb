import { type YamlMap, type YamlNode, yamlEntry, yamlGet, yamlText } from '../../../parsers/yaml.ts';
import type { Exposure } from './exposure.ts';

const items = (node: YamlNode | undefined): readonly YamlNode[] => (node?.kind === 'list' ? node.items : []);
const texts = (node: YamlNode | undefined): string[] => items(node).flatMap((item) => yamlText(item) ?? []);

/** Everyone who can reach the API server, with or without a token. */
const ANYONE = new Set(['system:anonymous', 'system:unauthenticated', 'system:authenticated']);

/** What a Kubernetes role or binding opens. */
export function kubernetesExposures(object: YamlMap, subject: string): Exposure[] {
  const kind = yamlText(yamlGet(object, 'kind'));
  if (kind === 'ClusterRoleBinding' || kind === 'RoleBinding') return binding(object, kind, subject);
  if (kind === 'ClusterRole' || kind === 'Role') return role(object, kind, subject);
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

function role(object: YamlMap, kind: string, subject: string): Exposure[] {
  return items(yamlGet(object, 'rules')).flatMap((rule): Exposure[] => {
    const verbs = texts(yamlGet(rule, 'verbs'));
    const resources = texts(yamlGet(rule, 'resources'));
    const groups = texts(yamlGet(rule, 'apiGroups'));
    const found = (severity: Exposure['severity'], detail: string): Exposure[] => [
      { kind: 'all powers', severity, subject, detail, line: rule.line },
    ];
    const core = groups.includes('') || groups.includes('*');
    if (verbs.includes('*') && resources.includes('*') && core) {
      return found(kind === 'ClusterRole' ? 'high' : 'medium', 'every verb on every resource');
    }
    const rbac = groups.includes('rbac.authorization.k8s.io') || groups.includes('*');
    if (rbac && verbs.some((verb) => verb === 'escalate' || verb === 'bind')) {
      return found('medium', 'the power to give itself more (escalate, bind)');
    }
    if (verbs.includes('impersonate') && resources.some((name) => /^(?:users|groups|\*)$/.test(name))) {
      return found('medium', 'the power to act as anyone (impersonate)');
    }
    return [];
  });
}
