import { at, entriesOf, Lines, textAt } from './lines.ts';
import type { Dependency, Manifest, Origin, Registry } from './manifest.ts';
import { parseToml } from './pyproject.ts';

function originOf(value: unknown): Origin | null {
  const git = textAt(value, 'git');
  if (git !== '') return { kind: 'git', where: git };
  const index = textAt(value, 'registry-index');
  if (index !== '') return { kind: 'registry', where: index };
  const path = textAt(value, 'path');
  return path === '' ? null : { kind: 'path', where: path };
}

const KINDS: readonly (readonly [key: string, role: Dependency['role']])[] = [
  ['dependencies', 'runtime'],
  ['build-dependencies', 'runtime'],
  ['dev-dependencies', 'development'],
];

export function readCargoManifest(text: string): Manifest | null {
  const root = parseToml(text);
  if (!root) return null;
  const lines = new Lines(text);
  const read = (tables: unknown, role: Dependency['role'], header: string): Dependency[] => {
    const from = lines.find((line) => line.startsWith('[') && line.includes(header));
    return entriesOf(tables).flatMap(([key, value]) => {
      const named = (line: string): boolean =>
        line.startsWith(`${key} `) ||
        line.startsWith(`${key}=`) ||
        line.startsWith(`${key}.`) ||
        line.includes(`.${key}]`) ||
        line.startsWith(`"${key}"`);
      const origin = originOf(value);
      const inherited = at(value, 'workspace') === true;
      return [
        {
          name: textAt(value, 'package') || key,
          requirement: typeof value === 'string' ? value : textAt(value, 'version'),
          origin,
          role,
          local: inherited || origin?.kind === 'path',
          line: lines.find(named, from),
        },
      ];
    });
  };
  const sections = [root, ...entriesOf(root.target).map(([, target]) => target)];
  const own = sections.flatMap((section) =>
    KINDS.flatMap(([key, role]) => read(at(section, key), role, key)),
  );
  const shared = read(at(root, 'workspace', 'dependencies'), 'runtime', 'workspace.dependencies');
  const patches = [...entriesOf(root.patch).map(([, table]) => table), root.replace].flatMap((table) =>
    read(table, 'override', 'patch').map((dependency) => ({ ...dependency, local: false })),
  );
  return {
    ecosystem: 'cargo',
    name: textAt(root, 'package', 'name') || null,
    dependencies: [...own, ...shared, ...patches],
    registries: [],
    scripts: [],
  };
}

/** `.cargo/config.toml`, where the registry itself may be replaced. */
export function readCargoConfig(text: string): Manifest | null {
  const root = parseToml(text);
  if (!root) return null;
  const lines = new Lines(text);
  const registry = (url: string, role: Registry['role']): Registry[] =>
    url === '' ? [] : [{ url, role, line: lines.find((line) => line.includes(url)) }];
  const replacing = new Set(
    entriesOf(root.source).flatMap(([, source]) => textAt(source, 'replace-with') || []),
  );
  const registries = [
    ...entriesOf(root.source).flatMap(([name, source]) =>
      registry(
        textAt(source, 'registry') || textAt(source, 'git'),
        replacing.has(name) ? 'default' : 'scoped',
      ),
    ),
    ...entriesOf(root.registries).flatMap(([, source]) => registry(textAt(source, 'index'), 'scoped')),
  ];
  return { ecosystem: 'cargo', name: null, dependencies: [], registries, scripts: [] };
}
