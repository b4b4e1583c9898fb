import {
  parseYaml,
  type YamlMap,
  type YamlNode,
  yamlEntry,
  yamlGet,
  yamlText,
} from '../../../parsers/yaml.ts';
import type { Exposure } from './exposure.ts';

type Reader = (document: YamlNode) => Exposure[];

/** What a Kustomization's patches open: objects and JSON patches written as text, and the values of JSON patches. */
export function patchExposures(node: YamlMap, subject: string, read: Reader): Exposure[] {
  const inline = ['patch', 'patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap((key) =>
    texts(yamlGet(node, key)),
  );
  return [...inline.flatMap(({ text, line }) => patchText(text, line, read)), ...operation(node, subject)];
}

const texts = (node: YamlNode | undefined): { text: string; line: number }[] => {
  if (node?.kind === 'list') return node.items.flatMap((item) => (item.kind === 'scalar' ? texts(item) : []));
  return node?.kind === 'scalar' && node.text.includes('\n') ? [{ text: node.text, line: node.line }] : [];
};

function patchText(text: string, line: number, read: Reader): Exposure[] {
  return parseYaml(text).documents.flatMap((document) =>
    // The text begins on the line below its `|`.
    read(document).map((found) => ({ ...found, line: found.line + line })),
  );
}

/** One step of a JSON patch. Objects in its value are read where they stand; here is what a plain value opens. */
function operation(node: YamlMap, subject: string): Exposure[] {
  const path = yamlText(yamlGet(node, 'path')) ?? '';
  const value = yamlEntry(node, 'value');
  if (!value || !/^(?:add|replace)$/.test(yamlText(yamlGet(node, 'op')) ?? '')) return [];
  const text = yamlText(value.value) ?? '';
  if (/^\/roleRef\/name$/.test(path) && text === 'cluster-admin') {
    return [{ kind: 'all powers', severity: 'high', subject, detail: 'cluster-admin', line: value.line }];
  }
  const role = yamlGet(value.value, 'name');
  return path === '/roleRef' && yamlText(role) === 'cluster-admin'
    ? [
        {
          kind: 'all powers',
          severity: 'high',
          subject,
          detail: 'cluster-admin',
          line: role?.line ?? value.line,
        },
      ]
    : [];
}
