import type { Dependency, Manifest, Registry } from './manifest.ts';

const ELEMENT =
  /<(dependency|plugin|repository|pluginRepository|parent|snapshotRepository|mirror)>([^]{0,8000}?)<\/\1>/g;

const child = (body: string, name: string): string =>
  new RegExp(`<${name}>\\s*([^<]{1,300}?)\\s*</${name}>`).exec(body)?.[1] ?? '';

/** How many elements are read: no project names more. */
const MAX_ELEMENTS = 5000;

/** `pom.xml`: dependencies, plugins, and repositories. */
export function readPom(text: string): Manifest {
  const written = text.replace(/<!--[^]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  let line = 1;
  let counted = 0;
  let seen = 0;
  for (const found of written.matchAll(ELEMENT)) {
    if (++seen > MAX_ELEMENTS) break;
    for (; counted < found.index; counted++) if (written.charCodeAt(counted) === 10) line++;
    const [, element = '', body = ''] = found;
    // A plugin's own dependencies stand inside it.
    const own =
      element === 'plugin' ? body.replace(/<(dependencies|executions|configuration)>[^]*$/, '') : body;
    if (element === 'dependency' || element === 'plugin' || element === 'parent') {
      const artifact = child(own, 'artifactId');
      const path = child(own, 'systemPath');
      if (artifact === '') continue;
      dependencies.push({
        name: `${child(own, 'groupId') || 'org.apache.maven.plugins'}:${artifact}`.toLowerCase(),
        requirement: child(own, 'version'),
        origin: path === '' ? null : { kind: 'path', where: path },
        role: child(own, 'scope') === 'test' ? 'development' : 'runtime',
        local: false,
        line,
      });
    } else if (element !== 'snapshotRepository') {
      const url = child(own, 'url');
      // A place to publish to has no say in what is fetched.
      const publishes = /<distributionManagement>(?:(?!<\/distributionManagement>)[^]){0,4000}$/.test(
        written.slice(Math.max(0, found.index - 4000), found.index),
      );
      if (url !== '' && !publishes)
        registries.push({
          url,
          role: element === 'mirror' ? 'default' : 'extra',
          line: line + offset(found[0], url),
        });
    }
  }
  return { ecosystem: 'maven', name: null, dependencies, registries, scripts: [] };
}

const offset = (element: string, value: string): number =>
  element.slice(0, element.indexOf(value)).split('\n').length - 1;
