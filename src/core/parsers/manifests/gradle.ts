import { entriesOf, isTable, Lines, textAt } from './lines.ts';
import type { Dependency, Manifest, Registry } from './manifest.ts';
import { parseToml } from './pyproject.ts';

const COORDINATES =
  /^\s*(?:"?(\w{0,40}(?:[iI]mplementation|[aA]pi|[cC]ompileOnly|[rR]untimeOnly|[cC]ompile|[rR]untime|[aA]nnotationProcessor|kapt|ksp|classpath))"?)[\s(]+(?:platform\(\s*)?["']([\w.-]{1,120}:[\w.-]{1,120})(?::([^"':]{1,80}))?["']/;
const REPOSITORY =
  /\burl\s*(?:=|\()?\s*(?:=\s*)?(?:uri\(\s*)?["'](https?:\/\/[^"'\s]{1,300})["']|\bmaven\(\s*(?:url\s*=\s*)?(?:uri\(\s*)?["'](https?:\/\/[^"'\s]{1,300})["']/;

/** A Gradle script in Groovy or Kotlin, line by line: coordinates and repositories that are written out. */
export function readGradle(text: string): Manifest {
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  const publishing: number[] = [];
  let depth = 0;
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.slice(0, 1000).replace(/(^|\s)\/\/.*$/, '$1');
    if (/\b(?:publishing|publishTo|distribution|pom|scm|license|developer)\b[^{}]*\{/.test(line))
      publishing.push(depth);
    depth += (line.match(/\{/g)?.length ?? 0) - (line.match(/\}/g)?.length ?? 0);
    while (publishing.length > 0 && depth <= (publishing.at(-1) ?? 0)) publishing.pop();
    const found = COORDINATES.exec(line);
    if (found) {
      const role = /test/i.test(found[1] ?? '') ? 'development' : 'runtime';
      dependencies.push({
        name: (found[2] ?? '').toLowerCase(),
        requirement: found[3] ?? '',
        origin: null,
        role,
        local: false,
        line: i + 1,
      });
    }
    const repository = REPOSITORY.exec(line);
    const url = repository?.[1] ?? repository?.[2];
    if (url !== undefined && publishing.length === 0) registries.push({ url, role: 'extra', line: i + 1 });
  }
  return { ecosystem: 'maven', name: null, dependencies, registries, scripts: [] };
}

/** Gradle's version catalog. */
export function readVersionCatalog(text: string): Manifest | null {
  const root = parseToml(text);
  if (!root) return null;
  const lines = new Lines(text);
  const dependencies = entriesOf(root.libraries).flatMap(([key, value]): Dependency[] => {
    const [group, artifact, version] = typeof value === 'string' ? value.split(':') : [];
    const module =
      textAt(value, 'module') ||
      (isTable(value) ? `${textAt(value, 'group')}:${textAt(value, 'name')}` : `${group}:${artifact}`);
    const line = lines.find((candidate) => candidate.startsWith(key));
    return [
      {
        name: module.toLowerCase(),
        requirement: version ?? textAt(value, 'version'),
        origin: null,
        role: 'runtime',
        local: false,
        line,
      },
    ];
  });
  return { ecosystem: 'maven', name: null, dependencies, registries: [], scripts: [] };
}
