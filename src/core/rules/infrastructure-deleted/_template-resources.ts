import { parseTemplatedYaml } from '../../parsers/yaml-templates.ts';
import {
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  yamlEntry,
  yamlGet,
  yamlText,
} from '../../parsers/yaml.ts';
import { guardName, guardState, shownGuard } from './_guards.ts';
import type { Guard, Resource } from './_resource.ts';
import {
  isCheapVolume,
  isDatabaseName,
  isSafeguard,
  isStatefulKind,
  isStatefulTemplate,
} from './_stateful-types.ts';

const VALUES = /(?:^|[-_.])values\b|values[-_.]|\/values\//i;

/** Most YAML and JSON declares nothing, and some of it is large. */
const mayDeclare = (text: string, path: string): boolean =>
  /\bapiVersion["']?:|AWS::\w|["']Microsoft\.\w/.test(text) ||
  VALUES.test(path) ||
  /compose|Chart\.yaml$/i.test(path);

/** What a YAML or JSON file declares: CloudFormation, Azure templates, Kubernetes, Compose, Helm values. */
export function templateResources(text: string, path: string): Resource[] {
  if (!mayDeclare(text, path)) return [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (parseTemplatedYaml(text) ?? []).flatMap((document): Resource[] => {
    if (document.kind !== 'map') return [];
    if (yamlText(yamlGet(document, 'kind')) !== undefined) return kubernetesResources(document);
    if (yamlGet(document, 'services') && /compose/i.test(path)) return composeVolumes(document);
    if (name === 'Chart.yaml') return chartDependencies(document);
    const templates = templateSections(document).flatMap(sectionResources);
    if (templates.length > 0) return templates;
    return VALUES.test(path) ? chartSwitches(document) : [];
  });
}

const entriesOf = (node: YamlNode | undefined): readonly YamlEntry[] =>
  node?.kind === 'map' ? node.entries : [];
const itemsOf = (node: YamlNode | undefined): readonly YamlNode[] =>
  node?.kind === 'list' ? node.items : [];

/** `Resources` of a template, of a serverless.yml, and the list of an Azure template. */
function templateSections(document: YamlMap): YamlNode[] {
  const own = yamlGet(document, 'Resources');
  const inner = yamlGet(document, 'resources');
  const nested =
    inner?.kind === 'map'
      ? [yamlGet(inner, 'Resources')]
      : itemsOf(inner).map((item) => yamlGet(item, 'Resources'));
  return [own, ...nested, inner?.kind === 'list' ? inner : undefined].filter((node) => node !== undefined);
}

function sectionResources(section: YamlNode): Resource[] {
  if (section.kind === 'list') {
    return section.items.flatMap((item) => {
      const type = yamlText(yamlGet(item, 'type'));
      const name = yamlText(yamlGet(item, 'name')) ?? '';
      return type === undefined
        ? []
        : [
            templateResource(item, type, name, item.line),
            ...itemsOf(yamlGet(item, 'resources')).flatMap((inner) =>
              sectionResources({ ...section, items: [inner] }),
            ),
          ];
    });
  }
  return entriesOf(section).flatMap(({ key, line, value }) => {
    const type = yamlText(yamlGet(value, 'Type'));
    return type === undefined ? [] : [templateResource(value, type, key, line)];
  });
}

function templateResource(node: YamlNode, type: string, name: string, line: number): Resource {
  const guards = guardsOf(node, type);
  return {
    type,
    name,
    line,
    role: isStatefulTemplate(type) ? 'state' : isSafeguard(type) ? 'safeguard' : 'other',
    disabled: false,
    kept: guards.get('deletionpolicy')?.state === 'protects',
    guards,
    fixed: fixedOf(yamlGet(node, 'Properties')),
    body: () => canonical(node),
  };
}

/** Names that CloudFormation can only change by making the resource anew. */
const FIXED = new Set([
  'BucketName',
  'TableName',
  'DBInstanceIdentifier',
  'DBClusterIdentifier',
  'QueueName',
  'TopicName',
  'RepositoryName',
  'FileSystemId',
  'DomainName',
  'StreamName',
  'StorageEncrypted',
  'Engine',
]);

const fixedOf = (properties: YamlNode | undefined): Resource['fixed'] =>
  new Map(
    entriesOf(properties).flatMap(({ key, line, value }) =>
      FIXED.has(key) &&
      value.kind === 'scalar' &&
      !/[${}]|^!/.test(value.text) &&
      !/^(?:true|yes)$/i.test(value.text)
        ? [[key, { value: value.text, line }] as const]
        : [],
    ),
  );

function guardsOf(node: YamlNode, type: string): Map<string, Guard> {
  const guards = new Map<string, Guard>();
  const walk = (inner: YamlNode, parent: string): void => {
    if (inner.kind === 'list') for (const item of inner.items) walk(item, parent);
    for (const { key, line, value } of entriesOf(inner)) {
      const name = guardName(parent, key);
      const text = yamlText(value) ?? '';
      const state = guardState(name, text, type);
      if (state !== null)
        guards.set(name, { state, shown: `${shownGuard(parent, key)}: ${text.slice(0, 40)}`, line });
      walk(value, key);
    }
  };
  walk(node, '');
  return guards;
}

const canonical = (node: YamlNode): string => {
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return `[${node.items.map(canonical).join()}]`;
  return `{${node.entries.map(({ key, value }) => `${key}:${canonical(value)}`).join()}}`;
};

function kubernetesResources(object: YamlMap): Resource[] {
  const kind = yamlText(yamlGet(object, 'kind')) ?? '';
  const metadata = yamlGet(object, 'metadata');
  const name = yamlEntry(metadata, 'name');
  if (kind === 'List') {
    return itemsOf(yamlGet(object, 'items')).flatMap((item) =>
      item.kind === 'map' ? kubernetesResources(item) : [],
    );
  }
  if (yamlGet(object, 'apiVersion') === undefined || name === undefined) return [];
  const group = (yamlText(yamlGet(object, 'apiVersion')) ?? '').replace(/\/.*/, '');
  const guards = guardsOf(object, kind);
  const claims =
    kind === 'StatefulSet' && itemsOf(yamlGet(yamlGet(object, 'spec'), 'volumeClaimTemplates')).length > 0;
  const retained = [
    'reclaimpolicy',
    'persistentvolumereclaimpolicy',
    'deletionpolicy',
    'helm.sh/resourcepolicy',
  ].some((guard) => guards.get(guard)?.state === 'protects');
  return [
    {
      type: kind,
      name: `${yamlText(yamlGet(metadata, 'namespace')) ?? ''}/${yamlText(name.value) ?? ''}`,
      line: name.line,
      role: claims || isStatefulKind(kind, group) ? 'state' : 'other',
      disabled: false,
      kept: retained,
      guards,
      fixed: new Map(),
      body: () => canonical(yamlGet(object, 'spec') ?? object),
    },
  ];
}

const plain = (type: string, name: string, line: number, more: Partial<Resource> = {}): Resource => ({
  type,
  name,
  line,
  role: 'state',
  disabled: false,
  kept: false,
  guards: new Map(),
  fixed: new Map(),
  body: () => name,
  ...more,
});

/** Named volumes; one that the file does not own (`external`) stays, and another name is a rename. */
const composeVolumes = (document: YamlMap): Resource[] =>
  entriesOf(yamlGet(document, 'volumes')).flatMap(({ key, line, value }) =>
    isCheapVolume(key)
      ? []
      : [
          plain('Compose volume', key, line, {
            kept: yamlGet(value, 'external') !== undefined,
            body: () => '',
          }),
        ],
  );

const chartDependencies = (document: YamlMap): Resource[] =>
  itemsOf(yamlGet(document, 'dependencies')).flatMap((dependency) => {
    const name = yamlText(yamlGet(dependency, 'name')) ?? '';
    return isDatabaseName(name) ? [plain('chart dependency', name, dependency.line)] : [];
  });

/** `persistence.enabled` and `postgresql.enabled`: not to say it leaves the chart's own default. */
function chartSwitches(document: YamlMap): Resource[] {
  const found: Resource[] = [];
  const walk = (node: YamlNode, names: readonly string[]): void => {
    for (const { key, line, value } of entriesOf(node)) {
      const parent = names.at(-1) ?? '';
      const switches =
        key === 'enabled' &&
        (/^(?:persistence|persistentVolume|persistentVolumeClaim)$/i.test(parent) || isDatabaseName(parent));
      if (switches && value.kind === 'scalar') {
        found.push(
          plain('chart value', names.join('.'), line, { disabled: value.text === 'false', optional: true }),
        );
      } else walk(value, [...names, key]);
    }
  };
  walk(document, []);
  return found;
}
