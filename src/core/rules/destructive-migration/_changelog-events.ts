import { parseXml, type XmlElement } from '../../parsers/xml.ts';
import { parseYaml, type YamlNode } from '../../parsers/yaml.ts';
import type { SchemaEvent } from './_events.ts';
import { sqlEvents } from './_sql-events.ts';
import { settleTypeChanges } from './_type-changes.ts';

/** A change of a Liquibase changelog, whichever of its formats it is written in. */
interface Change {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
  readonly children: readonly Change[];
  readonly text: string;
  readonly line: number;
  readonly textLine: number;
}

const PATH =
  /(?:^|\/)[^/]*(?:liquibase|change-?log|change-?set|migrations?)[^/]*(?:\/(?:.*\/)?[^/]+)?\.(?:xml|ya?ml|json)$/i;
const NOT_RUN = /(?:^|\/)(?:tests?|specs?|fixtures?|test-?data|examples?|samples?|docs?)\//i;

/** True for files that may be Liquibase changelogs, by their path. */
export const isChangelog = (path: string): boolean => PATH.test(path) && !NOT_RUN.test(path);

/** What runs on the way back, or only asks. */
const NOT_FORWARD = new Set(['rollback', 'preConditions', 'validCheckSum', 'comment']);

const ofXml = (element: XmlElement): Change => ({
  name: element.name,
  values: element.attributes,
  children: element.children.map(ofXml),
  text: element.text,
  line: element.line,
  textLine: element.textLine,
});

/** A key and what stands below it. Lists are taken as their items one after the other. */
function ofYaml(name: string, line: number, node: YamlNode): Change {
  if (node.kind === 'scalar')
    return { name, values: new Map(), children: [], text: node.text, line, textLine: node.line };
  const entries =
    node.kind === 'map'
      ? node.entries
      : node.items.flatMap((item) => (item.kind === 'map' ? item.entries : []));
  const values = new Map(
    entries.flatMap(({ key, value }) => (value.kind === 'scalar' ? [[key, value.text] as const] : [])),
  );
  const children = entries.map(({ key, line: keyLine, value }) => ofYaml(key, keyLine, value));
  return { name, values, children, text: '', line, textLine: line };
}

/** What a Liquibase changelog does on the way forward. Needs the `postgresql` parser. */
export function changelogEvents(text: string, path: string): SchemaEvent[] {
  if (!text.includes('databaseChangeLog')) return [];
  const changes = path.toLowerCase().endsWith('.xml')
    ? parseXml(text).map(ofXml)
    : parseYaml(text).documents.map((document) => ofYaml('', 1, document));
  return settleTypeChanges(changes.flatMap(eventsOf), text);
}

function eventsOf(change: Change): SchemaEvent[] {
  if (NOT_FORWARD.has(change.name)) return [];
  return [...own(change), ...change.children.flatMap(eventsOf)];
}

function own(change: Change): SchemaEvent[] {
  const { values, line, children } = change;
  const name = (values.get('tableName') ?? '').toLowerCase();
  const columns = (): string[] => {
    const below = children.flatMap((child) =>
      child.name === 'column' ? [child] : child.children.filter(({ name: key }) => key === 'column'),
    );
    const listed = below.flatMap((column) => column.values.get('name') ?? []);
    const single = values.get('columnName');
    return (single === undefined ? listed : [single]).map((column) => column.toLowerCase());
  };
  const where = values.get('where') ?? children.find((child) => child.name === 'where')?.text ?? '';
  const everyRow = /^\s*(?:|true|1|(\d+)\s*=\s*\1)\s*$/i.test(where);
  switch (change.name) {
    case 'createTable':
      return name === '' ? [] : [{ kind: 'create table', name, line }];
    case 'dropTable':
      return [{ kind: 'drop table', name, line }];
    case 'renameTable':
      return [
        {
          kind: 'rename table',
          name: (values.get('oldTableName') ?? '').toLowerCase(),
          to: (values.get('newTableName') ?? '').toLowerCase(),
          line,
        },
      ];
    case 'addColumn':
      return columns().map((column) => ({ kind: 'add column', name, columns: [column], line }));
    case 'dropColumn':
      return columns().map((column) => ({ kind: 'drop column', name, columns: [column], line }));
    case 'modifyDataType':
      return [
        {
          kind: 'change type',
          name,
          columns: columns(),
          type: (values.get('newDataType') ?? '').toLowerCase(),
          line,
        },
      ];
    case 'delete':
      return everyRow && name !== '' ? [{ kind: 'delete all', name, line }] : [];
    case 'update':
      return everyRow && name !== '' ? [{ kind: 'update all', name, columns: columns(), line }] : [];
    case 'sql':
      // In YAML and JSON the text stands under a key of the same name.
      return sqlEvents(change.text).map((event) => ({ ...event, line: event.line + change.textLine - 1 }));
    default:
      return [];
  }
}
