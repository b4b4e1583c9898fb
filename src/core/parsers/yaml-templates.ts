import { parseYaml, type YamlNode } from './yaml.ts';

/**
 * The documents of YAML or JSON, as it stands or else with template actions (Helm, Jinja) taken for plain words.
 * @returns null if neither is YAML.
 */
export function parseTemplatedYaml(text: string): readonly YamlNode[] | null {
  for (const attempt of [text, text.includes('{{') ? withoutTemplates(text) : null]) {
    const parsed = attempt === null ? null : parseYaml(attempt);
    if (parsed?.problem === null) return parsed.documents;
  }
  return null;
}

const withoutTemplates = (text: string): string =>
  text
    .split('\n')
    .map((line) => (/^\s*\{\{.*\}\}\s*$/.test(line) ? '' : line.replace(/\{\{[^{}]*\}\}/g, 'template')))
    .join('\n');
