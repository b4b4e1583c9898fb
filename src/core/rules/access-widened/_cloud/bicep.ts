import { type HclAttribute, type HclBlock, parseHcl } from '../../../parsers/hcl.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../../../parsers/yaml.ts';
import { documentExposures } from './documents.ts';
import type { Exposure } from './exposure.ts';

/**
 * What a Bicep file opens: its blocks and values nest as HCL's do, and mean what they mean in the templates that are
 * made of it. null: it could not be read.
 */
export function bicepExposures(text: string): Exposure[] | null {
  const file = parseHcl(text.replaceAll("'", '"'));
  return file === null ? null : documentExposures(asMap(file));
}

const scalar = (text: string, line: number): YamlNode => ({
  kind: 'scalar',
  value: text,
  text,
  line,
  endLine: line,
});

function asMap({ type, line, attributes, blocks }: HclBlock): YamlMap {
  // resource name 'Microsoft.Storage/storageAccounts@2023-01-01' = { ... }
  const own: YamlEntry[] = type.startsWith('Microsoft.')
    ? [{ key: 'type', line, value: scalar(type.replace(/@.*$/, ''), line) }]
    : [];
  const entries = [
    ...own,
    ...attributes.map((attribute) => ({
      key: attribute.name,
      line: attribute.line,
      value: asValue(attribute),
    })),
    ...blocks.map((block) => ({ key: block.type, line: block.line, value: asMap(block) })),
  ];
  return { kind: 'map', entries, line, endLine: line };
}

function asValue({ text, strings, line }: HclAttribute): YamlNode {
  if (!text.startsWith('[')) return scalar(text.replace(/^"(.*)"$/s, '$1'), line);
  return {
    kind: 'list',
    items: strings.map((each) => scalar(each.text, each.line)),
    line,
    endLine: line,
  };
}
