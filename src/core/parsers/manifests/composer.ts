import { parseJsonc } from '../jsonc.ts';
import { entriesOf, isTable, Lines, listOf, textAt } from './lines.ts';
import type { Dependency, InstallScript, Manifest, Registry } from './manifest.ts';

const SECTIONS: readonly (readonly [section: string, role: Dependency['role']])[] = [
  ['require', 'runtime'],
  ['require-dev', 'development'],
];
const ON_INSTALL =
  /^(?:pre|post)-(?:install|update|autoload)-(?:cmd|dump)$|^post-(?:root-package-install|create-project-cmd)$/;

export function readComposerManifest(text: string): Manifest | null {
  const { value } = parseJsonc(text);
  if (!isTable(value)) return null;
  const lines = new Lines(text);
  const dependencies = SECTIONS.flatMap(([section, role]) =>
    entriesOf(value[section]).flatMap(([name, requirement]): Dependency[] =>
      // The platform (`php`, `ext-json`) is no package.
      typeof requirement === 'string' && name.includes('/')
        ? [
            {
              name: name.toLowerCase(),
              requirement,
              origin: null,
              role,
              local: false,
              line: lines.quoted(name, section),
            },
          ]
        : [],
    ),
  );
  const declared = Array.isArray(value.repositories)
    ? listOf(value.repositories)
    : entriesOf(value.repositories).map(([, repository]) => repository);
  const registries = declared.flatMap((repository): Registry[] => {
    const url = textAt(repository, 'url');
    if (url === '') return [];
    const written = JSON.stringify(url).slice(1, -1);
    const line = lines.find((candidate) => candidate.includes(url) || candidate.includes(written));
    return [{ url, role: textAt(repository, 'type') === 'composer' ? 'extra' : 'scoped', line }];
  });
  const scripts = entriesOf(value.scripts).flatMap(([name, commands]): InstallScript[] => {
    if (!ON_INSTALL.test(name)) return [];
    const list = Array.isArray(commands) ? commands : [commands];
    return list.flatMap((command) =>
      typeof command === 'string' ? [{ name, command, line: lines.quoted(command, name) }] : [],
    );
  });
  return { ecosystem: 'packagist', name: textAt(value, 'name') || null, dependencies, registries, scripts };
}
