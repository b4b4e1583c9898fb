import { parse } from 'smol-toml';
import { at, entriesOf, isTable, Lines, listOf, textAt } from './lines.ts';
import type { Dependency, Manifest, Origin, Registry } from './manifest.ts';
import { parseRequirement, pypiName, pythonOrigin } from './requirements.ts';

/** A TOML document; null: it cannot be read as one. */
export function parseToml(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Where a table of Poetry, uv, PDM or Pipenv points; null: to an index. */
function tableOrigin(value: unknown): Origin | null {
  const git = textAt(value, 'git') || textAt(value, 'hg') || textAt(value, 'svn');
  if (git !== '') return { kind: 'git', where: git };
  const url = textAt(value, 'url') || textAt(value, 'file');
  if (url !== '') return pythonOrigin(url);
  const path = textAt(value, 'path');
  return path === '' ? null : { kind: 'path', where: path };
}

/** Tells lines that name a package, in whichever way its name is written. */
function naming(name: string): (line: string) => boolean {
  const pattern = new RegExp(`(?:^|["'\\s])${name.replace(/-/g, '[-_.]')}(?![\\w-])`, 'i');
  return (line) => pattern.test(line.slice(0, 500));
}

class Reader {
  readonly dependencies: Dependency[] = [];
  readonly #lines: Lines;

  constructor(text: string) {
    this.#lines = new Lines(text);
  }

  /** A list of requirement strings. */
  strings(list: unknown, role: Dependency['role'], header: string): void {
    const from = this.#lines.find((line) => line.trimStart().startsWith(header));
    for (const item of listOf(list)) {
      const found = typeof item === 'string' ? parseRequirement(item) : null;
      if (!found) continue;
      this.dependencies.push({
        ...found,
        role,
        local: false,
        line: this.#lines.find(naming(found.name), from),
      });
    }
  }

  /** A table of names, as Poetry and Pipenv write it. */
  table(value: unknown, role: Dependency['role'], header: string): void {
    const from = this.#lines.find((line) => line.startsWith(header));
    for (const [key, wanted] of entriesOf(value)) {
      if (key === 'python') continue;
      const name = pypiName(key);
      const requirement = typeof wanted === 'string' ? wanted : textAt(wanted, 'version');
      const line = this.#lines.find(naming(name), from);
      this.dependencies.push({ name, requirement, origin: tableOrigin(wanted), role, local: false, line });
    }
  }

  registry(url: string, role: Registry['role']): Registry[] {
    return url === '' ? [] : [{ url, role, line: this.#lines.find((line) => line.includes(url)) }];
  }
}

export function readPyproject(text: string): Manifest | null {
  const root = parseToml(text);
  if (!root) return null;
  const reader = new Reader(text);
  reader.strings(at(root, 'project', 'dependencies'), 'runtime', 'dependencies');
  for (const [, list] of entriesOf(at(root, 'project', 'optional-dependencies')))
    reader.strings(list, 'runtime', '[project.optional-dependencies]');
  for (const [, list] of entriesOf(root['dependency-groups']))
    reader.strings(list, 'development', '[dependency-groups]');
  reader.strings(at(root, 'build-system', 'requires'), 'development', 'requires');
  const tool = at(root, 'tool');
  reader.strings(at(tool, 'uv', 'dev-dependencies'), 'development', 'dev-dependencies');
  reader.table(at(tool, 'poetry', 'dependencies'), 'runtime', '[tool.poetry.dependencies');
  reader.table(at(tool, 'poetry', 'dev-dependencies'), 'development', '[tool.poetry.dev-dependencies');
  for (const [name, group] of entriesOf(at(tool, 'poetry', 'group')))
    reader.table(at(group, 'dependencies'), 'development', `[tool.poetry.group.${name}`);

  // uv names the dependency in one table and where it comes from in another.
  const redirected = new Reader(text);
  for (const [name, source] of entriesOf(at(tool, 'uv', 'sources')))
    for (const one of Array.isArray(source) ? source : [source])
      if (tableOrigin(one)) redirected.table({ [name]: one }, 'override', '[tool.uv.sources]');
  const registries = [
    ...listOf(at(tool, 'uv', 'index')).flatMap((index) =>
      reader.registry(
        textAt(index, 'url'),
        at(index, 'explicit') === true ? 'scoped' : at(index, 'default') === true ? 'default' : 'extra',
      ),
    ),
    ...[at(tool, 'uv', 'index-url'), at(tool, 'uv', 'pip', 'index-url')].flatMap((url) =>
      typeof url === 'string' ? reader.registry(url, 'default') : [],
    ),
    ...[...listOf(at(tool, 'uv', 'extra-index-url')), ...listOf(at(tool, 'uv', 'find-links'))].flatMap(
      (url) => (typeof url === 'string' && url.includes('://') ? reader.registry(url, 'extra') : []),
    ),
    ...listOf(at(tool, 'poetry', 'source')).flatMap((source) => {
      const priority = textAt(source, 'priority');
      const role =
        priority === 'explicit' ? 'scoped' : /^(?:primary|default)$/.test(priority) ? 'default' : 'extra';
      return reader.registry(textAt(source, 'url'), role);
    }),
    ...listOf(at(tool, 'pdm', 'source')).flatMap((source) => reader.registry(textAt(source, 'url'), 'extra')),
  ];
  const members = new Set(
    entriesOf(at(tool, 'uv', 'sources')).flatMap(([member, source]) =>
      at(source, 'workspace') === true ? pypiName(member) : [],
    ),
  );
  const asked = reader.dependencies.map((one) => (members.has(one.name) ? { ...one, local: true } : one));
  const name = textAt(root, 'project', 'name') || textAt(tool, 'poetry', 'name');
  return {
    ecosystem: 'pypi',
    name: name === '' ? null : pypiName(name),
    dependencies: [...asked, ...redirected.dependencies],
    registries,
    scripts: [],
  };
}

export function readPipfile(text: string): Manifest | null {
  const root = parseToml(text);
  if (!isTable(root)) return null;
  const reader = new Reader(text);
  reader.table(root.packages, 'runtime', '[packages]');
  reader.table(root['dev-packages'], 'development', '[dev-packages]');
  const registries = listOf(root.source).flatMap((source, i) =>
    reader.registry(textAt(source, 'url'), i === 0 ? 'default' : 'extra'),
  );
  return { ecosystem: 'pypi', name: null, dependencies: reader.dependencies, registries, scripts: [] };
}
