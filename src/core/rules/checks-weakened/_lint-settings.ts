import { Lines } from '../../parsers/manifests/lines.ts';
import { parseYaml, yamlGet, yamlText } from '../../parsers/yaml.ts';
import type { YamlNode } from '../../parsers/yaml.ts';
import { iniOf, objectOf, scalarOf, tomlOf, wordsOf } from './_documents.ts';
import type { Setting } from './_settings.ts';

const JAVASCRIPT =
  /(?:^|\/)(?:\.eslintrc(?:\.\w+)?|eslint\.config\.[cm]?[jt]s|\.oxlintrc\.jsonc?|biome\.jsonc?|tslint\.json|\.stylelintrc(?:\.\w+)?)$/;
const PYTHON = /(?:^|\/)(?:pyproject\.toml|\.?ruff\.toml|\.flake8|setup\.cfg|tox\.ini|\.?pylintrc)$/;
const YAML = /(?:^|\/)\.(?:golangci|rubocop\w*)\.ya?ml$/;
const OTHER =
  /(?:^|\/)(?:Cargo\.toml|\.editorconfig|\.globalconfig|checkstyle[\w.-]*\.xml|detekt[\w.-]*\.ya?ml)$/;

/** Files that say which rules a linter applies. */
export const holdsLintSettings = (path: string): boolean =>
  JAVASCRIPT.test(path) || PYTHON.test(path) || YAML.test(path) || OTHER.test(path);

const LEVELS: Readonly<Record<string, number>> = {
  off: 0,
  '0': 0,
  none: 0,
  silent: 0,
  allow: 0,
  suggestion: 1,
  warn: 1,
  '1': 1,
  warning: 2,
  error: 3,
  '2': 3,
  deny: 3,
  forbid: 4,
};

/** `'rule': 'error'`, `rule: [2, ...]`, `"no-x": "off"`: one a line. */
const RULE =
  /^\s*(?:'([@\w/-]{2,100})'|"([@\w/-]{2,100})"|([a-z][\w-]{2,60}))\s*:\s*\[?\s*["']?(error|warn|off|[012])["']?\s*(?:[,\]}]|$)/;
const OTHER_LINES: readonly RegExp[] = [
  /^\s*dotnet_diagnostic\.(\w{2,20})\.severity\s*=\s*(none|silent|suggestion|warning|error)\b/,
];

function byLine(text: string, patterns: readonly RegExp[]): Setting[] {
  return text.split('\n').flatMap((raw, i) =>
    patterns.flatMap((pattern): Setting[] => {
      const groups =
        pattern
          .exec(raw.slice(0, 500))
          ?.slice(1)
          .filter((group) => group !== undefined) ?? [];
      const [key, word] = groups;
      const level = word === undefined ? undefined : LEVELS[word];
      if (key === undefined || level === undefined) return [];
      return [{ key, level, line: i + 1, absent: 'unknown' }];
    }),
  );
}

/** Groups of Ruff and Flake8 that are about looks: line lengths, docstrings, quotes, newer syntax. */
const LOOKS =
  /^(?:E[1-7]\d*|W\d*|D\d*|I\d*|COM\d*|ISC\d*|Q\d*|CPY\d*|ERA\d*|TD\d*|FIX\d*|N8?\d*|UP\d*|SIM\d*|EM\d*|ANN\d*|TRY\d*|PLR\d*|FBT\d*|PTH\d*)$/;

/** Entries of a list: of rules that apply, or of rules that do not. */
const listed = (words: readonly string[], kind: 'applied' | 'ignored', lines: Lines): Setting[] =>
  words
    .filter((word) => !LOOKS.test(word))
    .map((key) => ({
      key: `${kind} ${key}`,
      level: kind === 'applied' ? 1 : 0,
      line: lines.find((line) => line.includes(key)),
      absent: kind === 'applied' ? 'looser' : 'stricter',
    }));

function python(path: string, text: string): Setting[] {
  const lines = new Lines(text);
  if (path.endsWith('.toml')) {
    if (!/ruff|pylint|flake8|select|ignore/.test(text)) return [];
    const root = tomlOf(text);
    const tool = objectOf(root['tool']);
    const ruff = path.endsWith('pyproject.toml') ? objectOf(tool['ruff']) : root;
    const pylint = Object.values(objectOf(tool['pylint'])).flatMap((part) =>
      wordsOf(objectOf(part)['disable']),
    );
    const of = (name: string): string[] => [...wordsOf(ruff[name]), ...wordsOf(objectOf(ruff['lint'])[name])];
    return [
      ...listed([...of('select'), ...of('extend-select')], 'applied', lines),
      ...listed([...of('ignore'), ...of('extend-ignore'), ...pylint], 'ignored', lines),
    ];
  }
  const sections = iniOf(text);
  const flake8 = sections.get('flake8');
  const pylint = [...sections].filter(([name]) => /messages control|pylint/i.test(name));
  const words = [
    flake8?.get('ignore'),
    flake8?.get('extend-ignore'),
    ...pylint.map(([, keys]) => keys.get('disable')),
  ];
  return listed(words.flatMap(wordsOf), 'ignored', lines);
}

const textsOf = (node: YamlNode | undefined): string[] =>
  node?.kind === 'list' ? node.items.flatMap((item) => yamlText(item) ?? []) : [];

function yaml(path: string, text: string): Setting[] {
  const root = parseYaml(text).documents[0];
  const lines = new Lines(text);
  if (/golangci/.test(path)) {
    const linters = yamlGet(root, 'linters');
    return [
      ...listed(textsOf(yamlGet(linters, 'enable')), 'applied', lines),
      ...listed(textsOf(yamlGet(linters, 'disable')), 'ignored', lines),
    ];
  }
  if (root?.kind !== 'map') return [];
  return root.entries.flatMap(({ key, line, value }): Setting[] => {
    const enabled = yamlText(yamlGet(value, 'Enabled'));
    if (enabled !== 'true' && enabled !== 'false') return [];
    return [
      { key, level: enabled === 'true' ? 1 : 0, line, absent: enabled === 'false' ? 'stricter' : 'unknown' },
    ];
  });
}

function cargo(text: string): Setting[] {
  if (!text.includes('lints')) return [];
  const root = tomlOf(text);
  const lines = new Lines(text);
  const tables = [objectOf(root['lints']), objectOf(objectOf(root['workspace'])['lints'])];
  return tables.flatMap((table) =>
    Object.entries(table).flatMap(([tool, rules]) =>
      Object.entries(objectOf(rules)).flatMap(([rule, set]): Setting[] => {
        const level = LEVELS[scalarOf(typeof set === 'string' ? set : objectOf(set)['level'])];
        if (level === undefined) return [];
        return [
          {
            key: `${tool}::${rule}`,
            level,
            line: lines.find((line) => line.includes(rule)),
            absent: level > 1 ? 'looser' : 'unknown',
          },
        ];
      }),
    ),
  );
}

/** Which rules a linter applies and how hard, by one file. */
export function lintSettings(path: string, text: string): Setting[] {
  if (JAVASCRIPT.test(path)) return byLine(text, [RULE]);
  if (PYTHON.test(path)) return python(path, text);
  if (YAML.test(path)) return yaml(path, text);
  if (path.endsWith('Cargo.toml')) return cargo(text);
  if (/checkstyle/.test(path)) {
    const lines = new Lines(text);
    const modules = [...text.slice(0, 300_000).matchAll(/<module\s+name="(\w{1,80})"/g)].map(
      ([, name = '']) => name,
    );
    return listed(modules, 'applied', lines);
  }
  return OTHER.test(path) ? byLine(text, OTHER_LINES) : [];
}
