import { parseJsonc } from '../jsonc.ts';
import { at, entriesOf, isTable, Lines, listOf, textAt } from './lines.ts';
import type { Dependency, InstallScript, Manifest, Origin } from './manifest.ts';

const SECTIONS: readonly (readonly [section: string, role: Dependency['role']])[] = [
  ['dependencies', 'runtime'],
  ['devDependencies', 'development'],
  ['optionalDependencies', 'runtime'],
  ['peerDependencies', 'peer'],
];
/** What npm runs on `npm install`, of this package or of one that depends on it. */
const ON_INSTALL = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];

const withoutReference = (url: string): string => url.replace(/#.*$/s, '');

/** Where a version specifier of npm, Yarn, pnpm or Bun points; null: to the registry or into the workspace. */
export function npmOrigin(specifier: string): Origin | null {
  const spec = specifier.trim();
  if (/^(?:workspace|catalog|npm|jsr|patch|portal|link):/.test(spec)) return null;
  if (/^(?:file:|\.{1,2}\/|~\/|\/)/.test(spec)) return { kind: 'path', where: spec.replace(/^file:/, '') };
  if (
    /^(?:git\b|ssh:|github:|gitlab:|bitbucket:|gist:)/.test(spec) ||
    /^https?:\/\/\S+\.git(?:#|$)/.test(spec)
  )
    return { kind: 'git', where: withoutReference(spec) };
  if (/^https?:\/\//.test(spec)) return { kind: 'url', where: withoutReference(spec) };
  if (/^[\w-]{1,80}\/[\w.-]{1,120}(?:#|$)/.test(spec)) return { kind: 'git', where: withoutReference(spec) };
  return null;
}

/** `npm:other@^1` installs `other` under the name that the manifest gives it. */
function aliased(name: string, spec: string): { name: string; requirement: string } {
  const alias = /^npm:((?:@[^@/]+\/)?[^@/]+)(?:@(.*))?$/.exec(spec);
  return alias ? { name: alias[1] ?? name, requirement: alias[2] ?? '' } : { name, requirement: spec };
}

export function readPackageJson(text: string): Manifest | null {
  const { value } = parseJsonc(text);
  if (!isTable(value)) return null;
  const lines = new Lines(text);
  const dependency = (key: string, spec: string, role: Dependency['role'], section: string): Dependency => ({
    ...aliased(key, spec),
    origin: npmOrigin(spec),
    role,
    local: /^(?:workspace|link|portal):/.test(spec),
    line: lines.quoted(key, section),
  });
  const dependencies = SECTIONS.flatMap(([section, role]) =>
    entriesOf(value[section]).flatMap(([key, spec]) =>
      typeof spec === 'string' ? [dependency(key, spec, role, section)] : [],
    ),
  );
  const overrides = [
    ['overrides', value.overrides] as const,
    ['resolutions', value.resolutions] as const,
    ['overrides', at(value, 'pnpm', 'overrides')] as const,
  ].flatMap(([section, tree]) =>
    leaves(tree).map(([key, spec]) => dependency(key, spec, 'override', section)),
  );
  const scripts = ON_INSTALL.flatMap((name): InstallScript[] => {
    const command = textAt(value, 'scripts', name);
    return command === '' ? [] : [{ name, command, line: lines.quoted(name, 'scripts') }];
  });
  // Lists of dependencies that may run theirs, where the package manager runs none unless told.
  for (const list of [value.trustedDependencies, at(value, 'pnpm', 'onlyBuiltDependencies')])
    for (const name of listOf(list))
      if (typeof name === 'string')
        scripts.push({ name: 'allowed', command: name, line: lines.quoted(name) });
  return {
    ecosystem: 'npm',
    name: textAt(value, 'name') || null,
    dependencies: [...dependencies, ...overrides],
    registries: [],
    scripts,
  };
}

/** Overrides may be nested by who asks. */
function leaves(tree: unknown): [name: string, spec: string][] {
  return entriesOf(tree).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return value.startsWith('$') ? [] : [[key, value]];
    return leaves(value);
  });
}
