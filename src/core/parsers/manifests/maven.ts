import { parseXml, type XmlElement } from '../xml.ts';
import type { Dependency, Manifest, Registry } from './manifest.ts';

const child = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((other) => other.name === name);

const textOf = (element: XmlElement, name: string): string => child(element, name)?.text.trim() ?? '';

/** `pom.xml`: dependencies, plugins, and the repositories that are fetched from. */
export function readPom(text: string): Manifest {
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  const read = (element: XmlElement): void => {
    const { name, line } = element;
    // A place to publish to has no say in what is fetched.
    if (name === 'distributionManagement') return;
    const artifact = textOf(element, 'artifactId');
    if (artifact !== '' && (name === 'dependency' || name === 'plugin' || name === 'parent')) {
      const path = textOf(element, 'systemPath');
      dependencies.push({
        name: `${textOf(element, 'groupId') || 'org.apache.maven.plugins'}:${artifact}`.toLowerCase(),
        requirement: textOf(element, 'version'),
        origin: path === '' ? null : { kind: 'path', where: path },
        role: textOf(element, 'scope') === 'test' ? 'development' : 'runtime',
        local: false,
        line,
      });
    }
    const url = child(element, 'url');
    if (url && /^(?:repository|pluginRepository|mirror)$/.test(name)) {
      registries.push({
        url: url.text.trim(),
        role: name === 'mirror' ? 'default' : 'extra',
        line: url.line,
      });
    }
    element.children.forEach(read);
  };
  parseXml(text).forEach(read);
  return { ecosystem: 'maven', name: null, dependencies, registries, scripts: [] };
}
